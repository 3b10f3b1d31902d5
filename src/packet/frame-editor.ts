/** Sets fields in the bytes of a frame and updates the checksums that cover them. */
import type { Masked } from '../openflow/model/match.js';
import type { FlowMember } from '../openflow/model/members.js';
import { updateChecksumWide } from './checksum.js';
import type { Flow } from './flow.js';
import type { FrameLayers } from './frame-layers.js';
import { FrameReader } from './frame-reader.js';
import { putBig } from './frame-writer.js';

/** The offset of a checksum. An optional checksum is zero in a packet without one. */
export interface Checksum {
  readonly at: number;
  readonly optional: boolean;
}

/** Edits a frame in place. Offsets are from the start of the frame. */
export class FrameEditor extends FrameReader {
  constructor(
    frame: Uint8Array,
    readonly fields: ReadonlyMap<FlowMember, Masked>,
    readonly flow: Flow,
    readonly layers: FrameLayers,
  ) {
    super(frame);
  }

  /** The size of the transport layer in bytes. */
  get transportSize(): number {
    const { transport, end } = this.layers;
    return transport === undefined ? 0 : end - transport;
  }

  /** Writes a number of `size` bytes. */
  put(at: number, value: bigint, size: number): void {
    putBig(this.frame, at, value, size);
  }

  /** Returns the new value of a member; bits outside the mask keep their value. */
  after(member: FlowMember, before: bigint): bigint {
    const set = this.fields.get(member);
    return set === undefined ? before : (before & ~set.mask) | set.value;
  }

  /**
   * Sets a member at an offset, and updates checksums.
   *
   * @param size in bytes; a multiple of 2 if there are checksums.
   */
  set(member: FlowMember, at: number, size: number, checksums: readonly Checksum[] = []): void {
    const before = this.big(at, size);
    const after = this.after(member, before);
    if (before === after) return;
    this.put(at, after, size);
    for (const checksum of checksums) this.update(checksum, before, after, size);
  }

  /** Updates a checksum for a change of `size` bytes. */
  update({ at, optional }: Checksum, before: bigint, after: bigint, size: number): void {
    const checksum = this.u16(at);
    if (optional && checksum === 0) return;
    const updated = updateChecksumWide(checksum, before, after, 8 * size);
    // Zero would mean that the packet has no checksum.
    this.put(at, BigInt(optional && updated === 0 ? 0xffff : updated), 2);
  }
}
