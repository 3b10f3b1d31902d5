/** Runs a script in a sandbox with the standard streams and signals of this process. */
import { encodeRaw } from '../lib/raw-text.js';
import { openSession, type SessionOptions } from '../shell/session.js';
import { textOf } from './standard-input.js';

const SIGNALS = { SIGHUP: 1, SIGINT: 2, SIGTERM: 15 } as const;

/**
 * Runs a script, printing its output as it arrives, and returns its exit status.
 *
 * @param readsInput true if its commands read the standard input of this process, false if that is
 *   the script itself
 */
export async function runScript(
  source: string,
  readsInput: boolean,
  options: SessionOptions,
): Promise<number> {
  const stop = new AbortController();
  const read = readsInput ? textOf(process.stdin, stop.signal) : undefined;
  const isTerminal = process.stdin.isTTY;
  const session = await openSession({ ...options, stdin: isTerminal ? undefined : read });
  let status: number | undefined;
  for (const [signal, number] of Object.entries(SIGNALS)) {
    process.on(signal, () => {
      // A second signal ends the process without waiting for the script.
      if (status !== undefined) process.exit(status);
      status = 128 + number;
      stop.abort();
    });
  }
  // If the reader of its output goes away, the script stops quietly.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => stop.abort());
  const sinks = {
    stdout: (chunk: string) => process.stdout.write(encodeRaw(chunk)),
    stderr: (chunk: string) => process.stderr.write(encodeRaw(chunk)),
    ...(isTerminal && read ? { keyboard: read } : {}),
  };
  const { exitCode } = await session.execute(source, sinks, stop.signal);
  return status ?? exitCode;
}
