/** Appends numbers and bytes to a message. */
export class ByteWriter {
  #bytes = new Uint8Array(128);
  #size = 0;

  /** The number of bytes so far. */
  get size(): number {
    return this.#size;
  }

  /** Returns the bytes so far. */
  bytes(): Uint8Array {
    return this.#bytes.slice(0, this.#size);
  }

  /** Writes an unsigned number of at most 6 bytes, the highest byte first. */
  uint(value: number, count: number): void {
    this.#reserve(count);
    let rest = value;
    for (let i = this.#size + count - 1; i >= this.#size; i--) {
      this.#bytes[i] = rest % 256;
      rest = Math.floor(rest / 256);
    }
    this.#size += count;
  }

  /** Writes an unsigned number of any size. */
  big(value: bigint, count: number): void {
    this.#reserve(count);
    let rest = value;
    for (let i = this.#size + count - 1; i >= this.#size; i--) {
      this.#bytes[i] = Number(rest & 0xffn);
      rest >>= 8n;
    }
    this.#size += count;
  }

  /** Discards the bytes so far. */
  clear(): void {
    this.#size = 0;
  }

  raw(bytes: Uint8Array): void {
    this.#reserve(bytes.length);
    this.#bytes.set(bytes, this.#size);
    this.#size += bytes.length;
  }

  zeros(count: number): void {
    this.#reserve(count);
    this.#bytes.fill(0, this.#size, this.#size + count);
    this.#size += count;
  }

  /** Pads with zeros to a multiple of 8 bytes from `start`. */
  pad(start: number): void {
    this.zeros(-(this.#size - start) & 7);
  }

  /** Writes the number of bytes since `start` into the 2 bytes at `at`. */
  patchLength(at: number, start: number): void {
    const length = this.#size - start;
    this.#bytes[at] = length >> 8;
    this.#bytes[at + 1] = length & 0xff;
  }

  #reserve(count: number): void {
    if (this.#size + count <= this.#bytes.length) return;
    const grown = new Uint8Array(Math.max(2 * this.#bytes.length, this.#size + count));
    grown.set(this.#bytes.subarray(0, this.#size));
    this.#bytes = grown;
  }
}
