/** The variables and terminals of `ovstest test-ovn exhaustive`. */
import { contiguousBits, ones } from '../../expr/bits.js';
import { defineSymbols, field, string } from '../../expr/define-symbols.js';
import { compareInteger, compareString, type Expr, FALSE, TRUE } from '../../expr/expr.js';
import type { ExprSymbol } from '../../expr/symbol.js';
import type { SymbolTable } from '../../expr/symbol-table.js';
import { REGISTERS } from '../../openflow/model/members.js';
import type { ExhaustiveOptions } from './exhaustive-options.js';

/** The registers that hold the variables of `exhaustive`, in order. */

/** The variables of `exhaustive`: integers `n0`, `n1`..., then strings `s0`, `s1`.... */
export interface Variables {
  readonly symtab: SymbolTable;
  readonly integers: readonly ExprSymbol[];
  readonly strings: readonly ExprSymbol[];
}

export function defineVariables({ nvars, svars }: ExhaustiveOptions): Variables {
  const symtab = defineSymbols([
    ...REGISTERS.slice(0, nvars).map((register, i) => field(`n${i}`, register)),
    ...REGISTERS.slice(nvars, nvars + svars).map((register, i) => string(`s${i}`, register)),
  ]);
  const symbols = [...symtab.symbols()];
  return { symtab, integers: symbols.slice(0, nvars), strings: symbols.slice(nvars) };
}

/** Returns all possible leaves: comparisons of each variable, then the literals. */
export function terminals(
  { integers, strings }: Variables,
  { bits, relops }: ExhaustiveOptions,
): Expr[] {
  const exprs: Expr[] = [];
  for (const symbol of integers) {
    for (const relop of relops) {
      const ordering = relop !== '==' && relop !== '!=';
      for (const [value, mask] of maskedValues(bits)) {
        if (ordering && contiguousBits(mask) === undefined) continue;
        exprs.push(compareInteger(symbol, relop, value, mask));
      }
    }
  }
  for (const symbol of strings) {
    exprs.push(compareString(symbol, '==', '0'), compareString(symbol, '==', '1'));
  }
  return [...exprs, FALSE, TRUE];
}

/** Iterates over all values of `bits` bits under all masks except the empty one. */
function* maskedValues(bits: number): Generator<readonly [value: bigint, mask: bigint]> {
  const all = ones(bits);
  for (let mask = 1n; mask <= all; mask++) {
    for (let value = 0n; value <= all; value++) {
      if ((value & ~mask) === 0n) yield [value, mask];
    }
  }
}
