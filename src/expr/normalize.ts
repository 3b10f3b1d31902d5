/** Normalizes expressions. Mirrors `expr_normalize()`. */
import { Budget } from './budget.js';
import { crushAnd } from './crush.js';
import {
  append,
  type Expr,
  FALSE,
  isComparison,
  join,
  type Logical,
  operandsOf,
  soleSymbol,
  TRUE,
} from './expr.js';
import type { ExprSymbol } from './symbol.js';

/**
 * Returns an expression equivalent to the simplified `expr` in a form that OpenFlow can match: a
 * literal, or a disjunction of conjunctions of clauses. A clause is a comparison or a choice among
 * constants of one symbol, and each symbol has at most one clause in a conjunction.
 *
 * @throws ExprError if that takes too much work.
 */
export function normalize(expr: Expr): Expr {
  switch (expr.type) {
    case 'and':
      return normalizeAnd(expr.operands, new Budget());
    case 'or':
      return normalizeOr(expr.operands, new Budget());
    case 'integer':
    case 'string':
    case 'boolean':
      return expr;
  }
}

/** True if `expr` is normalized, like `expr_is_normalized()`. */
export function isNormalized(expr: Expr): boolean {
  switch (expr.type) {
    case 'and':
      return isNormalizedAnd(expr);
    case 'or':
      return (
        soleSymbol(expr) !== undefined ||
        expr.operands.every(
          (operand) =>
            soleSymbol(operand) !== undefined ||
            (operand.type === 'and' && isNormalizedAnd(operand)),
        )
      );
    case 'integer':
    case 'string':
    case 'boolean':
      return true;
  }
}

function isNormalizedAnd(conjunction: Logical): boolean {
  const symbols = conjunction.operands.map(soleSymbol);
  return !symbols.includes(undefined) && new Set(symbols).size === symbols.length;
}

function normalizeOr(operands: readonly Expr[], budget: Budget): Expr {
  const alternatives: Expr[] = [];
  for (const operand of operands) {
    const normal = operand.type === 'and' ? normalizeAnd(operand.operands, budget) : operand;
    if (normal.type !== 'boolean') append(alternatives, operandsOf('or', normal));
    else if (normal.value) return TRUE;
  }
  return join('or', alternatives);
}

function normalizeAnd(operands: readonly Expr[], budget: Budget): Expr {
  const clauses = sortClauses(operands, budget);
  if (clauses === undefined) return FALSE;
  const [only] = clauses;
  if (only === undefined) return TRUE;

  const index = clauses.findIndex(needsCrossproduct);
  const choice = clauses[index];
  if (choice === undefined) return join('and', clauses);
  const before = clauses.slice(0, index);
  const after = clauses.slice(index + 1);
  return normalizeOr(
    operandsOf('or', choice).map((alternative) =>
      join('and', [...before, ...operandsOf('and', alternative), ...after]),
    ),
    budget,
  );
}

/** Returns true if a clause of a conjunction must be multiplied out with the others. */
function needsCrossproduct(clause: Expr): boolean {
  if (isComparison(clause)) return false;
  const symbol = soleSymbol(clause);
  return symbol === undefined || symbol.mustCrossproduct;
}

/** Groups up to this size are searched for repeated operands. */
const FEW = 8;

/**
 * Returns the operands of a conjunction: first one clause for each symbol, sorted by name, then the
 * operands with several symbols, shortest first. Returns `undefined` if two operands contradict
 * each other.
 */
function sortClauses(operands: readonly Expr[], budget: Budget): Expr[] | undefined {
  const bySymbol = new Map<ExprSymbol, Expr[]>();
  const mixed: Expr[] = [];
  for (const operand of operands) {
    budget.spend(operandsOf('or', operand).length);
    const symbol = soleSymbol(operand);
    const group = symbol === undefined ? mixed : bySymbol.get(symbol);
    // Prerequisites that several symbols share are the same object.
    if (group !== undefined && group.length < FEW && group.includes(operand)) continue;
    if (group !== undefined) group.push(operand);
    else if (symbol !== undefined) bySymbol.set(symbol, [operand]);
  }

  const clauses: Expr[] = [];
  for (const [symbol, group] of [...bySymbol].sort(([a], [b]) => (a.name < b.name ? -1 : 1))) {
    const clause = crushAnd(group, symbol, budget);
    if (clause.type !== 'boolean') clauses.push(clause);
    else if (!clause.value) return undefined;
  }
  const size = (expr: Expr) => operandsOf('or', expr).length;
  return [...clauses, ...mixed.sort((a, b) => size(a) - size(b))];
}
