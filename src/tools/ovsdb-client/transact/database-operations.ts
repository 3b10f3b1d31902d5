/** The operations of a database transaction (RFC 7047, section 5.2). */
import { lookUp } from '../../../lib/dictionary.js';
import { equalValues } from '../../../ovsdb/compare.js';
import type { Transaction } from '../../../ovsdb/database.js';
import { datumToJson } from '../../../ovsdb/datum-json.js';
import { OvsdbError } from '../../../ovsdb/error.js';
import type { SymbolTable } from '../../../ovsdb/symbol-table.js';
import type { AnyRow, DatabaseSchema, Value } from '../../../ovsdb/types.js';
import { type Json, jsonText } from '../../program/json-text.js';
import { parseClause } from './clauses.js';
import { columnNamed, type NamedTable } from './column-triple.js';
import { datumFromJson, syntaxError } from './datum-from-json.js';
import { parseMutation } from './mutations.js';
import {
  checkMembers,
  isObject,
  type JsonObject,
  type Members,
  type MemberTypes,
  membersOf,
} from './operation-members.js';

/** The transaction that operations work on. */
export interface Execution {
  readonly schema: DatabaseSchema;
  readonly transaction: Transaction;
  readonly symbols: SymbolTable;
}

interface Operation {
  /** Types of its members besides `op`, those with `?` optional. */
  readonly members: MemberTypes;
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
  const operation = lookUp(OPERATIONS, name) ?? fail(`No operation "${name}"`);
  checkMembers(json, operation.members, fail);
  return operation.run(membersOf(json, execution.schema, fail), execution);
}
