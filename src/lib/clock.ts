/** Clocks. The core never reads the system time directly. */
export interface Clock {
  /** Returns milliseconds since the Unix epoch. */
  now(): number;
}

/** A clock that can be moved forward and stopped. */
export interface AdjustableClock extends Clock {
  /** Moves the clock forward. Returns false, and does nothing, if that is too far. */
  advance(milliseconds: number): boolean;
  /** Stops the clock, so only {@link advance} moves it. */
  stop(): void;
}

/** The system clock. Only the command line passes it to a sandbox. */
export const systemClock: Clock = { now: () => Date.now() };

/** A clock that never runs on its own, for tests and for repeatable scripts. */
export class ManualClock implements AdjustableClock {
  #now: number;

  constructor(start = 0) {
    this.#now = start;
  }

  now(): number {
    return this.#now;
  }

  advance(milliseconds: number): boolean {
    this.#now += milliseconds;
    return true;
  }

  stop(): void {}
}

/** A clock that runs ahead of another one. */
export class AdvancedClock implements Clock {
  readonly #base: Clock;
  /** The time of the other clock at which this one was stopped. */
  #stopped: number | undefined;
  /** Milliseconds ahead of the other clock. */
  offset = 0;

  constructor(base: Clock) {
    this.#base = base;
  }

  now(): number {
    return (this.#stopped ?? this.#base.now()) + this.offset;
  }

  /** Stops the clock, so only {@link offset} moves it. */
  stop(): void {
    this.#stopped ??= this.#base.now();
  }

  /** Returns a function that sets the clock back to how it runs now. */
  remember(): () => void {
    const [stopped, offset] = [this.#stopped, this.offset];
    return () => {
      this.#stopped = stopped;
      this.offset = offset;
    };
  }

  /** Lets the clock run again. */
  resume(): void {
    this.#stopped = undefined;
  }
}
