/** Reads numbers and addresses from the bytes of a frame. */

/** Returns the Ethernet type at an offset, or `undefined` beyond the end of the frame. */
export function typeAt(frame: Uint8Array, offset: number): number | undefined {
  const high = frame[offset];
  const low = frame[offset + 1];
  return high === undefined || low === undefined ? undefined : (high << 8) | low;
}

/** Reads at offsets relative to its position, which `skip` advances from the start of the frame. */
export class FrameReader {
  readonly #view: DataView;
  /** The position, relative to the start of the frame. */
  at = 0;
  /** The offset at which reading has to stop. */
  end: number;

  constructor(readonly frame: Uint8Array) {
    this.#view = new DataView(frame.buffer, frame.byteOffset, frame.byteLength);
    this.end = frame.byteLength;
  }

  /** The number of bytes between the position and the end. */
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

  /** Returns the Ethernet address at an offset. */
  mac(offset: number): bigint {
    return BigInt(this.u16(offset) * 0x100000000 + this.u32(offset + 2));
  }

  /** Returns the IPv6 address at an offset. */
  ipv6(offset: number): bigint {
    const at = this.at + offset;
    return (this.#view.getBigUint64(at) << 64n) | this.#view.getBigUint64(at + 8);
  }

  /** Returns the number of `size` bytes at an offset. */
  big(offset: number, size: number): bigint {
    let value = 0n;
    for (let i = 0; i < size; i++) value = (value << 8n) | BigInt(this.u8(offset + i));
    return value;
  }

  /** Advances the position by `size` bytes, or returns false if fewer are left. */
  skip(size: number): boolean {
    if (this.left < size) return false;
    this.at += size;
    return true;
  }
}
