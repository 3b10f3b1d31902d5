/** `tr`: translates, deletes or squeezes bytes. */
import { decodeLatin1, encodeLatin1 } from '../lib/raw-text.js';
import { Input } from './input.js';
import { parseOptions } from './options.js';
import { type UtilityCall, UtilityError } from './utility.js';

const isIn = (pattern: RegExp): number[] =>
  Array.from({ length: 256 }, (_, code) => code).filter((code) =>
    pattern.test(String.fromCharCode(code)),
  );

const CLASSES: Readonly<Record<string, number[]>> = {
  alnum: isIn(/[0-9A-Za-z]/),
  alpha: isIn(/[A-Za-z]/),
  blank: isIn(/[ \t]/),
  // biome-ignore lint/suspicious/noControlCharactersInRegex: the class consists of them.
  cntrl: isIn(/[\x00-\x1f\x7f]/),
  digit: isIn(/[0-9]/),
  graph: isIn(/[!-~]/),
  lower: isIn(/[a-z]/),
  print: isIn(/[ -~]/),
  punct: isIn(/[!-/:-@[-`{-~]/),
  space: isIn(/[ \t-\r]/),
  upper: isIn(/[A-Z]/),
  xdigit: isIn(/[0-9A-Fa-f]/),
};

export async function tr(call: UtilityCall): Promise<number> {
  const options = parseOptions(call, 'c|complement C| d|delete s|squeeze-repeats t|truncate-set1', {
    permute: false,
  });
  const [first, second, extra] = options.operands;
  const [deletes, squeezes] = [options.has('d'), options.has('s')];
  const misuse = (message: string) =>
    new UtilityError(`${message}\nTry 'tr --help' for more information.`);
  if (first === undefined) throw misuse('missing operand');
  if (second === undefined && deletes === squeezes) {
    throw misuse(
      `missing operand after '${first}'\n${deletes ? 'Two strings must be given when both deleting and squeezing repeats.' : 'Two strings must be given when translating.'}`,
    );
  }
  if (second !== undefined && deletes && !squeezes) {
    throw misuse(
      `extra operand '${second}'\nOnly one string may be given when deleting without squeezing repeats.`,
    );
  }
  if (extra !== undefined) throw misuse(`extra operand '${extra}'`);

  let from = parseSet(first, undefined);
  if (options.has('c') || options.has('C')) {
    const set = new Set(from);
    from = Array.from({ length: 256 }, (_, code) => code).filter((code) => !set.has(code));
  }
  const translates = second !== undefined && !deletes;
  const to = second === undefined ? [] : parseSet(second, from.length);
  if (translates && to.length === 0 && !options.has('t')) {
    throw new UtilityError('when not truncating set1, string2 must be non-empty');
  }
  const map = Array.from({ length: 256 }, (_, code) => String.fromCharCode(code));
  const last = to.at(-1);
  if (translates) {
    for (const [i, code] of from.entries()) {
      const target = to[i] ?? (options.has('t') ? undefined : last);
      if (target !== undefined) map[code] = String.fromCharCode(target);
    }
  }
  const deleted = new Set(deletes ? from : []);
  const squeezed = new Set(squeezes ? (second === undefined ? from : to) : []);
  const input = new Input(call.stdin);
  let before = -1;
  for (let piece = await input.piece(); piece !== undefined; piece = await input.piece()) {
    const pieces: string[] = [];
    for (const byte of encodeLatin1(piece)) {
      const code = byte.charCodeAt(0);
      if (deleted.has(code)) continue;
      const result = map[code] ?? byte;
      const resultCode = result.charCodeAt(0);
      if (resultCode === before && squeezed.has(resultCode)) continue;
      before = resultCode;
      pieces.push(result);
    }
    await call.stdout(decodeLatin1(pieces.join('')));
  }
  return 0;
}

const ESCAPES: Readonly<Record<string, number>> = { a: 7, b: 8, f: 12, n: 10, r: 13, t: 9, v: 11 };

/**
 * Expands a set such as `a-z[:digit:]`.
 *
 * @param length of the set that this one has to be as long as; `undefined` for the first set.
 */
function parseSet(text: string, length: number | undefined): number[] {
  const bytes = encodeLatin1(text);
  const codes: number[] = [];
  let fill: { at: number; code: number } | undefined;
  let at = 0;
  const single = (): number => {
    const [whole = '', octal, letter = ''] =
      /^\\(?:([0-7]{1,3})|(.))/s.exec(bytes.slice(at, at + 4)) ?? [];
    if (whole === '') return bytes.charCodeAt(at++);
    at += whole.length;
    return octal === undefined
      ? (ESCAPES[letter] ?? letter.charCodeAt(0))
      : Number.parseInt(octal, 8) & 0xff;
  };
  while (at < bytes.length) {
    const rest = bytes.slice(at);
    const [whole = '', name = '', equivalent = '', repeated = '', count] =
      /^\[(?::(\w+):|=(.)=|(\\[0-7]{1,3}|\\.|[^\\])\*(\d*))\]/s.exec(rest) ?? [];
    if (name !== '') {
      const members = CLASSES[name];
      if (!members) throw new UtilityError(`invalid character class '${name}'`);
      codes.push(...members);
      at += whole.length;
    } else if (equivalent !== '') {
      codes.push(equivalent.charCodeAt(0));
      at += whole.length;
    } else if (repeated !== '' && count !== undefined) {
      if (length === undefined && !(Number(count) > 0))
        throw new UtilityError('the [c*] repeat construct may not appear in string1');
      at += 1;
      const code = single();
      at = bytes.length - rest.length + whole.length;
      const times = Number.parseInt(count, count.startsWith('0') ? 8 : 10);
      if (times > 0) codes.push(...Array<number>(times).fill(code));
      else fill = { at: codes.length, code };
    } else {
      const start = single();
      if (bytes[at] !== '-' || at + 1 >= bytes.length) {
        codes.push(start);
        continue;
      }
      at += 1;
      const end = single();
      if (end < start) {
        const shown = [start, end].map((code) => String.fromCharCode(code)).join('-');
        throw new UtilityError(
          `range-endpoints of '${shown}' are in reverse collating sequence order`,
        );
      }
      for (let code = start; code <= end; code++) codes.push(code);
    }
  }
  if (fill) {
    const missing = Math.max(0, (length ?? 0) - codes.length);
    codes.splice(fill.at, 0, ...Array<number>(missing).fill(fill.code));
  }
  return codes;
}
