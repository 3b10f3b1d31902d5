import type { LogSink } from '../lib/log.js';
import type { Uuid } from '../lib/uuid.js';
import type { Change, RowChange } from '../ovsdb/database.js';
import { Derivation } from '../releases/2015/northd/derivation.js';
import type { LogicalFlowOrigin } from '../releases/2015/northd/purpose.js';
import type { NorthdState } from './datapath-bindings.js';
import { DirtyRows } from './dirty-rows.js';
import { Notices } from './notices.js';
import { PortStatus } from './port-status.js';
import type { Northbound, Southbound } from './rows.js';

export type { NorthdState } from './datapath-bindings.js';

/** The tables that ovn-northd writes, and what of each row is not its own. */
const FOREIGN_COLUMNS: ReadonlyMap<string, string | undefined> = new Map([
  ['Datapath_Binding', undefined],
  ['Port_Binding', 'chassis'],
  ['Multicast_Group', undefined],
  ['Logical_Flow', 'external_ids'],
]);

/**
 * ovn-northd: keeps the southbound database what the northbound one makes it, and
 * the `up` of northbound ports what the southbound one says.
 *
 * Like the reference it acts on the southbound database only when the northbound
 * one has changed. Where somebody else has written what is northd's own, that
 * stands until then; then everything is derived again.
 */
export class Northd {
  readonly #nb: Northbound;
  readonly #sb: Southbound;
  readonly #state: NorthdState;
  readonly #notices: Notices;
  readonly #status: PortStatus;
  #derivation: Derivation | undefined;
  #dirty = new DirtyRows();
  #northboundChanged = true;
  /** Whether the commit under way is one of its own. */
  #committing = false;

  /**
   * @param log gets what the reference would write to its log file.
   * @param state what an earlier northd left over the same databases; written to.
   * @throws Error where `state` is none.
   */
  constructor({
    nb,
    sb,
    log,
    state,
  }: { nb: Northbound; sb: Southbound; log: LogSink; state: NorthdState }) {
    const { datapathKeyHint } = state;
    if (datapathKeyHint !== undefined && !Number.isInteger(datapathKeyHint)) {
      throw new Error('the datapathKeyHint of ovn-northd is no integer');
    }
    this.#nb = nb;
    this.#sb = sb;
    this.#state = state;
    this.#notices = new Notices(log);
    this.#status = new PortStatus(nb, sb);
    nb.observe((change) => this.#onNorthbound(change));
    sb.observe((change) => this.#onSouthbound(change));
  }

  /** Brings both databases up to date with each other. Commits nothing where they are. */
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

  /** Where a row of Logical_Flow comes from; `undefined` where it is not northd's. */
  originOf(logicalFlow: Uuid): LogicalFlowOrigin | undefined {
    return this.#derivation?.originOf(logicalFlow);
  }

  #derive(): void {
    if (!this.#derivation) {
      const { nb, sb } = { nb: this.#nb, sb: this.#sb };
      this.#derivation = new Derivation({ nb, sb, notices: this.#notices, state: this.#state });
      this.#dirty = DirtyRows.all(nb);
    }
    const dirty = this.#dirty;
    this.#dirty = new DirtyRows();
    this.#derivation.update(dirty);
  }

  #onNorthbound(change: Change): void {
    this.#northboundChanged = true;
    // Nothing derives from `up`, which is all that northd itself writes there.
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
