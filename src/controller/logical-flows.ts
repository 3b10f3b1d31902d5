/** lflow: from the Logical_Flow table to flows of the logical pipelines. */
import { parseActions } from '../action/index.js';
import {
  annotate,
  combine,
  ExprError,
  type ExprMatches,
  normalize,
  ovnSymtab,
  parseExpr,
  simplify,
  toMatches,
} from '../expr/index.js';
import type { LogSink } from '../lib/log.js';
import type { Uuid } from '../lib/uuid.js';
import type { OfAction } from '../openflow/actions.js';
import type { OVN_SOUTHBOUND } from '../ovsdb/schemas/ovn-southbound.js';
import type { Row } from '../ovsdb/types.js';
import type { Flow, FlowInstaller } from './flow-installer.js';
import { LOGICAL, PIPELINE_LENGTH, TABLE } from './tables.js';

export type LogicalFlow = Row<typeof OVN_SOUTHBOUND, 'Logical_Flow'>;

/** What logical flows need to know of the logical world. */
export interface LogicalNames {
  /** The row of a logical flow. */
  flow(uuid: Uuid): LogicalFlow | undefined;
  /** The tunnel key of a datapath; `undefined` where it has no ports, and so no flows. */
  datapathKey(datapath: Uuid): number | undefined;
  /** The tunnel key of a port or multicast group of a datapath. */
  portKey(datapath: Uuid, name: string): number | undefined;
}

/** A logical flow compiled; what is kept of it depends on what may have to be done again. */
interface Compiled {
  readonly datapath: Uuid;
  /** The order in which logical flows came. */
  readonly rank: number;
  /** The names that it looked up, found or not. */
  names: ReadonlySet<string>;
  /** Only where it uses ids of conjunctions, which depend on the flows before it. */
  conjunctive?: { readonly matches: ExprMatches; readonly actions: readonly OfAction[] };
  firstConjunction: number;
}

const ownerOf = (uuid: Uuid): string => `lflow ${uuid}`;
const nameKey = (datapath: Uuid, name: string): string => `${datapath} ${name}`;

/** Keeps the flows of logical flows installed, and knows which names each depends on. */
export class LogicalFlows {
  readonly #compiled = new Map<Uuid, Compiled>();
  readonly #byDatapath = new Map<Uuid, Set<Uuid>>();
  readonly #byName = new Map<string, Set<Uuid>>();
  readonly #dirty = new Set<Uuid>();
  readonly #conjunctive = new Set<Uuid>();
  readonly #complaints = new Map<Uuid, string>();
  #nextRank = 0;
  #renumber = false;

  constructor(
    private readonly names: LogicalNames,
    private readonly installer: FlowInstaller,
    private readonly log: LogSink,
  ) {}

  /** A logical flow came, changed or went. */
  flowChanged(uuid: Uuid): void {
    this.#dirty.add(uuid);
  }

  /** A datapath got its first port or lost its last. */
  datapathChanged(datapath: Uuid): void {
    for (const uuid of this.#byDatapath.get(datapath) ?? []) this.#dirty.add(uuid);
  }

  /** A port or multicast group came, went or got another key. */
  nameChanged(datapath: Uuid, name: string): void {
    for (const uuid of this.#byName.get(nameKey(datapath, name)) ?? []) this.#dirty.add(uuid);
  }

  /** Compiles again what has to be. */
  update(): void {
    for (const uuid of this.#dirty) this.#update(uuid);
    this.#dirty.clear();
    if (this.#renumber) this.#numberConjunctions();
    this.#renumber = false;
  }

  #update(uuid: Uuid): void {
    const row = this.names.flow(uuid);
    const before = this.#compiled.get(uuid);
    if (before) this.#unlink(uuid, before);
    if (!row) {
      this.installer.put(ownerOf(uuid), 0, []);
      this.#compiled.delete(uuid);
      this.#complaints.delete(uuid);
      return;
    }
    const compiled: Compiled = {
      datapath: row.logical_datapath,
      rank: before?.rank ?? this.#nextRank++,
      names: new Set(),
      firstConjunction: 0,
    };
    const flows = this.#compile(uuid, row, compiled);
    this.#compiled.set(uuid, compiled);
    this.#link(uuid, compiled);
    if (!compiled.conjunctive) this.installer.put(ownerOf(uuid), compiled.rank, flows);
  }

  /** Compiles a logical flow. Its flows are still missing where they depend on conjunction ids. */
  #compile(uuid: Uuid, row: LogicalFlow, compiled: Compiled): Flow[] {
    const datapathKey = this.names.datapathKey(row.logical_datapath);
    if (datapathKey === undefined) return [];
    const looked = new Set<string>();
    const lookupPort = (name: string) => {
      looked.add(name);
      return this.names.portKey(row.logical_datapath, name);
    };
    compiled.names = looked;
    const actions = this.#try(uuid, `error parsing actions "${row.actions}"`, () =>
      parseActions(row.actions, { symtab: ovnSymtab, lookupPort, ...tablesOf(row) }),
    );
    if (!actions) return [];
    const matches = this.#try(uuid, `error parsing match "${row.match}"`, () => {
      const parsed = parseExpr(row.match, ovnSymtab);
      const match = actions.prerequisites ? combine('and', parsed, actions.prerequisites) : parsed;
      return toMatches(normalize(simplify(annotate(match, ovnSymtab))), lookupPort);
    });
    if (!matches) return [];
    this.#complaints.delete(uuid);
    if (matches.nConjunctions > 0) compiled.conjunctive = { matches, actions: actions.actions };
    return flowsOf(row, datapathKey, matches, actions.actions, 0);
  }

  /** A flow that cannot be used is reported, once, and left out. */
  #try<T>(uuid: Uuid, what: string, compile: () => T): T | undefined {
    try {
      return compile();
    } catch (error) {
      if (!(error instanceof ExprError)) throw error;
      const message = `${what}: ${error.message}`;
      if (this.#complaints.get(uuid) !== message) {
        this.#complaints.set(uuid, message);
        this.log({ program: 'ovn-controller', module: 'lflow', level: 'WARN', message });
      }
      return undefined;
    }
  }

  #link(uuid: Uuid, { datapath, names, conjunctive }: Compiled): void {
    addTo(this.#byDatapath, datapath, uuid);
    for (const name of names) addTo(this.#byName, nameKey(datapath, name), uuid);
    if (!conjunctive) return;
    this.#conjunctive.add(uuid);
    this.#renumber = true;
  }

  #unlink(uuid: Uuid, { datapath, names, conjunctive }: Compiled): void {
    removeFrom(this.#byDatapath, datapath, uuid);
    for (const name of names) removeFrom(this.#byName, nameKey(datapath, name), uuid);
    if (!conjunctive) return;
    this.#conjunctive.delete(uuid);
    this.#renumber = true;
  }

  /** Ids of conjunctions are given out in the order of the logical flows, from 1. */
  #numberConjunctions(): void {
    const ordered = [...this.#conjunctive]
      .map((uuid) => ({ uuid, compiled: this.#compiled.get(uuid) }))
      .sort((a, b) => (a.compiled?.rank ?? 0) - (b.compiled?.rank ?? 0));
    let first = 1;
    for (const { uuid, compiled } of ordered) {
      const row = this.names.flow(uuid);
      const datapathKey = row && this.names.datapathKey(row.logical_datapath);
      if (!compiled?.conjunctive || !row || datapathKey === undefined) continue;
      const { matches, actions } = compiled.conjunctive;
      if (compiled.firstConjunction !== first) {
        compiled.firstConjunction = first;
        const flows = flowsOf(row, datapathKey, matches, actions, first);
        this.installer.put(ownerOf(uuid), compiled.rank, flows);
      }
      first += matches.nConjunctions;
    }
  }
}

/** The OpenFlow tables around a logical flow. */
function tablesOf({ pipeline, table_id }: LogicalFlow) {
  const ingress = pipeline === 'ingress';
  return {
    firstTable: ingress ? TABLE.INGRESS : TABLE.EGRESS,
    tableCount: PIPELINE_LENGTH,
    currentTable: table_id,
    outputTable: ingress ? TABLE.REMOTE_OUTPUT : TABLE.LOG_TO_PHY,
  };
}

function flowsOf(
  row: LogicalFlow,
  datapathKey: number,
  { matches }: ExprMatches,
  actions: readonly OfAction[],
  conjunctionOffset: number,
): Flow[] {
  const table = tablesOf(row).firstTable + row.table_id;
  return matches.map(({ match, conjunctions }) => {
    const id = match.get('conj_id');
    const placed = match.with(LOGICAL.datapath, BigInt(datapathKey));
    const hasId = id !== undefined && id.mask !== 0n;
    return {
      table,
      priority: row.priority,
      match: hasId ? placed.with('conj_id', id.value + BigInt(conjunctionOffset)) : placed,
      actions:
        conjunctions.length === 0
          ? actions
          : conjunctions.map(({ id: own, clause, nClauses }) => ({
              type: 'conjunction',
              id: own + conjunctionOffset,
              clause,
              clauses: nClauses,
            })),
    };
  });
}

function addTo(index: Map<string, Set<Uuid>>, key: string, uuid: Uuid): void {
  const set = index.get(key);
  if (set) set.add(uuid);
  else index.set(key, new Set([uuid]));
}

function removeFrom(index: Map<string, Set<Uuid>>, key: string, uuid: Uuid): void {
  const set = index.get(key);
  set?.delete(uuid);
  if (set?.size === 0) index.delete(key);
}
