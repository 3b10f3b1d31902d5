/** Finds the conditions of an expression that a packet does not meet. */
import { annotate } from '../expr/annotate.js';
import { type Assignment, evaluate } from '../expr/evaluate.js';
import {
  type Comparison,
  compareInteger,
  type Expr,
  isComparison,
  soleSymbol,
} from '../expr/expr.js';
import { formatExpr } from '../expr/format.js';
import type { SymbolTable } from '../expr/symbol-table.js';
import { formatIpv4, formatIpv6, formatMac } from '../lib/addresses.js';

/** A condition that a packet does not satisfy, as a user would write it. */
export interface Unmet {
  readonly wanted: string;
  /** The packet's own value, if the packet has the field. */
  readonly actual: string | undefined;
}

/**
 * Returns the smallest set of conditions that would have to change for `expr` to hold; empty if it
 * holds.
 */
export function unmet(expr: Expr, values: Assignment, symbols: SymbolTable): readonly Unmet[] {
  if (isComparison(expr) || isChoice(expr)) {
    return holds(expr, values, symbols)
      ? []
      : [{ wanted: textOf(expr), actual: actualOf(expr, values, symbols) }];
  }
  switch (expr.type) {
    case 'boolean':
      return expr.value ? [] : [{ wanted: '1', actual: '0' }];
    case 'and':
      return expr.operands.flatMap((operand) => unmet(operand, values, symbols));
    case 'or': {
      const [first, ...others] = expr.operands.map((operand) => unmet(operand, values, symbols));
      return others.reduce((best, one) => (one.length < best.length ? one : best), first ?? []);
    }
  }
}

const holds = (expr: Expr, values: Assignment, symbols: SymbolTable): boolean =>
  evaluate(annotate(expr, symbols), values);

/** Returns true for a choice among constants, such as `tcp.dst == {22, 80}`. */
function isChoice(expr: Expr): boolean {
  return (
    expr.type === 'or' &&
    soleSymbol(expr) !== undefined &&
    expr.operands.every((operand) => isComparison(operand) && operand.relop === '==')
  );
}

function textOf(expr: Expr): string {
  if (expr.type !== 'or') return isComparison(expr) ? comparisonText(expr) : formatExpr(expr);
  const comparisons = expr.operands.filter(isComparison);
  const constants = comparisons.map(constantOf);
  if (constants.includes(undefined)) return formatExpr(expr);
  return `${comparisons[0]?.symbol.name} == {${constants.join(', ')}}`;
}

function comparisonText(comparison: Comparison): string {
  const constant = constantOf(comparison);
  return constant === undefined
    ? formatExpr(comparison)
    : `${comparison.symbol.name} ${comparison.relop} ${constant}`;
}

/** Returns the constant of a comparison of a whole symbol, in a notation that suits the symbol. */
function constantOf(comparison: Comparison): string | undefined {
  if (comparison.type === 'string') return JSON.stringify(comparison.text);
  const { symbol, value, mask } = comparison;
  const whole = mask === (1n << BigInt(symbol.width)) - 1n;
  if (!whole || symbol.kind === 'predicate' || symbol.width === 1) return undefined;
  if (symbol.width === 48) return formatMac(value);
  if (symbol.width === 128) return formatIpv6(value);
  if (/^(ip4\.|arp\.[st]pa)/.test(symbol.name)) return formatIpv4(Number(value));
  return symbol.width <= 16 ? String(value) : `0x${value.toString(16)}`;
}

/** Returns the packet's value for the symbol of `expr`, as a condition: `tcp.dst == 80`. */
function actualOf(expr: Expr, values: Assignment, symbols: SymbolTable): string | undefined {
  const symbol = soleSymbol(expr);
  if (symbol?.kind !== 'field' || !hasPrerequisites(expr, values, symbols)) return undefined;
  if (symbol.width === 0) return `${symbol.name} == ${JSON.stringify(values.string(symbol))}`;
  const all = (1n << BigInt(symbol.width)) - 1n;
  return comparisonText(compareInteger(symbol, '==', values.integer(symbol) & all, all));
}

/** Returns true if the packet has the field that `expr` compares. */
function hasPrerequisites(expr: Expr, values: Assignment, symbols: SymbolTable): boolean {
  const symbol = soleSymbol(expr);
  if (symbol === undefined || symbol.prerequisites === undefined) return true;
  const any = compareInteger(symbol, '==', 0n, 0n);
  return symbol.width > 0 && holds(any, values, symbols);
}
