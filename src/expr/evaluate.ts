/** Evaluates expressions. */
import type { Expr, IntegerComparison } from './expr.js';
import type { ExprSymbol } from './symbol.js';

/** The values of an expression's symbols. */
export interface Assignment {
  integer(symbol: ExprSymbol): bigint;
  /** Returns the text that a string symbol holds; `undefined` equals no text. */
  string(symbol: ExprSymbol): string | undefined;
}

/**
 * Returns true if `expr` holds under `assignment`. Unless the expression is annotated, predicates
 * and subfields count as symbols, and prerequisites are ignored.
 */
export function evaluate(expr: Expr, assignment: Assignment): boolean {
  switch (expr.type) {
    case 'integer':
      return holds(expr, assignment.integer(expr.symbol) & expr.mask);
    case 'string':
      return (assignment.string(expr.symbol) === expr.text) === (expr.relop === '==');
    case 'and':
      return expr.operands.every((operand) => evaluate(operand, assignment));
    case 'or':
      return expr.operands.some((operand) => evaluate(operand, assignment));
    case 'boolean':
      return expr.value;
  }
}

function holds({ relop, value }: IntegerComparison, actual: bigint): boolean {
  switch (relop) {
    case '==':
      return actual === value;
    case '!=':
      return actual !== value;
    case '<':
      return actual < value;
    case '<=':
      return actual <= value;
    case '>':
      return actual > value;
    case '>=':
      return actual >= value;
  }
}
