/** Keeps states of a sandbox under names that the user chose. */
import { emptyDictionary } from '../lib/dictionary.js';
import { JsonText, type NamedState, type SavedState } from './saved-state.js';

/** The maximum number of snapshots. Every save writes all of them. */
export const MAX_SNAPSHOTS = 50;

/** Names that are not numbers, because `sandbox diff` counts changes with those. */
const NAME = /^(?!\d+$)(?!now$)[\w][\w.-]{0,63}$/;

export const isSnapshotName = (name: string): boolean => NAME.test(name);

export class Snapshots {
  readonly #states = new Map<string, { readonly time: number; readonly state: JsonText }>();

  constructor(saved: SavedState['snapshots'] = {}) {
    for (const [name, { time, state }] of Object.entries(saved)) {
      this.#states.set(name, { time, state: new JsonText(JSON.stringify(state)) });
    }
  }

  get size(): number {
    return this.#states.size;
  }

  /** Returns the name and the time of each snapshot, oldest first. */
  list(): readonly (readonly [name: string, time: number])[] {
    const entries = Array.from(this.#states, ([name, { time }]) => [name, time] as const);
    return entries.sort(([, a], [, b]) => a - b);
  }

  has(name: string): boolean {
    return this.#states.has(name);
  }

  /** Keeps a state, in place of the one of the same name. */
  set(name: string, time: number, state: SavedState): void {
    this.#states.delete(name);
    this.#states.set(name, { time, state: new JsonText(JSON.stringify(state)) });
  }

  /** Returns the state of this name as JSON that has not been checked yet. */
  get(name: string): unknown {
    return this.#states.get(name)?.state.toJSON();
  }

  delete(name: string): boolean {
    return this.#states.delete(name);
  }

  /** Returns what to save; `undefined` if there is nothing. */
  save(): SavedState['snapshots'] {
    if (this.#states.size === 0) return undefined;
    const saved: Record<string, NamedState> = emptyDictionary();
    for (const [name, snapshot] of this.#states) saved[name] = snapshot;
    return saved;
  }
}
