/** Runs the sandbox's programs for callers in other processes, one at a time. */
import { createServer, type Server } from 'node:net';
import { decodeRaw } from '../lib/raw-text.js';
import type { Sandbox } from '../sandbox/sandbox.js';
import { StateError } from '../sandbox/saved-state.js';
import type { ShellFiles } from '../shell/files.js';
import { shellPrograms } from '../shell/programs.js';
import { Caller, type Input } from './caller.js';
import type { Call } from './protocol.js';

/** The file name that means the caller's standard input. */
const STDIN = '';

const COMMAND_NOT_FOUND = 127;
const INTERRUPTED = 130;
const FAULT = 70;

/** The longest time that a change stays unsaved, in milliseconds. */
const SAVE_DELAY = 200;

/** Thrown to end an attempt to run a program that needs an input which has not been read yet. */
class InputNeeded extends Error {}

/** Returns the names of the programs that callers can run. */
export const callablePrograms = (sandbox: Sandbox): readonly string[] => [
  ...sandbox.tools.map(({ name }) => name),
  'sandbox',
];

export class CallServer {
  readonly #sandbox: Sandbox;
  readonly #server: Server;
  readonly #callers = new Set<Caller>();
  /** Settles when the program that is running has ended. */
  #turn: Promise<unknown> = Promise.resolve();
  #save: NodeJS.Timeout | undefined;

  constructor(sandbox: Sandbox) {
    this.#sandbox = sandbox;
    this.#server = createServer((socket) => {
      const caller: Caller = new Caller(socket, (json) => void this.#serve(caller, json));
      this.#callers.add(caller);
      socket.on('close', () => this.#callers.delete(caller));
    });
  }

  /** Starts listening on a Unix socket. */
  listen(path: string): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#server.once('error', reject);
      this.#server.listen(path, resolve);
    });
  }

  /** Disconnects all callers. */
  async close(): Promise<void> {
    clearTimeout(this.#save);
    this.#server.close();
    for (const caller of this.#callers) caller.disconnect();
    await this.#turn;
  }

  async #serve(caller: Caller, json: string): Promise<void> {
    try {
      // Only this user can connect to the socket.
      const call: Call = JSON.parse(json);
      caller.end(await this.#run(caller, call));
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      caller.print('stderr', `internal error: ${message}\n`);
      caller.end(FAULT);
    }
    this.#save ??= setTimeout(() => this.#flush(), SAVE_DELAY);
  }

  /**
   * Runs a program for a caller. An input is requested only when the program reads it, and other
   * callers may run meanwhile, because one of them may be writing it: `ovs-ofctl dump-flows a |
   * ovs-ofctl add-flows b -`. Once the input has been read, the program runs again from the start.
   */
  async #run(caller: Caller, call: Call): Promise<number> {
    const inputs = new Map<string, Input>();
    for (;;) {
      const outcome = await this.#inTurn(() => this.#attempt(caller, call, inputs));
      if (typeof outcome === 'number') return outcome;
      inputs.set(outcome.needs, await caller.read(outcome.needs));
    }
  }

  #inTurn<T>(run: () => Promise<T>): Promise<T> {
    const result = this.#turn.then(run);
    this.#turn = result.catch(() => undefined);
    return result;
  }

  /** Returns the exit status, or the name of the input that has to be read first. */
  async #attempt(
    caller: Caller,
    { program: name, args, cwd }: Call,
    inputs: ReadonlyMap<string, Input>,
  ): Promise<number | { readonly needs: string }> {
    let needs: string | undefined;
    const input = (path: string): Input => {
      if (inputs.has(path)) return inputs.get(path);
      needs ??= path;
      throw new InputNeeded();
    };
    const files: ShellFiles = {
      read: async (path) => (path === STDIN ? undefined : input(path)),
      list: async () => [],
    };
    const program = shellPrograms(this.#sandbox, () => files).find((one) => one.name === name);
    if (!program) return COMMAND_NOT_FOUND;
    if (caller.signal.aborted) return INTERRUPTED;
    if (inputs.size === 0) this.#sandbox.mark([name, ...args].join(' '));
    const print = (stream: 'stdout' | 'stderr') => (text: string) => {
      if (needs === undefined) caller.print(stream, text);
    };
    try {
      const status = await program.run({
        args,
        cwd,
        signal: caller.signal,
        strict: false,
        stdin: () => decodeRaw(input(STDIN) ?? Buffer.of()),
        stdout: print('stdout'),
        stderr: print('stderr'),
      });
      return needs === undefined ? status : { needs };
    } catch (error) {
      if (needs === undefined) throw error;
      return { needs };
    }
  }

  #flush(): void {
    this.#save = undefined;
    try {
      this.#sandbox.flush();
    } catch (error) {
      // Closing the sandbox saves again, and reports the error then.
      if (!(error instanceof StateError)) throw error;
    }
  }
}
