/** Declares the symbols of the logical language. Mirrors `struct expr_symbol`. */
import type { FieldName } from '../openflow/model/fields.js';

/**
 * The comparisons that a symbol allows: equality only (`nominal`, for names), equality and
 * inequality (`boolean`), or also order (`ordinal`, for numbers).
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
  /** In bits; 0 for a string. */
  readonly width: number;
  readonly level: Level;
  /** An expression that has to hold wherever the symbol is used. */
  readonly prerequisites?: string;
  /**
   * True if a choice among values of the symbol must be multiplied out because matches on other
   * symbols depend on it. The symbol is then never a dimension of a conjunctive match.
   */
  readonly mustCrossproduct: boolean;
}

/** An OpenFlow field, as an integer or, for ports, as the name of the port with that number. */
export interface FieldSymbol extends SymbolBase {
  readonly kind: 'field';
  readonly field: FieldName;
}

/** A range of bits of another symbol, such as `vlan.tci[0..11]`. */
export interface SubfieldSymbol extends SymbolBase {
  readonly kind: 'subfield';
  readonly bits: SymbolBits<FieldSymbol>;
}

/** A name for an expression, such as `eth.type == 0x800`. */
export interface PredicateSymbol extends SymbolBase {
  readonly kind: 'predicate';
  readonly expansion: string;
}

/** A name of the logical language (the reference's `struct expr_symbol`). */
export type ExprSymbol = FieldSymbol | SubfieldSymbol | PredicateSymbol;

/** A range of bits of a symbol; of a string, 0 bits from bit 0. */
export interface SymbolBits<S extends ExprSymbol = ExprSymbol> {
  readonly symbol: S;
  readonly offset: number;
  readonly width: number;
}
