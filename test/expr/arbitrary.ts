/** Generates random expressions and packets. */
import fc from 'fast-check';
import {
  defineSymbols,
  field,
  predicate,
  string,
  subfield,
} from '../../src/expr/define-symbols.js';
import type { Assignment } from '../../src/expr/evaluate.js';
import {
  booleanLiteral,
  compareInteger,
  compareString,
  type Expr,
  join,
  type LogicalType,
  operandsOf,
} from '../../src/expr/expr.js';
import { isRelationalOperator, RELATIONAL_OPERATORS } from '../../src/expr/relational-operator.js';
import type { ExprSymbol } from '../../src/expr/symbol.js';

/** Symbols of each kind. The values that tests use fill the lowest four bits. */
export const SYMTAB = defineSymbols([
  field('x', 'reg0'),
  field('y', 'reg1', undefined, { mustCrossproduct: true }),
  field('kind', 'eth_type'),
  string('port', 'reg6'),
  subfield('low', 'x[0..1]'),
  predicate('big', 'x[3]'),
  predicate('known', 'kind == 5'),
  field('z', 'reg2', 'known'),
  subfield('top', 'z[2..3]', 'big || y == 2'),
  predicate('deep', 'top == 1 && !big'),
]);

export const PORTS = ['a', 'b', 'c'] as const;

const PORT_NUMBERS: ReadonlyMap<string, number> = new Map([
  ['a', 1],
  ['b', 2],
]);

/** The number of a port; `c` has none. */
export const lookupPort = (name: string): number | undefined => PORT_NUMBERS.get(name);

const symbolNamed = (name: string): ExprSymbol => {
  const symbol = SYMTAB.find(name);
  if (symbol === undefined) throw new Error(`no symbol ${name}`);
  return symbol;
};

const FIELD_NAMES = ['x', 'y', 'kind', 'port'] as const;
const ALL_NAMES = [...FIELD_NAMES, 'low', 'big', 'known', 'z', 'top', 'deep'] as const;

/** The values of the symbols that are fields. */
export const assignment: fc.Arbitrary<Assignment> = fc
  .record({
    x: fc.nat(15),
    y: fc.nat(15),
    z: fc.nat(15),
    kind: fc.nat(15),
    port: fc.constantFrom(...PORTS),
  })
  .map(({ port, ...integers }) => {
    const values = new Map(Object.entries(integers));
    return {
      integer: ({ name }) => BigInt(values.get(name) ?? 0),
      string: () => port,
    };
  });

const RELOPS = Object.keys(RELATIONAL_OPERATORS).filter(isRelationalOperator);

/** Returns a comparison that the parser could have created. */
function comparison(name: string): fc.Arbitrary<Expr> {
  const symbol = symbolNamed(name);
  if (symbol.width === 0) {
    return fc.constantFrom(...PORTS).map((text) => compareString(symbol, '==', text));
  }
  const all = 2 ** Math.min(symbol.width, 4) - 1;
  if (symbol.level !== 'ordinal') {
    const relops = symbol.level === 'nominal' ? (['=='] as const) : (['==', '!='] as const);
    const full = 2n ** BigInt(symbol.width) - 1n;
    const least = symbol.level === 'nominal' && symbol.kind === 'predicate' ? 1 : 0;
    return fc
      .tuple(fc.constantFrom(...relops), fc.integer({ min: least, max: all }))
      .map(([relop, value]) => compareInteger(symbol, relop, BigInt(value), full));
  }
  return fc
    .tuple(fc.constantFrom(...RELOPS), fc.nat(all), fc.integer({ min: 1, max: all }))
    .map(([relop, value, mask]) => {
      const ordering = relop !== '==' && relop !== '!=';
      // Only contiguous bits can be compared by order.
      const bits = BigInt(ordering ? spread(mask) : mask);
      return compareInteger(symbol, relop, BigInt(value) & bits, bits);
    });
}

/** Returns `mask` with all bits between its lowest and its highest set. */
function spread(mask: number): number {
  const lowest = mask & -mask;
  const above = 2 ** (32 - Math.clz32(mask));
  return above - lowest;
}

/** Expressions that the parser could create from comparisons of these symbols. */
function exprOf(names: readonly string[]): fc.Arbitrary<Expr> {
  const { expr } = fc.letrec<{ expr: Expr; leaf: Expr; node: Expr }>((tie) => ({
    expr: fc.oneof({ maxDepth: 4, withCrossShrink: true }, tie('leaf'), tie('node')),
    leaf: fc.oneof(
      { weight: 1, arbitrary: fc.boolean().map(booleanLiteral) },
      ...names.map((name) => ({ weight: 3, arbitrary: comparison(name) })),
    ),
    node: fc
      .tuple(
        fc.constantFrom<LogicalType>('and', 'or'),
        fc.array(tie('expr'), { minLength: 2, maxLength: 4 }),
      )
      .map(([type, operands]) =>
        join(
          type,
          operands.flatMap((operand) => operandsOf(type, operand)),
        ),
      ),
  }));
  return expr;
}

/** Expressions in terms of fields without prerequisites. */
export const fieldExpr = exprOf(FIELD_NAMES);

/** Expressions of a single integer field. */
export const singleFieldExpr = exprOf(['x']);

/** Expressions in terms of all symbols. */
export const anyExpr = exprOf(ALL_NAMES);
