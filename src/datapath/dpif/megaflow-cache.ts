/**
 * Finds cached flows with one hash lookup per mask (`struct dpcls`). Flows are grouped by port,
 * because each flow matches its port.
 */
import { hashAdd, hashFinish } from '../../lib/hash.js';
import type { Flow, Wildcards } from '../../packet/flow.js';
import type { DatapathPort } from '../bridge/datapath-bridge.js';
import type { Megaflow } from './megaflow.js';

/** Flows with the same mask. */
class Subtable {
  /** The positions of the matched words, and their masks. */
  readonly #places: readonly number[];
  readonly #masks: readonly number[];
  readonly #flows = new Map<number, Megaflow[]>();
  size = 0;

  constructor(wildcards: Wildcards) {
    const words = [...wildcards.words.entries()].filter(([, mask]) => mask !== 0);
    this.#places = words.map(([place]) => place);
    this.#masks = words.map(([, mask]) => mask);
  }

  find(flow: Flow): Megaflow | undefined {
    for (const megaflow of this.#flows.get(this.#hash(flow)) ?? []) {
      if (this.#isAlike(flow, megaflow.flow)) return megaflow;
    }
    return undefined;
  }

  add(megaflow: Megaflow): void {
    const hash = this.#hash(megaflow.flow);
    const alike = this.#flows.get(hash);
    if (alike === undefined) this.#flows.set(hash, [megaflow]);
    else alike.push(megaflow);
    this.size++;
  }

  delete(megaflow: Megaflow): void {
    const hash = this.#hash(megaflow.flow);
    const rest = this.#flows.get(hash)?.filter((other) => other !== megaflow) ?? [];
    if (rest.length === 0) this.#flows.delete(hash);
    else this.#flows.set(hash, rest);
    this.size--;
  }

  #hash({ words }: Flow): number {
    let hash = 0;
    for (let i = 0; i < this.#places.length; i++) {
      hash = hashAdd(hash, (words[this.#places[i] ?? 0] ?? 0) & (this.#masks[i] ?? 0));
    }
    return hashFinish(hash, this.#places.length);
  }

  #isAlike(a: Flow, b: Flow): boolean {
    for (let i = 0; i < this.#places.length; i++) {
      const place = this.#places[i] ?? 0;
      if ((((a.words[place] ?? 0) ^ (b.words[place] ?? 0)) & (this.#masks[i] ?? 0)) !== 0) {
        return false;
      }
    }
    return true;
  }
}

/** Returns a text that is the same only for equal masks. */
const keyOf = ({ words }: Wildcards): string => {
  let key = '';
  for (const [place, mask] of words.entries()) if (mask !== 0) key += `${place}:${mask} `;
  return key;
};

export class MegaflowCache {
  readonly #ports = new Map<DatapathPort, Map<string, Subtable>>();
  readonly #flows = new Set<Megaflow>();

  get size(): number {
    return this.#flows.size;
  }

  /**
   * Iterates over all flows, in the order in which they were added. A yielded flow may be deleted.
   */
  [Symbol.iterator](): IterableIterator<Megaflow> {
    return this.#flows.values();
  }

  /** Returns the flow that a packet matches. Flows do not overlap. */
  find(port: DatapathPort, flow: Flow): Megaflow | undefined {
    for (const subtable of this.#ports.get(port)?.values() ?? []) {
      const megaflow = subtable.find(flow);
      if (megaflow !== undefined) return megaflow;
    }
    return undefined;
  }

  add(megaflow: Megaflow): void {
    const { port, wildcards } = megaflow;
    const subtables = this.#ports.get(port) ?? new Map<string, Subtable>();
    this.#ports.set(port, subtables);
    const key = keyOf(wildcards);
    const subtable = subtables.get(key) ?? new Subtable(wildcards);
    subtables.set(key, subtable);
    subtable.add(megaflow);
    this.#flows.add(megaflow);
  }

  delete(megaflow: Megaflow): void {
    if (!this.#flows.delete(megaflow)) return;
    const subtables = this.#ports.get(megaflow.port);
    const key = keyOf(megaflow.wildcards);
    const subtable = subtables?.get(key);
    subtable?.delete(megaflow);
    if (subtable?.size === 0) subtables?.delete(key);
    if (subtables?.size === 0) this.#ports.delete(megaflow.port);
  }
}
