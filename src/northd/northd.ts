/**
 * Runs ovn-northd over the two OVN databases. Mirrors `ovnnb_db_changed()` and
 * `ovnsb_db_changed()`.
 */
import type { LogSink } from '../lib/log.js';
import type { Uuid } from '../lib/uuid.js';
import type { Northbound, Southbound } from '../logical/databases.js';
import type { Change, RowChange } from '../ovsdb/database.js';
import type { NorthdState } from './datapath-bindings.js';
import { DirtyRows } from './dirty-rows.js';
import type { LogicalFlowOrigin } from './logical-flow.js';
import { Notices } from './notices.js';
import { PortStatus } from './port-status.js';

export type { NorthdState } from './datapath-bindings.js';

/** The input of a derivation: the databases, the log, and the remembered state. */
export interface DerivationInput {
  readonly nb: Northbound;
  readonly sb: Southbound;
  readonly notices: Notices;
  readonly state: NorthdState;
}

/** Derives southbound from northbound rows. Each release has its own implementation. */
export interface Derivation {
  /** Brings the southbound database up to date with the rows that changed, in one transaction. */
  update(dirty: DirtyRows): void;
  /** Returns the origin of a row of Logical_Flow, or `undefined` if northd did not create it. */
  originOf(logicalFlow: Uuid): LogicalFlowOrigin | undefined;
}

/** The tables that ovn-northd writes, each with its column that others write, if any. */
const FOREIGN_COLUMNS: ReadonlyMap<string, string | undefined> = new Map([
  ['Datapath_Binding', undefined],
  ['Port_Binding', 'chassis'],
  ['Multicast_Group', undefined],
  ['Logical_Flow', 'external_ids'],
]);

export interface NorthdOptions {
  readonly nb: Northbound;
  readonly sb: Southbound;
  /** Receives the log messages of the reference. */
  readonly log: LogSink;
  /** The saved state of an earlier run over the same databases; modified in place. */
  readonly state: NorthdState;
  /** Creates the derivation of the release. */
  derive(input: DerivationInput): Derivation;
}

/**
 * Derives the southbound database from the northbound one, and the `up` column of northbound ports
 * from the southbound one.
 *
 * Like the reference, it updates the southbound database only when the northbound one changes. If a
 * user modifies rows that northd maintains, the modification stays until then; the next northbound
 * change then derives everything from scratch.
 */
export class Northd {
  readonly #nb: Northbound;
  readonly #sb: Southbound;
  readonly #state: NorthdState;
  readonly #newDerivation: NorthdOptions['derive'];
  readonly #notices: Notices;
  readonly #status: PortStatus;
  #derivation: Derivation | undefined;
  #dirty = new DirtyRows();
  #northboundChanged = true;
  /** True while northd itself commits. */
  #committing = false;

  /** @throws Error if `state` is malformed. */
  constructor({ nb, sb, log, state, derive }: NorthdOptions) {
    const { datapathKeyHint } = state;
    if (datapathKeyHint !== undefined && !Number.isInteger(datapathKeyHint)) {
      throw new Error('the datapathKeyHint of ovn-northd is not an integer');
    }
    this.#nb = nb;
    this.#sb = sb;
    this.#state = state;
    this.#newDerivation = derive;
    this.#notices = new Notices(log);
    this.#status = new PortStatus(nb, sb);
    nb.observe((change) => this.#onNorthbound(change));
    sb.observe((change) => this.#onSouthbound(change));
  }

  /** Brings both databases up to date. Commits nothing if they already are. */
  run(): void {
    this.#committing = true;
    try {
      while (this.#northboundChanged) {
        this.#northboundChanged = false;
        this.#derive();
        this.#status.update();
      }
      this.#status.update();
    } finally {
      this.#committing = false;
    }
  }

  /** Returns the origin of a row of Logical_Flow, or `undefined` if northd did not create it. */
  originOf(logicalFlow: Uuid): LogicalFlowOrigin | undefined {
    return this.#derivation?.originOf(logicalFlow);
  }

  #derive(): void {
    if (!this.#derivation) {
      const { nb, sb } = { nb: this.#nb, sb: this.#sb };
      this.#derivation = this.#newDerivation({
        nb,
        sb,
        notices: this.#notices,
        state: this.#state,
      });
      this.#dirty = DirtyRows.all(nb.asDynamic());
    }
    const dirty = this.#dirty;
    this.#dirty = new DirtyRows();
    this.#derivation.update(dirty);
  }

  #onNorthbound(change: Change): void {
    this.#northboundChanged = true;
    // Northd writes only `up` to the northbound database, and nothing is derived from that.
    if (this.#committing) return;
    this.#dirty.addChange(change);
    this.#status.northboundChanged(change);
  }

  #onSouthbound(change: Change): void {
    this.#status.southboundChanged(change);
    if (this.#committing) return;
    for (const [table, foreign] of FOREIGN_COLUMNS) {
      const changes = change.tables.get(table) ?? [];
      if (changes.some((row) => changesMoreThan(foreign, row))) this.#derivation = undefined;
    }
  }
}

function changesMoreThan(column: string | undefined, { before, after }: RowChange): boolean {
  if (!before || !after) return true;
  return Object.keys(after).some((name) => name !== column && after[name] !== before[name]);
}
