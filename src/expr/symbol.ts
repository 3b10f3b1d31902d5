/** Declares the symbols of the logical language. Mirrors `struct expr_symbol`. */
import type { FieldName } from '../openflow/model/fields.js';

/**
 * The comparisons that a symbol allows: equality for names (`nominal`), equality and inequality for
 * two-valued symbols (`boolean`), also order for numbers (`ordinal`).
 */
export type Level = 'nominal' | 'boolean' | 'ordinal';

/** The names of the levels in messages. */
export const LEVEL_NAMES: Readonly<Record<Level, string>> = {
  nominal: 'nominal',
  boolean: 'Boolean',
  ordinal: 'ordinal',
};

interface SymbolBase {
  readonly name: string;
  /** In bits; 0 for what holds a string. */
  readonly width: number;
  readonly level: Level;
  /** An expression that has to hold wherever the symbol is used. */
  readonly prerequisites?: string;
  /**
   * True if a choice among values of the symbol has to be multiplied out, since matches on other
   * symbols depend on it. It is then never a dimension of a conjunctive match.
   */
  readonly mustCrossproduct: boolean;
}

/** An OpenFlow field, as an integer or, for ports, as the name of the port with that number. */
export interface FieldSymbol extends SymbolBase {
  readonly kind: 'field';
  readonly field: FieldName;
}

/** Some bits of another symbol, such as `vlan.tci[0..11]`. */
export interface SubfieldSymbol extends SymbolBase {
  readonly kind: 'subfield';
  readonly bits: SymbolBits<FieldSymbol>;
}

/** An expression that has a name, such as `eth.type == 0x800`. */
export interface PredicateSymbol extends SymbolBase {
  readonly kind: 'predicate';
  readonly expansion: string;
}

/** A name of the logical language (the reference's `struct expr_symbol`). */
export type ExprSymbol = FieldSymbol | SubfieldSymbol | PredicateSymbol;

/** Consecutive bits of a symbol; for strings, 0 bits from 0. */
export interface SymbolBits<S extends ExprSymbol = ExprSymbol> {
  readonly symbol: S;
  readonly offset: number;
  readonly width: number;
}
