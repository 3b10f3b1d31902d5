/** What the shell says about an input on its own behalf, apart from the output of commands. */

/** A piece of advice. */
export interface Hint {
  readonly text: string;
  /** A line with the characters that are wrong; if there are none, something is missing there. */
  readonly place?: { readonly line: string; readonly start: number; readonly end: number };
  /** A line that was probably meant. */
  readonly instead?: string;
}

export interface Remark extends Hint {
  /**
   * A `change` sums up what the input changed, a `warning` comes from a background program, a
   * `hint` from the coach, and a `note` says how the shell read the input.
   */
  readonly kind: 'change' | 'warning' | 'hint' | 'note';
}
