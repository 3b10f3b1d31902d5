/** Puts a frame together from front to back. */

export class FrameWriter {
  readonly #bytes: number[] = [];

  /** How many bytes there are. */
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

  /** A number of so many bytes. */
  big(value: bigint, length: number): this {
    for (let shift = BigInt(8 * (length - 1)); shift >= 0n; shift -= 8n) {
      this.u8(Number((value >> shift) & 0xffn));
    }
    return this;
  }

  bytes(values: Iterable<number>): this {
    for (const value of values) this.#bytes.push(value & 0xff);
    return this;
  }

  /** Writes over 16 bits that are there already. */
  patch16(at: number, value: number): void {
    this.#bytes[at] = (value >>> 8) & 0xff;
    this.#bytes[at + 1] = value & 0xff;
  }

  /** What was written since `start`. */
  from(start = 0): Uint8Array {
    return Uint8Array.from(this.#bytes.slice(start));
  }
}
