/** ofctrl: the flows that should be on the integration bridge, and getting them there. */
import type { OfAction } from '../openflow/actions.js';
import type { Bridge } from '../openflow/bridge.js';
import type { Match } from '../openflow/match.js';
import { sameActions } from './actions.js';

/** A flow that should be there. */
export interface Flow {
  readonly table: number;
  readonly priority: number;
  readonly match: Match;
  readonly actions: readonly OfAction[];
}

/** A flow together with its owner's place in the order of owners. */
interface Candidate {
  readonly owner: string;
  readonly rank: number;
  readonly flow: Flow;
}

const keyOf = ({ table, priority, match }: Flow): string => `${table} ${priority} ${match.key}`;

/**
 * Knows who wants which flow. Where several want one with the same match, the first
 * in the order of owners gets it, and the next takes over when that one goes.
 */
export class FlowInstaller {
  readonly #candidates = new Map<string, Candidate[]>();
  readonly #owned = new Map<string, readonly Flow[]>();
  #bridge: Bridge | undefined;

  /** Says where the flows go. All of them are installed anew on another bridge. */
  use(bridge: Bridge | undefined): void {
    if (bridge === this.#bridge) return;
    this.#bridge = bridge;
    for (const [first] of this.#candidates.values()) if (first) this.#install(first.flow);
  }

  /** Makes the flows of `owner` be `flows`. The lower its rank, the sooner it comes. */
  put(owner: string, rank: number, flows: readonly Flow[]): void {
    const before = this.#owned.get(owner) ?? [];
    if (before.length === 0 && flows.length === 0) return;
    const after = new Map<string, Flow>();
    for (const flow of flows) {
      const key = keyOf(flow);
      if (!after.has(key)) after.set(key, flow);
    }
    for (const flow of before) {
      const key = keyOf(flow);
      if (!after.has(key)) this.#withdraw(key, owner);
    }
    for (const [key, flow] of after) this.#offer(key, { owner, rank, flow });
    if (after.size > 0) this.#owned.set(owner, [...after.values()]);
    else this.#owned.delete(owner);
  }

  #offer(key: string, candidate: Candidate): void {
    const all = this.#candidates.get(key);
    if (!all) {
      this.#candidates.set(key, [candidate]);
      this.#install(candidate.flow);
      return;
    }
    const before = all[0];
    const own = all.findIndex(({ owner }) => owner === candidate.owner);
    if (own >= 0) all.splice(own, 1);
    const place = all.findIndex(({ rank }) => rank > candidate.rank);
    all.splice(place < 0 ? all.length : place, 0, candidate);
    this.#replace(before, all[0]);
  }

  #withdraw(key: string, owner: string): void {
    const all = this.#candidates.get(key);
    const own = all?.findIndex((candidate) => candidate.owner === owner) ?? -1;
    if (!all || own < 0) return;
    const before = all[0];
    all.splice(own, 1);
    if (all.length === 0) this.#candidates.delete(key);
    this.#replace(before, all[0]);
  }

  #replace(before: Candidate | undefined, after: Candidate | undefined): void {
    if (!before || before === after) return;
    const { table, priority, match, actions } = before.flow;
    if (after && sameActions(actions, after.flow.actions)) return;
    const installed = this.#bridge?.findFlow(table, priority, match);
    if (!installed) return;
    if (after) this.#bridge?.modifyFlow(installed, { actions: after.flow.actions });
    else this.#bridge?.deleteFlow(installed);
  }

  #install(flow: Flow): void {
    this.#bridge?.addFlow(flow);
  }
}
