/**
 * What is wrong with an expression or with actions. The message is the one that
 * the reference reports, to the byte.
 */
export class ExprError extends Error {
  override readonly name = 'ExprError';
}
