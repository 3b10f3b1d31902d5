/** Builds comparisons of a symbol with constants. Mirrors `make_cmp()`. */
import { ones } from './bits.js';
import { compareInteger, compareString, type Expr, join } from './expr.js';
import { type ConstantSet, checkType, type IntegerConstant } from './parse-constants.js';
import type { ParseContext } from './parse-context.js';
import type { RelationalOperator } from './relational-operator.js';
import { type ExprSymbol, LEVEL_NAMES, type SymbolBits } from './symbol.js';

/**
 * Returns the comparison of `bits` with each constant of `set`: equal to any of them, or different
 * from all of them.
 *
 * @param negated true inside an odd number of `!`, which restricts nominal symbols.
 */
export function makeComparison(
  context: ParseContext,
  bits: SymbolBits,
  relop: RelationalOperator,
  set: ConstantSet,
  negated: boolean,
): Expr {
  checkType(context, bits, set);
  if (relop !== '==' && relop !== '!=') checkOrdering(context, bits.symbol, set);
  if (bits.symbol.level === 'nominal') checkNominal(context, bits.symbol, relop, set, negated);
  const comparisons: Expr[] =
    set.type === 'string'
      ? set.constants.map((text) => compareString(bits.symbol, relop, text))
      : set.constants.map((constant) => compareBits(bits, relop, constant));
  return join(relop === '==' ? 'or' : 'and', comparisons);
}

/** Drops the bits of the constant beyond the symbol's width. */
function compareBits(bits: SymbolBits, relop: RelationalOperator, constant: IntegerConstant): Expr {
  const kept = ones(bits.width);
  const value = constant.value & kept;
  const mask = constant.type === 'masked-integer' ? constant.mask & kept : kept;
  if (bits.offset === 0) return compareInteger(bits.symbol, relop, value, mask);
  const shift = BigInt(bits.offset);
  return compareInteger(bits.symbol, relop, value << shift, mask << shift);
}

function checkOrdering(context: ParseContext, symbol: ExprSymbol, set: ConstantSet): void {
  const only = 'Only == and != operators may be used with';
  if (set.inBraces) context.fail(`${only} value sets.`);
  if (symbol.level !== 'ordinal') {
    context.fail(`${only} ${LEVEL_NAMES[symbol.level]} field ${symbol.name}.`);
  }
  if (set.type === 'integer' && set.constants[0].type === 'masked-integer') {
    context.fail(
      `${only} masked constants.  Consider using subfields instead (e.g. eth.src[0..15] > 0x1111 in place of eth.src > 00:00:00:00:11:11/00:00:00:00:ff:ff).`,
    );
  }
}

/** Throws if a nominal symbol is tested for inequality, unless two negations cancel out. */
function checkNominal(
  context: ParseContext,
  symbol: ExprSymbol,
  relop: RelationalOperator,
  set: ConstantSet,
  negated: boolean,
): void {
  const { name } = symbol;
  const inverted = (relop === '!=') !== negated;
  if (symbol.kind === 'predicate') {
    const isTrue = ({ value }: IntegerConstant) => (value & 1n) === 1n;
    if (set.type === 'integer' && set.constants.some((c) => isTrue(c) === inverted)) {
      context.fail(
        `Nominal predicate ${name} may only be tested positively, e.g. \`${name}' or \`${name} == 1' but not \`!${name}' or \`${name} == 0'.`,
      );
    }
  } else if (inverted) {
    context.fail(
      `Nominal field ${name} may only be tested for equality (taking enclosing \`!' operators into account).`,
    );
  }
}
