/**
 * Parses addresses as leniently as the reference does with `ovs_scan()`: blanks may precede a
 * number, a number may have a sign and any length, excess bits are dropped, and anything may follow
 * the address.
 */
import { formatIpv4 } from '../lib/addresses.js';

const BLANKS = /[ \t\n\v\f\r]*/y;
const HEX = /([-+]?)(?:0[xX])?([0-9a-fA-F]+)/y;
const DECIMAL = /([-+]?)([0-9]+)/y;

/**
 * Scans a text from left to right. Each method returns `undefined` or false if the text does not
 * match.
 */
class Scanner {
  #position = 0;

  constructor(private readonly text: string) {}

  get atEnd(): boolean {
    return this.#position === this.text.length;
  }

  blanks(): void {
    this.#match(BLANKS);
  }

  literal(character: string): boolean {
    if (!this.text.startsWith(character, this.#position)) return false;
    this.#position += character.length;
    return true;
  }

  /** Returns the low `bits` bits of a number. */
  number(base: 'hex' | 'decimal', bits: number): number | undefined {
    this.blanks();
    const [, sign, digits] = this.#match(base === 'hex' ? HEX : DECIMAL) ?? [];
    if (digits === undefined) return undefined;
    const value = BigInt(base === 'hex' ? `0x${digits}` : digits);
    return Number(BigInt.asUintN(bits, sign === '-' ? -value : value));
  }

  /** Scans `count` numbers with `separator` between them. */
  bytes(base: 'hex' | 'decimal', separator: string, count: number): number[] | undefined {
    const bytes: number[] = [];
    while (bytes.length < count) {
      if (bytes.length > 0 && !this.literal(separator)) return undefined;
      const byte = this.number(base, 8);
      if (byte === undefined) return undefined;
      bytes.push(byte);
    }
    return bytes;
  }

  /** Scans an Ethernet address and returns it in canonical form. */
  mac(): string | undefined {
    return this.bytes('hex', ':', 6)
      ?.map((byte) => byte.toString(16).padStart(2, '0'))
      .join(':');
  }

  ip(): number | undefined {
    return this.bytes('decimal', '.', 4)?.reduce((ip, byte) => ip * 256 + byte, 0);
  }

  #match(pattern: RegExp): RegExpExecArray | undefined {
    pattern.lastIndex = this.#position;
    const match = pattern.exec(this.text) ?? undefined;
    if (match) this.#position = pattern.lastIndex;
    return match;
  }
}

/**
 * Returns the Ethernet address at the start of `text` in canonical form. Mirrors
 * `eth_addr_from_string()`.
 */
export function scanMac(text: string): string | undefined {
  return new Scanner(text).mac();
}

/** Returns the Ethernet address and, after blanks, the IPv4 address at the start of `text`. */
export function scanMacAndIp(text: string): { mac: string; ip: number } | undefined {
  const scanner = new Scanner(text);
  const mac = scanner.mac();
  scanner.blanks();
  const ip = mac === undefined ? undefined : scanner.ip();
  return mac === undefined || ip === undefined ? undefined : { mac, ip };
}

/** An IPv4 address and a mask. */
export interface MaskedIp {
  readonly ip: number;
  readonly mask: number;
}

/** Parses `IP/MASK`, `IP/BITS` or `IP`, with nothing after it. Mirrors `ip_parse_masked()`. */
export function parseMaskedIp(text: string): MaskedIp | undefined {
  const scanner = new Scanner(text);
  const ip = scanner.ip();
  if (ip === undefined) return undefined;
  if (scanner.atEnd) return { ip, mask: 0xffffffff };
  if (!scanner.literal('/')) return undefined;
  const mask = parseMask(text.slice(text.indexOf('/') + 1));
  return mask === undefined ? undefined : { ip, mask };
}

function parseMask(text: string): number | undefined {
  const dotted = new Scanner(text);
  const mask = dotted.ip();
  if (mask !== undefined && dotted.atEnd) return mask;
  const prefix = new Scanner(text);
  const bits = prefix.number('decimal', 32);
  if (bits === undefined || bits < 1 || bits > 32 || !prefix.atEnd) return undefined;
  return (0xffffffff << (32 - bits)) >>> 0;
}

/** Returns the number of leading ones of a mask, or `undefined` if its ones are not contiguous. */
export function prefixLength(mask: number): number | undefined {
  const host = ~mask >>> 0;
  return (host & (host + 1)) === 0 ? 32 - Math.log2(host + 1) : undefined;
}

/** Returns `IP/MASK`, both as dotted quads. */
export const formatMaskedIp = ({ ip, mask }: MaskedIp): string =>
  `${formatIpv4(ip)}/${formatIpv4(mask)}`;
