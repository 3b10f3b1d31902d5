/**
 * Scans the parts of flow keys like C's `scanf()`: white space may precede numbers, and numbers are
 * truncated to their width.
 */
import { parseIpv6 } from '../../lib/addresses.js';
import { type FlagNames, parseFlags } from '../../openflow/values/flag-sets.js';
import { OpenFlowTextError } from '../../openflow/values/scanning.js';

/** Thrown for malformed text. */
export class OdpSyntaxError extends Error {}

/** A value and its mask. */
export interface Scanned {
  readonly value: bigint;
  readonly mask: bigint;
}

const SPACE = '[ \\t\\n\\v\\f\\r]*';
const INTEGER = new RegExp(`^${SPACE}([-+]?)(0[xX][0-9a-fA-F]+|0[0-7]*|[1-9][0-9]*)`);
const HEX_BYTES = new RegExp(
  `^${Array.from({ length: 6 }, () => `${SPACE}[-+]?(?:0[xX])?([0-9a-fA-F]+)`).join(':')}`,
);
const DOTTED_QUAD = new RegExp(
  `^${Array.from({ length: 4 }, () => `${SPACE}[-+]?([0-9]+)`).join('\\.')}`,
);
const NUMBER = '[-+]?(?:0[xX][0-9a-fA-F]+|[0-9]+)';
const MASKED_NUMBER = new RegExp(`^${SPACE}${NUMBER}/${SPACE}${NUMBER}$`);
const FRAGMENT_KINDS = ['no', 'first', 'later'];

export class Scanner {
  /** The position in the text. */
  at = 0;

  constructor(readonly text: string) {}

  get rest(): string {
    return this.text.slice(this.at);
  }

  get atEnd(): boolean {
    return this.at >= this.text.length;
  }

  /** Skips `word` if the text continues with it. Returns false otherwise. */
  take(word: string): boolean {
    if (!this.text.startsWith(word, this.at)) return false;
    this.at += word.length;
    return true;
  }

  /** Skips `word`, which must come next. */
  require(word: string): void {
    if (!this.take(word)) throw new OdpSyntaxError(`${word} expected`);
  }

  /** Skips commas and white space. */
  skipDelimiters(): void {
    while (!this.atEnd && ', \t\r\n'.includes(this.text.charAt(this.at))) this.at++;
  }

  /** Scans an integer of `bits` bits, with a mask if one is allowed. */
  integer(bits: number, maskable: boolean): Scanned {
    return this.#masked(() => this.#integer(bits), (1n << BigInt(bits)) - 1n, maskable);
  }

  /** Scans a flow label: 20 bits, in its mask as well. */
  label(maskable: boolean): Scanned {
    const label = (): bigint | undefined => {
      const value = this.#integer(32);
      return value !== undefined && value <= 0xfffffn ? value : undefined;
    };
    return this.#masked(label, 0xfffffn, maskable);
  }

  /** Scans an Ethernet address. */
  mac(maskable: boolean): Scanned {
    return this.#masked(() => this.#parts(HEX_BYTES, 16), (1n << 48n) - 1n, maskable);
  }

  ipv4(maskable: boolean): Scanned {
    return this.#masked(() => this.#parts(DOTTED_QUAD, 10), 0xffffffffn, maskable);
  }

  ipv6(maskable: boolean): Scanned {
    const address = (): bigint | undefined => {
      const [text] = /^[0-9a-fA-F:.]{1,46}/.exec(this.rest) ?? [];
      const value = text === undefined ? undefined : parseIpv6(text);
      if (text !== undefined && value !== undefined) this.at += text.length;
      return value;
    };
    return this.#masked(address, (1n << 128n) - 1n, maskable);
  }

  /** Scans the fragment type, which has no partial masks. */
  fragment(): Scanned {
    const [word = ''] = /^[a-z]{1,7}/.exec(this.rest) ?? [];
    const kind = FRAGMENT_KINDS.indexOf(word);
    if (kind < 0) throw new OdpSyntaxError('fragment expected');
    this.at += word.length;
    return { value: BigInt(kind), mask: 0xffn };
  }

  /**
   * Scans flags up to a closing parenthesis.
   *
   * @param full the mask if the text does not contain one.
   */
  flags(names: FlagNames, full: bigint): Scanned {
    const end = this.text.indexOf(')', this.at);
    if (end < 0) throw new OdpSyntaxError('flags do not end');
    const text = this.text.slice(this.at, end);
    if (text.includes('/') && !MASKED_NUMBER.test(text)) throw new OdpSyntaxError('flags expected');
    try {
      const { flags, mask } = parseFlags(names, text);
      this.at = end;
      return { value: flags, mask: mask ?? full };
    } catch (error) {
      if (error instanceof OpenFlowTextError) throw new OdpSyntaxError(error.message);
      throw error;
    }
  }

  /** Scans a part of a number; its mask covers only the bits of this part. */
  part(bits: number, shift: number, maskable: boolean): Scanned {
    const width = shift + bits > 16 ? 32 : 16;
    const part = (): bigint | undefined => {
      const value = this.#integer(width);
      return value !== undefined && value >> BigInt(bits) === 0n
        ? value << BigInt(shift)
        : undefined;
    };
    const value = part();
    if (value === undefined) throw new OdpSyntaxError('number expected');
    if (!maskable || this.text.charAt(this.at) !== '/') {
      return { value, mask: ((1n << BigInt(bits)) - 1n) << BigInt(shift) };
    }
    this.at++;
    const mask = part();
    if (mask === undefined) throw new OdpSyntaxError('mask expected');
    return { value, mask };
  }

  /**
   * Scans a number of `count` bytes, as hexadecimal digits of any length or in C notation; 0 if it
   * is missing.
   */
  bytes(count: number): bigint {
    const [all = '', digits] = /^0[xX]([0-9a-fA-F \t\r\n]*)/.exec(this.rest) ?? [];
    const value =
      digits === undefined ? (this.#integer(64) ?? 0n) : BigInt(`0x0${digits.replace(/\s/g, '')}`);
    this.at += all.length;
    if (value >> BigInt(count * 8) !== 0n) throw new OdpSyntaxError('number too great');
    return value;
  }

  #masked(scan: () => bigint | undefined, full: bigint, maskable: boolean): Scanned {
    const value = scan();
    if (value === undefined) throw new OdpSyntaxError('value expected');
    if (!maskable || this.text.charAt(this.at) !== '/') return { value, mask: full };
    const before = this.at;
    this.at++;
    const mask = scan();
    if (mask === undefined) this.at = before;
    return { value, mask: mask ?? full };
  }

  #integer(bits: number): bigint | undefined {
    const found = INTEGER.exec(this.rest);
    if (found === null) return undefined;
    const [all, sign, digits = ''] = found;
    const octal = /^0[0-7]+$/.test(digits);
    const value = BigInt(octal ? `0o${digits.slice(1)}` : digits);
    this.at += all.length;
    return BigInt.asUintN(bits, sign === '-' ? -value : value);
  }

  /** Scans bytes with separators. */
  #parts(pattern: RegExp, base: number): bigint | undefined {
    const found = pattern.exec(this.rest);
    if (found === null) return undefined;
    const [all, ...parts] = found;
    this.at += all.length;
    return parts.reduce(
      (value, part) => (value << 8n) | BigInt.asUintN(8, BigInt(base === 16 ? `0x${part}` : part)),
      0n,
    );
  }
}
