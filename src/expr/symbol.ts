import type { FieldName } from '../openflow/model/fields.js';

/**
 * How the values of a symbol may be compared. Names without further meaning
 * (`nominal`) only for equality; what has two values only (`boolean`) for
 * equality and inequality; what matches bit by bit (`ordinal`) by size too.
 */
export type Level = 'nominal' | 'boolean' | 'ordinal';

/** What the reference calls the levels in its messages. */
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
   * Whether a choice among values of the symbol has to be multiplied out, since
   * matches on other symbols need it: it never is a dimension of a conjunction.
   */
  readonly mustCrossproduct: boolean;
}

/** A field of OpenFlow, as an integer or, for ports, as the name that it stands for. */
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
