/** Reads a frame from front to back; offsets are from where it stands. */

export class FrameReader {
  readonly #view: DataView;
  /** Where it stands, from the start of the frame. */
  at = 0;
  /** Where what it may read ends. */
  end: number;

  constructor(frame: Uint8Array) {
    this.#view = new DataView(frame.buffer, frame.byteOffset, frame.byteLength);
    this.end = frame.byteLength;
  }

  /** How many bytes are left. */
  get left(): number {
    return this.end - this.at;
  }

  u8(offset: number): number {
    return this.#view.getUint8(this.at + offset);
  }

  u16(offset: number): number {
    return this.#view.getUint16(this.at + offset);
  }

  u32(offset: number): number {
    return this.#view.getUint32(this.at + offset);
  }

  /** The 6 bytes of an Ethernet address. */
  mac(offset: number): bigint {
    return BigInt(this.u16(offset) * 0x100000000 + this.u32(offset + 2));
  }

  /** The 16 bytes of an IPv6 address. */
  ipv6(offset: number): bigint {
    const at = this.at + offset;
    return (this.#view.getBigUint64(at) << 64n) | this.#view.getBigUint64(at + 8);
  }

  /** Goes on by `size` bytes, where there are as many. */
  skip(size: number): boolean {
    if (this.left < size) return false;
    this.at += size;
    return true;
  }
}
