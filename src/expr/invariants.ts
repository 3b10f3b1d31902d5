import type { Expr } from './expr.js';

/**
 * Whether `expr` is as every expression has to be (`expr_honors_invariants`):
 * no node of `and` or `or` has fewer than two operands or one of its own type,
 * and no comparison has 1-bits where its mask has none.
 */
export function honorsInvariants(expr: Expr): boolean {
  switch (expr.type) {
    case 'integer':
      return (expr.value & ~expr.mask) === 0n;
    case 'and':
    case 'or':
      return (
        expr.operands.length >= 2 &&
        expr.operands.every((operand) => operand.type !== expr.type && honorsInvariants(operand))
      );
    case 'string':
    case 'boolean':
      return true;
  }
}
