/** A frame while fields of it are set. */
import type { Masked } from '../openflow/model/match.js';
import type { FlowMember } from '../openflow/model/members.js';
import { updateChecksumWide } from './checksum.js';
import type { FrameLayers } from './extract.js';
import type { Flow } from './flow.js';

/** Where a checksum is; an optional one is zero in a packet without one. */
export interface Checksum {
  readonly at: number;
  readonly optional: boolean;
}

/** Changes the bytes that it is given. */
export class Editing {
  readonly #view: DataView;

  constructor(
    readonly frame: Uint8Array,
    readonly fields: ReadonlyMap<FlowMember, Masked>,
    readonly flow: Flow,
    readonly layers: FrameLayers,
  ) {
    this.#view = new DataView(frame.buffer, frame.byteOffset, frame.byteLength);
  }

  /** How many bytes the transport layer has. */
  get transportSize(): number {
    const { transport, end } = this.layers;
    return transport === undefined ? 0 : end - transport;
  }

  u8(at: number): number {
    return this.#view.getUint8(at);
  }

  u16(at: number): number {
    return this.#view.getUint16(at);
  }

  putU16(at: number, value: number): void {
    this.#view.setUint16(at, value);
  }

  putU32(at: number, value: number): void {
    this.#view.setUint32(at, value);
  }

  u32(at: number): number {
    return this.#view.getUint32(at);
  }

  get(at: number, bytes: number): bigint {
    let value = 0n;
    for (let i = 0; i < bytes; i++) value = (value << 8n) | BigInt(this.u8(at + i));
    return value;
  }

  put(at: number, value: bigint, bytes: number): void {
    for (let i = bytes - 1, rest = value; i >= 0; i--, rest >>= 8n) {
      this.#view.setUint8(at + i, Number(rest & 0xffn));
    }
  }

  /** What a value becomes when the member is set: the value itself outside the mask. */
  after(member: FlowMember, before: bigint): bigint {
    const set = this.fields.get(member);
    return set === undefined ? before : (before & ~set.mask) | set.value;
  }

  /**
   * Sets a member that is the `bytes` at this place, a multiple of 2, and the checksums that sum
   * it up.
   */
  set(member: FlowMember, at: number, bytes: number, checksums: readonly Checksum[] = []): void {
    const before = this.get(at, bytes);
    const after = this.after(member, before);
    if (before === after) return;
    this.put(at, after, bytes);
    for (const checksum of checksums) this.update(checksum, before, after, bytes);
  }

  /** Changes a checksum as a change of so many bytes wants it. */
  update({ at, optional }: Checksum, before: bigint, after: bigint, bytes: number): void {
    const checksum = this.u16(at);
    if (optional && checksum === 0) return;
    const updated = updateChecksumWide(checksum, before, after, 8 * bytes);
    // Zero would say that there is none.
    this.putU16(at, optional && updated === 0 ? 0xffff : updated);
  }
}
