/**
 * The client that each program on the user's PATH starts: runs `PROGRAM ARG...` in the sandbox
 * behind a socket. It is bundled into a separate small file because every call loads it.
 */
import { createReadStream, writeSync } from 'node:fs';
import { connect } from 'node:net';
import { encodeFrame, type Frame, FrameDecoder } from './protocol.js';

/** 128 + SIGPIPE: the exit status if the reader of the output has gone away. */
const BROKEN_PIPE = 141;

const [path = '', program = '', ...args] = process.argv.slice(2);
const socket = connect(path);
const decoder = new FrameDecoder();

/** Writes synchronously, so both streams stay in order even if they are the same file. */
function write(fd: number, bytes: Buffer): void {
  for (let at = 0; at < bytes.length; ) {
    try {
      at += writeSync(fd, bytes, at);
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? error.code : undefined;
      if (code === 'EPIPE') process.exit(BROKEN_PIPE);
      if (code !== 'EAGAIN') throw error;
      // The file is non-blocking and its reader is slow: wait a millisecond.
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1);
    }
  }
}

/** Sends a file, or standard input if `name` is empty. */
async function send(name: string): Promise<void> {
  try {
    for await (const chunk of name === '' ? process.stdin : createReadStream(name)) {
      if (!socket.write(encodeFrame('input', chunk))) {
        await new Promise((resolve) => socket.once('drain', resolve));
      }
    }
    socket.write(encodeFrame('end'));
  } catch {
    socket.write(encodeFrame('absent'));
  }
}

function handle({ kind, payload }: Frame): void {
  switch (kind) {
    case 'stdout':
      write(1, payload);
      break;
    case 'stderr':
      write(2, payload);
      break;
    case 'read':
      void send(payload.toString());
      break;
    case 'exit':
      process.exit(Number(payload.toString()));
      break;
    case 'call':
    case 'input':
    case 'end':
    case 'absent':
      break;
  }
}

function fail(): void {
  write(2, Buffer.from(`${program}: the sandbox has ended\n`));
  process.exit(1);
}

socket.on('data', (chunk) => decoder.push(chunk).forEach(handle));
socket.on('error', fail);
socket.on('end', fail);
socket.write(encodeFrame('call', JSON.stringify({ program, args, cwd: process.cwd() })));
