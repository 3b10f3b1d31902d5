/** A mistake in an expression or in actions. Its message is the reference's, to the byte. */
export class ExprError extends Error {
  override readonly name = 'ExprError';
}
