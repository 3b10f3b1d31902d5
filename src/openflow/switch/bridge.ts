/** An OpenFlow bridge: ports, groups and flow tables. The counterpart of `struct ofproto`. */

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
import { DEFAULT_TABLE_SETTINGS, type TableSettings } from '../model/table-settings.js';
import { chooseEviction } from './choose-eviction.js';
import { type FlowBatch, FlowTable } from './flow-table.js';
import { LearnedCookies, type Orphans } from './learned-cookies.js';

/** The number of lookups in a table, and of those that found a flow. */
export interface TableCounters {
  lookups: number;
  matches: number;
}

/**
 * The behavior without a controller: `secure` bridges have no flows, `standalone` ones forward like
 * an ordinary switch.
 */
export type FailMode = 'secure' | 'standalone';

/** The treatments of IP fragments (`OFPC_FRAG_*`). */
export type FragmentHandling = 'normal' | 'drop' | 'reassemble' | 'nx-match';

/** Called when a flow is added (no `before`), replaced, or removed (no `after`). */
export type FlowObserver = (before: FlowEntry | undefined, after: FlowEntry | undefined) => void;

export class Bridge {
  readonly name: string;
  datapathId: bigint;
  /** Milliseconds since the epoch. */
  readonly created: number;
  /** The description that `dump-desc` shows. */
  description = 'None';
  /** The OpenFlow versions that the bridge speaks. */
  versions: readonly OpenFlowVersion[] = DEFAULT_VERSIONS;
  readonly groups = new Map<number, Group>();
  readonly #clock: Clock;
  readonly #ports = new Map<number, BridgePort>();
  readonly #tables = new Map<number, FlowTable>();
  readonly #tableCounters = new Map<number, TableCounters>();
  readonly #tableMisses = new Map<number, TableMiss>();
  readonly #tableSettings = new Map<number, TableSettings>();
  readonly #evictingTables = new Set<number>();
  readonly #expirable = new Set<FlowEntry>();
  readonly #learned = new LearnedCookies();
  readonly #hidden = new Set<FlowEntry>();
  readonly #timers = new Set<{ readonly time: number; readonly action: () => void }>();
  #failMode: FailMode = 'secure';
  #fragments: FragmentHandling = 'normal';
  #revision = 0;

  constructor(
    name: string,
    datapathId: bigint,
    clock: Clock,
    private readonly onFlow?: FlowObserver,
  ) {
    this.name = name;
    this.datapathId = datapathId;
    this.created = clock.now();
    this.#clock = clock;
  }

  /** Returns what happens to packets that match no flow of a table. */
  tableMiss(table: number): TableMiss {
    return this.#tableMisses.get(table) ?? 'default';
  }

  setTableMiss(table: number, miss: TableMiss): void {
    this.#tableMisses.set(table, miss);
    this.touch();
  }

  tableSettings(table: number): TableSettings {
    return this.#tableSettings.get(table) ?? DEFAULT_TABLE_SETTINGS;
  }

  /** Configures a table, and evicts flows beyond its limit. Mirrors `ofproto_configure_table()`. */
  configureTable(number: number, settings: TableSettings): void {
    // Like `oftable_set_name()`, this keeps the old name if the new one is a prefix of it.
    const { name } = this.tableSettings(number);
    const kept = settings.name !== '' && name.startsWith(settings.name) ? { name } : {};
    this.#tableSettings.set(number, { ...settings, ...kept });
    while ((this.table(number)?.size ?? 0) > settings.maxFlows) if (!this.#evict(number)) return;
  }

  /** True if a controller asked to evict flows from a table when it is full. */
  evictsOnRequest(table: number): boolean {
    return this.#evictingTables.has(table);
  }

  setEviction(table: number, evicts: boolean): void {
    if (evicts) this.#evictingTables.add(table);
    else this.#evictingTables.delete(table);
    this.touch();
  }

  /** Evicts a flow if a table is full; returns false if it stays full. */
  makeRoom(table: number): boolean {
    const { maxFlows } = this.tableSettings(table);
    return (this.table(table)?.size ?? 0) < maxFlows || this.#evict(table);
  }

  #evict(number: number): boolean {
    const { evicts, groups } = this.tableSettings(number);
    if (!evicts && !this.evictsOnRequest(number)) return false;
    const flow = chooseEviction(this.table(number) ?? [], groups);
    return flow !== undefined && this.deleteFlow(flow);
  }

  /** A number that grows with every change that may affect how packets are handled. */
  get revision(): number {
    return this.#revision;
  }

  /** Records a change to ports or groups that the bridge does not notice by itself. */
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

  /** Ports by number. */
  get ports(): ReadonlyMap<number, BridgePort> {
    return this.#ports;
  }

  /**
   * Adds a port.
   *
   * @throws RangeError if the number is taken.
   */
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

  /** Sets the fail mode; a change flushes the flows. */
  setFailMode(mode: FailMode): void {
    if (mode === this.#failMode) return;
    this.#failMode = mode;
    this.flushFlows();
  }

  /** Removes all flows. A standalone bridge then gets the flow that makes it an ordinary switch. */
  flushFlows(): void {
    this.touch();
    if (this.onFlow) for (const flow of this.allFlows()) this.onFlow(flow, undefined);
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

  /** Returns the counters of lookups in a table. */
  tableCounters(number: number): Readonly<TableCounters> {
    return this.#tableCounters.get(number) ?? { lookups: 0, matches: 0 };
  }

  /** Counts a lookup in a table. */
  countLookup(number: number, matched: boolean): void {
    const counters = this.#tableCounters.get(number) ?? { lookups: 0, matches: 0 };
    this.#tableCounters.set(number, counters);
    counters.lookups++;
    if (matched) counters.matches++;
  }

  /** Returns a table, unless it is empty. */
  table(number: number): FlowTable | undefined {
    return this.#tables.get(number);
  }

  /** Returns the numbers of the tables that have flows, in ascending order. */
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

  /** Yields the flows that controllers see: by table, then by descending priority, then by age. */
  *flows(): IterableIterator<FlowEntry> {
    for (const flow of this.allFlows()) if (!isHidden(flow)) yield flow;
  }

  /** The flows, including those that the switch adds for itself, in the same order. */
  *allFlows(): IterableIterator<FlowEntry> {
    for (const number of this.tableNumbers()) yield* this.#tables.get(number) ?? [];
  }

  /**
   * Adds a flow that is hidden from controllers. Mirrors `ofproto_add_flow()`.
   *
   * @param priority higher than any priority in OpenFlow.
   * @param now the time of the addition, in milliseconds since the epoch.
   */
  addHiddenFlow(match: Match, priority: number, actions: readonly OfAction[], now: number): void {
    const old = this.findFlow(0, priority, match);
    const counters = old ?? { packets: 0n, bytes: 0n, created: now, used: now };
    const { packets, bytes, created, used } = counters;
    const flow: FlowEntry = {
      ...{ table: 0, priority, match, actions, cookie: 0n, importance: 0, flags: 0 },
      ...{ created, modified: now, used, idleTimeout: 0, hardTimeout: 0, packets, bytes },
      place: undefined,
    };
    this.#put(flow);
    if (old !== undefined) this.#hidden.delete(old);
    this.#hidden.add(flow);
  }

  /** Returns the settings that controllers requested for tables, by number. */
  requestedTables(): {
    readonly misses: ReadonlyMap<number, TableMiss>;
    readonly evicting: ReadonlySet<number>;
  } {
    return { misses: this.#tableMisses, evicting: this.#evictingTables };
  }

  /** Runs `action` before the first access to the flows after `time`, unless it is cancelled. */
  schedule(time: number, action: () => void): () => void {
    const timer = { time, action };
    this.#timers.add(timer);
    return () => this.#timers.delete(timer);
  }

  /** Returns the flow with exactly this table, priority and match. */
  findFlow(table: number, priority: number, match: Match): FlowEntry | undefined {
    return this.#tables.get(table)?.find(match, priority);
  }

  /**
   * Adds a flow as OFPFC_ADD does. It replaces a flow with the same table, priority and match: its
   * times restart, and its counters continue unless its flags include RESET_COUNTS.
   *
   * @param batch the flows that were sent with it
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
      place: spec.place,
    };
    this.#deleteOrphans(this.#put(flow, batch));
    return flow;
  }

  /**
   * Replaces the actions of flows as OFPFC_MODIFY does. They keep their timeouts, age and flags,
   * and unless `resetCounts` their counters.
   */
  modifyFlows(
    flows: readonly FlowEntry[],
    change: {
      actions: FlowEntry['actions'];
      cookie?: bigint;
      resetCounts?: boolean;
      place?: FlowEntry['place'];
    },
  ): void {
    const now = this.#clock.now();
    const fresh = change.resetCounts === true ? { used: now, packets: 0n, bytes: 0n } : {};
    const orphans = flows.flatMap((flow) =>
      this.#put({
        ...flow,
        actions: change.actions,
        cookie: change.cookie ?? flow.cookie,
        modified: now,
        place: change.place,
        ...fresh,
      }),
    );
    this.#deleteOrphans(orphans);
  }

  /** Moves a derived flow in listings. */
  setPlace(flow: FlowEntry, place: FlowEntry['place']): void {
    flow.place = place;
    this.#tables.get(flow.table)?.sortLater(flow.priority);
  }

  /** Removes a flow and the flows that depend on it; returns false if it is gone already. */
  deleteFlow(flow: FlowEntry): boolean {
    const table = this.#tables.get(flow.table);
    if (table?.delete(flow) !== true) return false;
    if (table.size === 0) this.#tables.delete(flow.table);
    this.#expirable.delete(flow);
    this.#hidden.delete(flow);
    this.touch();
    this.onFlow?.(flow, undefined);
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
   * Limits the timeouts of a flow to these seconds, 0 being no limit; a flow without a timeout gets
   * one. Mirrors `ofproto_rule_reduce_timeouts()`.
   */
  reduceTimeouts(flow: FlowEntry, idle: number, hard: number): void {
    const reduce = (timeout: number, asked: number): number =>
      asked !== 0 && (timeout === 0 || asked < timeout) ? asked : timeout;
    flow.idleTimeout = reduce(flow.idleTimeout, idle);
    flow.hardTimeout = reduce(flow.hardTimeout, hard);
    if (this.findFlow(flow.table, flow.priority, flow.match) === flow) this.#noteTimeouts(flow);
  }

  /**
   * Runs the timers that are due, and removes expired flows. Must be called before reading flows.
   */
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

  /** Returns a copy of the bridge with the same flows and groups, for trying out changes. */
  rehearsal(): Bridge {
    const copy = new Bridge(this.name, this.datapathId, this.#clock);
    for (const [id, group] of this.groups) copy.groups.set(id, group);
    for (const [table, settings] of this.#tableSettings) copy.#tableSettings.set(table, settings);
    for (const table of this.#evictingTables) copy.#evictingTables.add(table);
    for (const flow of this.allFlows()) copy.#put(flow);
    for (const flow of this.#hidden) copy.#hidden.add(flow);
    return copy;
  }

  /** Inserts or replaces a flow; returns the flows that depended on the replaced one. */
  #put(flow: FlowEntry, batch?: FlowBatch): Orphans[] {
    let table = this.#tables.get(flow.table);
    if (table === undefined) {
      table = new FlowTable();
      this.#tables.set(flow.table, table);
    }
    const old = table.find(flow.match, flow.priority);
    if (old !== undefined) this.#expirable.delete(old);
    table.set(flow, batch);
    this.onFlow?.(old, flow);
    this.#noteTimeouts(flow);
    this.touch();
    this.#learned.add(flow);
    return old === undefined ? [] : this.#learned.remove(old);
  }

  #noteTimeouts(flow: FlowEntry): void {
    if (flow.idleTimeout > 0 || flow.hardTimeout > 0) this.#expirable.add(flow);
  }
}
