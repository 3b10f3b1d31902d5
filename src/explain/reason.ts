/** Declares why a packet got no further. */

export interface Reason {
  /** Completes the sentence `... was lost: `. */
  readonly cause: string;
  /** Ways to change the outcome, one per line. */
  readonly instead: readonly string[];
}
