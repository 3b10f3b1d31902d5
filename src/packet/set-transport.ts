/** Sets fields of the transport layer, and updates checksums. */
import { HEADER, ND_OPTION } from '../lib/protocol-numbers.js';
import { crc32c } from './checksum.js';
import type { Checksum, FrameEditor } from './frame-editor.js';

/** Returns the size of a TCP header with its options; infinite if it is malformed. */
function tcpSize({ frame, layers }: FrameEditor): number {
  const { transport } = layers;
  if (transport === undefined) return HEADER.TCP;
  const words = (frame[transport + 12] ?? 0) >>> 4;
  return words * 4 < HEADER.TCP ? Number.POSITIVE_INFINITY : words * 4;
}

/** Sets TCP ports. Mirrors `packet_set_tcp_port()`. */
export function setTcp(editor: FrameEditor): void {
  setPorts(editor, tcpSize(editor), { at: 16, optional: false });
}

/** Sets UDP ports. Mirrors `packet_set_udp_port()`. */
export function setUdp(editor: FrameEditor): void {
  setPorts(editor, HEADER.UDP, { at: 6, optional: true });
}

/**
 * Sets ports if the packet has a header of `size` bytes. The checksum's offset is relative to the
 * header.
 */
function setPorts(editor: FrameEditor, size: number, { at, optional }: Checksum): void {
  const { transport } = editor.layers;
  if (transport === undefined || editor.transportSize < size) return;
  const checksums = [{ at: transport + at, optional }];
  editor.set('tp_src', transport, 2, checksums);
  editor.set('tp_dst', transport + 2, 2, checksums);
}

/**
 * Sets SCTP ports. An incorrect checksum stays incorrect by the same amount. Mirrors
 * `packet_set_sctp_port()`.
 */
export function setSctp(editor: FrameEditor): void {
  const { transport, end } = editor.layers;
  if (transport === undefined || editor.transportSize < HEADER.SCTP) return;
  const at = transport + 8;
  const packet = editor.frame.subarray(transport, end);
  const checksum = editor.u32(at);
  editor.put(at, BigInt(0), 4);
  const before = crc32c(packet);
  editor.set('tp_src', transport, 2);
  editor.set('tp_dst', transport + 2, 2);
  editor.put(at, BigInt((checksum ^ before ^ crc32c(packet)) >>> 0), 4);
}

/**
 * Sets the target of neighbor discovery and the address in its first option. Mirrors
 * `packet_set_nd()`.
 */
export function setDiscovery(editor: FrameEditor): void {
  const { transport, end } = editor.layers;
  if (transport === undefined || editor.transportSize < HEADER.ND) return;
  const checksums = [{ at: transport + 2, optional: false }];
  editor.set('nd_target', transport + 8, 16, checksums);
  for (let at = transport + HEADER.ND; at + 8 <= end; ) {
    const kind = editor.u8(at);
    const length = editor.u8(at + 1);
    if (length === 0) return;
    if (length === 1 && (kind === ND_OPTION.SOURCE || kind === ND_OPTION.TARGET)) {
      editor.set(kind === ND_OPTION.SOURCE ? 'arp_sha' : 'arp_tha', at + 2, 6, checksums);
      return;
    }
    at += length * 8;
  }
}
