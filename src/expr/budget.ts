import { ExprError } from './error.js';

/** How many nodes a pass may look at: a few seconds of work on a slow machine. */
const MAX_WORK = 1_000_000;

/** How many OpenFlow matches one expression may become. */
export const MAX_MATCHES = 65_536;

/** What is said of an expression that is beyond the limits. The reference has none. */
export function tooComplex(): ExprError {
  return new ExprError('Too many combinations to be turned into OpenFlow flows.');
}

/**
 * The work that a pass may still do. What an expression says in a few characters can
 * have more combinations than there is time and memory for.
 */
export class Budget {
  #left = MAX_WORK;

  /** Takes note of work to be done. @throws ExprError where it is too much. */
  spend(nodes: number): void {
    this.#left -= nodes;
    if (this.#left < 0) throw tooComplex();
  }
}
