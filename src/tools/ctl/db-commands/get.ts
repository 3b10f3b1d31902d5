/** The command `get`. */
import { formatAtom } from '../../../ovsdb/atom.js';
import { formatDatum } from '../../../ovsdb/datum.js';
import { parseAtom } from '../../../ovsdb/parse-atom.js';
import type { AnyRow } from '../../../ovsdb/types.js';
import { fatal } from '../../program/exit.js';
import { findTable } from '../abbreviated-names.js';
import type { Call, Command } from '../ctl-command.js';
import type { CtlTable } from '../ctl-table.js';
import { checkColumn, parseColumnKey } from './column-argument.js';
import { findRecord, needRecord } from './records.js';
import { newSymbol } from './row-names.js';

const isUuidColumn = (arg: string) => ['_uuid', '-uuid'].includes(arg.toLowerCase());

/** Returns the text of a `COLUMN[:KEY]` of a row. */
function columnText(call: Call<unknown>, table: CtlTable, row: AnyRow, arg: string): string {
  if (isUuidColumn(arg)) return row._uuid;
  const { column, key: keyText } = parseColumnKey(table, arg);
  const { name, schema } = column;
  if (keyText === undefined) return formatDatum(schema, row[name]);
  if (!schema.value) fatal(`cannot specify key to get for non-map column ${name}`);
  const map = row[name];
  const key = parseAtom(schema.key, keyText, call.run.symbols);
  const value = map instanceof Map ? map.get(key) : undefined;
  if (value !== undefined) return formatAtom(schema.value.type, value);
  if (call.has('--if-exists')) return '';
  return fatal(`no key "${keyText}" in ${table.name} record "${call.arg(1)}" column ${name}`);
}

function get(call: Call<unknown>, table: CtlTable): void {
  const id = call.options.get('--id');
  const mustExist = !call.has('--if-exists');
  if (id !== undefined && !mustExist) {
    fatal('--if-exists and --id may not be specified together');
  }
  const find = mustExist ? needRecord : findRecord;
  const row = find(call.session, table, call.arg(1));
  if (!row) return;
  if (id !== undefined) {
    const known = call.run.symbols.get(id) !== undefined;
    const symbol = newSymbol(call.run.symbols, id);
    if (known) {
      fatal(`row id "${id}" specified on "get" command was used before it was defined`);
    }
    symbol.uuid = row._uuid;
    // The row exists already, so it does not need a reference.
    symbol.strongRef = true;
  }
  for (const arg of call.args.slice(2)) call.writeLine(columnText(call, table, row, arg));
}

export const getCommand = (tables: readonly CtlTable[]): Command<unknown> => ({
  name: 'get',
  usage: 'TABLE RECORD [COLUMN[:KEY]]...',
  options: ['--if-exists', '--id='],
  writes: false,
  summary: 'print columns of a record, or name it for later commands',
  prepare: (call) => {
    const table = findTable(tables, call.arg(0));
    for (const arg of call.args.slice(2)) if (!isUuidColumn(arg)) checkColumn(table, arg);
  },
  run: (call) => get(call, findTable(tables, call.arg(0))),
});
