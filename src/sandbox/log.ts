import type { Clock } from '../lib/clock.js';
import type { LogRecord, LogSink } from '../lib/log.js';

/** Messages that are kept; older ones go. */
const CAPACITY = 10_000;

/** What the programs in the background have said, newest last. */
export class SandboxLog {
  #records: LogRecord[] = [];
  #dropped = 0;

  constructor(private readonly clock: Clock) {}

  /** Takes a message. Hand this to the background programs. */
  readonly sink: LogSink = (record) => {
    this.#records.push({ time: this.clock.now(), ...record });
    if (this.#records.length < 2 * CAPACITY) return;
    this.#dropped += CAPACITY;
    this.#records = this.#records.slice(CAPACITY);
  };

  /** How many messages there have been, those that are gone included. */
  get length(): number {
    return this.#dropped + this.#records.length;
  }

  /** The messages after the first `count`, as far as they are still there. */
  since(count: number): readonly LogRecord[] {
    return this.#records.slice(Math.max(0, count - this.#dropped));
  }
}
