/** One run of the shell, for a line of input or a script, with its limits and its interruption. */
import { Turns } from './turns.js';
import { Interrupted, Stopped } from './unwind.js';

/** Keeps a script that never ends from exhausting the process. */
export interface Limits {
  readonly commands: number;
  /** Characters of output, including what goes to pipes and files. */
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

/** The time after which the shell yields to the event loop to notice Control-C, in milliseconds. */
const TURN = 20;

export class Job {
  #commands = 0;
  #output = 0;
  #turn = performance.now();
  #fault: unknown;
  readonly #turns = new Turns(() => {
    this.#fault ??= new Stopped('the commands of a pipe wait for each other');
  });

  constructor(
    readonly signal: AbortSignal,
    private readonly limits: Limits = LIMITS,
  ) {}

  /** Called before each command. @throws Interrupted or Stopped if the job must end */
  step(): Promise<void> | undefined {
    this.#check();
    this.#commands += 1;
    if (this.#commands > this.limits.commands) {
      throw this.failed(new Stopped(`too many commands (${this.limits.commands})`));
    }
    return performance.now() - this.#turn < TURN ? undefined : this.#pause();
  }

  /** Ends the job and all its concurrent commands. Returns the error to throw. */
  failed(error: unknown): unknown {
    this.#fault ??= error;
    return this.#fault;
  }

  /** Called before text is written. */
  account(text: string): void {
    this.#check();
    this.#output += text.length;
    if (this.#output > this.limits.output) {
      throw this.failed(new Stopped(`too much output (${this.limits.output} characters)`));
    }
  }

  /** Called before a value is kept. */
  checkValue(text: string): void {
    if (text.length > this.limits.value) {
      throw this.failed(new Stopped(`a value is too long (${this.limits.value} characters)`));
    }
  }

  /** Called before a function or script runs inside another. */
  checkDepth(depth: number, name: string): void {
    if (depth > this.limits.depth) {
      const limit = `maximum recursion depth (${this.limits.depth}) exceeded`;
      throw this.failed(new Stopped(`${name}: ${limit}, it calls itself without end`));
    }
  }

  /** Starts a concurrent command. It first runs when the caller waits. */
  start(run: () => Promise<void>): Promise<void> {
    return this.#turns.start(run);
  }

  /** Lets the other commands of a pipe run until `isReady` returns true. */
  async until(isReady: () => boolean): Promise<void> {
    await this.#turns.until(() => this.#isOver || isReady());
    if (performance.now() - this.#turn >= TURN) await this.#pause();
    this.#check();
  }

  /** Lets the other commands of a pipe run while `promise` is pending. */
  during<T>(promise: Promise<T>): Promise<T> {
    return this.#turns.during(promise);
  }

  /** Lets the other commands run until `isReady` returns true, even if the job must end. */
  settled(isReady: () => boolean): Promise<void> {
    return this.#turns.until(isReady);
  }

  get #isOver(): boolean {
    return this.signal.aborted || this.#fault !== undefined;
  }

  #check(): void {
    if (this.signal.aborted) throw new Interrupted();
    if (this.#fault !== undefined) throw this.#fault;
  }

  async #pause(): Promise<void> {
    await new Promise((resolve) => setImmediate(resolve));
    this.#turn = performance.now();
    this.#check();
  }
}
