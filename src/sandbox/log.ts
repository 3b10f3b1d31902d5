/** Keeps the log messages of the background programs. */
import type { Clock } from '../lib/clock.js';
import type { LogRecord, LogSink } from '../lib/log.js';

/** The minimum number of messages that are kept. */
const CAPACITY = 10_000;

/** The messages of the background programs, oldest first. */
export class SandboxLog {
  #records: LogRecord[] = [];
  #dropped = 0;

  constructor(private readonly clock: Clock) {}

  /** Adds a message. This is the function that background programs get. */
  readonly sink: LogSink = (record) => {
    this.#records.push({ time: this.clock.now(), ...record });
    if (this.#records.length < 2 * CAPACITY) return;
    this.#dropped += CAPACITY;
    this.#records = this.#records.slice(CAPACITY);
  };

  /** The number of messages so far, including those that were dropped. */
  get length(): number {
    return this.#dropped + this.#records.length;
  }

  /** Returns the messages after the first `count`, except those that were dropped. */
  since(count: number): readonly LogRecord[] {
    return this.#records.slice(Math.max(0, count - this.#dropped));
  }
}
