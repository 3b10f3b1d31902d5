/** Tracks the cookies of learned flows. Mirrors `struct learned_cookie` in `ofproto/ofproto.c`. */

import type { LearnAction, OfAction } from '../model/actions.js';
import type { FlowEntry } from '../model/flow-entry.js';

/** The flows to delete: those with this cookie in this table. */
export interface Orphans {
  readonly table: number;
  readonly cookie: bigint;
}

/**
 * Counts the flows with `learn(delete_learned)` by the table and the cookie of the action. The flows
 * with that cookie are deleted with the last of them.
 */
export class LearnedCookies {
  readonly #teachers = new Map<string, number>();

  /** Counts a flow that was added. */
  add(flow: FlowEntry): void {
    for (const action of flow.actions) {
      if (!teaches(action)) continue;
      const key = keyOf(action);
      this.#teachers.set(key, (this.#teachers.get(key) ?? 0) + 1);
    }
  }

  /** Counts a flow that was removed; returns the flows to delete with it. */
  remove(flow: FlowEntry): Orphans[] {
    const orphans: Orphans[] = [];
    for (const action of flow.actions) {
      if (!teaches(action)) continue;
      const key = keyOf(action);
      const left = (this.#teachers.get(key) ?? 0) - 1;
      if (left > 0) this.#teachers.set(key, left);
      else {
        this.#teachers.delete(key);
        orphans.push({ table: action.table, cookie: action.cookie });
      }
    }
    return orphans;
  }

  /** Forgets all flows. */
  clear(): void {
    this.#teachers.clear();
  }
}

const keyOf = ({ table, cookie }: LearnAction): string => `${table} ${cookie}`;

const teaches = (action: OfAction): action is LearnAction =>
  action.type === 'learn' && action.deleteLearned;
