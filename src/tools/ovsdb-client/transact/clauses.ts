/** The conditions of database operations (RFC 7047, section 5.1). */
import { lookUp } from '../../../lib/dictionary.js';
import { compareValues } from '../../../ovsdb/compare.js';
import { OvsdbError } from '../../../ovsdb/error.js';
import { includesAll, subtract } from '../../../ovsdb/sets.js';
import { sizeOf } from '../../../ovsdb/shape.js';
import type { SymbolTable } from '../../../ovsdb/symbol-table.js';
import type { AnyRow, ColumnType, Value } from '../../../ovsdb/types.js';
import type { Json } from '../../program/json-text.js';
import { isNumeric, isScalar, mismatch, type NamedTable, parseTriple } from './column-triple.js';
import { datumFromJson } from './datum-from-json.js';

const ORDERINGS: Readonly<Record<string, (order: number) => boolean>> = {
  '<': (order) => order < 0,
  '<=': (order) => order <= 0,
  '>': (order) => order > 0,
  '>=': (order) => order >= 0,
};

const FUNCTIONS: Readonly<Record<string, (type: ColumnType, a: Value, b: Value) => boolean>> = {
  '==': (type, a, b) => compareValues(type, a, b) === 0,
  '!=': (type, a, b) => compareValues(type, a, b) !== 0,
  includes: (_, a, b) => includesAll(b, a),
  excludes: (type, a, b) => sizeOf(subtract(type, b, a)) === sizeOf(b),
};

export type Condition = (row: AnyRow) => boolean;

/** Parses a clause, like `ovsdb_clause_from_json()`. @throws OvsdbError */
export function parseClause(table: NamedTable, json: Json, symbols: SymbolTable): Condition {
  const triple = parseTriple(table, json, 'condition');
  const { column, type, operator, argument } = triple;
  const ordering = lookUp(ORDERINGS, operator);
  if (ordering !== undefined) {
    if (!isNumeric(type) || type.max > 1) throw mismatch(triple, json);
    const limit = datumFromJson(type, argument, symbols);
    return (row) =>
      sizeOf(row[column]) > 0 &&
      sizeOf(limit) > 0 &&
      ordering(compareValues(type, row[column], limit));
  }
  const compare = lookUp(FUNCTIONS, operator);
  if (compare === undefined) {
    throw new OvsdbError('unknown function', `No function named ${operator}.`);
  }
  const isInclusion = operator === 'includes' || operator === 'excludes';
  const relaxed: ColumnType =
    isInclusion && !isScalar(type)
      ? { ...type, min: 0, max: operator === 'excludes' ? Number.POSITIVE_INFINITY : type.max }
      : type;
  const wanted = datumFromJson(relaxed, argument, symbols);
  return (row) => compare(type, row[column], wanted);
}
