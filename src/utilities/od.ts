/** `od`: prints bytes as numbers or characters. */
import { encodeRaw } from '../lib/raw-text.js';
import { Inputs } from './input.js';
import { type Options, parseOptions } from './options.js';
import { type UtilityCall, UtilityError } from './utility.js';

/** Prints units of `size` bytes in columns of `width` characters. */
interface Format {
  readonly size: number;
  readonly width: number;
  readonly print: (bytes: DataView, at: number) => string;
  /** True to print the bytes as text after the line. */
  readonly text: boolean;
}

const TRADITIONAL: Readonly<Record<string, string>> = {
  a: 'a',
  b: 'o1',
  c: 'c',
  d: 'u2',
  f: 'f4',
  i: 'd4',
  l: 'd8',
  o: 'o2',
  s: 'd2',
  x: 'x2',
};

const NAMES =
  'nul soh stx etx eot enq ack bel bs ht nl vt ff cr so si dle dc1 dc2 dc3 dc4 nak syn etb can em sub esc fs gs rs us sp'.split(
    ' ',
  );

const CHARACTERS: Readonly<Record<number, string>> = {
  0: '\\0',
  7: '\\a',
  8: '\\b',
  9: '\\t',
  10: '\\n',
  11: '\\v',
  12: '\\f',
  13: '\\r',
};

export async function od(call: UtilityCall): Promise<number> {
  const options = parseOptions(
    call,
    'A|address-radix: j|skip-bytes: N|read-bytes: t|format: v|output-duplicates w|width? S|strings? ' +
      'a| b| c| d| f| i| l| o| s| x| endian: traditional',
  );
  if (options.has('S')) throw new UtilityError('-S is not supported', 2);
  const littleEndian = options.value('endian') !== 'big';
  const types = options.given.flatMap(([key, value]) => {
    if (key === 't') return splitTypes(value);
    const type = TRADITIONAL[key];
    return type === undefined ? [] : [type];
  });
  const formats = (types.length > 0 ? types : ['o2']).map((type) => parseType(type, littleEndian));
  const radix = options.value('A') ?? 'o';
  if (!/^[doxn]$/.test(radix))
    throw new UtilityError(
      `invalid output address radix '${radix}'; it must be one character from [doxn]`,
    );
  const bytes = await readAll(call, options);
  const skip = size(options.value('j') ?? '0', 'j');
  const limit = options.value('N');
  const end = limit === undefined ? bytes.length : Math.min(bytes.length, skip + size(limit, 'N'));
  if (skip > bytes.length) throw new UtilityError('cannot skip past end of combined input');
  const perLine = Number(options.value('w') || (options.has('w') ? 32 : 16));
  const address = (at: number): string => {
    if (radix === 'n') return '';
    const [base, width] = radix === 'd' ? [10, 7] : radix === 'x' ? [16, 6] : [8, 7];
    return at.toString(base).padStart(width, '0');
  };
  // All formats share columns that are wide enough for each of them.
  const unit = Math.max(...formats.map((format) => format.size));
  const columns = Math.max(...formats.map((format) => (format.width + 1) * (unit / format.size)));
  const out: string[] = [];
  let before = '';
  let repeated = false;
  for (let at = skip; at < end; at += perLine) {
    const line = bytes.subarray(at, Math.min(at + perLine, end));
    const key = Buffer.from(line).toString('latin1');
    if (!options.has('v') && key === before && line.length === perLine) {
      if (!repeated) out.push('*\n');
      repeated = true;
      continue;
    }
    repeated = false;
    before = key;
    for (const [i, format] of formats.entries()) {
      const prefix = i === 0 ? address(at) : ' '.repeat(address(at).length);
      out.push(`${prefix}${printLine(line, format, perLine, columns / (unit / format.size))}\n`);
    }
  }
  if (radix !== 'n') out.push(`${address(end)}\n`);
  await call.stdout(out.join(''));
  return 0;
}

async function readAll(call: UtilityCall, options: Options): Promise<Uint8Array> {
  const inputs = new Inputs(call);
  const pieces: Uint8Array[] = [];
  for (const path of options.operands.length > 0 ? options.operands : ['-']) {
    pieces.push(encodeRaw(await (await inputs.open(path)).rest()));
  }
  return Buffer.concat(pieces);
}

function printLine(line: Uint8Array, format: Format, perLine: number, column: number): string {
  const padded = new Uint8Array(Math.ceil(line.length / format.size) * format.size);
  padded.set(line);
  const view = new DataView(padded.buffer);
  let text = '';
  for (let at = 0; at < padded.length; at += format.size) {
    text += format.print(view, at).padStart(column);
  }
  if (!format.text) return text;
  const shown = [...line].map((code) =>
    code >= 0x20 && code < 0x7f ? String.fromCharCode(code) : '.',
  );
  return `${text.padEnd((perLine / format.size) * column)}  >${shown.join('')}<`;
}

const splitTypes = (text: string): string[] => text.match(/[acdfoux](?:\d+|[CSILFD])?z?|./g) ?? [];

const SIZES: Readonly<Record<string, number>> = { C: 1, S: 2, I: 4, L: 8, F: 4, D: 8 };

const WIDTHS: Readonly<Record<string, Readonly<Record<number, number>>>> = {
  d: { 1: 4, 2: 6, 4: 11, 8: 20 },
  f: { 4: 15, 8: 24 },
  o: { 1: 3, 2: 6, 4: 11, 8: 22 },
  u: { 1: 3, 2: 5, 4: 10, 8: 20 },
  x: { 1: 2, 2: 4, 4: 8, 8: 16 },
};

function parseType(type: string, littleEndian: boolean): Format {
  const [, letter = '', width, mark] = /^([acdfoux])(\d+|[CSILFD])?(z)?$/.exec(type) ?? [];
  if (letter === '') throw new UtilityError(`invalid character '${type}' in type string '${type}'`);
  const text = mark === 'z';
  if (letter === 'a' || letter === 'c') {
    const name = letter === 'a' ? nameOf : characterOf;
    return { size: 1, width: 3, text, print: (view, at) => name(view.getUint8(at)) };
  }
  const bytes = width === undefined ? (letter === 'f' ? 8 : 4) : (SIZES[width] ?? Number(width));
  const columns = WIDTHS[letter]?.[bytes];
  if (columns === undefined) {
    throw new UtilityError(
      `invalid type string '${type}';\nthis system doesn't provide a ${bytes}-byte ${letter === 'f' ? 'floating point' : 'integral'} type`,
    );
  }
  return {
    size: bytes,
    width: columns,
    text,
    print: (view, at) => numberAt(view, at, letter, bytes, columns, littleEndian),
  };
}

function numberAt(
  view: DataView,
  at: number,
  letter: string,
  bytes: number,
  columns: number,
  little: boolean,
): string {
  if (letter === 'f')
    return bytes === 4
      ? float(view.getFloat32(at, little), 8)
      : float(view.getFloat64(at, little), 17);
  let value = 0n;
  for (let i = 0; i < bytes; i++) {
    value = (value << 8n) | BigInt(view.getUint8(at + (little ? bytes - 1 - i : i)));
  }
  if (letter === 'd') return String(BigInt.asIntN(8 * bytes, value));
  if (letter === 'u') return String(value);
  return value.toString(letter === 'o' ? 8 : 16).padStart(columns, '0');
}

/** Returns the shortest digits that still mean `value`. */
function float(value: number, digits: number): string {
  for (let precision = 1; precision < digits; precision++) {
    const text = value.toPrecision(precision);
    if (digits === 8 ? Math.fround(Number(text)) === value : Number(text) === value)
      return exponent(text);
  }
  return exponent(value.toPrecision(digits));
}

const exponent = (text: string): string =>
  text.replace(/e([-+])(\d)$/, 'e$10$2').replace(/^(-?\d(?:\.\d+)?)e/, '$1e');

const nameOf = (code: number): string => {
  const low = code & 0x7f;
  return NAMES[low] ?? (low === 0x7f ? 'del' : String.fromCharCode(low));
};

const characterOf = (code: number): string =>
  CHARACTERS[code] ??
  (code >= 0x20 && code < 0x7f ? String.fromCharCode(code) : code.toString(8).padStart(3, '0'));

function size(text: string, option: string): number {
  const [, digits, unit = ''] = /^(0x[0-9a-fA-F]+|\d+)([bkKmMG]?)$/.exec(text) ?? [];
  if (digits === undefined) throw new UtilityError(`invalid -${option} argument '${text}'`);
  const factor = { '': 1, b: 512, k: 1024, K: 1024, m: 2 ** 20, M: 2 ** 20, G: 2 ** 30 }[unit] ?? 1;
  const value = /^0[0-7]+$/.test(digits) ? Number.parseInt(digits, 8) : Number(digits);
  return value * factor;
}
