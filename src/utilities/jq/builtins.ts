/** The functions of jq that are not written in jq itself. */
import type { Match, RegexCompiler } from '../regex/expression.js';
import { RegexError } from '../regex/posix.js';
import type { Node } from './ast.js';
import type { Evaluator, Item, Results } from './evaluate.js';
import { JsonFault, JsonReader } from './json.js';
import { deletePath, getPath, indices, type Path, setPath } from './paths.js';
import type { Scope } from './scope.js';
import { brokenDown, seconds, strftime, strptime } from './times.js';
import {
  compare,
  described,
  isArray,
  isObject,
  isTrue,
  JqError,
  type Json,
  sortedKeys,
  stringify,
  typeOf,
} from './value.js';

/** The environment of a program. */
export interface Host {
  readonly environment: Json;
  readonly compiler: RegexCompiler;
  readonly filename: Json;
  /** The number of input lines read so far. */
  readonly line: number;
  now(): number;
  /** Returns the next input, or `undefined` at the end. */
  nextInput(): Json | undefined;
  warn(text: string): void;
}

/** Ends the program at once. */
export class Halt {
  constructor(
    readonly status: number,
    readonly message: string,
  ) {}
}

type Builtin = (
  evaluator: Evaluator,
  args: readonly Node[],
  input: Item,
  scope: Scope | undefined,
) => Results;

const MOST_NUMBERS = 1e7;

/** Returns a function of its input and of the values of its arguments, in all combinations. */
function plain(compute: (input: Json, args: readonly Json[], host: Host) => Json): Builtin {
  return function* (evaluator, args, input, scope): Results {
    for (const values of combinations(evaluator, args, input, scope)) {
      yield { value: compute(input.value, values, evaluator.host), path: undefined };
    }
  };
}

function* combinations(
  evaluator: Evaluator,
  args: readonly Node[],
  input: Item,
  scope: Scope | undefined,
): Generator<readonly Json[], void> {
  const last = args.at(-1);
  if (!last) {
    yield [];
    return;
  }
  for (const value of evaluator.values(last, input, scope)) {
    for (const others of combinations(evaluator, args.slice(0, -1), input, scope))
      yield [...others, value];
  }
}

const numeric = (compute: (...numbers: number[]) => number): Builtin =>
  plain((input, args) => {
    const numbers = args.length > 0 ? args : [input];
    return compute(
      ...numbers.map((value) => {
        if (typeof value !== 'number') throw new JqError(`${described(value)} number required`);
        return value;
      }),
    );
  });

const needArray = (value: Json, what: string): readonly Json[] => {
  if (isArray(value)) return value;
  throw new JqError(`${described(value)} cannot be ${what}, as it is not an array`);
};

const textOf = (value: Json): string => (typeof value === 'string' ? value : stringify(value));

function toPath(value: Json): Path {
  if (isArray(value)) return value;
  throw new JqError('Path must be specified as an array');
}

/** Pairs items with the keys to order them by, in order. */
function ordered(input: Json, keys: Json, what: string): readonly (readonly [Json, Json])[] {
  const items = needArray(input, what);
  const by = isArray(keys) ? keys : [];
  return items
    .map((value, i) => [value, by[i] ?? null] as const)
    .sort((a, b) => compare(a[1], b[1]));
}

function extreme(input: Json, keys: Json, sign: 1 | -1): Json {
  const by = isArray(keys) ? keys : [];
  let best: number | undefined;
  for (let i = 0; i < by.length; i++) {
    const order = best === undefined ? -1 : sign * compare(by[i] ?? null, by[best] ?? null);
    if (order < 0 || (order === 0 && sign < 0)) best = i;
  }
  return best === undefined || !isArray(input) ? null : (input[best] ?? null);
}

function keysOf(value: Json, sorted: boolean): Json {
  if (isObject(value)) return sorted ? sortedKeys(value) : [...value.keys()];
  if (isArray(value)) return value.map((_, i) => i);
  throw new JqError(`${described(value)} has no keys`);
}

function lengthOf(value: Json): Json {
  if (value === null) return 0;
  if (typeof value === 'number') return Math.abs(value);
  if (typeof value === 'string') return [...value].length;
  if (isArray(value)) return value.length;
  if (isObject(value)) return value.size;
  throw new JqError(`${described(value)} has no length`);
}

function has(value: Json, key: Json): Json {
  if (isObject(value) && typeof key === 'string') return value.has(key);
  if (isArray(value) && typeof key === 'number') return key >= 0 && key < value.length;
  throw new JqError(`Cannot check whether ${typeOf(value)} has a ${typeOf(key)} key`);
}

function contains(value: Json, part: Json): boolean {
  if (isObject(value) && isObject(part)) {
    return [...part].every(
      ([key, item]) => value.has(key) && contains(value.get(key) ?? null, item),
    );
  }
  if (isArray(value) && isArray(part))
    return part.every((item) =>
      value.some((own) => typeOf(own) === typeOf(item) && contains(own, item)),
    );
  if (typeof value === 'string' && typeof part === 'string') return value.includes(part);
  if (typeOf(value) === typeOf(part)) return compare(value, part) === 0;
  throw new JqError(
    `${described(value)} and ${described(part)} cannot have their containment checked`,
  );
}

function toNumber(value: Json): Json {
  if (typeof value === 'number') return value;
  if (typeof value !== 'string')
    throw new JqError(`${described(value)} cannot be parsed as a number`);
  if (/^\s*[-+]?(\d+\.?\d*|\.\d+)([eE][-+]?\d+)?\s*$/.test(value)) return Number(value);
  throw new JqError(
    `Invalid numeric literal at EOF at line 1, column ${value.length} (while parsing '${value}')`,
  );
}

function fromJson(value: Json): Json {
  if (typeof value !== 'string')
    throw new JqError(`${described(value)} only strings can be parsed`);
  try {
    return new JsonReader(value).next() ?? null;
  } catch (error) {
    if (!(error instanceof JsonFault)) throw error;
    throw new JqError(`${error.message} (while parsing '${value}')`);
  }
}

function explode(value: Json): Json {
  if (typeof value !== 'string') throw new JqError('explode input must be a string');
  return Array.from(value, (character) => character.codePointAt(0) ?? 0);
}

function implode(value: Json): Json {
  if (!isArray(value)) throw new JqError('implode input must be an array');
  return value
    .map((code) => {
      if (typeof code !== 'number') throw new JqError('Unicode codepoint must be numeric');
      return String.fromCodePoint(code >= 0 && code <= 0x10ffff ? code : 0xfffd);
    })
    .join('');
}

/** Returns the names of the groups of an expression; `null` for one without. */
const groupNames = (source: string): (string | null)[] =>
  [...source.matchAll(/\\.|\[(?:\\.|[^\]\\])*\]|\((?!\?)|\(\?<([A-Za-z_]\w*)>/gs)]
    .filter(([piece]) => piece.startsWith('('))
    .map(([, name]) => name ?? null);

function matches(
  value: Json,
  [pattern = null, flags = null, test = null]: readonly Json[],
  { compiler }: Host,
): Json {
  if (typeof value !== 'string')
    throw new JqError(`${described(value)} cannot be matched, as it is not a string`);
  const [source, mode] = isArray(pattern)
    ? [pattern[0] ?? null, pattern[1] ?? null]
    : [pattern, flags];
  if (typeof source !== 'string')
    throw new JqError(`${described(source)} cannot be matched, as it is not a string`);
  if (mode !== null && typeof mode !== 'string')
    throw new JqError(`${described(mode)} is not a string`);
  const letters = mode ?? '';
  if (/[^gimnpslx]/.test(letters)) throw new JqError(`${letters} is not a valid modifier string`);
  try {
    const body = letters.includes('x')
      ? source.replace(/\\.|#.*|\s+/g, (piece) => (piece.startsWith('\\') ? piece : ''))
      : source;
    const expression = compiler.perl(body, { ignoreCase: letters.includes('i') });
    if (test === true) return expression.test(value);
    const names = groupNames(body);
    const found: Json[] = [];
    for (let at = 0; at <= value.length; ) {
      const match = expression.match(value, at);
      if (!match) break;
      if (match.end > match.start || !letters.includes('n'))
        found.push(matchValue(value, match, names));
      if (!letters.includes('g')) break;
      at = match.end > match.start ? match.end : match.end + 1;
      // The original finds no empty match at the end of a text that is not empty.
      if (match.end === match.start && at >= value.length && value !== '') break;
    }
    return found;
  } catch (error) {
    if (!(error instanceof RegexError)) throw error;
    throw new JqError(`${source} (at offset 0) is not a valid regex: ${error.message}`);
  }
}

function matchValue(text: string, match: Match, names: readonly (string | null)[]): Json {
  const offset = (at: number): number => [...text.slice(0, at)].length;
  const captures = match.groups.map((group, i): Json => {
    const start = match.starts?.[i];
    return new Map<string, Json>([
      ['offset', start === undefined ? -1 : offset(start)],
      ['length', group === undefined ? 0 : [...group].length],
      ['string', group ?? null],
      ['name', names[i] ?? null],
    ]);
  });
  return new Map<string, Json>([
    ['offset', offset(match.start)],
    ['length', [...match.text].length],
    ['string', match.text],
    ['captures', captures],
  ]);
}

function* range(
  evaluator: Evaluator,
  args: readonly Node[],
  input: Item,
  scope: Scope | undefined,
): Results {
  for (const [from = null, to = null] of combinations(evaluator, args, input, scope)) {
    if (typeof from !== 'number' || typeof to !== 'number')
      throw new JqError('Range bounds must be numeric');
    if (to - from > MOST_NUMBERS) throw new JqError('the range is too large');
    for (let value = from; value < to; value++) yield { value, path: undefined };
  }
}

const startsWith = (kind: 'startswith' | 'endswith'): Builtin =>
  plain((input, [part = null]) => {
    if (typeof input !== 'string' || typeof part !== 'string')
      throw new JqError(`${kind}() requires string inputs`);
    return kind === 'startswith' ? input.startsWith(part) : input.endsWith(part);
  });

const MATH: Readonly<Record<string, (x: number) => number>> = {
  acos: Math.acos,
  acosh: Math.acosh,
  asin: Math.asin,
  asinh: Math.asinh,
  atan: Math.atan,
  atanh: Math.atanh,
  cbrt: Math.cbrt,
  ceil: Math.ceil,
  cos: Math.cos,
  cosh: Math.cosh,
  exp: Math.exp,
  exp2: (x) => 2 ** x,
  exp10: (x) => 10 ** x,
  expm1: Math.expm1,
  fabs: Math.abs,
  floor: Math.floor,
  log: Math.log,
  log10: Math.log10,
  log1p: Math.log1p,
  log2: Math.log2,
  rint: (x) => (x % 1 === 0.5 || x % 1 === -0.5 ? 2 * Math.round(x / 2) : Math.round(x)),
  nearbyint: (x) => (x % 1 === 0.5 || x % 1 === -0.5 ? 2 * Math.round(x / 2) : Math.round(x)),
  round: (x) => Math.sign(x) * Math.round(Math.abs(x)),
  sin: Math.sin,
  sinh: Math.sinh,
  sqrt: Math.sqrt,
  tan: Math.tan,
  tanh: Math.tanh,
  trunc: Math.trunc,
  logb: (x) => Math.floor(Math.log2(Math.abs(x))),
  significand: (x) => (x === 0 ? 0 : x / 2 ** Math.floor(Math.log2(Math.abs(x)))),
};

export const BUILTINS: Readonly<Record<string, Builtin>> = {
  ...Object.fromEntries(
    Object.entries(MATH).map(([name, compute]) => [`${name}/0`, numeric((x = 0) => compute(x))]),
  ),
  'pow/2': numeric((x = 0, y = 0) => x ** y),
  'atan2/2': numeric((y = 0, x = 0) => Math.atan2(y, x)),
  'fmin/2': numeric((x = 0, y = 0) => Math.min(x, y)),
  'fmax/2': numeric((x = 0, y = 0) => Math.max(x, y)),
  'fmod/2': numeric((x = 0, y = 0) => x % y),
  'empty/0': function* (): Results {},
  'not/0': plain((input) => !isTrue(input)),
  'error/0': plain((input) => {
    throw new JqError(input);
  }),
  'error/1': plain((_, [value = null]) => {
    throw new JqError(value);
  }),
  'path/1': function* (evaluator, [node], input, scope): Results {
    if (node)
      for (const path of evaluator.paths(node, input.value, scope))
        yield { value: path, path: undefined };
  },
  'getpath/1': function* (evaluator, args, input, scope): Results {
    for (const [value = null] of combinations(evaluator, args, input, scope)) {
      const path = toPath(value);
      yield { value: getPath(input.value, path), path: input.path && [...input.path, ...path] };
    }
  },
  'setpath/2': plain((input, [path = null, value = null]) => setPath(input, toPath(path), value)),
  'delpaths/1': plain((input, [paths = null]) =>
    [...needArray(paths, 'deleted')]
      .sort(compare)
      .reverse()
      .reduce((value: Json, path) => deletePath(value, toPath(path)), input),
  ),
  'length/0': plain(lengthOf),
  'utf8bytelength/0': plain((input) => {
    if (typeof input !== 'string')
      throw new JqError(`${described(input)} only strings have UTF-8 byte length`);
    return Buffer.byteLength(input);
  }),
  'keys/0': plain((input) => keysOf(input, true)),
  'keys_unsorted/0': plain((input) => keysOf(input, false)),
  'has/1': plain((input, [key = null]) => has(input, key)),
  'contains/1': plain((input, [part = null]) => contains(input, part)),
  'type/0': plain(typeOf),
  'tostring/0': plain(textOf),
  'tonumber/0': plain(toNumber),
  'tojson/0': plain((input) => stringify(input)),
  'fromjson/0': plain(fromJson),
  'explode/0': plain(explode),
  'implode/0': plain(implode),
  'ltrimstr/1': plain((input, [part = null]) =>
    typeof input === 'string' && typeof part === 'string' && input.startsWith(part)
      ? input.slice(part.length)
      : input,
  ),
  'rtrimstr/1': plain((input, [part = null]) =>
    typeof input === 'string' && typeof part === 'string' && part !== '' && input.endsWith(part)
      ? input.slice(0, -part.length)
      : input,
  ),
  'startswith/1': startsWith('startswith'),
  'endswith/1': startsWith('endswith'),
  'split/1': plain((input, [separator = null]) => {
    if (typeof input !== 'string' || typeof separator !== 'string')
      throw new JqError('split input and separator must be strings');
    return input === '' ? [] : separator === '' ? [...input] : input.split(separator);
  }),
  'indices/1': plain((input, [part = null]) => {
    if (typeof input === 'string' && typeof part === 'string') {
      const found: number[] = [];
      for (let at = input.indexOf(part); at >= 0 && part !== ''; at = input.indexOf(part, at + 1))
        found.push([...input.slice(0, at)].length);
      return part === '' ? null : found;
    }
    if (input === null) return null;
    if (isArray(input)) return indices(input, isArray(part) ? part : [part]);
    throw new JqError(
      typeof part === 'string'
        ? `Cannot index ${typeOf(input)} with string "${part}"`
        : `Cannot index ${typeOf(input)} with ${typeOf(part)}`,
    );
  }),
  '_match/3': plain(matches),
  'sort/0': plain((input) => [...needArray(input, 'sorted')].sort(compare)),
  '_sort_by/1': plain((input, [keys = null]) =>
    ordered(input, keys, 'sorted').map(([value]) => value),
  ),
  '_group_by/1': plain((input, [keys = null]) => {
    const groups: { key: Json; items: Json[] }[] = [];
    for (const [value, key] of ordered(input, keys, 'grouped')) {
      const last = groups.at(-1);
      if (last && compare(last.key, key) === 0) last.items.push(value);
      else groups.push({ key, items: [value] });
    }
    return groups.map(({ items }) => items);
  }),
  '_min_by/1': plain((input, [keys = null]) => extreme(input, keys, 1)),
  '_max_by/1': plain((input, [keys = null]) => extreme(input, keys, -1)),
  'range/2': range,
  'infinite/0': plain(() => Number.POSITIVE_INFINITY),
  'nan/0': plain(() => Number.NaN),
  'isnan/0': plain((input) => Number.isNaN(input)),
  'isinfinite/0': plain(
    (input) => input === Number.POSITIVE_INFINITY || input === Number.NEGATIVE_INFINITY,
  ),
  'isnormal/0': plain(
    (input) => typeof input === 'number' && Number.isFinite(input) && Math.abs(input) >= 2 ** -1022,
  ),
  'now/0': plain((_, __, host) => host.now() / 1000),
  'gmtime/0': plain(brokenDown),
  'localtime/0': plain(brokenDown),
  'mktime/0': plain(seconds),
  'strftime/1': plain((input, [pattern = null]) => strftime(input, pattern)),
  'strflocaltime/1': plain((input, [pattern = null]) => strftime(input, pattern)),
  'strptime/1': plain((input, [pattern = null]) => strptime(input, pattern)),
  'input/0': plain((_, __, host) => {
    const next = host.nextInput();
    if (next === undefined) throw new JqError('break');
    return next;
  }),
  'inputs/0': function* ({ host }): Results {
    for (let value = host.nextInput(); value !== undefined; value = host.nextInput())
      yield { value, path: undefined };
  },
  'debug/0': plain((input, _, host) => {
    host.warn(`${stringify(['DEBUG:', input])}\n`);
    return input;
  }),
  'stderr/0': plain((input, _, host) => {
    host.warn(stringify(input));
    return input;
  }),
  'input_filename/0': plain((_, __, host) => host.filename),
  'input_line_number/0': plain((_, __, host) => host.line),
  'builtins/0': plain(() => Object.keys(BUILTINS)),
  'halt/0': plain(() => {
    throw new Halt(0, '');
  }),
  'halt_error/1': plain((input, [status = null]) => {
    throw new Halt(Number(status), typeof input === 'string' ? input : `${stringify(input)}\n`);
  }),
};
