/**
 * Keeps the flow tables of the integration bridge equal to the desired flows. Mirrors
 * `ofctrl_put()`.
 */
import { comparePlaces, type FlowPlace } from '../openflow/model/flow-entry.js';
import { sameActions } from '../openflow/model/same-actions.js';
import type { Bridge } from '../openflow/switch/bridge.js';
import { convertActions } from '../openflow/wire/convert-actions.js';
import type { Flow, FlowOwner } from './desired-flow.js';

/** The OpenFlow version that ovn-controller uses. */
const VERSION = 13;

/** A flow that an owner wants to have installed. */
interface Claim extends Flow {
  readonly key: string;
  /** The owner. */
  readonly owner: FlowOwner;
  /** Decides among owners that want a flow with the same match: the lowest rank wins. */
  readonly place: FlowPlace;
}

/** The kinds of owners, in the order of their flows in listings. */
const KINDS: readonly FlowOwner['kind'][] = [
  'base',
  'binding',
  'tunnel',
  'network',
  'group',
  'logical-flow',
];

const keyOf = ({ table, priority, match }: Flow): string => `${table} ${priority} ${match.key}`;

const NONE: readonly Claim[] = [];

/** The owners of a flow. */
export interface Ownership {
  readonly owners: readonly FlowOwner[];
  /** True if the flow has the actions that its first owner wants. */
  readonly asWanted: boolean;
}

/**
 * The desired flows of the integration bridge, by owner. Flows that differ only in their actions
 * exclude each other: the owner with the lowest rank gets its flow, and the next one takes over
 * when that owner withdraws.
 */
export class DesiredFlows {
  /** The claims of the owners of each kind, in the order of {@link KINDS}. */
  readonly #byOwner = KINDS.map(() => new Map<string, readonly Claim[]>());
  readonly #byKey = new Map<string, readonly Claim[]>();
  /** Keys of the flows that may have to be installed, changed or removed. */
  readonly #dirty = new Set<string>();
  readonly #installed = new Map<string, Claim>();
  #bridge: Bridge | undefined;
  /** The result of {@link missing} at a revision of the bridge, until something is installed. */
  #missing: { readonly revision: number; readonly flows: readonly Flow[] } | undefined;

  /** Sets the flows that `owner` wants. Of several with the same match, the first counts. */
  put(owner: FlowOwner, rank: number, flows: readonly Flow[]): void {
    const kind = KINDS.indexOf(owner.kind);
    const claims = this.#byOwner[kind];
    const before = claims?.get(owner.id) ?? NONE;
    if (before.length === 0 && flows.length === 0) return;
    // Most owners have one flow and had none before, which needs no maps.
    const left = before.length > 0 ? new Map(before.map((claim) => [claim.key, claim])) : undefined;
    const keys = flows.length > 1 ? new Set<string>() : undefined;
    const now: Claim[] = [];
    for (const [index, flow] of flows.entries()) {
      const { table, priority, match, actions } = flow;
      const key = keyOf(flow);
      if (keys?.has(key)) continue;
      keys?.add(key);
      const old = left?.get(key);
      left?.delete(key);
      const place = { kind, rank, id: owner.id, index };
      if (old && comparePlaces(old.place, place) === 0 && sameActions(old.actions, actions)) {
        now.push(old);
        continue;
      }
      const claim = { key, owner, place, table, priority, match, actions };
      now.push(claim);
      this.#replace(key, old, claim);
    }
    if (left) for (const [key, claim] of left) this.#replace(key, claim, undefined);
    if (now.length > 0) claims?.set(owner.id, now);
    else claims?.delete(owner.id);
  }

  /**
   * Brings the flows of `bridge` up to date. A bridge that was not the integration bridge before
   * first loses all of its flows.
   */
  install(bridge: Bridge): void {
    if (bridge !== this.#bridge) this.#takeOver(bridge);
    if (this.#dirty.size === 0) return;
    this.#missing = undefined;
    const missing: Claim[] = [];
    for (const key of this.#dirty) {
      const [wanted] = this.#byKey.get(key) ?? NONE;
      const installed = this.#installed.get(key);
      if (!wanted) {
        if (installed) remove(bridge, installed);
        this.#installed.delete(key);
        continue;
      }
      if (!installed) missing.push(wanted);
      else if (!sameActions(installed.actions, wanted.actions)) modify(bridge, wanted);
      else if (comparePlaces(installed.place, wanted.place) !== 0) move(bridge, wanted);
      this.#installed.set(key, wanted);
    }
    this.#dirty.clear();
    const batch = { hashTableSize: this.#byKey.size };
    for (const { table, priority, match, actions, place } of missing) {
      const wire = convertActions(actions, VERSION, match);
      if (!bridge.makeRoom(table)) continue;
      bridge.addFlow({ table, priority, match, actions: wire, place }, batch);
    }
  }

  /**
   * Returns the owners of a flow of a bridge: first the owner of the installed flow, then the
   * owners that want a different flow with the same match. A flow that was added manually has no
   * owners.
   */
  ownership(bridge: Bridge, { table, priority, match, actions }: Flow): Ownership {
    const key = keyOf({ table, priority, match, actions });
    const installed = bridge === this.#bridge ? this.#installed.get(key) : undefined;
    if (!installed) return { owners: [], asWanted: false };
    return {
      owners: (this.#byKey.get(key) ?? NONE).map(({ owner }) => owner),
      asWanted: sameActions(actions, convertActions(installed.actions, VERSION, match)),
    };
  }

  /** Returns the flows that were installed on a bridge and have since been removed manually. */
  missing(bridge: Bridge): readonly Flow[] {
    if (bridge !== this.#bridge) return [];
    if (this.#missing?.revision !== bridge.revision) {
      const flows = [...this.#installed.values()].filter(
        ({ table, priority, match }) => !bridge.findFlow(table, priority, match),
      );
      this.#missing = { revision: bridge.revision, flows };
    }
    return this.#missing.flows;
  }

  #takeOver(bridge: Bridge): void {
    this.#bridge = bridge;
    this.#missing = undefined;
    this.#installed.clear();
    for (const flow of [...bridge.flows()]) bridge.deleteFlow(flow);
    for (const key of this.#byKey.keys()) this.#dirty.add(key);
  }

  /** Replaces, adds or withdraws a claim to a flow. */
  #replace(key: string, before: Claim | undefined, now: Claim | undefined): void {
    this.#dirty.add(key);
    const claims = this.#byKey.get(key);
    if (!claims) {
      if (now) this.#byKey.set(key, [now]);
      return;
    }
    const others = before ? claims.filter((claim) => claim !== before) : claims;
    const all = now ? [...others, now].sort((a, b) => comparePlaces(a.place, b.place)) : others;
    if (all.length > 0) this.#byKey.set(key, all);
    else this.#byKey.delete(key);
  }
}

/** Removes a flow, unless it was removed or changed manually. */
function remove(bridge: Bridge, { table, priority, match }: Flow): void {
  const found = bridge.findFlow(table, priority, match);
  if (found) bridge.deleteFlow(found);
}

function modify(bridge: Bridge, { table, priority, match, actions, place }: Claim): void {
  const found = bridge.findFlow(table, priority, match);
  if (!found) return;
  bridge.modifyFlows([found], { actions: convertActions(actions, VERSION, match), place });
}

function move(bridge: Bridge, { table, priority, match, place }: Claim): void {
  const found = bridge.findFlow(table, priority, match);
  if (found?.place) bridge.setPlace(found, place);
}
