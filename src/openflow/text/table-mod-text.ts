/** Formats and parses requests to change flow tables. */

import type { OpenFlowVersion } from '../model/protocols.js';
import { ALL_TABLES, INTERNAL_TABLE, TABLE_MISSES, type TableMod } from '../model/table-mod.js';
import { OpenFlowTextError, parseSmall } from '../values/scanning.js';

const MISS_VERSIONS: readonly OpenFlowVersion[] = [11, 12];
const EVICTION_VERSIONS: readonly OpenFlowVersion[] = [14, 15];

/**
 * Parses a request; mirrors `parse_ofp_table_mod()`.
 *
 * @returns the request, and the versions that can carry it.
 * @throws OpenFlowTextError with the message of the reference.
 */
export function parseTableMod(
  tableText: string,
  setting: string,
): { readonly mod: TableMod; readonly versions: readonly OpenFlowVersion[] } {
  const isAll = tableText.toLowerCase() === 'all';
  const table = isAll ? ALL_TABLES : parseSmall(tableText, 'table_id', 8);
  if (setting === 'evict' || setting === 'noevict') {
    return { mod: { table, evicts: setting === 'evict' }, versions: EVICTION_VERSIONS };
  }
  const miss = TABLE_MISSES.find((known) => known === setting);
  if (miss === undefined || miss === 'default') {
    throw new OpenFlowTextError(`invalid table_mod setting ${setting}`);
  }
  if (table === INTERNAL_TABLE && miss === 'continue') {
    throw new OpenFlowTextError("last table's flow miss handling can not be continue");
  }
  return { mod: { table, miss }, versions: MISS_VERSIONS };
}

/** Returns the text of a request, without the header of the message. */
export function formatTableMod({ table, miss, evicts }: TableMod): string {
  const which = table === ALL_TABLES ? 'table_id: ALL_TABLES' : `table_id=${table}`;
  const config = miss === undefined ? '' : `, flow_miss_config=${miss}`;
  return `${which}${config}${evicts === undefined ? '' : `, eviction=${evicts ? 'on' : 'off'}`}`;
}
