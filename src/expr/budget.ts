/** Limits the work that one expression can cause. */
import { ExprError } from './error.js';

/** The number of nodes that a pass may visit, which takes a few seconds on a slow machine. */
const MAX_WORK = 1_000_000;

/** The number of OpenFlow matches that one expression may become. */
export const MAX_MATCHES = 65_536;

/** Returns the error for an expression that exceeds the limits. The reference has no limits. */
export function tooComplex(): ExprError {
  return new ExprError('Too many combinations to be turned into OpenFlow flows.');
}

/**
 * The number of nodes that a pass may still visit. A few characters can express more combinations
 * than there is time and memory for.
 */
export class Budget {
  #left = MAX_WORK;

  /**
   * Spends some of the budget.
   *
   * @throws ExprError if it is exhausted.
   */
  spend(nodes: number): void {
    this.#left -= nodes;
    if (this.#left < 0) throw tooComplex();
  }
}
