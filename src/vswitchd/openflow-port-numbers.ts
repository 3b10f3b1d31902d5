/** Allocates the OpenFlow port numbers of a bridge. */
import type { Clock } from '../lib/clock.js';
import { PORT_MAX } from '../openflow/model/openflow-ports.js';
import type { NumbersState } from './vswitchd-state.js';

/** The first number that is assigned only on request. */
const FIRST_ON_REQUEST = 32768;

/** Milliseconds before a released number may be assigned again. */
const REST = 60 * 60 * 1000;

/**
 * Allocates the OpenFlow port numbers of a bridge in ascending order. A released number is not
 * reused for an hour, which keeps flows for the old port from applying to a new one. Mirrors
 * `alloc_ofp_port()`.
 */
export class PortNumbers {
  readonly #state: NumbersState;
  readonly #clock: Clock;

  constructor(state: NumbersState, clock: Clock) {
    this.#state = state;
    this.#clock = clock;
  }

  /**
   * Returns a free number, or `undefined` if there is none.
   *
   * @param inUse returns true for the numbers of existing ports.
   * @param wanted the preferred number.
   */
  take(inUse: (port: number) => boolean, wanted: number | undefined): number | undefined {
    const number =
      wanted !== undefined && wanted < PORT_MAX && !inUse(wanted) ? wanted : this.#next(inUse);
    if (number !== undefined) delete this.#state.released[number];
    return number;
  }

  /** Releases the number of a deleted port. */
  release(number: number): void {
    // Smaller numbers come up again only after all others, so their release need not be recorded.
    if (number > this.#state.last && number < FIRST_ON_REQUEST) {
      this.#state.released[number] = this.#clock.now();
    }
  }

  #next(inUse: (port: number) => boolean): number | undefined {
    const rested = this.#clock.now() - REST;
    let resting: number | undefined;
    for (let tried = 1; tried < FIRST_ON_REQUEST; tried++) {
      this.#state.last = this.#state.last + 1 >= FIRST_ON_REQUEST ? 1 : this.#state.last + 1;
      const number = this.#state.last;
      if (inUse(number)) continue;
      const released = this.#state.released[number];
      if (released === undefined || released < rested) return number;
      delete this.#state.released[number];
      resting ??= number;
    }
    return resting;
  }
}
