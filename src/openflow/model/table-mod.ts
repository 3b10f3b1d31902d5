/** Requests to change how a flow table works: the counterpart of `struct ofputil_table_mod`. */

/** The number of flow tables; the last one belongs to the switch itself. */
export const N_TABLES = 255;

/** The table that is hidden from controllers. */
export const INTERNAL_TABLE = 254;

/** The number for all tables (`OFPTT_ALL`). */
export const ALL_TABLES = 255;

/** The treatments of packets that match no flow of a table (`OFPUTIL_TABLE_MISS_*`). */
export const TABLE_MISSES = ['default', 'controller', 'continue', 'drop'] as const;
export type TableMiss = (typeof TABLE_MISSES)[number];

/** A request to change a table, or all of them. */
export interface TableMod {
  readonly table: number;
  /** Unchanged if missing; only OpenFlow 1.1 and 1.2 can change it. */
  readonly miss?: TableMiss;
  /** True to evict flows from a full table; only OpenFlow 1.4 and later can change it. */
  readonly evicts?: boolean;
}
