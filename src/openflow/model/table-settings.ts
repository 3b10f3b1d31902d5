/** Settings of flow tables from the database: the counterpart of `struct ofproto_table_settings`. */

import type { Subfield } from './actions.js';

export interface TableSettings {
  /** The name that listings show; empty for the default name. */
  readonly name: string;
  readonly maxFlows: number;
  /** True to evict a flow from a full table instead of refusing a new one. */
  readonly evicts: boolean;
  /** The fields whose values divide the flows into groups for a fair eviction. */
  readonly groups: readonly Subfield[];
}

export const DEFAULT_TABLE_SETTINGS: TableSettings = {
  name: '',
  maxFlows: Number.POSITIVE_INFINITY,
  evicts: false,
  groups: [],
};
