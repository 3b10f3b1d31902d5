/** Declares expression trees and builds them. Mirrors `struct expr`. */
import { RELATIONAL_OPERATORS, type RelationalOperator } from './relational-operator.js';
import type { ExprSymbol } from './symbol.js';

/** A comparison of the bits in `mask` of an integer symbol with those of `value`. */
export interface IntegerComparison {
  readonly type: 'integer';
  readonly symbol: ExprSymbol;
  readonly relop: RelationalOperator;
  /** Has 1-bits only where `mask` has them. */
  readonly value: bigint;
  readonly mask: bigint;
}

/** A comparison of a string symbol with `text`. */
export interface StringComparison {
  readonly type: 'string';
  readonly symbol: ExprSymbol;
  readonly relop: RelationalOperator;
  readonly text: string;
}

export type Comparison = IntegerComparison | StringComparison;

/**
 * A conjunction (`and`) or disjunction (`or`) of two or more expressions, none of which has the
 * node's own type.
 */
export interface Logical {
  readonly type: LogicalType;
  readonly operands: readonly Expr[];
}

export type LogicalType = 'and' | 'or';

export interface BooleanLiteral {
  readonly type: 'boolean';
  readonly value: boolean;
}

/**
 * An expression of the logical language (the reference's `struct expr`). Expressions are
 * immutable and share their parts freely.
 */
export type Expr = Comparison | Logical | BooleanLiteral;

export const TRUE: BooleanLiteral = { type: 'boolean', value: true };
export const FALSE: BooleanLiteral = { type: 'boolean', value: false };

export function booleanLiteral(value: boolean): BooleanLiteral {
  return value ? TRUE : FALSE;
}

export function compareInteger(
  symbol: ExprSymbol,
  relop: RelationalOperator,
  value: bigint,
  mask: bigint,
): IntegerComparison {
  return { type: 'integer', symbol, relop, value, mask };
}

export function compareString(
  symbol: ExprSymbol,
  relop: RelationalOperator,
  text: string,
): StringComparison {
  return { type: 'string', symbol, relop, text };
}

export function isComparison(expr: Expr): expr is Comparison {
  return expr.type === 'integer' || expr.type === 'string';
}

/**
 * Returns the operands that `expr` contributes to a node of `type`: its own operands if it has that
 * type, otherwise `expr` itself.
 */
export function operandsOf(type: LogicalType, expr: Expr): readonly Expr[] {
  return expr.type === type ? expr.operands : [expr];
}

/**
 * Appends `items` to `list`. Unlike `push(...items)` it works for more items than a call can have
 * arguments.
 */
export function append(list: Expr[], items: readonly Expr[]): void {
  for (const item of items) list.push(item);
}

/**
 * Joins `a` and `b` into one node of `type`. Mirrors `expr_combine()`. Returns `b` if `a` is
 * `undefined`.
 */
export function combine(type: LogicalType, a: Expr | undefined, b: Expr): Expr {
  if (a === undefined) return b;
  return { type, operands: [...operandsOf(type, a), ...operandsOf(type, b)] };
}

/**
 * Joins `operands` into a node of `type`. Returns a single operand as it is, and a literal if there
 * are no operands.
 */
export function join(type: LogicalType, operands: readonly Expr[]): Expr {
  const [first] = operands;
  if (first === undefined) return booleanLiteral(type === 'and');
  return operands.length === 1 ? first : { type, operands };
}

/**
 * Joins `operands` into a node of `type`, without the literals among them: a literal that decides
 * the result is the whole result, and any other has no effect. Mirrors `expr_fix()`.
 */
export function joinWithoutLiterals(type: LogicalType, operands: readonly Expr[]): Expr {
  const decisive = type === 'or';
  let literals = false;
  for (const operand of operands) {
    if (operand.type !== 'boolean') continue;
    if (operand.value === decisive) return operand;
    literals = true;
  }
  return join(type, literals ? operands.filter((operand) => operand.type !== 'boolean') : operands);
}

/**
 * Returns an expression that is true where `expr` is false. Expressions have no node for negation.
 */
export function negate(expr: Expr): Expr {
  switch (expr.type) {
    case 'integer':
    case 'string':
      return { ...expr, relop: RELATIONAL_OPERATORS[expr.relop].inverted };
    case 'and':
    case 'or':
      return { type: expr.type === 'and' ? 'or' : 'and', operands: expr.operands.map(negate) };
    case 'boolean':
      return booleanLiteral(!expr.value);
  }
}

/**
 * Returns the symbol of `expr` if all of its comparisons are of one symbol. Mirrors
 * `expr_is_cmp()`.
 */
export function soleSymbol(expr: Expr): ExprSymbol | undefined {
  switch (expr.type) {
    case 'integer':
    case 'string':
      return expr.symbol;
    case 'and':
    case 'or': {
      let sole: ExprSymbol | undefined;
      for (const operand of expr.operands) {
        const symbol = soleSymbol(operand);
        if (symbol === undefined || (sole !== undefined && symbol !== sole)) return undefined;
        sole = symbol;
      }
      return sole;
    }
    case 'boolean':
      return undefined;
  }
}
