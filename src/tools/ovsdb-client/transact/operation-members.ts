/** The members of database operations, with the checks of `lib/ovsdb-parser.c`. */
import { lookUp } from '../../../lib/dictionary.js';
import { compareStrings } from '../../../ovsdb/compare.js';
import type { DatabaseSchema } from '../../../ovsdb/types.js';
import { isArray, type Json } from '../../program/json-text.js';
import type { NamedTable } from './column-triple.js';
import { syntaxError } from './datum-from-json.js';

export type JsonObject = { readonly [name: string]: Json };

export const isObject = (json: Json): json is JsonObject =>
  typeof json === 'object' && json !== null && !isArray(json);

/** The members of an operation; their types have been checked. */
export interface Members {
  /** The whole operation. */
  readonly json: JsonObject;
  readonly table: NamedTable;
  array(name: string): readonly Json[];
  object(name: string): JsonObject;
  string(name: string): string;
  optionalString(name: string): string | undefined;
  columns(name: string): readonly string[] | undefined;
}

const MEMBER_TYPES = {
  array: isArray,
  object: isObject,
  string: (json: Json) => typeof json === 'string',
  number: (json: Json) => typeof json === 'number',
  boolean: (json: Json) => typeof json === 'boolean',
};

export type MemberType = keyof typeof MEMBER_TYPES | `${keyof typeof MEMBER_TYPES}?`;

/** Types of members by name. */
export type MemberTypes = Readonly<Record<string, MemberType>>;

/** Checks the types of an operation's members. `fail` reports a problem. */
export function checkMembers(
  json: JsonObject,
  members: MemberTypes,
  fail: (details: string) => never,
): void {
  for (const [name, type] of Object.entries(members)) {
    const value = lookUp(json, name);
    const isOptional = type.endsWith('?');
    if (value === undefined) {
      if (!isOptional) fail(`Required '${name}' member is missing.`);
      continue;
    }
    const bare = type.replace('?', '') as keyof typeof MEMBER_TYPES;
    if (!MEMBER_TYPES[bare](value)) fail(`Type mismatch for member '${name}'.`);
  }
  const [first, ...others] = Object.keys(json).filter(
    (name) => name !== 'op' && !(name in members),
  );
  if (first === undefined) return;
  const rest = `and ${others.length} other member${others.length > 1 ? 's' : ''} are`;
  fail(`Member '${first}' ${others.length > 0 ? rest : 'is'} present but not allowed here.`);
}

/** Returns access to the members of an operation that has been checked. */
export function membersOf(
  json: JsonObject,
  { tables }: DatabaseSchema,
  fail: (details: string) => never,
): Members {
  const array = (name: string): readonly Json[] => {
    const value = lookUp(json, name) ?? [];
    return isArray(value) ? value : [];
  };
  const optionalString = (name: string) => {
    const value = lookUp(json, name);
    return typeof value === 'string' ? value : undefined;
  };
  const string = (name: string) => optionalString(name) ?? '';
  const name = string('table');
  const schema = lookUp(tables, name);
  if (json['table'] !== undefined && schema === undefined) fail(`No table named ${name}.`);
  const table: NamedTable = { name, schema: schema ?? NO_TABLE };
  return {
    json,
    table,
    array,
    string,
    optionalString,
    object: (member) => {
      const value = json[member] ?? {};
      return isObject(value) ? value : {};
    },
    columns: (member) => {
      if (json[member] === undefined) return undefined;
      const columns = array(member).map(String);
      const unknown = columns.find((column) => !hasColumn(table, column));
      if (unknown !== undefined) {
        throw syntaxError(json[member], `${unknown} is not a valid column name`);
      }
      return columns.sort(compareStrings);
    },
  };
}

const hasColumn = ({ schema }: NamedTable, column: string) =>
  column === '_uuid' || lookUp(schema.columns, column) !== undefined;

/** An empty table, for operations that do not name one. */
const NO_TABLE = { columns: {}, isRoot: false, indexes: [], maxRows: 0 };
