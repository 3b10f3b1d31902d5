/** One connection of a program on the user's PATH, as the sandbox sees it. */
import type { Socket } from 'node:net';
import { encodeRaw } from '../lib/raw-text.js';
import { encodeFrame, FrameDecoder, type FrameKind } from './protocol.js';

/** The maximum payload of a frame, in bytes; larger payloads would be copied many times. */
const LARGEST_FRAME = 64 * 1024;

/** The result of a `read`: its bytes, or `undefined` if the file cannot be read. */
export type Input = Buffer | undefined;

export class Caller {
  /** Aborted when the caller has gone. */
  readonly signal: AbortSignal;
  readonly #socket: Socket;
  #chunks: Buffer[] = [];
  #resolve: ((input: Input) => void) | undefined;

  /** @param onCall receives the call, a `Call` as JSON, once it has arrived */
  constructor(socket: Socket, onCall: (json: string) => void) {
    this.#socket = socket;
    const gone = new AbortController();
    this.signal = gone.signal;
    const decoder = new FrameDecoder();
    socket.on('data', (chunk) => {
      for (const { kind, payload } of decoder.push(chunk)) {
        if (kind === 'call') onCall(payload.toString());
        else if (kind === 'input') this.#chunks.push(payload);
        else if (kind === 'end') this.#arrived(Buffer.concat(this.#chunks));
        else if (kind === 'absent') this.#arrived(undefined);
      }
    });
    socket.on('error', () => socket.destroy());
    socket.on('close', () => {
      gone.abort();
      this.#arrived(undefined);
    });
  }

  /** Sends a part of the program's output to the caller. */
  print(stream: 'stdout' | 'stderr', text: string): void {
    const bytes = encodeRaw(text);
    for (let at = 0; at < bytes.length; at += LARGEST_FRAME) {
      this.#send(stream, bytes.subarray(at, at + LARGEST_FRAME));
    }
  }

  /** Reads one of the caller's files, or its standard input if `name` is empty. */
  read(name: string): Promise<Input> {
    return new Promise((resolve) => {
      this.#chunks = [];
      this.#resolve = resolve;
      this.#send('read', name);
      if (this.#socket.destroyed) this.#arrived(undefined);
    });
  }

  /** Ends the call with an exit status. */
  end(status: number): void {
    if (!this.#socket.destroyed) this.#socket.end(encodeFrame('exit', String(status)));
  }

  disconnect(): void {
    this.#socket.destroy();
  }

  #send(kind: FrameKind, payload: Uint8Array | string): void {
    if (!this.#socket.destroyed) this.#socket.write(encodeFrame(kind, payload));
  }

  #arrived(input: Input): void {
    const resolve = this.#resolve;
    this.#resolve = undefined;
    resolve?.(input);
  }
}
