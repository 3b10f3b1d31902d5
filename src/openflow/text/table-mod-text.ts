/** Requests to change what becomes of packets that no flow of a table matches. */

import { OpenFlowError } from '../model/errors.js';
import type { OpenFlowVersion } from '../model/protocols.js';
import { type Bridge, INTERNAL_TABLE, TABLE_MISSES, type TableMiss } from '../switch/bridge.js';
import { OpenFlowTextError, parseSmall } from '../values/scanning.js';

/** The number that stands for all tables. */
const ALL_TABLES = 255;

export interface TableMod {
  readonly table: number;
  readonly miss: TableMiss;
}

/** The versions that can say so, by what is to be changed. */
const SETTINGS: ReadonlyMap<string, readonly OpenFlowVersion[]> = new Map([
  ['controller', [11, 12]],
  ['continue', [11, 12]],
  ['drop', [11, 12]],
  ['evict', [14, 15]],
  ['noevict', [14, 15]],
]);

/**
 * Reads a request.
 *
 * @returns the request, and the versions that can carry it.
 * @throws OpenFlowTextError with the reference's message.
 */
export function parseTableMod(
  tableText: string,
  setting: string,
): { readonly mod: TableMod; readonly versions: readonly OpenFlowVersion[] } {
  const isAll = tableText.toLowerCase() === 'all';
  const table = isAll ? ALL_TABLES : parseSmall(tableText, 'table_id', 8);
  const versions = SETTINGS.get(setting);
  if (!versions) throw new OpenFlowTextError(`invalid table_mod setting ${setting}`);
  // Only versions that no switch here speaks can say what is evicted.
  const miss = TABLE_MISSES.find((known) => known === setting) ?? 'default';
  if (table === INTERNAL_TABLE && miss === 'continue') {
    throw new OpenFlowTextError("last table's flow miss handling can not be continue");
  }
  return { mod: { table, miss }, versions };
}

/**
 * Carries out a request that came in `version`.
 *
 * @throws OpenFlowError where the table is the switch's own.
 */
export function applyTableMod(
  bridge: Bridge,
  { table, miss }: TableMod,
  version: OpenFlowVersion,
): void {
  if (table === INTERNAL_TABLE) {
    // OpenFlow 1.1 has no number for the error.
    throw new OpenFlowError(version < 12 ? 'NXBRC_UNENCODABLE_ERROR' : 'OFPTMFC_EPERM');
  }
  const [first, last] = table === ALL_TABLES ? [0, INTERNAL_TABLE - 1] : [table, table];
  for (let number = first; number <= last; number++) bridge.setTableMiss(number, miss);
}

/** The text of a request, without the header of the message. */
export function formatTableMod({ table, miss }: TableMod): string {
  const which = table === ALL_TABLES ? 'table_id: ALL_TABLES' : `table_id=${table}`;
  return `${which}, flow_miss_config=${miss}`;
}
