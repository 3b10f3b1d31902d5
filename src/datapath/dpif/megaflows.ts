/**
 * The flows that a datapath has, and that they are right: after something has changed,
 * each is translated anew before the next packet takes it, or somebody lists it. They
 * go when no packet takes them.
 */
import { type Flow, WHOLE, Wildcards } from '../../packet/flow.js';
import { isMplsType, MPLS_MEMBERS } from '../../packet/mpls.js';
import type { DatapathBridge } from '../bridge/datapath-bridge.js';
import type { DatapathPort } from '../bridge/datapath-port.js';
import { formatOdpActions } from '../odp/format-odp-actions.js';
import type { Counted } from './apply-effects.js';
import type { Dpif } from './dpif.js';
import { type Megaflow, verdictOf } from './megaflow.js';
import { MegaflowCache } from './megaflow-cache.js';

/** Milliseconds without a packet after which a flow goes. */
const MAX_IDLE = 10_000;

/** How many flows a datapath has at most, unless somebody says otherwise. */
const DEFAULT_LIMIT = 10_000;

/** What a bridge was like at some time. */
interface Revision {
  readonly bridge: number;
  readonly macs: number;
}

export class Megaflows {
  /** How many flows there are at most. */
  limit = DEFAULT_LIMIT;
  /** Whether a flow is for packets only that are alike in everything. */
  exact = false;
  readonly #dpif: Dpif;
  readonly #cache = new MegaflowCache();
  /** What the bridges were like in this epoch. */
  #revisions: ReadonlyMap<DatapathBridge, Revision> = new Map();
  #epoch = 0;

  constructor(dpif: Dpif) {
    this.#dpif = dpif;
  }

  /** Goes up when something has changed that flows may depend on. */
  get epoch(): number {
    return this.#epoch;
  }

  get size(): number {
    return this.#cache.size;
  }

  /** All flows, in the order in which they came. */
  [Symbol.iterator](): IterableIterator<Megaflow> {
    return this.#cache[Symbol.iterator]();
  }

  /**
   * The flow for a packet that came in through a port. One that is not right any more
   * is not found, but goes.
   */
  find(port: DatapathPort, flow: Flow): Megaflow | undefined {
    this.#notice();
    for (;;) {
      const found = this.#cache.find(port, flow);
      if (found === undefined || this.#revalidate(found)) return found;
    }
  }

  /** Takes up a flow, unless there is one for its packets already, or no room. */
  add(megaflow: Megaflow): void {
    if (this.size >= this.limit) return;
    const { port, flow, seen } = megaflow;
    if (this.#cache.find(port, flow) !== undefined) return;
    if (this.exact) for (const index of WHOLE.keys()) seen.addAt(index);
    // No key can say that labels do not matter where there are none.
    if (!isMplsType(flow.get('dl_type'))) for (const lse of MPLS_MEMBERS) seen.clear(lse);
    // A key without a VLAN tag means that there must be none, and a mask without one
    // that it must be just this one.
    if (flow.get('vlan_tci') === 0n) seen.add('vlan_tci');
    else if (seen.get('vlan_tci') === 0n) {
      megaflow.wildcards = new Wildcards(seen);
      megaflow.wildcards.add('vlan_tci');
    }
    this.#dpif.surroundings.references.take(megaflow.recirculations);
    this.#cache.add(megaflow);
  }

  /** Counts a packet that takes a flow. */
  count(megaflow: Megaflow, { bytes, tcpFlags, time }: Counted): void {
    megaflow.packets++;
    megaflow.bytes += bytes;
    megaflow.tcpFlags |= tcpFlags;
    megaflow.used = time;
  }

  /** Translates all flows anew that may not be right any more. */
  revalidate(): void {
    this.#notice();
    for (const megaflow of this) this.#revalidate(megaflow);
  }

  /** Lets go the flows that no packet has taken for some time. */
  expire(): void {
    const oldest = this.#dpif.surroundings.clock.now() - MAX_IDLE;
    for (const megaflow of this) {
      if ((megaflow.used ?? megaflow.created) < oldest) this.#remove(megaflow);
    }
  }

  /** Forgets all flows. */
  flush(): void {
    for (const megaflow of this) this.#remove(megaflow);
  }

  #remove(megaflow: Megaflow): void {
    this.#cache.delete(megaflow);
    this.#dpif.surroundings.references.release(megaflow.recirculations);
  }

  /** Begins another epoch if anything has changed that flows may depend on. */
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

  /** Makes a flow right again, or lets it go: false where it is gone. */
  #revalidate(megaflow: Megaflow): boolean {
    if (megaflow.epoch === this.#epoch) return true;
    megaflow.epoch = this.#epoch;
    if (this.#isRight(megaflow)) return true;
    this.#remove(megaflow);
    return false;
  }

  /** Whether a flow may stay, perhaps with other actions (`revalidate_ukey`). */
  #isRight(megaflow: Megaflow): boolean {
    const { port, flow, seen, verdict } = megaflow;
    if (port.bridge.ports.get(port.port.number) !== port) return false;
    const result = this.#dpif.translate(port, flow, false);
    if (!covers(seen, result.wildcards)) return false;
    megaflow.verdict = verdictOf(result);
    const before = formatOdpActions(verdict.actions);
    const after = formatOdpActions(megaflow.verdict.actions);
    // An ID of a recirculation belongs to the flow that it was given out for.
    return before === after || !/recirc/.test(after);
  }
}

const revisionOf = ({ bridge, macs }: DatapathBridge): Revision => ({
  bridge: bridge.revision,
  macs: macs.changes,
});

/** Whether `wildcards` depends on everything that `other` does. */
function covers(wildcards: Wildcards, other: Wildcards): boolean {
  return other.words.every((word, place) => (word & ~(wildcards.words[place] ?? 0)) === 0);
}
