/** Expands the symbols of an expression. Mirrors `expr_annotate()`. */
import { ExprError } from './error.js';
import {
  append,
  type Comparison,
  combine,
  compareInteger,
  type Expr,
  negate,
  operandsOf,
} from './expr.js';
import { parseExpr } from './parse.js';
import type { ExprSymbol, PredicateSymbol } from './symbol.js';
import type { SymbolTable } from './symbol-table.js';

/**
 * Returns `expr` in terms of fields alone: comparisons are joined with their prerequisites,
 * subfields become bits of their fields, and predicates are expanded.
 *
 * @throws ExprError if the expansion of a symbol is wrong.
 */
export function annotate(expr: Expr, symtab: SymbolTable): Expr {
  return annotateWithin(expr, symtab, []);
}

/** True if no symbol in `expr` is left to expand. */
export function isAnnotated(expr: Expr): boolean {
  switch (expr.type) {
    case 'integer':
    case 'string':
      return expr.symbol.kind === 'field';
    case 'and':
    case 'or':
      return expr.operands.every(isAnnotated);
    case 'boolean':
      return true;
  }
}

/** @param enclosing the symbols that are being expanded, which detects recursion. */
function annotateWithin(expr: Expr, symtab: SymbolTable, enclosing: readonly ExprSymbol[]): Expr {
  switch (expr.type) {
    case 'integer':
    case 'string':
      return annotateComparison(expr, symtab, enclosing);
    case 'and':
    case 'or': {
      const operands: Expr[] = [];
      for (const operand of expr.operands) {
        append(operands, operandsOf(expr.type, annotateWithin(operand, symtab, enclosing)));
      }
      return { type: expr.type, operands };
    }
    case 'boolean':
      return expr;
  }
}

function annotateComparison(
  comparison: Comparison,
  symtab: SymbolTable,
  enclosing: readonly ExprSymbol[],
): Expr {
  const { symbol } = comparison;
  if (enclosing.includes(symbol)) {
    throw new ExprError(`Recursive expansion of symbol \`${symbol.name}'.`);
  }
  const { prerequisites } = symbol;
  const within = (text: string) => expandText(text, symtab, [...enclosing, symbol]);
  const implied =
    prerequisites === undefined
      ? undefined
      : remembered(PREREQUISITES, symbol, () => within(prerequisites));
  const expanded = expandComparison(comparison, within);
  return implied === undefined ? expanded : combine('and', expanded, implied);
}

function expandComparison(comparison: Comparison, within: (text: string) => Expr): Expr {
  const { symbol, type } = comparison;
  if (type === 'string' || symbol.kind === 'field') return comparison;
  const { relop, value, mask } = comparison;
  if (symbol.kind === 'predicate') {
    const positive = ((value & 1n) === 1n) !== (relop === '!=');
    return expandPredicate(symbol, positive, within);
  }
  const { bits } = symbol;
  const shift = BigInt(bits.offset);
  return compareInteger(bits.symbol, relop, value << shift, mask << shift);
}

function expandPredicate(
  symbol: PredicateSymbol,
  positive: boolean,
  within: (text: string) => Expr,
): Expr {
  const expansion = remembered(EXPANSIONS, symbol, () => within(symbol.expansion));
  return positive ? expansion : remembered(NEGATIONS, symbol, () => negate(expansion));
}

/** Parses and annotates `text`, the expansion or prerequisite of a symbol. */
function expandText(text: string, symtab: SymbolTable, enclosing: readonly ExprSymbol[]): Expr {
  try {
    return annotateWithin(parseExpr(text, symtab), symtab, enclosing);
  } catch (error) {
    if (!(error instanceof ExprError)) throw error;
    throw new ExprError(
      `Error parsing expression \`${text}' encountered as prerequisite or predicate of initial expression: ${error.message}`,
    );
  }
}

/**
 * Returns the prerequisites of `symbol` in terms of fields, if it has any.
 *
 * @throws ExprError if they are malformed or recursive.
 */
export function annotatedPrerequisites(symbol: ExprSymbol, symtab: SymbolTable): Expr | undefined {
  const { prerequisites } = symbol;
  if (prerequisites === undefined) return undefined;
  return remembered(PREREQUISITES, symbol, () => expandText(prerequisites, symtab, []));
}

/**
 * The annotated prerequisites of symbols. Only successful expansions are kept: they do not depend
 * on the enclosing symbols, since one of those recurring would have been an error. The message of a
 * failed expansion does depend on them.
 */
const PREREQUISITES = new WeakMap<ExprSymbol, Expr>();
const EXPANSIONS = new WeakMap<ExprSymbol, Expr>();
const NEGATIONS = new WeakMap<ExprSymbol, Expr>();

function remembered(memory: WeakMap<ExprSymbol, Expr>, symbol: ExprSymbol, find: () => Expr): Expr {
  const known = memory.get(symbol);
  if (known !== undefined) return known;
  const found = find();
  memory.set(symbol, found);
  return found;
}
