/** Configures the flow tables of a bridge from table Flow_Table. Mirrors `bridge_configure_tables()`. */

import type { Subfield } from '../openflow/model/actions.js';
import { DEFAULT_TABLE_SETTINGS, type TableSettings } from '../openflow/model/table-settings.js';
import type { Bridge } from '../openflow/switch/bridge.js';
import { OpenFlowTextError } from '../openflow/values/scanning.js';
import { parseSubfieldAtStart } from '../openflow/values/subfields.js';
import type { OvsDatabase, OvsRow } from './configuration.js';

/** The highest limit; a higher one means no limit (`UINT_MAX`). */
const MAX_FLOW_LIMIT = 0xffffffff;

/** The number of tables that the database can configure. */
const N_CONFIGURABLE = 255;

/** Gives each table of a bridge the settings of its row, or the default settings. */
export function configureTables(ovs: OvsDatabase, bridge: Bridge, row: OvsRow<'Bridge'>): void {
  for (let table = 0; table < N_CONFIGURABLE; table++) {
    const uuid = row.flow_tables.get(table);
    const flowTable = uuid === undefined ? undefined : ovs.get('Flow_Table', uuid);
    const settings = flowTable === undefined ? DEFAULT_TABLE_SETTINGS : settingsOf(flowTable);
    if (settings !== bridge.tableSettings(table)) bridge.configureTable(table, settings);
  }
}

function settingsOf(row: OvsRow<'Flow_Table'>): TableSettings {
  const limit = row.flow_limit;
  return {
    name: row.name ?? '',
    maxFlows: limit === undefined || limit >= MAX_FLOW_LIMIT ? Number.POSITIVE_INFINITY : limit,
    evicts: row.overflow_policy === 'evict',
    groups: row.groups.flatMap(parseGroup),
  };
}

/**
 * Parses an element of `groups`. The switch only logs a warning about one that is not a subfield.
 */
function parseGroup(text: string): Subfield[] {
  try {
    const { subfield, rest } = parseSubfieldAtStart(text);
    return rest === '' ? [subfield] : [];
  } catch (error) {
    if (error instanceof OpenFlowTextError) return [];
    throw error;
  }
}
