import type { LearnAction } from '../model/actions.js';
import type { FlowEntry } from '../model/flow-entry.js';

/** Flows that are to go: those of this cookie in this table. */
export interface Orphans {
  readonly table: number;
  readonly cookie: bigint;
}

/**
 * Which flows go with the flows that learned them: those of the cookie and the table of
 * an action `learn(delete_learned)`, as soon as no flow has such an action any more.
 */
export class LearnedCookies {
  readonly #teachers = new Map<string, number>();

  /** A flow is there. */
  add(flow: FlowEntry): void {
    for (const action of teachings(flow)) {
      const key = keyOf(action);
      this.#teachers.set(key, (this.#teachers.get(key) ?? 0) + 1);
    }
  }

  /** A flow is gone; what is to go with it. */
  remove(flow: FlowEntry): Orphans[] {
    const orphans: Orphans[] = [];
    for (const action of teachings(flow)) {
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

  /** All flows are gone. */
  clear(): void {
    this.#teachers.clear();
  }
}

const keyOf = ({ table, cookie }: LearnAction): string => `${table} ${cookie}`;

function* teachings({ actions }: FlowEntry): IterableIterator<LearnAction> {
  for (const action of actions) if (action.type === 'learn' && action.deleteLearned) yield action;
}
