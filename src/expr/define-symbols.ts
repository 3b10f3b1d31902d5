/** Builds symbol tables from definitions. Mirrors the `expr_symtab_add_*()` functions. */
import { FIELDS, type FieldName } from '../openflow/model/fields.js';
import type { Expr } from './expr.js';
import { parseExpr } from './parse.js';
import { symbolBitsFromText } from './parse-symbol-bits.js';
import type { ExprSymbol, Level } from './symbol.js';
import { SymbolTable } from './symbol-table.js';

/** The definition of a symbol. Expansions may use only symbols that are defined earlier. */
export type SymbolDefinition =
  | {
      readonly kind: 'field';
      readonly name: string;
      readonly field: FieldName;
      readonly prerequisites?: string;
      readonly mustCrossproduct?: true;
    }
  | { readonly kind: 'string'; readonly name: string; readonly field: FieldName }
  | {
      readonly kind: 'subfield';
      readonly name: string;
      readonly bits: string;
      readonly prerequisites?: string;
    }
  | { readonly kind: 'predicate'; readonly name: string; readonly expansion: string };

/** Defines an integer that an OpenFlow field holds. Mirrors `expr_symtab_add_field()`. */
export function field(
  name: string,
  fieldName: FieldName,
  prerequisites?: string,
  options: { readonly mustCrossproduct?: true } = {},
): SymbolDefinition {
  return {
    kind: 'field',
    name,
    field: fieldName,
    ...(prerequisites === undefined ? {} : { prerequisites }),
    ...options,
  };
}

/**
 * Defines the name of a port whose number an OpenFlow field holds. Mirrors
 * `expr_symtab_add_string()`.
 */
export function string(name: string, fieldName: FieldName): SymbolDefinition {
  return { kind: 'string', name, field: fieldName };
}

/**
 * Defines a range of bits of a field, such as `vlan.tci[0..11]`. Mirrors
 * `expr_symtab_add_subfield()`.
 */
export function subfield(name: string, bits: string, prerequisites?: string): SymbolDefinition {
  return {
    kind: 'subfield',
    name,
    bits,
    ...(prerequisites === undefined ? {} : { prerequisites }),
  };
}

/** Defines a name for an expression. Mirrors `expr_symtab_add_predicate()`. */
export function predicate(name: string, expansion: string): SymbolDefinition {
  return { kind: 'predicate', name, expansion };
}

/**
 * Builds the table of the symbols that `definitions` define. Prerequisites are parsed when they are
 * first needed.
 *
 * @throws ExprError if an expansion is malformed.
 */
export function defineSymbols(definitions: Iterable<SymbolDefinition>): SymbolTable {
  const symtab = new SymbolTable();
  for (const definition of definitions) symtab.add(defineSymbol(definition, symtab));
  return symtab;
}

function defineSymbol(definition: SymbolDefinition, symtab: SymbolTable): ExprSymbol {
  const { name } = definition;
  switch (definition.kind) {
    case 'field': {
      const { bits, maskable } = FIELDS[definition.field];
      return {
        ...definition,
        width: bits,
        level: maskable ? 'ordinal' : 'nominal',
        mustCrossproduct: definition.mustCrossproduct ?? false,
      };
    }
    case 'string':
      return {
        kind: 'field',
        name,
        field: definition.field,
        width: 0,
        level: 'nominal',
        mustCrossproduct: false,
      };
    case 'subfield': {
      const { symbol, offset, width } = symbolBitsFromText(definition.bits, symtab);
      if (symbol.kind !== 'field' || symbol.level !== 'ordinal') {
        throw new Error(`${symbol.name} is not an ordinal field, so ${name} cannot be part of it`);
      }
      const bits = { symbol, offset, width };
      return { ...definition, bits, width, level: 'ordinal', mustCrossproduct: false };
    }
    case 'predicate': {
      const level = levelOf(parseExpr(definition.expansion, symtab));
      return { ...definition, width: 1, level, mustCrossproduct: false };
    }
  }
}

/** Returns the level of a predicate: nominal if it contains anything nominal. */
function levelOf(expr: Expr): Level {
  switch (expr.type) {
    case 'integer':
    case 'string':
      return expr.symbol.level === 'nominal' ? 'nominal' : 'boolean';
    case 'and':
    case 'or':
      return expr.operands.some((operand) => levelOf(operand) === 'nominal')
        ? 'nominal'
        : 'boolean';
    case 'boolean':
      return 'boolean';
  }
}
