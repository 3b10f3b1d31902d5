/** Formats and parses sets of named flags. Mirrors `format_flags_masked()` and `parse_flags()`. */

import { integerAtStart, OpenFlowTextError } from './scanning.js';

/** The flags of a field. */
export interface FlagNames {
  /** The names of the bits; some bits have none. */
  readonly bits: ReadonlyMap<bigint, string>;
  /** The bits that text can set. */
  readonly allowed: bigint;
  /** The mask of an exact match. */
  readonly all: bigint;
  /** The name of the flags in error messages. */
  readonly title: string;
}

export const CT_STATE_FLAGS: FlagNames = {
  bits: new Map([
    [0x01n, 'new'],
    [0x02n, 'est'],
    [0x04n, 'rel'],
    [0x20n, 'inv'],
    [0x40n, 'rpl'],
    [0x80n, 'trk'],
  ]),
  allowed: 0xe7n,
  all: 0xffffn,
  title: 'ct_state',
};

const TCP_BITS: ReadonlyMap<bigint, string> = new Map(
  ['fin', 'syn', 'rst', 'psh', 'ack', 'urg', 'ece', 'cwr', 'ns', '[200]', '[400]', '[800]'].map(
    (name, i): [bigint, string] => [1n << BigInt(i), name],
  ),
);

export const TCP_FLAGS: FlagNames = {
  bits: TCP_BITS,
  allowed: 0xfffn,
  all: 0xfffn,
  title: 'TCP',
};

const TUNNEL_BITS: ReadonlyMap<bigint, string> = new Map([
  [0x1n, 'oam'],
  [0x2n, 'df'],
  [0x4n, 'csum'],
  [0x8n, 'key'],
]);

/** The tunnel flags in a value of the field: only the first bit. */
export const TUNNEL_FLAGS: FlagNames = {
  bits: TUNNEL_BITS,
  allowed: 0x1n,
  all: 0x1n,
  title: 'tunnel',
};

/** The tunnel flags in the text of a match, including those that only a datapath uses. */
export const TUNNEL_MATCH_FLAGS: FlagNames = { ...TUNNEL_FLAGS, all: 0xfn };

/** Returns the bits that are set in a number, the lowest first. */
function* setBits(value: bigint): IterableIterator<bigint> {
  for (let rest = value; rest !== 0n; ) {
    const bit = rest & -rest;
    yield bit;
    rest &= ~bit;
  }
}

/** Returns flags as `syn|ack`, with the unnamed bits as a number at the end; `0` for none. */
export function formatFlags(names: FlagNames, flags: bigint): string {
  if (flags === 0n) return '0';
  const words: string[] = [];
  let nameless = 0n;
  for (const bit of setBits(flags)) {
    const name = names.bits.get(bit);
    if (name === undefined) nameless |= bit;
    else words.push(name);
  }
  if (nameless !== 0n) words.push(`0x${nameless.toString(16)}`);
  return words.join('|');
}

/** Returns flags as `+syn-ack` for the bits of a mask, or as a plain list if the mask is full. */
export function formatMaskedFlags(names: FlagNames, flags: bigint, mask: bigint): string {
  if (mask === names.all) return formatFlags(names, flags);
  if (mask === 0n) return '0/0';
  let text = '';
  for (const bit of setBits(mask)) {
    text += `${(flags & bit) === 0n ? '-' : '+'}${names.bits.get(bit) ?? '[Unknown]'}`;
  }
  return text;
}

/** Parsed flags; an exact match has no mask. */
export interface ParsedFlags {
  readonly flags: bigint;
  readonly mask: bigint | undefined;
}

/** Parses `+syn-ack`, `syn|ack`, `0x2/0x12` or a number. */
export function parseFlags(names: FlagNames, text: string): ParsedFlags {
  const masked = parseNumericPair(text);
  if (masked !== undefined) {
    if (((masked.flags | masked.mask) & ~names.allowed) !== 0n) throw unknownFlags(names, text);
    return masked;
  }
  return /^[+-]/.test(text) ? parseSignedFlags(names, text) : parsePlainFlags(names, text);
}

function parseNumericPair(text: string): { flags: bigint; mask: bigint } | undefined {
  const value = integerAtStart(text);
  if (value === undefined || text.charAt(value.end) !== '/') return undefined;
  const mask = integerAtStart(text.slice(value.end + 1));
  if (mask === undefined) return undefined;
  return { flags: BigInt.asUintN(32, value.value), mask: BigInt.asUintN(32, mask.value) };
}

function parseSignedFlags(names: FlagNames, text: string): ParsedFlags {
  let flags = 0n;
  let mask = 0n;
  // An error quotes the text from the offending flag on.
  for (let rest = text; rest !== ''; ) {
    const sign = rest.charAt(0);
    if (sign !== '+' && sign !== '-') {
      throw new OpenFlowTextError(
        `${rest}: ${names.title} must be preceded by '+' (for SET) or '-' (NOT SET)`,
      );
    }
    rest = rest.slice(1);
    const found = flagAtStart(names, rest, '+-');
    if (found === undefined) throw unknownFlags(names, rest);
    if ((mask & found.bit) !== 0n) {
      throw new OpenFlowTextError(`${rest}: Each ${names.title} flag can be specified only once`);
    }
    if ((found.bit & names.allowed) === 0n) throw unknownFlags(names, rest);
    if (sign === '+') flags |= found.bit;
    mask |= found.bit;
    rest = rest.slice(found.name.length);
  }
  return { flags, mask };
}

function parsePlainFlags(names: FlagNames, text: string): ParsedFlags {
  let flags = 0n;
  for (let rest = text; rest !== ''; ) {
    const number = integerAtStart(rest);
    const found = number === undefined ? flagAtStart(names, rest, '|') : undefined;
    const value = number === undefined ? found?.bit : BigInt.asUintN(64, number.value);
    if (value === undefined || (value & ~names.allowed) !== 0n) throw unknownFlags(names, text);
    flags |= value;
    rest = rest.slice(number?.end ?? found?.name.length ?? 0).replace(/^\|/, '');
  }
  return { flags, mask: undefined };
}

/** Returns the flag at the start of a text, if one of `ends` or the end of the text follows. */
function flagAtStart(
  names: FlagNames,
  text: string,
  ends: string,
): { bit: bigint; name: string } | undefined {
  for (const [bit, name] of names.bits) {
    if (!text.startsWith(name)) continue;
    const next = text.charAt(name.length);
    if (next === '' || ends.includes(next)) return { bit, name };
  }
  return undefined;
}

function unknownFlags(names: FlagNames, text: string): OpenFlowTextError {
  return new OpenFlowTextError(`${text}: unknown ${names.title} flag(s)`);
}
