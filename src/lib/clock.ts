/** Where the time comes from. The core never asks the operating system itself. */
export interface Clock {
  /** Milliseconds since the Unix epoch. */
  now(): number;
}

/** The clock of the machine. Only the command line hands this one to a sandbox. */
export const systemClock: Clock = { now: () => Date.now() };

/** A clock that moves only when told to, for tests and for repeatable scripts. */
export class ManualClock implements Clock {
  #now: number;

  constructor(start = 0) {
    this.#now = start;
  }

  now(): number {
    return this.#now;
  }

  /** Moves the clock forward by `milliseconds`. */
  advance(milliseconds: number): void {
    this.#now += milliseconds;
  }
}

/** A clock that is ahead of another one. */
export class AdvancedClock implements Clock {
  readonly #base: Clock;
  /** How far it is ahead, in milliseconds. */
  offset = 0;

  constructor(base: Clock) {
    this.#base = base;
  }

  now(): number {
    return this.#base.now() + this.offset;
  }
}
