/** Implements the comparisons that `find` and `wait-until` offer. */
import { compareValues } from './compare.js';
import { includesAll } from './sets.js';
import { sizeOf } from './shape.js';
import type { ColumnType, Value } from './types.js';

type Comparison = (type: ColumnType, a: Value, b: Value) => boolean;

/**
 * The operators in the order in which messages list them. Those in braces compare values as sets.
 */
const COMPARISONS = {
  '=': (type, a, b) => compareValues(type, a, b) === 0,
  '!=': (type, a, b) => compareValues(type, a, b) !== 0,
  '<': (type, a, b) => compareValues(type, a, b) < 0,
  '>': (type, a, b) => compareValues(type, a, b) > 0,
  '<=': (type, a, b) => compareValues(type, a, b) <= 0,
  '>=': (type, a, b) => compareValues(type, a, b) >= 0,
  '{=}': (type, a, b) => compareValues(type, a, b) === 0,
  '{!=}': (type, a, b) => compareValues(type, a, b) !== 0,
  '{<}': (_, a, b) => sizeOf(a) < sizeOf(b) && includesAll(a, b),
  '{>}': (_, a, b) => sizeOf(a) > sizeOf(b) && includesAll(b, a),
  '{<=}': (_, a, b) => includesAll(a, b),
  '{>=}': (_, a, b) => includesAll(b, a),
} as const satisfies Record<string, Comparison>;

export type RelationalOperator = keyof typeof COMPARISONS;

const isOperator = (text: string): text is RelationalOperator => Object.hasOwn(COMPARISONS, text);

export const RELATIONAL_OPERATORS: readonly RelationalOperator[] =
  Object.keys(COMPARISONS).filter(isOperator);

/**
 * True if an operator compares values as sets. Such an operator can also hold for a map that lacks
 * the key.
 */
export const isSetOperator = (operator: RelationalOperator): boolean => operator.startsWith('{');

/** Returns true if `a operator b` holds. The operands may have different shapes. */
export function evaluate(
  type: ColumnType,
  a: Value,
  operator: RelationalOperator,
  b: Value,
): boolean {
  return COMPARISONS[operator](type, a, b);
}
