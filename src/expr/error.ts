/** An error in an expression or in actions, with the same message as in the reference. */
export class ExprError extends Error {
  override readonly name = 'ExprError';
}
