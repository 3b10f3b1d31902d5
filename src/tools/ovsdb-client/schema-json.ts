/** Schemas as JSON (RFC 7047, section 3.2). */
import { compareAtoms } from '../../ovsdb/compare.js';
import { atomToJson } from '../../ovsdb/datum-json.js';
import type {
  BaseType,
  ColumnSchema,
  ColumnType,
  DatabaseSchema,
  TableSchema,
} from '../../ovsdb/types.js';
import type { Json } from '../program/json-text.js';

/** The names of the limits of a base type. */
const LIMITS = {
  integer: ['minInteger', 'maxInteger'],
  real: ['minReal', 'maxReal'],
  string: ['minLength', 'maxLength'],
  boolean: [],
  uuid: [],
} as const;

/** Formats like `ovsdb_base_type_to_json()`. */
function baseTypeJson({ type, enum: values, min, max, refTable, refType }: BaseType): Json {
  const [minName, maxName] = LIMITS[type];
  const constraints: Record<string, Json> = {
    ...(values === undefined ? {} : { enum: enumJson(type, values) }),
    ...(minName === undefined || min === undefined ? {} : { [minName]: min }),
    ...(maxName === undefined || max === undefined ? {} : { [maxName]: max }),
    ...(refTable === undefined ? {} : { refTable }),
    ...(refType === 'weak' ? { refType } : {}),
  };
  return Object.keys(constraints).length === 0 ? type : { type, ...constraints };
}

function enumJson(type: BaseType['type'], values: NonNullable<BaseType['enum']>): Json {
  const sorted = [...values].sort((a, b) => compareAtoms(type, a, b));
  const atoms = sorted.map((atom) => atomToJson(type, atom));
  const [only, ...others] = atoms;
  return only !== undefined && others.length === 0 ? only : ['set', atoms];
}

/** Formats like `ovsdb_type_to_json()`. */
export function typeJson({ key, value, min, max }: ColumnType): Json {
  const keyJson = baseTypeJson(key);
  if (value === undefined && min === 1 && max === 1 && typeof keyJson === 'string') return keyJson;
  return {
    key: keyJson,
    ...(value === undefined ? {} : { value: baseTypeJson(value) }),
    ...(min === 1 ? {} : { min }),
    ...(max === 1 ? {} : { max: Number.isFinite(max) ? max : 'unlimited' }),
  };
}

const columnJson = (column: ColumnSchema): Json => ({
  type: typeJson(column),
  ...(column.mutable ? {} : { mutable: false }),
  ...(column.ephemeral ? { ephemeral: true } : {}),
});

const mapValues = <T>(record: Readonly<Record<string, T>>, json: (value: T) => Json): Json =>
  Object.fromEntries(Object.entries(record).map(([name, value]) => [name, json(value)]));

const tableJson = ({ columns, isRoot, maxRows, indexes }: TableSchema): Json => ({
  columns: mapValues(columns, columnJson),
  ...(isRoot ? { isRoot } : {}),
  ...(Number.isFinite(maxRows) ? { maxRows } : {}),
  ...(indexes.length > 0 ? { indexes } : {}),
});

/** Checksums of the files that the reference's schemas are made from. */
const CHECKSUMS: Readonly<Record<string, string>> = {
  'Open_vSwitch 7.12.1': '2211824403 22535',
  'OVN_Northbound 2.0.0': '3515938918 4583',
  'OVN_Southbound 1.0.0': '1392129391 5060',
};

/** Formats like `ovsdb_schema_to_json()`. */
export function schemaJson({ name, version, tables }: DatabaseSchema): Json {
  const cksum = CHECKSUMS[`${name} ${version}`];
  const checksum: Record<string, Json> = cksum === undefined ? {} : { cksum };
  return { name, version, ...checksum, tables: mapValues(tables, tableJson) };
}
