/** Builds a frame, or a part of one, from front to back. */

/** Overwrites `size` bytes with a number. */
export function putBig(bytes: Uint8Array, at: number, value: bigint, size: number): void {
  for (let i = size - 1, rest = value; i >= 0; i--, rest >>= 8n) {
    bytes[at + i] = Number(rest & 0xffn);
  }
}

export class FrameWriter {
  readonly #bytes: number[] = [];

  /** The number of bytes written so far. */
  get length(): number {
    return this.#bytes.length;
  }

  u8(...values: readonly number[]): this {
    for (const value of values) this.#bytes.push(value & 0xff);
    return this;
  }

  u16(...values: readonly number[]): this {
    for (const value of values) this.u8(value >>> 8, value);
    return this;
  }

  u32(value: number): this {
    return this.u8(value >>> 24, value >>> 16, value >>> 8, value);
  }

  /** Appends a number of `size` bytes. */
  big(value: bigint, size: number): this {
    for (let shift = BigInt(8 * (size - 1)); shift >= 0n; shift -= 8n) {
      this.u8(Number((value >> shift) & 0xffn));
    }
    return this;
  }

  bytes(values: Iterable<number>): this {
    for (const value of values) this.#bytes.push(value & 0xff);
    return this;
  }

  /** Overwrites 16 bits that were written before. */
  patch16(at: number, value: number): void {
    this.#bytes[at] = (value >>> 8) & 0xff;
    this.#bytes[at + 1] = value & 0xff;
  }

  /** Returns the bytes written since offset `start`. */
  from(start = 0): Uint8Array {
    return Uint8Array.from(this.#bytes.slice(start));
  }
}
