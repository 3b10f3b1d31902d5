import type { Clock } from '../../lib/clock.js';
import type { OfAction } from '../model/actions.js';
import type { BridgePort, PortSpec } from '../model/bridge-port.js';
import {
  FLOW_FLAG,
  FLOW_STATE_FLAGS,
  type FlowEntry,
  type FlowSpec,
  isHidden,
} from '../model/flow-entry.js';
import type { Group } from '../model/group.js';
import { Match } from '../model/match.js';
import { PORT } from '../model/openflow-ports.js';
import { DEFAULT_VERSIONS, type OpenFlowVersion } from '../model/protocols.js';
import type { TableMiss } from '../model/table-mod.js';
import { type FlowBatch, FlowTable } from './flow-table.js';
import { LearnedCookies, type Orphans } from './learned-cookies.js';

/** The number of look-ups in a table, and of those that found a flow. */
export interface TableCounters {
  lookups: number;
  matches: number;
}

export type FailMode = 'secure' | 'standalone';

/** What a switch does with the fragments of IP packets. */
export type FragmentHandling = 'normal' | 'drop' | 'reassemble' | 'nx-match';

/** One bridge: ports and tables of flows. */
export class Bridge {
  readonly name: string;
  datapathId: bigint;
  /** When it came, in milliseconds since the epoch. */
  readonly created: number;
  /** The OpenFlow versions that it speaks. */
  versions: readonly OpenFlowVersion[] = DEFAULT_VERSIONS;
  readonly groups = new Map<number, Group>();
  readonly #clock: Clock;
  readonly #ports = new Map<number, BridgePort>();
  readonly #tables = new Map<number, FlowTable>();
  readonly #tableCounters = new Map<number, TableCounters>();
  readonly #tableMisses = new Map<number, TableMiss>();
  readonly #expirable = new Set<FlowEntry>();
  readonly #learned = new LearnedCookies();
  readonly #hidden = new Set<FlowEntry>();
  readonly #timers = new Set<{ readonly time: number; readonly action: () => void }>();
  #failMode: FailMode = 'secure';
  #fragments: FragmentHandling = 'normal';
  #revision = 0;

  constructor(name: string, datapathId: bigint, clock: Clock) {
    this.name = name;
    this.datapathId = datapathId;
    this.created = clock.now();
    this.#clock = clock;
  }

  /** What becomes of packets that match no flow of a table. */
  tableMiss(table: number): TableMiss {
    return this.#tableMisses.get(table) ?? 'default';
  }

  setTableMiss(table: number, miss: TableMiss): void {
    this.#tableMisses.set(table, miss);
    this.touch();
  }

  /** Goes up with every change that another fate of packets may follow from. */
  get revision(): number {
    return this.#revision;
  }

  /** Notes such a change, to its ports or groups, of which it does not know otherwise. */
  touch(): void {
    this.#revision++;
  }

  get fragments(): FragmentHandling {
    return this.#fragments;
  }

  set fragments(handling: FragmentHandling) {
    this.#fragments = handling;
    this.touch();
  }

  /** The ports by number. */
  get ports(): ReadonlyMap<number, BridgePort> {
    return this.#ports;
  }

  /** Adds a port; its number must be free. */
  addPort(number: number, spec: PortSpec): BridgePort {
    if (this.#ports.has(number)) throw new RangeError(`port ${number} is taken`);
    const port: BridgePort = {
      ...spec,
      number,
      created: this.#clock.now(),
      counters: {
        rxPackets: 0n,
        rxBytes: 0n,
        rxDropped: 0n,
        txPackets: 0n,
        txBytes: 0n,
        txDropped: 0n,
      },
    };
    this.#ports.set(number, port);
    this.touch();
    return port;
  }

  removePort(number: number): boolean {
    this.touch();
    return this.#ports.delete(number);
  }

  get failMode(): FailMode {
    return this.#failMode;
  }

  /** A bridge without a controller starts over when its fail mode changes. */
  setFailMode(mode: FailMode): void {
    if (mode === this.#failMode) return;
    this.#failMode = mode;
    this.flushFlows();
  }

  /** Removes all flows. A standalone bridge then does what an ordinary switch does. */
  flushFlows(): void {
    this.touch();
    this.#tables.clear();
    this.#expirable.clear();
    this.#learned.clear();
    this.#hidden.clear();
    if (this.#failMode === 'standalone') {
      this.addFlow({
        table: 0,
        priority: 0,
        match: Match.ANY,
        actions: [{ type: 'output', port: PORT.NORMAL }],
      });
    }
  }

  /** How often a table was looked up. */
  tableCounters(number: number): Readonly<TableCounters> {
    return this.#tableCounters.get(number) ?? { lookups: 0, matches: 0 };
  }

  /** Counts that a table was looked up. */
  countLookup(number: number, matched: boolean): void {
    const counters = this.#tableCounters.get(number) ?? { lookups: 0, matches: 0 };
    this.#tableCounters.set(number, counters);
    counters.lookups++;
    if (matched) counters.matches++;
  }

  /** The flows of a table, where it has any. */
  table(number: number): FlowTable | undefined {
    return this.#tables.get(number);
  }

  /** The numbers of the tables that have flows, in order. */
  tableNumbers(): number[] {
    return [...this.#tables.keys()].sort((a, b) => a - b);
  }

  /** The number of flows that controllers see. */
  get flowCount(): number {
    let count = -this.#hidden.size;
    for (const table of this.#tables.values()) count += table.size;
    return count;
  }

  /** The number of flows in a table that controllers see. */
  tableSize(number: number): number {
    return (this.#tables.get(number)?.size ?? 0) - (number === 0 ? this.#hidden.size : 0);
  }

  /** The flows that controllers see: by table, then from the highest priority down, then by age. */
  *flows(): IterableIterator<FlowEntry> {
    for (const flow of this.allFlows()) if (!isHidden(flow)) yield flow;
  }

  /** The flows, including those that the switch adds for itself, in the same order. */
  *allFlows(): IterableIterator<FlowEntry> {
    for (const number of this.tableNumbers()) yield* this.#tables.get(number) ?? [];
  }

  /**
   * Adds a flow that controllers neither see nor change (`ofproto_add_flow`).
   *
   * @param priority above those of OpenFlow.
   * @param now when it is added, in milliseconds since the epoch.
   */
  addHiddenFlow(match: Match, priority: number, actions: readonly OfAction[], now: number): void {
    const old = this.findFlow(0, priority, match);
    const counters = old ?? { packets: 0n, bytes: 0n, created: now, used: now };
    const { packets, bytes, created, used } = counters;
    const flow: FlowEntry = {
      ...{ table: 0, priority, match, actions, cookie: 0n, importance: 0, flags: 0 },
      ...{ created, modified: now, used, idleTimeout: 0, hardTimeout: 0, packets, bytes },
    };
    this.#put(flow);
    if (old !== undefined) this.#hidden.delete(old);
    this.#hidden.add(flow);
  }

  /** Runs `action` when the flows are first looked at after `time`, unless it is cancelled. */
  schedule(time: number, action: () => void): () => void {
    const timer = { time, action };
    this.#timers.add(timer);
    return () => this.#timers.delete(timer);
  }

  /** The flow with exactly this table, priority and match. */
  findFlow(table: number, priority: number, match: Match): FlowEntry | undefined {
    return this.#tables.get(table)?.find(match, priority);
  }

  /**
   * Adds a flow as OFPFC_ADD does. One with the same table, priority and match
   * is replaced: the new one starts its times anew, but goes on counting where
   * the old one was, unless it asks for RESET_COUNTS. `batch` is what it came with.
   */
  addFlow(spec: FlowSpec, batch?: FlowBatch): FlowEntry {
    const now = this.#clock.now();
    const flags = spec.flags ?? 0;
    const old = this.findFlow(spec.table, spec.priority, spec.match);
    const kept = (flags & FLOW_FLAG.RESET_COUNTS) === 0 ? old : undefined;
    const flow: FlowEntry = {
      table: spec.table,
      priority: spec.priority,
      match: spec.match,
      actions: spec.actions,
      cookie: spec.cookie ?? 0n,
      importance: spec.importance ?? 0,
      flags: flags & FLOW_STATE_FLAGS,
      created: now,
      modified: now,
      used: kept?.used ?? now,
      idleTimeout: spec.idleTimeout ?? 0,
      hardTimeout: spec.hardTimeout ?? 0,
      packets: kept?.packets ?? 0n,
      bytes: kept?.bytes ?? 0n,
    };
    this.#deleteOrphans(this.#put(flow, batch));
    return flow;
  }

  /**
   * Gives flows other actions as OFPFC_MODIFY does: they keep their timeouts, their
   * age and their flags, and their counters too unless `resetCounts`.
   */
  modifyFlows(
    flows: readonly FlowEntry[],
    change: { actions: FlowEntry['actions']; cookie?: bigint; resetCounts?: boolean },
  ): void {
    const now = this.#clock.now();
    const fresh = change.resetCounts === true ? { used: now, packets: 0n, bytes: 0n } : {};
    const orphans = flows.flatMap((flow) =>
      this.#put({
        ...flow,
        actions: change.actions,
        cookie: change.cookie ?? flow.cookie,
        modified: now,
        ...fresh,
      }),
    );
    this.#deleteOrphans(orphans);
  }

  /** Removes a flow, and what goes with it; false where it is gone already. */
  deleteFlow(flow: FlowEntry): boolean {
    const table = this.#tables.get(flow.table);
    if (table?.delete(flow) !== true) return false;
    if (table.size === 0) this.#tables.delete(flow.table);
    this.#expirable.delete(flow);
    this.#hidden.delete(flow);
    this.touch();
    this.#deleteOrphans(this.#learned.remove(flow));
    return true;
  }

  #deleteOrphans(orphans: readonly Orphans[]): void {
    for (const { table, cookie } of orphans) {
      const flows = [...(this.#tables.get(table) ?? [])];
      for (const flow of flows) if (flow.cookie === cookie) this.deleteFlow(flow);
    }
  }

  /**
   * Makes a flow's timeouts at most so many seconds; 0 asks for nothing. A flow that
   * had none has one from now on (`ofproto_rule_reduce_timeouts`).
   */
  reduceTimeouts(flow: FlowEntry, idle: number, hard: number): void {
    const reduce = (timeout: number, asked: number): number =>
      asked !== 0 && (timeout === 0 || asked < timeout) ? asked : timeout;
    flow.idleTimeout = reduce(flow.idleTimeout, idle);
    flow.hardTimeout = reduce(flow.hardTimeout, hard);
    if (this.findFlow(flow.table, flow.priority, flow.match) === flow) this.#noteTimeouts(flow);
  }

  /** Runs the timers that are due, and removes expired flows. Call it before looking at flows. */
  expireFlows(): void {
    const now = this.#clock.now();
    for (const timer of this.#timers) {
      if (now < timer.time) continue;
      this.#timers.delete(timer);
      timer.action();
    }
    for (const flow of this.#expirable) {
      const idle = flow.idleTimeout > 0 && now > flow.used + flow.idleTimeout * 1000;
      const hard = flow.hardTimeout > 0 && now > flow.modified + flow.hardTimeout * 1000;
      if (idle || hard) this.deleteFlow(flow);
    }
  }

  /** Puts a flow in the place of one like it; what is to go with that one. */
  #put(flow: FlowEntry, batch?: FlowBatch): Orphans[] {
    let table = this.#tables.get(flow.table);
    if (table === undefined) {
      table = new FlowTable();
      this.#tables.set(flow.table, table);
    }
    const old = table.find(flow.match, flow.priority);
    if (old !== undefined) this.#expirable.delete(old);
    table.set(flow, batch);
    this.#noteTimeouts(flow);
    this.touch();
    this.#learned.add(flow);
    return old === undefined ? [] : this.#learned.remove(old);
  }

  #noteTimeouts(flow: FlowEntry): void {
    if (flow.idleTimeout > 0 || flow.hardTimeout > 0) this.#expirable.add(flow);
  }
}
