/**
 * Truth tables of expressions over a few variables of a few bits. A table is one big integer whose
 * bit i is 1 if the expression holds under assignment i, so one operation evaluates a node for all
 * assignments at once.
 *
 * In the number of an assignment the first integer variable has the lowest bits. Strings follow
 * the integers with one bit each, "0" or "1".
 */
import { bitLength, ones } from '../../expr/bits.js';
import { evaluate } from '../../expr/evaluate.js';
import type { Comparison, Expr } from '../../expr/expr.js';
import type { ExprMatch } from '../../expr/matches.js';
import type { ExprSymbol } from '../../expr/symbol.js';
import type { Match, MatchEntry } from '../../openflow/model/match.js';
import type { ExhaustiveOptions } from './exhaustive-options.js';
import type { Variables } from './terminals.js';

/** The bits of a variable in the number of an assignment. */
interface Place {
  readonly shift: number;
  readonly bits: number;
}

export class TruthTables {
  readonly #places = new Map<ExprSymbol, Place>();
  /** Places by the register that holds the variable. */
  readonly #registers = new Map<string, Place>();
  readonly #count: number;
  readonly #all: bigint;
  readonly #comparisons = new Map<ExprSymbol, Map<string | number, bigint>>();
  readonly #entries = new Map<string, bigint>();

  constructor({ integers, strings }: Variables, { bits }: ExhaustiveOptions) {
    let shift = 0;
    for (const [symbols, width] of [
      [integers, bits],
      [strings, 1],
    ] as const) {
      for (const symbol of symbols) {
        const place = { shift, bits: width };
        this.#places.set(symbol, place);
        if (symbol.kind === 'field') this.#registers.set(symbol.field, place);
        this.#comparisons.set(symbol, new Map());
        shift += width;
      }
    }
    this.#count = 2 ** shift;
    this.#all = ones(this.#count);
  }

  ofExpr(expr: Expr): bigint {
    switch (expr.type) {
      case 'integer':
      case 'string':
        return this.#ofComparison(expr);
      case 'and': {
        let table = this.#all;
        for (const operand of expr.operands) table &= this.ofExpr(operand);
        return table;
      }
      case 'or': {
        let table = 0n;
        for (const operand of expr.operands) table |= this.ofExpr(operand);
        return table;
      }
      case 'boolean':
        return expr.value ? this.#all : 0n;
    }
  }

  /** Returns the assignments for which a classifier with these matches finds a flow. */
  ofMatches(matches: readonly ExprMatch[]): bigint {
    const clauses = new Map<number, bigint[]>();
    for (const { match, conjunctions } of matches) {
      if (conjunctions.length === 0) continue;
      const table = this.#ofMatch(match);
      for (const { id, clause } of conjunctions) {
        const tables = clauses.get(id) ?? [];
        tables[clause] = (tables[clause] ?? 0n) | table;
        clauses.set(id, tables);
      }
    }
    let found = 0n;
    for (const { match, conjunctions } of matches) {
      if (conjunctions.length > 0) continue;
      const { value: id, mask } = match.get('conj_id');
      const conjunction = mask === 0n ? [] : (clauses.get(Number(id)) ?? [0n]);
      found |= conjunction.reduce((table, clause) => table & clause, this.#ofMatch(match));
    }
    return found;
  }

  /** Returns the number of the first assignment in a table, which must not be empty. */
  first(table: bigint): number {
    return bitLength(table & -table) - 1;
  }

  /** Returns the value of a variable under an assignment. */
  valueOf(symbol: ExprSymbol, assignment: number): number {
    return extract(assignment, this.#placeOf(symbol));
  }

  #placeOf(symbol: ExprSymbol): Place {
    const place = this.#places.get(symbol);
    if (place === undefined) throw new RangeError(`${symbol.name} is not a variable`);
    return place;
  }

  #ofComparison(comparison: Comparison): bigint {
    const known = this.#comparisons.get(comparison.symbol);
    const key = keyOf(comparison);
    let table = known?.get(key);
    if (table === undefined) {
      const place = this.#placeOf(comparison.symbol);
      table = this.#tableWhere((assignment) => {
        const value = extract(assignment, place);
        return evaluate(comparison, { integer: () => BigInt(value), string: () => `${value}` });
      });
      known?.set(key, table);
    }
    return table;
  }

  #ofMatch(match: Match): bigint {
    return match.entries.reduce((table, entry) => table & this.#ofEntry(entry), this.#all);
  }

  #ofEntry(entry: MatchEntry): bigint {
    let table = this.#entries.get(entry.key);
    if (table === undefined) {
      const place = this.#registers.get(entry.member);
      table =
        place === undefined
          ? this.#all
          : this.#tableWhere(
              (assignment) => (BigInt(extract(assignment, place)) & entry.mask) === entry.value,
            );
      this.#entries.set(entry.key, table);
    }
    return table;
  }

  #tableWhere(holds: (assignment: number) => boolean): bigint {
    let bits = '';
    for (let assignment = 0; assignment < this.#count; assignment++) {
      bits = `${holds(assignment) ? 1 : 0}${bits}`;
    }
    return BigInt(`0b${bits}`);
  }
}

function extract(assignment: number, { shift, bits }: Place): number {
  return (assignment >> shift) & ((1 << bits) - 1);
}

const RELOP_CODES = { '==': 0, '!=': 1, '<': 2, '<=': 3, '>': 4, '>=': 5 } as const;

/** Returns a key that distinguishes the comparisons of one variable. */
function keyOf(comparison: Comparison): string | number {
  if (comparison.type === 'string') return `${comparison.relop}${comparison.text}`;
  const { relop, value, mask } = comparison;
  return RELOP_CODES[relop] * 0x10000 + Number(value) * 0x100 + Number(mask);
}
