/** Finds records by their UUIDs or by the ids that a program defines. */
import { isUuid } from '../../../lib/uuid.js';
import type { AnyRow, Value } from '../../../ovsdb/types.js';
import { fatal } from '../../program/exit.js';
import type { Session } from '../ctl-session.js';
import type { CtlTable, RecordId } from '../ctl-table.js';

/** Finds a record by UUID or by one of its table's other ids. */
export function findRecord(session: Session, table: CtlTable, id: string): AnyRow | undefined {
  const byUuid = isUuid(id) ? session.get(table.name, id.toLowerCase()) : undefined;
  if (byUuid) return byUuid;
  for (const recordId of table.ids) {
    const row = findById(session, table, recordId, id);
    if (row) return row;
  }
  return undefined;
}

/** Finds a record like {@link findRecord}. @throws ToolExit if there is none */
export function needRecord(session: Session, table: CtlTable, id: string): AnyRow {
  return findRecord(session, table, id) ?? fatal(`no row "${id}" in table ${table.name}`);
}

function findById(
  session: Session,
  table: CtlTable,
  { table: through, name, reference }: RecordId,
  id: string,
): AnyRow | undefined {
  const row =
    name === undefined
      ? onlyRow(session, through, id)
      : namedRow(session, table, through, name, id);
  if (!row || reference === undefined) return row;
  const target = onlyElement(row[reference]);
  return typeof target === 'string' ? session.get(table.name, target) : undefined;
}

function onlyRow(session: Session, through: string, id: string): AnyRow | undefined {
  if (id !== '.') return undefined;
  const [first, second] = session.rows(through);
  return second ? undefined : first;
}

function namedRow(
  session: Session,
  table: CtlTable,
  through: string,
  name: string,
  id: string,
): AnyRow | undefined {
  const indexes = session.schema.tables[through]?.indexes ?? [];
  const isIndexed = indexes.some((columns) => columns.length === 1 && columns[0] === name);
  const [found, other] = isIndexed
    ? session.findAllByIndex(through, { [name]: id })
    : [...session.rows(through)].filter((row) => row[name] === id);
  if (other) fatal(`multiple rows in ${table.name} match "${id}"`);
  return found;
}

/** Returns the element of a value that has exactly one. */
function onlyElement(value: Value): Value {
  if (!Array.isArray(value)) return value;
  return value.length === 1 ? value[0] : undefined;
}
