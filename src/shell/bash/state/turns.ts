/**
 * Schedules the concurrent commands of a pipe, one at a time. Each runs until it has to wait for
 * another, so a script always behaves the same.
 */

interface Waiting {
  readonly isReady: () => boolean;
  readonly resume: () => void;
}

export class Turns {
  readonly #waiting: Waiting[] = [];
  /** True while all commands wait for something outside the shell. */
  #free = false;
  /** The number of commands that wait for something outside the shell. */
  #outside = 0;

  /**
   * @param onDeadlock called if all commands wait for each other; it must make one of them ready
   */
  constructor(private readonly onDeadlock: () => void) {}

  /** Starts a concurrent command. It first runs when the caller waits. */
  async start(run: () => Promise<void>): Promise<void> {
    await this.#queue(() => true);
    try {
      await run();
    } finally {
      this.#pass();
    }
  }

  /** Lets other commands run until `isReady` returns true. */
  async until(isReady: () => boolean): Promise<void> {
    if (isReady()) return;
    const resumed = this.#queue(isReady);
    this.#pass();
    await resumed;
  }

  /** Lets other commands run while `promise`, which does not depend on them, is pending. */
  async during<T>(promise: Promise<T>): Promise<T> {
    this.#outside += 1;
    this.#pass();
    try {
      return await promise;
    } finally {
      this.#outside -= 1;
      if (this.#free) this.#free = false;
      else await this.#queue(() => true);
    }
  }

  #queue(isReady: () => boolean): Promise<void> {
    return new Promise((resume) => {
      this.#waiting.push({ isReady, resume });
    });
  }

  /** Resumes the first command that is ready. */
  #pass(): void {
    if (!this.#resumeFirst() && this.#outside === 0 && this.#waiting.length > 0) {
      this.onDeadlock();
      this.#resumeFirst();
    }
  }

  #resumeFirst(): boolean {
    const index = this.#waiting.findIndex(({ isReady }) => isReady());
    const [next] = index < 0 ? [] : this.#waiting.splice(index, 1);
    this.#free = next === undefined;
    next?.resume();
    return next !== undefined;
  }
}
