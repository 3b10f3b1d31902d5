import type { Uuid } from '../lib/uuid.js';
import type { Database } from '../ovsdb/database.js';
import type { OVN_SOUTHBOUND } from '../ovsdb/schemas/ovn-southbound.js';
import type { Transaction } from '../ovsdb/transaction.js';
import { desiredKey, flowKey, type LogicalFlow } from './logical-flow.js';
import { STAGES, type StageName } from './stages.js';

type Southbound = Database<typeof OVN_SOUTHBOUND>;
export type SouthboundTransaction = Transaction<typeof OVN_SOUTHBOUND>;

/** A logical flow that should be there, and the Datapath_Binding it belongs to. */
export interface PlacedFlow {
  readonly datapath: Uuid;
  readonly flow: LogicalFlow;
}

const STAGE_NAMES = new Map(
  Object.entries(STAGES).map(([name, stage]) => [name, new Map([['stage-name', stage.name]])]),
);

const stageNameColumn = (stage: StageName): ReadonlyMap<string, string> =>
  STAGE_NAMES.get(stage) ?? new Map();

/**
 * Which Logical_Flow rows belong to which owner. Two owners that want the same flow
 * have a row each.
 */
export class FlowBook {
  readonly #owned = new Map<string, Map<Uuid, string>>();
  /** Rows found in the database that no owner has claimed yet, by their keys. */
  #unclaimed = new Map<string, Uuid[]>();

  /** Forgets all owners; every row that is there waits for an owner that wants it. */
  adopt(sb: Southbound): void {
    this.#owned.clear();
    this.#unclaimed = new Map();
    for (const row of sb.rows('Logical_Flow')) {
      const { logical_datapath, pipeline, table_id, priority, match, actions } = row;
      const key = flowKey(logical_datapath, pipeline, table_id, priority, match, actions);
      const rows = this.#unclaimed.get(key);
      if (rows) rows.push(row._uuid);
      else this.#unclaimed.set(key, [row._uuid]);
    }
  }

  /** Deletes the rows that no owner wanted since {@link adopt}. */
  dropUnclaimed(transaction: SouthboundTransaction): void {
    for (const rows of this.#unclaimed.values()) {
      for (const uuid of rows) transaction.delete('Logical_Flow', uuid);
    }
    this.#unclaimed.clear();
  }

  /** Makes the rows of `owner` be `desired`; those that stay keep their UUIDs. */
  put(transaction: SouthboundTransaction, owner: string, desired: readonly PlacedFlow[]): void {
    const before = this.#owned.get(owner);
    if (!before && desired.length === 0) return;
    const free = new Map<string, Uuid[]>();
    for (const [uuid, key] of before ?? []) {
      const rows = free.get(key);
      if (rows) rows.push(uuid);
      else free.set(key, [uuid]);
    }
    const after = new Map<Uuid, string>();
    for (const { datapath, flow } of desired) {
      const key = desiredKey(datapath, flow);
      const uuid =
        free.get(key)?.shift() ??
        this.#unclaimed.get(key)?.shift() ??
        insertFlow(transaction, datapath, flow);
      after.set(uuid, key);
    }
    for (const rows of free.values()) {
      for (const uuid of rows) transaction.delete('Logical_Flow', uuid);
    }
    if (after.size > 0) this.#owned.set(owner, after);
    else this.#owned.delete(owner);
  }
}

function insertFlow(transaction: SouthboundTransaction, datapath: Uuid, wanted: LogicalFlow): Uuid {
  const { pipeline, table } = STAGES[wanted.stage];
  return transaction.insert('Logical_Flow', {
    logical_datapath: datapath,
    pipeline,
    table_id: table,
    priority: wanted.priority,
    match: wanted.match,
    actions: wanted.actions,
    external_ids: stageNameColumn(wanted.stage),
  });
}
