/** Simplifies expressions to comparisons for equality. Mirrors `expr_simplify()`. */
import { contiguousBits, ones, setBits } from './bits.js';
import { Budget } from './budget.js';
import {
  compareInteger,
  type Expr,
  FALSE,
  type IntegerComparison,
  join,
  joinWithoutLiterals,
  operandsOf,
} from './expr.js';

/**
 * Returns an equivalent expression whose integer comparisons are all for equality. A literal
 * remains only as the whole expression.
 *
 * @throws ExprError if that takes too much work.
 */
export function simplify(expr: Expr): Expr {
  return simplifyWithin(expr, new Budget());
}

function simplifyWithin(expr: Expr, budget: Budget): Expr {
  switch (expr.type) {
    case 'integer': {
      if (expr.relop === '==') return expr;
      const simple = expr.relop === '!=' ? simplifyInequality(expr) : simplifyOrdering(expr);
      budget.spend(operandsOf('or', simple).length);
      return simple;
    }
    case 'and':
    case 'or': {
      budget.spend(expr.operands.length);
      const simple = expr.operands.map((operand) => simplifyWithin(operand, budget));
      if (simple.every((operand, i) => operand === expr.operands[i] && operand.type !== 'boolean'))
        return expr;
      return joinWithoutLiterals(
        expr.type,
        simple.flatMap((operand) => operandsOf(expr.type, operand)),
      );
    }
    case 'string':
    case 'boolean':
      return expr;
  }
}

/** Returns true if `expr` is simplified. */
export function isSimplified(expr: Expr): boolean {
  switch (expr.type) {
    case 'integer':
      return expr.relop === '==';
    case 'and':
    case 'or':
      return expr.operands.every((operand) => operand.type !== 'boolean' && isSimplified(operand));
    case 'string':
    case 'boolean':
      return true;
  }
}

/** Requires that some bit differs. */
function simplifyInequality({ symbol, value, mask }: IntegerComparison): Expr {
  const differences: Expr[] = [];
  for (const bit of setBits(mask)) {
    const single = 1n << BigInt(bit);
    differences.push(compareInteger(symbol, '==', ~value & single, single));
  }
  return join('or', differences);
}

/**
 * Compares bit by bit: a smaller number has a 0-bit where the constant has a 1-bit and equals it in
 * all higher bits; for a larger number it is the opposite.
 */
function simplifyOrdering({ symbol, relop, value, mask }: IntegerComparison): Expr {
  const range = contiguousBits(mask);
  if (range === undefined) return FALSE;
  const alternatives: Expr[] = [];
  if (relop === '<=' || relop === '>=') {
    alternatives.push(compareInteger(symbol, '==', value, mask));
  }
  const smaller = relop === '<' || relop === '<=';
  for (const bit of setBits(smaller ? value : ~value & mask)) {
    const single = 1n << BigInt(bit);
    const upwards = mask & ~ones(bit);
    alternatives.push(compareInteger(symbol, '==', (value ^ single) & upwards, upwards));
  }
  return join('or', alternatives);
}
