/** The operations of a database transaction (RFC 7047, section 5.2). */
import { compareStrings, equalValues } from '../../../ovsdb/compare.js';
import type { Transaction } from '../../../ovsdb/database.js';
import { datumToJson } from '../../../ovsdb/datum-json.js';
import { OvsdbError } from '../../../ovsdb/error.js';
import type { SymbolTable } from '../../../ovsdb/symbol-table.js';
import type { AnyRow, DatabaseSchema, Value } from '../../../ovsdb/types.js';
import { isArray, type Json, jsonText } from '../../program/json-text.js';
import { parseClause } from './clauses.js';
import { columnNamed, type NamedTable } from './column-triple.js';
import { datumFromJson, syntaxError } from './datum-from-json.js';
import { parseMutation } from './mutations.js';

export type JsonObject = { readonly [name: string]: Json };

export const isObject = (json: Json): json is JsonObject =>
  typeof json === 'object' && json !== null && !isArray(json);

/** The transaction that operations work on. */
export interface Execution {
  readonly schema: DatabaseSchema;
  readonly transaction: Transaction;
  readonly symbols: SymbolTable;
}

/** The members of an operation; their types have been checked. */
interface Members {
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

type MemberType = keyof typeof MEMBER_TYPES | `${keyof typeof MEMBER_TYPES}?`;

interface Operation {
  /** Types of its members besides `op`, those with `?` optional. */
  readonly members: Readonly<Record<string, MemberType>>;
  /** Returns its result. @throws OvsdbError */
  run(members: Members, execution: Execution): Json;
}

const TABLE = { table: 'string' } as const;
const WHERE = { ...TABLE, where: 'array' } as const;

function matchingRows(members: Members, { transaction, symbols }: Execution): AnyRow[] {
  const { table } = members;
  const clauses = members.array('where').map((json) => parseClause(table, json, symbols));
  return [...transaction.rows(table.name)].filter((row) => clauses.every((holds) => holds(row)));
}

function parseRow(table: NamedTable, json: JsonObject, symbols: SymbolTable) {
  const columns: Record<string, Value> = {};
  for (const [name, value] of Object.entries(json)) {
    columns[name] = datumFromJson(columnNamed(table, name, json), value, symbols);
  }
  return columns;
}

function rowJson(table: NamedTable, row: AnyRow, columns: readonly string[] | undefined): Json {
  const names = columns ?? ['_uuid', ...Object.keys(table.schema.columns)];
  return Object.fromEntries(
    names.map((name) => [name, datumToJson(columnNamed(table, name, name), row[name])]),
  );
}

function waitUntil(members: Members, execution: Execution): Json {
  const { table } = members;
  const until = members.string('until');
  if (until !== '==' && until !== '!=') {
    throw syntaxError(until, '"until" must be "==" or "!="');
  }
  const columns = members.columns('columns') ?? Object.keys(table.schema.columns);
  const wanted = members.array('rows').map((json) => {
    if (!isObject(json)) throw syntaxError(json, 'object expected');
    return parseRow(table, json, execution.symbols);
  });
  const found = matchingRows(members, execution);
  const key = (row: Readonly<Record<string, Value>>, other: Readonly<Record<string, Value>>) =>
    columns.every((name) => equalValues(row[name], other[name]));
  const isEqual =
    found.every((row) => wanted.some((other) => key(row, other))) &&
    wanted.every((row) => found.some((other) => key(row, other)));
  if (isEqual !== (until === '==')) throw new OvsdbError('timed out', '"wait" timed out');
  return {};
}

const OPERATIONS: Readonly<Record<string, Operation>> = {
  insert: {
    members: { ...TABLE, row: 'object', 'uuid-name': 'string?' },
    run(members, { transaction, symbols }) {
      const name = members.optionalString('uuid-name');
      const symbol = name === undefined ? undefined : symbols.insert(name);
      if (symbol?.created) {
        const details = 'This "uuid-name" appeared on an earlier "insert" operation.';
        throw new OvsdbError('duplicate uuid-name', details, jsonText(name ?? null));
      }
      if (symbol) symbol.created = true;
      const columns = parseRow(members.table, members.object('row'), symbols);
      return { uuid: ['uuid', transaction.insert(members.table.name, columns, symbol?.uuid)] };
    },
  },
  select: {
    members: { ...WHERE, columns: 'array?', sort: 'array?' },
    run(members, execution) {
      const rows = matchingRows(members, execution);
      const columns = members.columns('columns');
      return { rows: rows.map((row) => rowJson(members.table, row, columns)) };
    },
  },
  update: {
    members: { ...WHERE, row: 'object' },
    run(members, execution) {
      const { table } = members;
      const json = members.object('row');
      for (const name of Object.keys(json)) {
        if (columnNamed(table, name, json).mutable) continue;
        const details = `Cannot update immutable column ${name} in table ${table.name}.`;
        throw new OvsdbError('constraint violation', details, jsonText(members.json));
      }
      const columns = parseRow(table, json, execution.symbols);
      const rows = matchingRows(members, execution);
      for (const { _uuid } of rows) execution.transaction.update(table.name, _uuid, columns);
      return { count: rows.length };
    },
  },
  mutate: {
    members: { ...WHERE, mutations: 'array' },
    run(members, execution) {
      const { table } = members;
      const { transaction, symbols } = execution;
      const mutations = members
        .array('mutations')
        .map((json) => parseMutation(table, json, symbols));
      const rows = matchingRows(members, execution);
      for (const { _uuid } of rows) {
        for (const mutate of mutations) {
          const row = transaction.get(table.name, _uuid);
          if (row) transaction.update(table.name, _uuid, mutate(row));
        }
      }
      return { count: rows.length };
    },
  },
  delete: {
    members: WHERE,
    run(members, execution) {
      const rows = matchingRows(members, execution);
      for (const { _uuid } of rows) execution.transaction.delete(members.table.name, _uuid);
      return { count: rows.length };
    },
  },
  wait: {
    members: { ...WHERE, timeout: 'number?', columns: 'array?', until: 'string', rows: 'array' },
    run: waitUntil,
  },
  commit: { members: { durable: 'boolean' }, run: () => ({}) },
  abort: {
    members: {},
    run() {
      throw new OvsdbError('aborted', 'aborted by request');
    },
  },
  comment: {
    members: { comment: 'string' },
    run(members, { transaction }) {
      transaction.setComment(members.string('comment'));
      return {};
    },
  },
  assert: {
    members: { lock: 'string' },
    run(members) {
      throw new OvsdbError('not owner', `Asserted lock ${members.string('lock')} not held.`);
    },
  },
};

/** Runs one operation and returns its result. `place` is its number and the number of all. */
export function runOperation(
  json: Json,
  execution: Execution,
  place: readonly [number: number, of: number],
): Json {
  const fail = (details: string): never => {
    const message = `Parsing ovsdb operation ${place.join(' of ')} failed: ${details}`;
    throw syntaxError(isObject(json) ? json : undefined, message);
  };
  if (!isObject(json)) return fail('Object expected.');
  const name = json['op'];
  if (name === undefined) return fail("Required 'op' member is missing.");
  if (typeof name !== 'string') return fail("Type mismatch for member 'op'.");
  const operation = OPERATIONS[name] ?? fail(`No operation "${name}"`);
  checkMembers(json, operation, fail);
  return operation.run(membersOf(json, execution.schema, fail), execution);
}

function checkMembers(json: JsonObject, { members }: Operation, fail: (details: string) => never) {
  for (const [name, type] of Object.entries(members)) {
    const value = json[name];
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

function membersOf(
  json: JsonObject,
  { tables }: DatabaseSchema,
  fail: (details: string) => never,
): Members {
  const array = (name: string): readonly Json[] => {
    const value = json[name] ?? [];
    return isArray(value) ? value : [];
  };
  const optionalString = (name: string) => {
    const value = json[name];
    return typeof value === 'string' ? value : undefined;
  };
  const string = (name: string) => optionalString(name) ?? '';
  const name = string('table');
  const schema = tables[name];
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
  column === '_uuid' || schema.columns[column] !== undefined;

/** The table of operations that name none. */
const NO_TABLE = { columns: {}, isRoot: false, indexes: [], maxRows: 0 };
