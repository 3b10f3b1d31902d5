/** Keeps the OpenFlow flows of all logical flows. Mirrors `lflow_run()`. */
import type { Dialect } from '../../action/layout.js';
import type { LogSink } from '../../lib/log.js';
import type { Uuid } from '../../lib/uuid.js';
import type { Southbound } from '../../logical/databases.js';
import type { Change } from '../../ovsdb/database.js';
import { sbChanges } from '../database-changes.js';
import type { FlowOwner } from '../desired-flow.js';
import { MultiMap } from '../multi-map.js';
import type { DesiredFlows } from '../ofctrl.js';
import { Ordinals } from '../ordinals.js';
import { ConjunctionIds } from './conjunctions.js';
import { type CompiledFlow, compileFlow, flowsOf } from './lflow-compile.js';
import { LogicalDatapaths } from './logical-datapaths.js';

/** A compiled logical flow that depends on names or on other logical flows. */
interface Entry {
  readonly datapath: Uuid;
  /** The names that it looked up, whether they exist or not. */
  readonly names: ReadonlySet<string>;
  /** Kept only if it uses conjunction ids, which depend on other logical flows. */
  readonly conjunctive: CompiledFlow | undefined;
}

/**
 * The flows of the logical pipelines: tables 16 to 31 and 48 to 63. A logical flow is compiled
 * again only when its row, its datapath or a name that it uses changes.
 */
export class LogicalFlows {
  readonly #sb: Southbound;
  readonly #desired: DesiredFlows;
  readonly #log: LogSink;
  readonly #dialect: Dialect;
  readonly #datapaths: LogicalDatapaths;
  readonly #entries = new Map<Uuid, Entry>();
  /** The logical flows that looked up a name, by {@link nameKey}. */
  readonly #users = new MultiMap<string, Uuid>();
  readonly #ordinals = new Ordinals();
  readonly #conjunctions = new ConjunctionIds();
  /** The last message logged about each unusable logical flow. */
  readonly #said = new Map<Uuid, string>();
  readonly #dirty = new Set<Uuid>();

  constructor(sb: Southbound, desired: DesiredFlows, log: LogSink, dialect: Dialect) {
    this.#dialect = dialect;
    this.#sb = sb;
    this.#desired = desired;
    this.#log = log;
    this.#datapaths = new LogicalDatapaths(sb, {
      datapathChanged: (datapath) => this.#markDatapath(datapath),
      nameChanged: (datapath, name) => this.#markAll(this.#users.get(nameKey(datapath, name))),
    });
  }

  observe(change: Change): void {
    for (const { uuid, after } of sbChanges(change, 'Logical_Flow')) {
      if (after) this.#ordinals.of(uuid);
      this.#dirty.add(uuid);
    }
    this.#datapaths.observe(change);
  }

  /** Compiles the logical flows that are new or affected by a change. */
  run(): void {
    for (const uuid of this.#dirty) this.#update(uuid);
    this.#dirty.clear();
    for (const uuid of this.#conjunctions.renumber()) {
      const compiled = this.#entries.get(uuid)?.conjunctive;
      if (compiled) this.#put(uuid, compiled);
    }
  }

  #markDatapath(datapath: Uuid): void {
    for (const { table, uuid } of this.#sb.referrers(datapath)) {
      if (table === 'Logical_Flow') this.#dirty.add(uuid);
    }
  }

  #markAll(flows: Iterable<Uuid>): void {
    for (const uuid of flows) this.#dirty.add(uuid);
  }

  #update(uuid: Uuid): void {
    this.#forget(uuid);
    const row = this.#sb.get('Logical_Flow', uuid);
    if (!row) {
      this.#conjunctions.set(uuid, 0, 0);
      this.#desired.put(ownerOf(uuid), 0, []);
      this.#ordinals.delete(uuid);
      this.#said.delete(uuid);
      return;
    }
    const datapath = row.logical_datapath;
    let names = NO_NAMES;
    const key = this.#datapaths.key(datapath);
    const compiled =
      key === undefined
        ? undefined
        : compileFlow(
            row,
            key,
            (name) => {
              if (names === NO_NAMES) names = new Set();
              names.add(name);
              return this.#datapaths.port(datapath, name);
            },
            this.#dialect,
          );
    if (compiled === undefined) this.#put(uuid, undefined);
    else if ('error' in compiled) this.#refuse(uuid, compiled.error);
    else {
      this.#said.delete(uuid);
      this.#put(uuid, compiled);
    }
    const usable = compiled && 'matches' in compiled ? compiled : undefined;
    const conjunctive = usable && usable.conjunctions > 0 ? usable : undefined;
    if (names.size > 0 || conjunctive) this.#remember(uuid, { datapath, names, conjunctive });
  }

  /** Logs once why a logical flow cannot be used. */
  #refuse(uuid: Uuid, message: string): void {
    this.#put(uuid, undefined);
    if (this.#said.get(uuid) === message) return;
    this.#said.set(uuid, message);
    this.#log({ program: 'ovn-controller', module: 'lflow', level: 'WARN', message });
  }

  #put(uuid: Uuid, compiled: CompiledFlow | undefined): void {
    const rank = this.#ordinals.of(uuid);
    const count = compiled?.conjunctions ?? 0;
    this.#conjunctions.set(uuid, rank, count);
    const offset = count === 0 ? 0 : this.#conjunctions.offset(uuid);
    // A flow without an offset is added once it gets one.
    if (offset === undefined) return;
    this.#desired.put(ownerOf(uuid), rank, compiled ? flowsOf(compiled, offset) : []);
  }

  #remember(uuid: Uuid, entry: Entry): void {
    this.#entries.set(uuid, entry);
    for (const name of entry.names) this.#users.add(nameKey(entry.datapath, name), uuid);
  }

  #forget(uuid: Uuid): void {
    const entry = this.#entries.get(uuid);
    if (!entry) return;
    this.#entries.delete(uuid);
    for (const name of entry.names) this.#users.delete(nameKey(entry.datapath, name), uuid);
  }
}

/** Most logical flows look up no name, and share this set. */
const NO_NAMES = new Set<string>();

const ownerOf = (id: Uuid): FlowOwner => ({ kind: 'logical-flow', id });

const nameKey = (datapath: Uuid, name: string): string => `${datapath} ${name}`;
