/** One run of the shell from a prompt or a script: what it may use up, and whether it shall stop. */
import { Interrupted, Stopped } from './unwind.js';

/** What keeps a script that never ends from taking the process with it. */
export interface Limits {
  readonly commands: number;
  /** Characters of output, what goes into pipes and files included. */
  readonly output: number;
  /** Characters of one value. */
  readonly value: number;
  /** Functions and scripts that call each other. */
  readonly depth: number;
}

export const LIMITS: Limits = {
  commands: 1_000_000,
  output: 64 * 2 ** 20,
  value: 64 * 2 ** 20,
  depth: 500,
};

/** Milliseconds after which the event loop gets its turn, so that Control-C is heard. */
const TURN = 20;

export class Job {
  #commands = 0;
  #output = 0;
  #turn = performance.now();

  constructor(
    readonly signal: AbortSignal,
    private readonly limits: Limits = LIMITS,
  ) {}

  /** Before each command and each turn of a loop. @throws Unwind where it shall go no further. */
  step(): Promise<void> | undefined {
    if (this.signal.aborted) throw new Interrupted();
    this.#commands += 1;
    if (this.#commands > this.limits.commands) {
      throw new Stopped(`too many commands (${this.limits.commands})`);
    }
    return performance.now() - this.#turn < TURN ? undefined : this.#pause();
  }

  /** Before text is written. */
  account(text: string): void {
    if (this.signal.aborted) throw new Interrupted();
    this.#output += text.length;
    if (this.#output > this.limits.output) {
      throw new Stopped(`too much output (${this.limits.output} characters)`);
    }
  }

  /** Before a value is kept. */
  checkValue(text: string): void {
    if (text.length > this.limits.value) {
      throw new Stopped(`a value is too long (${this.limits.value} characters)`);
    }
  }

  /** Before one more function or script runs inside another. */
  checkDepth(depth: number, name: string): void {
    if (depth > this.limits.depth) {
      throw new Stopped(
        `${name}: maximum recursion depth (${this.limits.depth}) exceeded, it calls itself without end`,
      );
    }
  }

  async #pause(): Promise<void> {
    await new Promise((resolve) => setImmediate(resolve));
    this.#turn = performance.now();
    if (this.signal.aborted) throw new Interrupted();
  }
}
