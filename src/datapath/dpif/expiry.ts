/** Deletes flows, addresses and recirculation IDs that have expired. */
import type { Dpif } from './dpif.js';
import type { DpifContext } from './dpif-context.js';

/** Milliseconds between two searches for expired datapath flows. */
const INTERVAL = 1000;

export class Expiry {
  readonly #context: DpifContext;
  readonly #dpifs: ReadonlyMap<string, Dpif>;
  /** The times of the last searches of the flow tables and of the datapath flows. */
  #tablesChecked = Number.NaN;
  #flowsChecked = 0;

  constructor(context: DpifContext, dpifs: ReadonlyMap<string, Dpif>) {
    this.#context = context;
    this.#dpifs = dpifs;
  }

  /** Deletes what has expired. Searches no more often than necessary. */
  run(): void {
    const now = this.#context.clock.now();
    if (now === this.#tablesChecked) return;
    this.#tablesChecked = now;
    this.#expireTables();
    if (now - this.#flowsChecked < INTERVAL) return;
    this.#flowsChecked = now;
    for (const { flows } of this.#dpifs.values()) flows.expire();
    this.#context.references.sweep();
  }

  /** Deletes everything that has expired, and revalidates the rest. */
  refresh(): void {
    this.#expireTables();
    for (const { flows } of this.#dpifs.values()) {
      flows.expire();
      flows.revalidate();
    }
    this.#context.references.sweep();
  }

  #expireTables(): void {
    for (const { bridge, macs } of this.#context.bridges.values()) {
      bridge.expireFlows();
      macs.expire();
    }
  }
}
