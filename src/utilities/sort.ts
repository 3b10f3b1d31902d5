/** `sort`: sorts lines by keys. */
import { Inputs } from './input.js';
import { type Options, parseOptions } from './options.js';
import { complain, type UtilityCall, UtilityError } from './utility.js';

/** The letters of the options that determine how a key is compared. */
type Ordering = ReadonlySet<string>;

/**
 * A position in a line: field and character, counted from 1; character 0 is the end of the field.
 */
interface Place {
  readonly field: number;
  readonly character: number;
  readonly skipBlanks: boolean;
}

interface Key {
  readonly from: Place;
  readonly to: Place | undefined;
  readonly ordering: Ordering;
}

type Compare = (a: string, b: string) => number;

const ORDERINGS = 'bdfgiMhnRrV';

export async function sort(call: UtilityCall): Promise<number> {
  const options = parseOptions(
    call,
    'b|ignore-leading-blanks d|dictionary-order f|ignore-case g|general-numeric-sort ' +
      'i|ignore-nonprinting M|month-sort h|human-numeric-sort n|numeric-sort R|random-sort ' +
      'r|reverse V|version-sort sort: C| c|check? k|key: m|merge o|output: s|stable ' +
      'S|buffer-size: t|field-separator: T|temporary-directory: u|unique z|zero-terminated ' +
      'parallel: random-source: batch-size: debug',
    { status: 2 },
  );
  const end = options.has('z') ? '\0' : '\n';
  const global = new Set([...ORDERINGS].filter((letter) => options.has(letter)));
  const named = options.value('sort');
  if (named !== undefined) global.add(SORT_WORDS[named] ?? 'b');
  const separator = fieldSeparator(options.value('t'));
  const keys = options.values('k').map((text) => parseKey(text, global));
  const compare = lineOrder(options, keys, global, separator);
  const inputs = new Inputs(call);
  const paths = options.operands.length > 0 ? options.operands : ['-'];
  const check = options.last(['c', 'C']);
  if (check !== undefined) {
    if (paths.length > 1)
      throw new UtilityError(`extra operand '${paths[1]}' not allowed with -${check}`, 2);
    return checkOrder(call, inputs, paths[0] ?? '-', compare, options, end);
  }
  const lines: string[] = [];
  for (const path of paths) {
    const input = await openOrFail(inputs, path);
    const text = await input.rest();
    const own = text.split(end);
    if (own.at(-1) === '') own.pop();
    for (const line of own) lines.push(line);
  }
  lines.sort(compare.full);
  const result = options.has('u')
    ? lines.filter((line, i) => i === 0 || compare.keys(lines[i - 1] ?? '', line) !== 0)
    : lines;
  const text = result.length === 0 ? '' : result.join(end) + end;
  const to = options.value('o');
  if (to === undefined) await call.stdout(text);
  else await call.files.write(to, text);
  return 0;
}

const SORT_WORDS: Readonly<Record<string, string>> = {
  'general-numeric': 'g',
  'human-numeric': 'h',
  month: 'M',
  numeric: 'n',
  random: 'R',
  version: 'V',
};

async function openOrFail(inputs: Inputs, path: string) {
  try {
    return await inputs.open(path);
  } catch (error) {
    if (!(error instanceof UtilityError)) throw error;
    const isFolder = error.message.endsWith(': Is a directory');
    throw new UtilityError(`${isFolder ? 'read failed' : 'cannot read'}: ${error.message}`, 2);
  }
}

async function checkOrder(
  call: UtilityCall,
  inputs: Inputs,
  path: string,
  compare: LineOrder,
  options: Options,
  end: string,
): Promise<number> {
  const input = await openOrFail(inputs, path);
  const most = options.has('u') ? -1 : 0;
  let before = await input.line(end);
  for (let number = 2; before !== undefined; number++) {
    const line = await input.line(end);
    if (line === undefined) break;
    if ((options.has('u') ? compare.keys : compare.full)(before, line) > most) {
      const quiet = options.has('C') || /^(quiet|silent)$/.test(options.value('c') ?? '');
      if (!quiet) await complain(call, `${path}:${number}: disorder: ${line}`);
      return 1;
    }
    before = line;
  }
  return 0;
}

function fieldSeparator(value: string | undefined): string | undefined {
  if (value === undefined) return undefined;
  if (value === '') throw new UtilityError('empty tab', 2);
  if (value === '\\0') return '\0';
  if ([...value].length > 1)
    throw new UtilityError(`multi-character tab '${value.replaceAll('\\', '\\\\')}'`, 2);
  return value;
}

/** Parses a key such as `2.3,4nr`. @throws UtilityError */
function parseKey(text: string, global: Ordering): Key {
  const [, field, character, fromLetters = '', comma, toField, toCharacter, toLetters = ''] =
    /^(\d+)(?:\.(\d+))?([a-zA-Z]*)(?:(,)(\d+)(?:\.(\d+))?([a-zA-Z]*))?$/.exec(text) ?? [];
  const fail = (why: string) =>
    new UtilityError(`${why}: invalid field specification '${text}'`, 2);
  if (field === undefined) {
    throw new UtilityError(`invalid number at field start: invalid count at start of '${text}'`, 2);
  }
  if (Number(field) === 0) throw fail('-: field number is zero'.replace('-: ', ''));
  if (character !== undefined && Number(character) === 0) throw fail('character offset is zero');
  const letters = fromLetters + toLetters;
  const unknown = [...letters].find((letter) => !ORDERINGS.includes(letter));
  if (unknown !== undefined) throw fail('stray character in field spec');
  const own = new Set([...letters]);
  const inherits = letters === '';
  const ordering = inherits ? global : own;
  return {
    from: {
      field: Number(field),
      character: Number(character ?? 1),
      skipBlanks: inherits ? global.has('b') : fromLetters.includes('b'),
    },
    to:
      comma === undefined
        ? undefined
        : {
            field: Number(toField),
            character: Number(toCharacter ?? 0),
            skipBlanks: inherits ? global.has('b') : toLetters.includes('b'),
          },
    ordering,
  };
}

const isBlank = (character: string | undefined): boolean => character === ' ' || character === '\t';

function skipBlanks(line: string, from: number): number {
  let at = from;
  while (isBlank(line[at])) at += 1;
  return at;
}

/** Returns the offset of a field, counted from 0. */
function startOfField(line: string, field: number, separator: string | undefined): number {
  let at = 0;
  for (let i = 0; i < field && at < line.length; i++) {
    if (separator !== undefined) {
      const found = line.indexOf(separator, at);
      at = found < 0 ? line.length : found + 1;
    } else at = endOfBlankField(line, at);
  }
  return at;
}

function endOfBlankField(line: string, from: number): number {
  let at = skipBlanks(line, from);
  while (at < line.length && !isBlank(line[at])) at += 1;
  return at;
}

function extract(line: string, { from, to }: Key, separator: string | undefined): string {
  let start = startOfField(line, from.field - 1, separator);
  if (from.skipBlanks) start = skipBlanks(line, start);
  start = Math.min(line.length, start + from.character - 1);
  if (!to) return line.slice(start);
  let end: number;
  if (to.character === 0) {
    end = startOfField(line, to.field - 1, separator);
    if (separator === undefined) end = endOfBlankField(line, end);
    else {
      const found = line.indexOf(separator, end);
      end = found < 0 ? line.length : found;
    }
  } else {
    end = startOfField(line, to.field - 1, separator);
    if (to.skipBlanks) end = skipBlanks(line, end);
    end = Math.min(line.length, end + to.character);
  }
  return line.slice(start, Math.max(start, end));
}

interface LineOrder {
  /** Compares keys only. */
  readonly keys: Compare;
  /** Compares keys, and whole lines where those are equal. */
  readonly full: Compare;
}

function lineOrder(
  options: Options,
  keys: readonly Key[],
  global: Ordering,
  separator: string | undefined,
): LineOrder {
  const skipsStart = global.has('b');
  const comparisons: Compare[] =
    keys.length === 0
      ? [orderOf(global, (line) => (skipsStart ? line.slice(skipBlanks(line, 0)) : line))]
      : keys.map((key) => orderOf(key.ordering, (line) => extract(line, key, separator)));
  const byKeys: Compare = (a, b) => {
    for (const compare of comparisons) {
      const order = compare(a, b);
      if (order !== 0) return order;
    }
    return 0;
  };
  if (options.has('s') || options.has('u')) return { keys: byKeys, full: byKeys };
  const reversed = global.has('r');
  const full: Compare = (a, b) =>
    byKeys(a, b) || (reversed ? byCharacters(b, a) : byCharacters(a, b));
  return { keys: byKeys, full };
}

const byCharacters: Compare = (a, b) => (a < b ? -1 : a > b ? 1 : 0);

const cached = <T>(compute: (line: string) => T): ((line: string) => T) => {
  const known = new Map<string, T>();
  return (line) => {
    const found = known.get(line);
    if (found !== undefined) return found;
    const value = compute(line);
    if (known.size < 1 << 20) known.set(line, value);
    return value;
  };
};

/** Returns the comparison for an ordering of what `extract` returns. */
function orderOf(ordering: Ordering, extract: (line: string) => string): Compare {
  const compare = plainOrderOf(ordering, extract);
  return ordering.has('r') ? (a, b) => compare(b, a) : compare;
}

function plainOrderOf(ordering: Ordering, extract: (line: string) => string): Compare {
  const byNumber = (parse: (text: string) => number): Compare => {
    const numberOf = cached((line) => parse(extract(line)));
    return (a, b) => {
      const [first, second] = [numberOf(a), numberOf(b)];
      return first < second ? -1 : first > second ? 1 : 0;
    };
  };
  if (ordering.has('n')) {
    const numberOf = cached((line) => parseNumber(extract(line)));
    return (a, b) => compareNumbers(numberOf(a), numberOf(b));
  }
  if (ordering.has('g')) return byNumber(parseGeneral);
  if (ordering.has('h')) {
    const numberOf = cached((line) => parseHuman(extract(line)));
    return (a, b) => {
      const [first, second] = [numberOf(a), numberOf(b)];
      return first.rank - second.rank || compareNumbers(first.number, second.number);
    };
  }
  if (ordering.has('M'))
    return byNumber((text) => MONTHS.indexOf(text.trimStart().slice(0, 3).toUpperCase()));
  const textOf = cached((line) => {
    let text = extract(line);
    if (ordering.has('d')) text = text.replace(/[^0-9A-Za-z \t]/g, '');
    else if (ordering.has('i')) text = text.replace(/[^ -~]/g, '');
    return ordering.has('f') ? text.toUpperCase() : text;
  });
  if (ordering.has('V')) return (a, b) => compareVersions(textOf(a), textOf(b));
  if (ordering.has('R')) {
    const hash = cached((line) =>
      textOf(line)
        .split('')
        .reduce((sum, c) => (Math.imul(sum, 31) + c.charCodeAt(0)) >>> 0, 7),
    );
    return (a, b) => hash(a) - hash(b) || byCharacters(textOf(a), textOf(b));
  }
  return (a, b) => byCharacters(textOf(a), textOf(b));
}

const MONTHS = ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC'];

/** A decimal number of any length. */
interface Decimal {
  readonly sign: number;
  readonly whole: string;
  readonly fraction: string;
}

function parseNumber(text: string): Decimal {
  const [, minus, whole = '', fraction = ''] = /^[ \t]*(-?)(\d*)(?:\.(\d*))?/.exec(text) ?? [];
  const digits = whole.replace(/^0+/, '');
  const rest = fraction.replace(/0+$/, '');
  const sign = digits === '' && rest === '' ? 0 : minus === '-' ? -1 : 1;
  return { sign, whole: digits, fraction: rest };
}

function compareNumbers(a: Decimal, b: Decimal): number {
  if (a.sign !== b.sign) return a.sign - b.sign;
  const order =
    a.whole.length - b.whole.length ||
    byCharacters(a.whole, b.whole) ||
    byCharacters(a.fraction, b.fraction);
  return a.sign < 0 ? -order : order;
}

function parseGeneral(text: string): number {
  const [number] =
    /^[ \t]*[-+]?(0[xX][0-9a-fA-F]+|(\d+\.?\d*|\.\d+)([eE][-+]?\d+)?|inf(inity)?|nan)/i.exec(
      text,
    ) ?? [];
  if (number === undefined) return Number.NEGATIVE_INFINITY;
  const bare = number.trim().toLowerCase();
  if (bare.includes('nan')) return -Number.MAX_VALUE;
  if (bare.includes('inf'))
    return bare.startsWith('-') ? -Number.MAX_VALUE : Number.POSITIVE_INFINITY;
  return bare.startsWith('-') ? -Number(bare.slice(1)) : Number(bare.replace('+', ''));
}

/** Parses numbers such as `1K`; any number with a larger unit is larger. */
function parseHuman(text: string): { rank: number; number: Decimal } {
  const number = parseNumber(text);
  const [, unit = ''] = /^[ \t]*-?[\d.]*([KkMGTPEZY]?)/.exec(text) ?? [];
  const rank = unit === '' ? 0 : 'KMGTPEZY'.indexOf(unit.toUpperCase()) + 1;
  return { rank: number.sign === 0 ? 0 : number.sign * rank, number };
}

/** Compares like the versions of packages: runs of digits by value, `~` before everything. */
function compareVersions(a: string, b: string): number {
  const [first, second] = [withoutSuffix(a), withoutSuffix(b)];
  return first === second
    ? compareRuns(a, b) || byCharacters(a, b)
    : compareRuns(first, second) || compareRuns(a, b) || byCharacters(a, b);
}

const withoutSuffix = (text: string): string => text.replace(/(\.[A-Za-z~][A-Za-z0-9~]*)+$/, '');

function compareRuns(a: string, b: string): number {
  let [i, j] = [0, 0];
  while (i < a.length || j < b.length) {
    while ((i < a.length && !isDigit(a[i])) || (j < b.length && !isDigit(b[j]))) {
      const order = weight(a[i]) - weight(b[j]);
      if (order !== 0) return order;
      i += 1;
      j += 1;
    }
    const runOf = (text: string, at: number) => /^\d*/.exec(text.slice(at, at + 64))?.[0] ?? '';
    const [left, right] = [runOf(a, i), runOf(b, j)];
    const order = compareNumbers(parseNumber(left), parseNumber(right));
    if (order !== 0) return order;
    i += left.length;
    j += right.length;
  }
  return 0;
}

const isDigit = (character: string | undefined): boolean =>
  character !== undefined && character >= '0' && character <= '9';

function weight(character: string | undefined): number {
  if (character === undefined || isDigit(character)) return 0;
  if (character === '~') return -1;
  return /[A-Za-z]/.test(character) ? character.charCodeAt(0) : character.charCodeAt(0) + 256;
}
