/** Declares why a packet got no further. */

export interface Reason {
  /** Completes the sentence `... was lost: `. */
  readonly cause: string;
  /** What would have had to be different, a line each. */
  readonly instead: readonly string[];
}
