/** The common form of clauses and mutations: a column, an operator and an argument. */
import { lookUp } from '../../../lib/dictionary.js';
import { describeType } from '../../../ovsdb/datum.js';
import { OvsdbError } from '../../../ovsdb/error.js';
import type { ColumnSchema, ColumnType, TableSchema } from '../../../ovsdb/types.js';
import { isArray, type Json, jsonText } from '../../program/json-text.js';
import { syntaxError } from './datum-from-json.js';

/** A table by name. */
export interface NamedTable {
  readonly name: string;
  readonly schema: TableSchema;
}

const UUID_COLUMN: ColumnSchema = {
  key: { type: 'uuid' },
  min: 1,
  max: 1,
  mutable: false,
  ephemeral: false,
};

/** Returns a column of a table, `_uuid` included. @throws OvsdbError that quotes `json` */
export function columnNamed({ name: table, schema }: NamedTable, name: string, json: Json) {
  const column = name === '_uuid' ? UUID_COLUMN : lookUp(schema.columns, name);
  if (column !== undefined) return column;
  const details = `No column ${name} in table ${table}.`;
  throw new OvsdbError('unknown column', details, jsonText(json));
}

/** A clause or a mutation: a column, an operator and an argument. */
export interface Triple {
  readonly column: string;
  readonly type: ColumnSchema;
  readonly operator: string;
  readonly argument: Json;
}

export function parseTriple(table: NamedTable, json: Json, what: string): Triple {
  const [column, operator, argument = null] = isArray(json) && json.length === 3 ? json : [];
  if (typeof column !== 'string' || typeof operator !== 'string') {
    throw syntaxError(json, `Parse error in ${what}.`);
  }
  return { column, type: columnNamed(table, column, json), operator, argument };
}

export const mismatch = ({ column, type, operator }: Triple, json: Json): OvsdbError =>
  syntaxError(
    json,
    `Type mismatch: "${operator}" operator may not be applied to column ${column} of type ${describeType(type)}.`,
  );

export const isNumeric = ({ key, value }: ColumnType) =>
  value === undefined && (key.type === 'integer' || key.type === 'real');

export const isScalar = ({ min, max }: ColumnType) => min === 1 && max === 1;
