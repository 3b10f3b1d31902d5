/** The commands of `ovsdb-client`. */
import { compareValues } from '../../ovsdb/compare.js';
import type { Database } from '../../ovsdb/database.js';
import type { AnyRow, ColumnType, TableSchema } from '../../ovsdb/types.js';
import { fatal } from '../program/exit.js';
import { isArray, type Json, jsonText } from '../program/json-text.js';
import { jsonCell, textCell, valueCell } from '../program/output-table.js';
import type { ClientCall, ClientCommand } from './client-command.js';
import { monitorTables } from './monitor.js';
import { schemaJson, typeJson } from './schema-json.js';
import { byName, type Named, schemaOrder } from './schema-order.js';
import { transact } from './transact/run-transaction.js';

const UUID: ColumnType = { key: { type: 'uuid' }, min: 1, max: 1 };

/** Returns a table's columns, including those that every table has. */
const columnsOf = ({ columns }: TableSchema) =>
  schemaOrder<ColumnType>(Object.entries(columns), [
    ['_uuid', UUID],
    ['_version', UUID],
  ]);

const tablesOf = ({ schema }: Database) => schemaOrder(Object.entries(schema.tables));

function listTables({ database, printTable }: ClientCall): void {
  const rows = tablesOf(database).map(([name]) => [textCell(name)]);
  printTable({ headings: ['Table'], rows });
}

function listColumns({ database, args: [only], printTable }: ClientCall): void {
  const rows = tablesOf(database)
    .filter(([name]) => only === undefined || name === only)
    .flatMap(([table, schema]) =>
      columnsOf(schema).map(([column, type]) => [
        ...(only === undefined ? [textCell(table)] : []),
        textCell(column),
        jsonCell(typeJson(type)),
      ]),
    );
  printTable({ headings: [...(only === undefined ? ['Table'] : []), 'Column', 'Type'], rows });
}

/** Prints all tables, the rows in the order of their values, those of references last. */
function dump({ database, printTable }: ClientCall): void {
  for (const [name, schema] of tablesOf(database).sort(byName)) {
    const columns = columnsOf(schema)
      .filter(([column]) => column !== '_version')
      .sort(byName);
    const isUuid = ([, { key }]: Named<ColumnType>) => key.type === 'uuid';
    const keys = [...columns.filter((column) => !isUuid(column)), ...columns.filter(isUuid)];
    const compare = (a: AnyRow, b: AnyRow): number =>
      keys.reduce((order, [key, type]) => order || compareValues(type, a[key], b[key]), 0);
    printTable({
      caption: `${name} table`,
      headings: columns.map(([column]) => column),
      rows: [...database.rows(name)]
        .sort(compare)
        .map((row) => columns.map(([column, type]) => valueCell(type, row[column]))),
    });
  }
}

/** The greatest depth of arrays and objects (`JSON_MAX_HEIGHT`). */
const MAX_DEPTH = 1000;

function parseJson(text: string): Json {
  let depth = 0;
  for (const [token] of text.matchAll(/"(?:[^"\\]|\\.)*"|[[{\]}]/gs)) {
    if (token === '[' || token === '{') depth++;
    else if (token === ']' || token === '}') depth--;
    if (depth > MAX_DEPTH) fatal(`input exceeds maximum nesting depth ${MAX_DEPTH}`);
  }
  try {
    return JSON.parse(text);
  } catch (error) {
    return fatal(`"${text}": ${error instanceof Error ? error.message : 'not JSON'}`);
  }
}

function runTransaction({ args: [text = ''], databases, context, style, print }: ClientCall): void {
  const json = parseJson(text);
  const refuse = (error: string, details: string): never =>
    fatal(`transaction returned error: ${jsonText({ error, details, syntax: jsonText(json) })}`);
  if (!isArray(json)) fatal('transaction failed (End of file)');
  const [name, ...operations] = json;
  if (typeof name !== 'string') {
    refuse('syntax error', 'transact request params must begin with <db-name>');
  }
  const database =
    databases.find(({ schema }) => schema.name === name) ??
    refuse('unknown database', `transact request specifies unknown database ${name}`);
  const results = transact(database, operations, context.random);
  context.settle();
  print(`${jsonText(results, { pretty: style.pretty })}\n`);
}

const DATABASE = '[SERVER] [DATABASE]';

/** All commands except `help`, in the order in which help lists them. */
export const CLIENT_COMMANDS: readonly ClientCommand[] = [
  {
    name: 'list-dbs',
    usage: '[SERVER]',
    needs: 'server',
    operands: [0, 0],
    summary: 'list the databases',
    run: ({ databases, print }) =>
      print(databases.map(({ schema }) => `${schema.name}\n`).join('')),
  },
  {
    name: 'get-schema',
    usage: DATABASE,
    needs: 'database',
    operands: [0, 0],
    summary: 'print the schema of a database as JSON',
    run: ({ database, style, print }) =>
      print(jsonText(schemaJson(database.schema), { pretty: style.pretty })),
  },
  {
    name: 'get-schema-version',
    usage: DATABASE,
    needs: 'database',
    operands: [0, 0],
    summary: 'print the version of the schema of a database',
    run: ({ database, print }) => print(`${database.schema.version}\n`),
  },
  {
    name: 'list-tables',
    usage: DATABASE,
    needs: 'database',
    operands: [0, 0],
    summary: 'list the tables of a database',
    run: listTables,
  },
  {
    name: 'list-columns',
    usage: `${DATABASE} [TABLE]`,
    needs: 'database',
    operands: [0, 1],
    summary: 'list the columns of a table, or of all tables, with their types',
    run: listColumns,
  },
  {
    name: 'transact',
    usage: '[SERVER] TRANSACTION',
    needs: 'server',
    operands: [1, 1],
    summary: 'run a transaction, a JSON array of a database and operations, and print its results',
    run: runTransaction,
  },
  {
    name: 'monitor',
    usage: `${DATABASE} TABLE [COLUMN,...]...`,
    arity: [1, Number.POSITIVE_INFINITY],
    needs: 'database',
    operands: [1, Number.POSITIVE_INFINITY],
    summary: 'show the contents of a table, or of all tables for ALL, and end',
    run: (call) => monitorTables(call),
  },
  {
    name: 'dump',
    usage: DATABASE,
    needs: 'database',
    operands: [0, 0],
    summary: 'show the contents of a database',
    run: dump,
  },
];
