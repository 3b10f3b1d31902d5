/** Applies table mods to a bridge. Mirrors `handle_table_mod()`. */

import { OpenFlowError } from '../model/errors.js';
import { ALL_TABLES, INTERNAL_TABLE, type TableMod } from '../model/table-mod.js';
import type { Bridge } from './bridge.js';

/** @throws OpenFlowError for the table of the switch itself. */
export function applyTableMod(bridge: Bridge, mod: TableMod): void {
  if (mod.table === INTERNAL_TABLE) throw new OpenFlowError('OFPTMFC_EPERM');
  const [first, last] = mod.table === ALL_TABLES ? [0, INTERNAL_TABLE - 1] : [mod.table, mod.table];
  for (let number = first; number <= last; number++) {
    if (mod.miss !== undefined) bridge.setTableMiss(number, mod.miss);
    if (mod.evicts !== undefined) bridge.setEviction(number, mod.evicts);
  }
}
