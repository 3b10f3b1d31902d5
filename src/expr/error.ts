/** An error in an expression or in actions, with the same message as in the reference. */
export class ExprError extends Error {
  override readonly name = 'ExprError';

  /** @param place the offsets of the token at which the parser gave up, if it did */
  constructor(
    message: string,
    readonly place?: { readonly start: number; readonly end: number },
  ) {
    super(message);
  }
}
