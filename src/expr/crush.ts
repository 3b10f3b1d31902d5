/**
 * Reduces expressions about a single symbol to a choice among constants. Mirrors `crush_cmps()`.
 * All expressions here are simplified: every comparison is for equality.
 */
import type { Budget } from './budget.js';
import {
  append,
  type Comparison,
  compareInteger,
  compareString,
  type Expr,
  FALSE,
  type IntegerComparison,
  isComparison,
  join,
  joinWithoutLiterals,
  operandsOf,
  TRUE,
} from './expr.js';
import type { ExprSymbol } from './symbol.js';

/**
 * Returns `expr`, whose only symbol is `symbol`, as a single comparison, a disjunction of
 * comparisons, or a literal.
 */
export function crush(expr: Expr, symbol: ExprSymbol, budget: Budget): Expr {
  switch (expr.type) {
    case 'or':
      // Most choices come from the prerequisites of symbols, and are crushed already.
      if (expr.operands.every(isComparison) && isUniqueChoice(expr.operands)) return expr;
      return crushOr(expr.operands, symbol, budget);
    case 'and':
      return crushAnd(expr.operands, symbol, budget);
    case 'integer':
    case 'string':
    case 'boolean':
      return expr;
  }
}

/** Does the same as {@link crush} for the conjunction of one or more `operands`. */
export function crushAnd(operands: readonly Expr[], symbol: ExprSymbol, budget: Budget): Expr {
  const [only] = operands;
  if (only !== undefined && operands.length === 1) return crush(only, symbol, budget);
  const crushed: Expr[] = [];
  for (const operand of operands) {
    const expr = crush(operand, symbol, budget);
    if (expr.type !== 'boolean') crushed.push(expr);
    else if (!expr.value) return FALSE;
  }
  return symbol.width > 0
    ? intersectIntegers(crushed, symbol, budget)
    : intersectStrings(crushed, symbol);
}

function crushOr(operands: readonly Expr[], symbol: ExprSymbol, budget: Budget): Expr {
  const alternatives: Expr[] = [];
  for (const operand of operands) {
    append(alternatives, operandsOf('or', crush(operand, symbol, budget)));
  }
  const fixed = joinWithoutLiterals('or', alternatives);
  return fixed.type === 'or' ? uniqueChoice(comparisonsOf(fixed.operands)) : fixed;
}

/** Returns the comparisons sorted by their constants, without duplicates. */
function uniqueChoice(comparisons: readonly Comparison[]): Expr {
  if (isUniqueChoice(comparisons)) return join('or', comparisons);
  const sorted = comparisons.toSorted(compareConstants);
  return join(
    'or',
    sorted.filter((comparison, i) => {
      const previous = sorted[i - 1];
      return previous === undefined || compareConstants(previous, comparison) !== 0;
    }),
  );
}

/** Returns true if comparisons are sorted by their constants, without duplicates. */
const isUniqueChoice = (comparisons: readonly Comparison[]): boolean =>
  comparisons.every((comparison, i) => {
    const previous = comparisons[i - 1];
    return previous === undefined || compareConstants(previous, comparison) < 0;
  });

function compareConstants(a: Comparison, b: Comparison): number {
  if (a.type === 'integer' && b.type === 'integer') {
    return compare(a.value, b.value) || compare(a.mask, b.mask);
  }
  return a.type === 'string' && b.type === 'string' ? compare(a.text, b.text) : 0;
}

function compare<T extends bigint | string>(a: T, b: T): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** Returns all comparisons among which crushed expressions choose. */
function comparisonsOf(exprs: readonly Expr[]): Comparison[] {
  return exprs.filter(isComparison);
}

/**
 * Returns a comparison that holds if both `a` and `b` do, or `undefined` if they contradict each
 * other.
 */
function intersect(a: IntegerComparison, b: IntegerComparison): IntegerComparison | undefined {
  if (((a.value ^ b.value) & (a.mask & b.mask)) !== 0n) return undefined;
  return compareInteger(a.symbol, '==', a.value | b.value, a.mask | b.mask);
}

/**
 * Returns the conjunction of crushed expressions about an integer. Multiplies choices out from the
 * left, two at a time.
 */
function intersectIntegers(crushed: readonly Expr[], symbol: ExprSymbol, budget: Budget): Expr {
  let common = compareInteger(symbol, '==', 0n, 0n);
  let choices: IntegerComparison[][] = [];
  for (const expr of crushed) {
    if (expr.type === 'or') {
      choices.push(integersOf(expr));
      continue;
    }
    const narrowed = expr.type === 'integer' ? intersect(common, expr) : undefined;
    if (narrowed === undefined) return FALSE;
    common = narrowed;
  }

  while (true) {
    const [first, second, ...others] = choices;
    if (first === undefined) return common.mask === 0n ? TRUE : common;
    const narrowed = intersectAll([common], first, budget);
    if (second === undefined) return join('or', narrowed);

    const product = uniqueChoice(intersectAll(narrowed, second, budget));
    if (product.type === 'boolean') return FALSE;
    if (others.length === 0) return product;
    if (product.type === 'or') {
      common = compareInteger(symbol, '==', 0n, 0n);
      choices = [integersOf(product), ...others];
    } else {
      [common = common] = integersOf(product);
      choices = others;
    }
  }
}

function integersOf(expr: Expr): IntegerComparison[] {
  return operandsOf('or', expr).filter((operand) => operand.type === 'integer');
}

function intersectAll(
  as: readonly IntegerComparison[],
  bs: readonly IntegerComparison[],
  budget: Budget,
): IntegerComparison[] {
  budget.spend(as.length * bs.length);
  const products: IntegerComparison[] = [];
  for (const a of as) {
    for (const b of bs) {
      const product = intersect(a, b);
      if (product !== undefined) products.push(product);
    }
  }
  return products;
}

/**
 * Returns the conjunction of crushed expressions about a string: a choice among the texts that all
 * of them allow.
 */
function intersectStrings(crushed: readonly Expr[], symbol: ExprSymbol): Expr {
  const [first, ...others] = crushed.map(textsOf);
  const common = [...(first ?? [])].filter((text) => others.every((texts) => texts.has(text)));
  return join(
    'or',
    common.map((text) => compareString(symbol, '==', text)),
  );
}

function textsOf(expr: Expr): ReadonlySet<string> {
  const texts = operandsOf('or', expr).filter((operand) => operand.type === 'string');
  return new Set(texts.map(({ text }) => text));
}
