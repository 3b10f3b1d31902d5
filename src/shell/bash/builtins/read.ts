/** Builtins that read input: a line into variables, or all lines into an array. */

import { separators } from '../expand/text.js';
import { assign, assignList, parseReference, writable } from '../expand/values.js';
import type { Input } from '../state/io.js';
import type { Builtin } from '../state/shell.js';
import { CommandError } from '../state/unwind.js';
import { numberArgument, parseOptions } from './builtin.js';

/** The characters of a line; those after a backslash are marked. */
interface Line {
  readonly characters: readonly { readonly text: string; readonly escaped: boolean }[];
  /** True if the line ended at the delimiter, not at the end of the input. */
  readonly ended: boolean;
}

async function readLine(
  input: Input,
  {
    raw,
    delimiter,
    count,
    exact,
  }: { raw: boolean; delimiter: string; count: number; exact: boolean },
): Promise<Line> {
  const characters: { text: string; escaped: boolean }[] = [];
  while (characters.length < count) {
    if (input.isEmpty && !(await input.more())) return { characters, ended: false };
    const char = input.takeCount(1);
    if (char === '\0' && delimiter !== '\0') continue;
    if (char === delimiter && !exact) return { characters, ended: true };
    if (char !== '\\' || raw) {
      characters.push({ text: char, escaped: false });
      continue;
    }
    if (input.isEmpty) await input.more();
    const next = input.takeCount(1);
    if (next !== '\n') characters.push({ text: next, escaped: true });
  }
  return { characters, ended: true };
}

/** Splits a line into `count` fields; the last one gets the rest of the line. */
function splitLine({ characters }: Line, ifs: string, count: number): string[] {
  const is = (i: number, what: RegExp): boolean => {
    const char = characters[i];
    return char !== undefined && !char.escaped && ifs.includes(char.text) && what.test(char.text);
  };
  const blank = /[ \t\n]/;
  const separator = /[\s\S]/;
  const text = (from: number, to: number) =>
    characters
      .slice(from, to)
      .map((char) => char.text)
      .join('');
  const fields: string[] = [];
  let at = 0;
  while (is(at, blank)) at += 1;
  while (fields.length < count - 1 && at < characters.length) {
    let end = at;
    while (end < characters.length && !is(end, separator)) end += 1;
    fields.push(text(at, end));
    while (is(end, blank)) end += 1;
    if (is(end, separator)) end += 1;
    while (is(end, blank)) end += 1;
    at = end;
  }
  let last = characters.length;
  while (last > at && is(last - 1, blank)) last -= 1;
  // One separator at the very end is not part of the last field.
  let plain = at;
  while (plain < last && !is(plain, separator)) plain += 1;
  if (plain === last - 1 && is(plain, separator)) last = plain;
  fields.push(text(at, last));
  return fields;
}

const READ: Builtin = {
  name: 'read',
  async run(shell, args) {
    const { given, rest } = parseOptions('read', args, 'rsea:d:i:n:N:p:t:u:');
    for (const name of rest) {
      if (!parseReference(name)) {
        throw new CommandError(`read: \`${name}': not a valid identifier`);
      }
    }
    const descriptor = numberArgument('read', given.get('u') ?? '0');
    const input = shell.io.input(descriptor);
    if (!input)
      throw new CommandError(`read: ${descriptor}: invalid file descriptor: Bad file descriptor`);
    if (input.isKeyboard) shell.write(2, given.get('p') ?? '');
    const exact = given.get('N');
    const limit = exact ?? given.get('n');
    const line = await readLine(input, {
      raw: given.has('r'),
      delimiter: given.has('d') ? given.get('d')?.charAt(0) || '\0' : '\n',
      count: limit === undefined ? Number.POSITIVE_INFINITY : numberArgument('read', limit),
      exact: exact !== undefined,
    });
    const whole = line.characters.map(({ text }) => text).join('');
    const array = given.get('a');
    if (array !== undefined) {
      const fields = splitLine(line, separators(shell), Number.POSITIVE_INFINITY);
      const items = fields.filter((text, i) => text !== '' || i < fields.length - 1);
      await assignList(
        shell,
        writable(shell, array),
        items.map((text) => ({ text })),
        {},
      );
    } else if (rest.length === 0) {
      await assign(shell, 'REPLY', whole);
    } else {
      const fields = exact ? [whole] : splitLine(line, separators(shell), rest.length);
      for (const [i, name] of rest.entries()) await assign(shell, name, fields[i] ?? '');
    }
    return Number(!line.ended);
  },
};

/** `mapfile` and `readarray`. */
const mapping = (name: string): Builtin => ({
  name,
  async run(shell, args) {
    const { given, rest } = parseOptions(name, args, 'td:n:O:s:u:C:c:');
    const input = shell.io.input(Number(given.get('u') ?? 0));
    const delimiter = given.has('d') ? given.get('d')?.charAt(0) || '\0' : '\n';
    const limit = Number(given.get('n') ?? 0) || Number.POSITIVE_INFINITY;
    let skip = Number(given.get('s') ?? 0);
    const lines: string[] = [];
    while (input && lines.length < limit && (!input.isEmpty || (await input.more()))) {
      const line = await input.takeThrough(delimiter);
      if (skip-- > 0) continue;
      const kept = given.has('t') && line.endsWith(delimiter) ? line.slice(0, -1) : line;
      lines.push(kept.replace(/\0[\s\S]*/, ''));
    }
    const origin = given.get('O');
    const first = Number(origin ?? 0);
    await assignList(
      shell,
      writable(shell, rest[0] ?? 'MAPFILE'),
      lines.map((text, i) => ({ key: String(first + i), text })),
      { append: origin !== undefined, kind: 'indexed' },
    );
    return 0;
  },
});

export const READING: readonly Builtin[] = [READ, mapping('mapfile'), mapping('readarray')];
