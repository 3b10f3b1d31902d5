/** Declares the reason why a packet was lost. */

export interface Reason {
  /** Completes the sentence `... was lost: `. */
  readonly cause: string;
  /** Changes that would alter the outcome, one per line. */
  readonly instead: readonly string[];
}
