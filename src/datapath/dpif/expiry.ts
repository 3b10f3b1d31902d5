/** Deletes flows, addresses and recirculation IDs that have expired. */
import type { Dpif } from './dpif.js';
import type { DpifContext } from './dpif-context.js';

/** Milliseconds between two searches for datapath flows that are too old. */
const INTERVAL = 1000;

export class Expiry {
  readonly #context: DpifContext;
  readonly #dpifs: ReadonlyMap<string, Dpif>;
  /** When flow tables, and when datapath flows, were last searched for old entries. */
  #tablesChecked = Number.NaN;
  #flowsChecked = 0;

  constructor(context: DpifContext, dpifs: ReadonlyMap<string, Dpif>) {
    this.#context = context;
    this.#dpifs = dpifs;
  }

  /** Deletes what has expired, but searches no more often than necessary. */
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

  /** Deletes all that has expired, and revalidates the rest. */
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
