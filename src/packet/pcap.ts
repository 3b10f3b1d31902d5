/** Reads and writes files of captured frames, in the classic pcap format with microseconds. */

/** A frame and the time at which it was captured. */
export interface CapturedFrame {
  /** Microseconds since 1970. */
  readonly time: bigint;
  readonly frame: Uint8Array;
}

const MAGIC = 0xa1b2c3d4;
const FILE_HEADER = 24;
const RECORD_HEADER = 16;
/** The snapshot length in the reference's header, which in fact truncates no frame. */
const SNAPLEN = 1518;
const LINK_ETHERNET = 1;
const MICROSECONDS = 1_000_000n;

/** Returns the header of a file. */
export function pcapHeader(): Uint8Array {
  const bytes = new Uint8Array(FILE_HEADER);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, MAGIC, true);
  // Version 2.4; time zone and accuracy are zero by convention.
  view.setUint16(4, 2, true);
  view.setUint16(6, 4, true);
  view.setUint32(16, SNAPLEN, true);
  view.setUint32(20, LINK_ETHERNET, true);
  return bytes;
}

/** Returns the record of a frame. */
export function pcapRecord({ time, frame }: CapturedFrame): Uint8Array {
  const bytes = new Uint8Array(RECORD_HEADER + frame.length);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, Number(time / MICROSECONDS), true);
  view.setUint32(4, Number(time % MICROSECONDS), true);
  view.setUint32(8, frame.length, true);
  view.setUint32(12, frame.length, true);
  bytes.set(frame, RECORD_HEADER);
  return bytes;
}

/** The parts of a file that can be malformed. */
export type PcapFault = 'header' | 'magic' | 'link' | 'record' | 'frame';

/** An error in a capture file. */
export class PcapError extends Error {
  constructor(
    message: string,
    readonly fault: PcapFault,
  ) {
    super(message);
  }
}

/**
 * Iterates over the frames of a file of either byte order and any link type. A frame that was
 * captured only in part is as short as its record.
 *
 * @throws PcapError if the file is malformed.
 */
export function* pcapFrames(file: Uint8Array): Generator<CapturedFrame, void> {
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  if (file.length < FILE_HEADER) throw new PcapError('too short for a pcap file', 'header');
  const little = view.getUint32(0, true) === MAGIC;
  if (!little && view.getUint32(0) !== MAGIC) throw new PcapError('not a pcap file', 'magic');
  for (let at = FILE_HEADER; at < file.length; ) {
    if (file.length - at < RECORD_HEADER) throw new PcapError('the file is cut short', 'record');
    const length = view.getUint32(at + 8, little);
    const seconds = BigInt(view.getUint32(at, little));
    const time = seconds * MICROSECONDS + BigInt(view.getUint32(at + 4, little));
    at += RECORD_HEADER;
    if (file.length - at < length) throw new PcapError('the file is cut short', 'frame');
    yield { time, frame: Uint8Array.from(file.subarray(at, at + length)) };
    at += length;
  }
}

/**
 * Returns the frames of a file.
 * @throws PcapError if it is malformed or not of Ethernet frames.
 */
export function readPcap(file: Uint8Array): CapturedFrame[] {
  const frames = pcapFrames(file);
  const first = frames.next();
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  const little = view.getUint32(0, true) === MAGIC;
  if (view.getUint32(20, little) !== LINK_ETHERNET) {
    throw new PcapError('not a file of Ethernet', 'link');
  }
  return first.done ? [] : [first.value, ...frames];
}
