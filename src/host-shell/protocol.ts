/** The frames between a program on the user's PATH and the sandbox: a kind, a length and bytes. */

/** The kind of a frame. The caller sends the first four, the sandbox the others. */
const KINDS = [
  /** A {@link Call} as JSON; the first frame of a connection. */
  'call',
  /** A part of the file that `read` requested. */
  'input',
  /** The end of the file that `read` requested. */
  'end',
  /** The file that `read` requested cannot be read. */
  'absent',
  /** Requests the file that the payload names, or standard input if it is empty. */
  'read',
  'stdout',
  'stderr',
  /** The exit status, in decimal; the last frame of a connection. */
  'exit',
] as const;

export type FrameKind = (typeof KINDS)[number];

export interface Frame {
  readonly kind: FrameKind;
  readonly payload: Buffer;
}

/** A call of a program. Relative file names refer to the caller's folder. */
export interface Call {
  readonly program: string;
  readonly args: readonly string[];
  readonly cwd: string;
}

const HEADER = 5;

/** Encodes a frame. */
export function encodeFrame(kind: FrameKind, payload: Uint8Array | string = ''): Buffer {
  const bytes = Buffer.from(payload);
  const header = Buffer.alloc(HEADER);
  header.writeUInt8(KINDS.indexOf(kind), 0);
  header.writeUInt32BE(bytes.length, 1);
  return Buffer.concat([header, bytes]);
}

/** Splits a stream of bytes into frames. */
export class FrameDecoder {
  #rest: Buffer = Buffer.alloc(0);

  /** Returns the frames that `chunk` completes. */
  push(chunk: Buffer): readonly Frame[] {
    let rest = this.#rest.length === 0 ? chunk : Buffer.concat([this.#rest, chunk]);
    const frames: Frame[] = [];
    while (rest.length >= HEADER) {
      const end = HEADER + rest.readUInt32BE(1);
      if (rest.length < end) break;
      const kind = KINDS[rest.readUInt8(0)];
      if (kind !== undefined) frames.push({ kind, payload: rest.subarray(HEADER, end) });
      rest = rest.subarray(end);
    }
    this.#rest = rest;
    return frames;
  }
}
