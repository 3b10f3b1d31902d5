/** Sets fields of the transport layer, and the checksums that sum them up. */
import { crc32c } from './checksum.js';
import type { Checksum, Editing } from './frame-editor.js';
import { HEADER, ND_OPTION } from './protocol-numbers.js';

/** The bytes of a TCP header with its options, which all must be there. */
function tcpSize({ frame, layers }: Editing): number {
  const { transport } = layers;
  if (transport === undefined) return HEADER.TCP;
  const words = (frame[transport + 12] ?? 0) >>> 4;
  return words * 4 < HEADER.TCP ? Number.POSITIVE_INFINITY : words * 4;
}

/** The ports of TCP. */
export function setTcp(editing: Editing): void {
  setPorts(editing, tcpSize(editing), { at: 16, optional: false });
}

/** The ports of UDP. */
export function setUdp(editing: Editing): void {
  setPorts(editing, HEADER.UDP, { at: 6, optional: true });
}

/** Ports, where a header of `size` is whole; the checksum's place is from the header's start. */
function setPorts(editing: Editing, size: number, { at, optional }: Checksum): void {
  const { transport } = editing.layers;
  if (transport === undefined || editing.transportSize < size) return;
  const checksums = [{ at: transport + at, optional }];
  editing.set('tp_src', transport, 2, checksums);
  editing.set('tp_dst', transport + 2, 2, checksums);
}

/** The ports of SCTP, which sums up the whole packet; a checksum that was wrong stays so, by as much. */
export function setSctp(editing: Editing): void {
  const { transport, end } = editing.layers;
  if (transport === undefined || editing.transportSize < HEADER.SCTP) return;
  const at = transport + 8;
  const packet = editing.frame.subarray(transport, end);
  const checksum = editing.u32(at);
  editing.putU32(at, 0);
  const before = crc32c(packet);
  editing.set('tp_src', transport, 2);
  editing.set('tp_dst', transport + 2, 2);
  editing.putU32(at, (checksum ^ before ^ crc32c(packet)) >>> 0);
}

/** The target of a neighbor discovery, and the address of the first option that has one. */
export function setDiscovery(editing: Editing): void {
  const { transport, end } = editing.layers;
  if (transport === undefined || editing.transportSize < HEADER.ND) return;
  const checksums = [{ at: transport + 2, optional: false }];
  editing.set('nd_target', transport + 8, 16, checksums);
  for (let at = transport + HEADER.ND; at + 8 <= end; ) {
    const kind = editing.u8(at);
    const length = editing.u8(at + 1);
    if (length === 0) return;
    if (length === 1 && (kind === ND_OPTION.SOURCE || kind === ND_OPTION.TARGET)) {
      editing.set(kind === ND_OPTION.SOURCE ? 'arp_sha' : 'arp_tha', at + 2, 6, checksums);
      return;
    }
    at += length * 8;
  }
}
