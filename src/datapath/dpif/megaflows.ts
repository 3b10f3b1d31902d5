/**
 * Caches the flows of a datapath. After a change, each flow is revalidated before it is next used
 * or listed; unused flows expire (`ofproto/ofproto-dpif-upcall.c`).
 */
import { type Flow, WHOLE, Wildcards } from '../../packet/flow.js';
import { isMplsType, MPLS_MEMBERS } from '../../packet/mpls.js';
import type { DatapathBridge, DatapathPort } from '../bridge/datapath-bridge.js';
import { formatOdpActions } from '../odp/format-odp-actions.js';
import type { TranslationResult } from '../translate/translation-context.js';
import type { PacketStats } from './apply-effects.js';
import type { DpifContext } from './dpif-context.js';
import { type Megaflow, verdictOf } from './megaflow.js';
import { MegaflowCache } from './megaflow-cache.js';

/** The datapath that flows belong to. */
interface FlowOwner {
  readonly bridges: ReadonlyMap<string, DatapathBridge>;
  readonly context: Pick<DpifContext, 'clock' | 'references' | 'settings'>;
  translate(port: DatapathPort, flow: Flow, hasPacket: boolean): TranslationResult;
}

/** The largest number of flows until the datapath proves to be fast. */
const DEFAULT_LIMIT = 10_000;

/** Milliseconds without a packet after which a flow is deleted while there are too many flows. */
const MAX_IDLE_OVER_LIMIT = 100;

/** The state of a bridge at one point in time. */
interface Revision {
  readonly bridge: number;
  readonly macs: number;
}

export class Megaflows {
  /** True to make each flow match all fields. */
  exact = false;
  readonly #dpif: FlowOwner;
  #limit = DEFAULT_LIMIT;
  readonly #cache = new MegaflowCache();
  /** The state of the bridges in this epoch. */
  #revisions: ReadonlyMap<DatapathBridge, Revision> = new Map();
  #epoch = 0;

  constructor(dpif: FlowOwner) {
    this.#dpif = dpif;
  }

  /** The largest number of flows. */
  get limit(): number {
    return Math.min(this.#limit, this.#dpif.context.settings.flowLimit);
  }

  set limit(limit: number) {
    this.#limit = limit;
  }

  /** Increases when something changes on which flows may depend. */
  get epoch(): number {
    return this.#epoch;
  }

  get size(): number {
    return this.#cache.size;
  }

  /** Iterates over all flows, in the order in which they were added. */
  [Symbol.iterator](): IterableIterator<Megaflow> {
    return this.#cache[Symbol.iterator]();
  }

  /** Returns the flow for a packet that arrived on a port. Deletes it instead if it is outdated. */
  find(port: DatapathPort, flow: Flow): Megaflow | undefined {
    this.#notice();
    for (;;) {
      const found = this.#cache.find(port, flow);
      if (found === undefined || this.#revalidate(found)) return found;
    }
  }

  /** Adds a flow, unless its packets match another one or there are too many. */
  add(megaflow: Megaflow): void {
    if (this.size >= this.limit) return;
    const { port, flow, seen } = megaflow;
    if (this.#cache.find(port, flow) !== undefined) return;
    if (this.exact) for (const index of WHOLE.keys()) seen.addAt(index);
    // A key cannot wildcard labels that do not exist.
    if (!isMplsType(flow.get('dl_type'))) for (const lse of MPLS_MEMBERS) seen.clear(lse);
    // A key without a VLAN tag matches only untagged packets, and a mask without one matches the
    // key's tag exactly.
    if (flow.get('vlan_tci') === 0n) seen.add('vlan_tci');
    else if (seen.get('vlan_tci') === 0n) {
      megaflow.wildcards = new Wildcards(seen);
      megaflow.wildcards.add('vlan_tci');
    }
    this.#dpif.context.references.take(megaflow.recirculations);
    this.#cache.add(megaflow);
  }

  /** Counts a packet that matches a flow. */
  count(megaflow: Megaflow, { bytes, tcpFlags, time }: PacketStats): void {
    megaflow.packets++;
    megaflow.bytes += bytes;
    megaflow.tcpFlags |= tcpFlags;
    megaflow.used = time;
  }

  /** Revalidates all flows that may be outdated. */
  revalidate(): void {
    this.#notice();
    for (const megaflow of this) this.#revalidate(megaflow);
  }

  /** Deletes the flows that no packet has matched for some time. */
  expire(): void {
    const { clock, settings } = this.#dpif.context;
    const maxIdle = this.size > this.limit ? MAX_IDLE_OVER_LIMIT : settings.maxIdle;
    const oldest = clock.now() - maxIdle;
    for (const megaflow of this) {
      const isOld = (megaflow.used ?? megaflow.created) < oldest;
      if (isOld || this.size > 2 * this.limit) this.#remove(megaflow);
    }
  }

  /** Deletes all flows. */
  flush(): void {
    for (const megaflow of this) this.#remove(megaflow);
  }

  #remove(megaflow: Megaflow): void {
    this.#cache.delete(megaflow);
    this.#dpif.context.references.release(megaflow.recirculations);
  }

  /** Starts a new epoch if anything has changed on which flows may depend. */
  #notice(): void {
    if (!this.#hasChanged()) return;
    this.#epoch++;
    this.#revisions = new Map(
      [...this.#dpif.bridges.values()].map((bridge) => [bridge, revisionOf(bridge)]),
    );
  }

  #hasChanged(): boolean {
    const { bridges } = this.#dpif;
    if (bridges.size !== this.#revisions.size) return true;
    for (const bridge of bridges.values()) {
      const known = this.#revisions.get(bridge);
      const now = revisionOf(bridge);
      if (known?.bridge !== now.bridge || known.macs !== now.macs) return true;
    }
    return false;
  }

  /** Revalidates a flow. Returns false if it was deleted. */
  #revalidate(megaflow: Megaflow): boolean {
    if (megaflow.epoch === this.#epoch) return true;
    megaflow.epoch = this.#epoch;
    if (this.#staysValid(megaflow)) return true;
    this.#remove(megaflow);
    return false;
  }

  /**
   * Returns true if a flow is still valid, possibly with other actions. Mirrors
   * `revalidate_ukey()`.
   */
  #staysValid(megaflow: Megaflow): boolean {
    const { port, flow, seen, verdict } = megaflow;
    if (port.bridge.ports.get(port.port.number) !== port) return false;
    const result = this.#dpif.translate(port, flow, false);
    if (!covers(seen, result.wildcards)) return false;
    megaflow.verdict = verdictOf(result);
    const before = formatOdpActions(verdict.actions);
    const after = formatOdpActions(megaflow.verdict.actions);
    // A recirculation ID belongs to the flow that it was allocated for.
    return before === after || !/recirc/.test(after);
  }
}

const revisionOf = ({ bridge, macs }: DatapathBridge): Revision => ({
  bridge: bridge.revision,
  macs: macs.changes,
});

/** Returns true if `wildcards` includes all bits of `other`. */
function covers(wildcards: Wildcards, other: Wildcards): boolean {
  return other.words.every((word, place) => (word & ~(wildcards.words[place] ?? 0)) === 0);
}
