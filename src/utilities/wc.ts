/** `wc`: counts lines, words and bytes. */
import { rawLength } from '../lib/raw-text.js';
import { type Input, Inputs } from './input.js';
import { parseOptions } from './options.js';
import { complain, type UtilityCall } from './utility.js';

const KEYS = ['l', 'w', 'm', 'c', 'L'] as const;

type Counts = Record<(typeof KEYS)[number], number>;

export async function wc(call: UtilityCall): Promise<number> {
  const options = parseOptions(
    call,
    'c|bytes m|chars l|lines L|max-line-length w|words files0-from:',
  );
  const asked = KEYS.filter((key) => options.has(key));
  const keys = asked.length > 0 ? asked : (['l', 'w', 'c'] as const);
  const inputs = new Inputs(call);
  const paths = options.operands;
  const total: Counts = { l: 0, w: 0, m: 0, c: 0, L: 0 };
  const names = paths.length > 0 ? paths : ['-'];
  const width = names.length === 1 && keys.length === 1 ? 1 : await numberWidth(call, names);
  const line = (counts: Counts, name: string) =>
    `${keys.map((key) => String(counts[key]).padStart(width)).join(' ')}${name === '' ? '' : ` ${name}`}\n`;
  let status = 0;
  for (const path of names) {
    if (path !== '-' && (await call.files.stat(path))?.isDirectory) {
      await complain(call, `${path}: Is a directory`);
      status = 1;
      await call.stdout(line({ l: 0, w: 0, m: 0, c: 0, L: 0 }, path));
      continue;
    }
    const input = await inputs.tryOpen(path);
    if (!input) {
      status = 1;
      continue;
    }
    const counts = await count(input);
    await call.stdout(line(counts, paths.length === 0 ? '' : path));
    for (const key of KEYS) {
      total[key] = key === 'L' ? Math.max(total.L, counts.L) : total[key] + counts[key];
    }
  }
  if (paths.length > 1) await call.stdout(line(total, 'total'));
  return status;
}

/** Returns the width of numbers, which depends on the sizes of files; those of pipes are unknown. */
async function numberWidth(call: UtilityCall, names: readonly string[]): Promise<number> {
  let least = 1;
  let size = 0;
  for (const name of names) {
    const stat = name === '-' ? call.stdin.stat : await call.files.stat(name);
    if (stat?.isFile) size += stat.size;
    else if (stat?.isDirectory || name === '-') least = 7;
  }
  return Math.max(least, String(size).length);
}

async function count(input: Input): Promise<Counts> {
  const counts: Counts = { l: 0, w: 0, m: 0, c: 0, L: 0 };
  let inWord = false;
  let column = 0;
  for (let piece = await input.piece(); piece !== undefined; piece = await input.piece()) {
    counts.c += rawLength(piece);
    for (let i = 0; i < piece.length; i++) {
      const code = piece.charCodeAt(i);
      if (code === 10) {
        counts.l += 1;
        column = 0;
      } else if (code === 9) column += 8 - (column % 8);
      else if (code >= 32 && code !== 127) column += 1;
      if (column > counts.L) counts.L = column;
      const isSpace = code === 32 || (code >= 9 && code <= 13);
      if (!isSpace && !inWord && code > 32 && code !== 127 && (code < 0xdc80 || code > 0xdcff)) {
        counts.w += 1;
        inWord = true;
      }
      if (isSpace) inWord = false;
      // Neither the second half of a surrogate pair nor a byte that is not text counts as a
      // character.
      if (code < 0xdc00 || code > 0xdfff) counts.m += 1;
    }
  }
  return counts;
}
