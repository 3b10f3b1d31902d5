/** Reads numbers and bytes off the front of a message. */
export class ByteReader {
  readonly #bytes: Uint8Array;
  #at = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  /** The offset of the next byte. */
  get at(): number {
    return this.#at;
  }

  /** The number of bytes that are left. */
  get left(): number {
    return this.#bytes.length - this.#at;
  }

  /** Reads an unsigned number of at most 6 bytes, the highest byte first; missing bytes are 0. */
  uint(count: number): number {
    let value = 0;
    for (let i = 0; i < count; i++) value = value * 256 + (this.#bytes[this.#at++] ?? 0);
    return value;
  }

  /** Reads an unsigned number of any size. */
  big(count: number): bigint {
    let value = 0n;
    for (let i = 0; i < count; i++) value = (value << 8n) | BigInt(this.#bytes[this.#at++] ?? 0);
    return value;
  }

  /** Reads `count` bytes, or as many as are left. */
  bytes(count: number): Uint8Array {
    const taken = this.#bytes.subarray(this.#at, this.#at + count);
    this.#at += count;
    return taken;
  }

  /** Reads bytes and returns a reader for them. */
  part(count: number): ByteReader {
    return new ByteReader(this.bytes(count));
  }

  skip(count: number): void {
    this.#at += count;
  }

  /** Returns the unread bytes without reading them. */
  rest(): Uint8Array {
    return this.#bytes.subarray(this.#at);
  }

  /** Reads the rest; returns false if a byte of it is not 0. */
  restIsZero(): boolean {
    return this.bytes(this.left).every((byte) => byte === 0);
  }
}
