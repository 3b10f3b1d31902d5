/** Checks the invariants of expression trees. */
import type { Expr } from './expr.js';

/**
 * True if `expr` is well-formed, like `expr_honors_invariants()`: no `and` or `or` has fewer than
 * two operands or one of its own type, and no comparison has a 1-bit that its mask lacks.
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
