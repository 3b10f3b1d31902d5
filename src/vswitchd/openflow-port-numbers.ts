import type { Clock } from '../lib/clock.js';
import { PORT_MAX } from '../openflow/model/openflow-ports.js';
import type { NumbersState } from './vswitchd-state.js';

/** Numbers from here on are only given to those who ask for them. */
const FIRST_ON_REQUEST = 32768;

/** How long a number stays unused after it was given back, in milliseconds. */
const REST = 60 * 60 * 1000;

/**
 * The OpenFlow port numbers of a bridge (`alloc_ofp_port`): they count up, and a
 * number that was given back rests for an hour, lest a flow that was meant for the
 * port before applies to the one after.
 */
export class PortNumbers {
  readonly #state: NumbersState;
  readonly #clock: Clock;

  constructor(state: NumbersState, clock: Clock) {
    this.#state = state;
    this.#clock = clock;
  }

  /**
   * A free number.
   *
   * @param inUse tells whether a port has a number.
   * @param wanted the number to be given if it is free.
   * @returns `undefined` where all numbers are taken.
   */
  take(inUse: (port: number) => boolean, wanted: number | undefined): number | undefined {
    const number =
      wanted !== undefined && wanted < PORT_MAX && !inUse(wanted) ? wanted : this.#next(inUse);
    if (number !== undefined) delete this.#state.released[number];
    return number;
  }

  /** Takes back the number of a port that is gone. */
  release(number: number): void {
    // Those up to the last one come up again only after all others, which is rest enough.
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
