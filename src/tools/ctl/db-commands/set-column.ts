/** Changes to single columns of rows. */
import type { Uuid } from '../../../lib/uuid.js';
import { parseDatum } from '../../../ovsdb/datum.js';
import { parseAtom } from '../../../ovsdb/parse-atom.js';
import type { Value } from '../../../ovsdb/types.js';
import { fatal } from '../../program/exit.js';
import type { Column } from '../abbreviated-names.js';
import type { Call } from '../ctl-command.js';
import type { CtlTable } from '../ctl-table.js';
import { parseColumnKeyValue } from './column-argument.js';

/** Checks that a column of a row may be changed. @throws ToolExit */
export function checkMutable<S>(
  { session }: Call<S>,
  table: CtlTable,
  uuid: Uuid,
  { name, schema }: Column,
): void {
  if (schema.mutable || session.isNew(uuid)) return;
  fatal(`cannot modify read-only column ${name} in table ${table.name}`);
}

/** Applies `COLUMN[:KEY]=VALUE` to a row. @throws ToolExit */
export function setColumn<S>(call: Call<S>, table: CtlTable, uuid: Uuid, arg: string): void {
  const { session } = call;
  const { symbols } = call.run;
  const { column, key: keyText, value: text } = parseColumnKeyValue(table, arg, ['=']);
  const { name, schema } = column;
  checkMutable(call, table, uuid, column);

  let value: Value;
  if (keyText === undefined) {
    value = parseDatum(schema, text, symbols);
  } else {
    if (!schema.value) fatal(`cannot specify key to set for non-map column ${name}`);
    const key = parseAtom(schema.key, keyText, symbols);
    const map = session.get(table.name, uuid)?.[name];
    value = new Map(map instanceof Map ? map : []).set(key, parseAtom(schema.value, text, symbols));
  }
  session.write(table.name, uuid, { [name]: value });
}
