/** The mutations of database operations (RFC 7047, section 5.1). */
import { lookUp } from '../../../lib/dictionary.js';
import { checkAtom } from '../../../ovsdb/constraints.js';
import { describeType } from '../../../ovsdb/datum.js';
import { OvsdbError } from '../../../ovsdb/error.js';
import { narrow, subtract, union } from '../../../ovsdb/sets.js';
import { keysOf, sizeOf } from '../../../ovsdb/shape.js';
import type { SymbolTable } from '../../../ovsdb/symbol-table.js';
import type { AnyRow, ColumnType, Value } from '../../../ovsdb/types.js';
import { type Json, jsonText } from '../../program/json-text.js';
import { isNumeric, isScalar, mismatch, type NamedTable, parseTriple } from './column-triple.js';
import { datumFromJson } from './datum-from-json.js';

/** The columns that a mutation writes to a row. */
export type Mutation = (row: AnyRow) => Readonly<Record<string, Value>>;

const ARITHMETIC: Readonly<Record<string, (x: number, y: number) => number>> = {
  '+=': (x, y) => x + y,
  '-=': (x, y) => x - y,
  '*=': (x, y) => x * y,
  '/=': (x, y) => x / y,
  '%=': (x, y) => x % y,
};

/** Parses a mutation, like `ovsdb_mutation_from_json()`. @throws OvsdbError */
export function parseMutation(table: NamedTable, json: Json, symbols: SymbolTable): Mutation {
  const triple = parseTriple(table, json, 'mutation');
  const { column, type, operator, argument } = triple;
  if (!type.mutable) {
    throw new OvsdbError(
      'constraint violation',
      `Cannot mutate immutable column ${column} in table ${table.name}.`,
      jsonText(json),
    );
  }
  const arithmetic = lookUp(ARITHMETIC, operator);
  if (arithmetic !== undefined) {
    if (!isNumeric(type) || (operator === '%=' && type.key.type === 'real')) {
      throw mismatch(triple, json);
    }
    const [operand] = keysOf(
      datumFromJson({ key: { type: type.key.type }, min: 1, max: 1 }, argument, symbols),
    );
    return (row) => ({ [column]: calculate(type, row[column], operator, Number(operand)) });
  }
  if (operator !== 'insert' && operator !== 'delete') {
    throw new OvsdbError('unknown mutator', `No mutator named ${operator}.`);
  }
  if (isScalar(type)) throw mismatch(triple, json);
  if (operator === 'insert') {
    const added = datumFromJson({ ...type, min: 0 }, argument, symbols);
    return (row) => ({ [column]: narrowed(type, union(type, row[column], added)) });
  }
  const removed = parseRemoved(type, argument, symbols);
  return (row) => ({ [column]: narrowed(type, subtract(type, row[column], removed)) });
}

/** Reads elements to delete, which for a map may be keys alone. */
function parseRemoved(type: ColumnType, json: Json, symbols: SymbolTable): Value {
  const any = { ...type, min: 0, max: Number.POSITIVE_INFINITY } as const;
  try {
    return datumFromJson(any, json, symbols);
  } catch (error) {
    if (!(error instanceof OvsdbError) || any.value === undefined) throw error;
    const { value: _, ...keys } = any;
    return datumFromJson(keys, json, symbols);
  }
}

function calculate(type: ColumnType, value: Value, operator: string, operand: number): Value {
  if (operand === 0 && (operator === '/=' || operator === '%=')) {
    throw new OvsdbError('domain error', 'Division by zero.');
  }
  const results = keysOf(value).map((atom) => {
    const exact = ARITHMETIC[operator]?.(Number(atom), operand) ?? 0;
    const result = type.key.type === 'integer' ? Math.trunc(exact) : exact;
    if (!(type.key.type === 'integer' ? Number.isSafeInteger(result) : Number.isFinite(result))) {
      throw new OvsdbError('range error', `Result of "${operator}" operation is out of range.`);
    }
    checkAtom(type.key, result);
    return result;
  });
  if (new Set(results).size < results.length) {
    throw new OvsdbError(
      'constraint violation',
      `Result of "${operator}" operation contains duplicates.`,
    );
  }
  return narrow(
    type,
    [...results].sort((a, b) => a - b),
  );
}

function narrowed(type: ColumnType, wide: Value): Value {
  const size = sizeOf(wide);
  if (size < type.min || size > type.max) {
    const details = `Attempted to store ${size} elements in ${describeType(type)}.`;
    throw new OvsdbError('constraint violation', details);
  }
  return narrow(type, wide);
}
