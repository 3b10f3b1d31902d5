/** Reads the parts of a TCP segment that connection tracking needs. */
import { TCP_FLAG } from '../../lib/protocol-numbers.js';
import type { FrameReader } from '../../packet/frame-reader.js';
import type { IpPacket } from './ip-packet.js';

const OPTION = { END: 0, NOP: 1, WINDOW_SCALE: 3 } as const;

/** The largest window scale (RFC 7323). */
export const MAX_WINDOW_SCALE = 14;

export interface TcpSegment {
  readonly flags: number;
  readonly sequence: number;
  readonly acknowledgment: number;
  readonly window: number;
  /** The number of sequence numbers that it occupies: its data, SYN and FIN. */
  readonly length: number;
  /** The window scale option. */
  readonly scale: number | undefined;
}

/** Returns the segment in an IP packet whose TCP header is complete. */
export function readTcpSegment({ frame, next, end }: IpPacket): TcpSegment {
  const header = (frame.u8(next + 12) >>> 4) * 4;
  const flags = frame.u16(next + 12) & 0xfff;
  const syn = flags & TCP_FLAG.SYN ? 1 : 0;
  const fin = flags & TCP_FLAG.FIN ? 1 : 0;
  return {
    flags,
    sequence: frame.u32(next + 4),
    acknowledgment: frame.u32(next + 8),
    window: frame.u16(next + 14),
    length: end - next - header + syn + fin,
    scale: readScale(frame, next + 20, next + header),
  };
}

/** Returns the window scale among the options; the last one counts. */
function readScale(frame: FrameReader, start: number, end: number): number | undefined {
  let scale: number | undefined;
  for (let at = start; end - at >= 3; ) {
    const kind = frame.u8(at);
    if (kind === OPTION.END) break;
    if (kind === OPTION.NOP) {
      at += 1;
      continue;
    }
    if (kind === OPTION.WINDOW_SCALE) scale = Math.min(frame.u8(at + 2), MAX_WINDOW_SCALE);
    at += Math.max(frame.u8(at + 1), 2);
  }
  return scale;
}

/** Returns true for flags that are never combined legitimately. Mirrors `tcp_invalid_flags()`. */
export function areInvalid(flags: number): boolean {
  const has = (wanted: number) => (flags & wanted) !== 0;
  const { FIN, SYN, RST, PSH, ACK, URG } = TCP_FLAG;
  if (has(SYN) ? has(RST | FIN) : !has(ACK | RST)) return true;
  return !has(ACK) && has(FIN | PSH | URG);
}
