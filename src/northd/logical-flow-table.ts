/**
 * Keeps the Logical_Flow table equal to the flows that its owners want. Mirrors the end of
 * `build_lflows()`.
 */
import type { Uuid } from '../lib/uuid.js';
import type { Southbound, SouthboundTransaction } from '../logical/databases.js';
import type {
  DatapathFlow,
  LogicalFlow,
  LogicalFlowOrigin,
  NorthboundRow,
  Stage,
  Stages,
} from './logical-flow.js';

/** A flow together with its Logical_Flow row. */
interface PlacedFlow extends DatapathFlow {
  readonly row: Uuid;
}

/** A northbound row that owns flows in the Logical_Flow table. */
export class FlowOwner {
  placed: readonly PlacedFlow[] = [];

  constructor(readonly northbound: NorthboundRow) {}
}

/**
 * The Logical_Flow table. Rows are matched to flows by content, and a row serves only one flow: two
 * owners that want the same flow have a row each, as in the reference.
 */
export class LogicalFlowTable {
  /** Rows without an owner, by content. {@link flush} deletes those that remain. */
  readonly #strays = new Map<string, Uuid[]>();
  readonly #wanted = new Map<FlowOwner, readonly DatapathFlow[]>();
  /** The owner of each row. There are far fewer owners than rows. */
  readonly #owners = new Set<FlowOwner>();

  /** Adopts the rows of the table, none of which has an owner yet. */
  constructor(
    sb: Southbound,
    private readonly stages: Stages,
  ) {
    for (const row of sb.rows('Logical_Flow')) {
      const { logical_datapath, pipeline, table_id, priority, match, actions } = row;
      this.#addStray(
        contentKey(logical_datapath, pipeline, table_id, priority, match, actions),
        row._uuid,
      );
    }
  }

  /** Sets all flows of `owner`; the next {@link flush} writes them. */
  set(owner: FlowOwner, flows: readonly DatapathFlow[]): void {
    for (const placed of owner.placed) this.#addStray(this.#keyOf(placed), placed.row);
    owner.placed = [];
    this.#owners.delete(owner);
    this.#wanted.set(owner, flows);
  }

  /** Writes the changes. A row whose content is wanted again is kept. */
  flush(transaction: SouthboundTransaction): void {
    for (const [owner, flows] of this.#wanted) {
      owner.placed = flows.map((wanted) => {
        const row = this.#takeStray(wanted) ?? this.#insert(transaction, wanted);
        return { flow: wanted.flow, datapath: wanted.datapath, row };
      });
      if (flows.length > 0) this.#owners.add(owner);
    }
    this.#wanted.clear();
    for (const rows of this.#strays.values()) {
      for (const row of rows) transaction.delete('Logical_Flow', row);
    }
    this.#strays.clear();
  }

  /** Returns the origin of a row, or `undefined` if northd did not create it. */
  originOf(row: Uuid): LogicalFlowOrigin | undefined {
    for (const { northbound, placed } of this.#owners) {
      const found = placed.find((candidate) => candidate.row === row);
      if (found) return { owner: northbound, purpose: found.flow.purpose };
    }
    return undefined;
  }

  #addStray(key: string, row: Uuid): void {
    const rows = this.#strays.get(key);
    if (rows) rows.push(row);
    else this.#strays.set(key, [row]);
  }

  #takeStray(flow: DatapathFlow): Uuid | undefined {
    if (this.#strays.size === 0) return undefined;
    return this.#strays.get(this.#keyOf(flow))?.shift();
  }

  #insert(transaction: SouthboundTransaction, { flow, datapath }: DatapathFlow): Uuid {
    const { pipeline, table } = this.#stageOf(flow);
    return transaction.insert('Logical_Flow', {
      logical_datapath: datapath,
      pipeline,
      table_id: table,
      priority: flow.priority,
      match: flow.match,
      actions: flow.actions,
      external_ids: new Map([['stage-name', flow.stage]]),
    });
  }

  #keyOf({ flow, datapath }: DatapathFlow): string {
    const { pipeline, table } = this.#stageOf(flow);
    return contentKey(datapath, pipeline, table, flow.priority, flow.match, flow.actions);
  }

  #stageOf({ stage: name }: LogicalFlow): Stage {
    const stage = this.stages[name];
    if (stage === undefined) throw new Error(`there is no stage ${name}`);
    return stage;
  }
}

/** Returns a key that identifies the content. The match's length makes it unambiguous. */
function contentKey(
  datapath: Uuid,
  pipeline: string,
  table: number,
  priority: number,
  match: string,
  actions: string,
): string {
  return `${datapath} ${pipeline} ${table} ${priority} ${match.length} ${match}${actions}`;
}
