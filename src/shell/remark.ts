/** What the shell says about an input on its own behalf, apart from the output of commands. */
export interface Remark {
  /**
   * A `change` sums up what the input changed, a `warning` comes from a background program, and a
   * `hint` from the coach.
   */
  readonly kind: 'change' | 'warning' | 'hint';
  readonly text: string;
}
