/** Keeps the states of a sandbox before each line of input, for `undo` and `diff`. */
import { type SavedState, SnapshotJson } from './saved-state.js';

const MAX_STATES = 100;

/** The maximum number of rows in all states together. States share unchanged rows. */
const MAX_ROWS = 4_000_000;

interface Mark {
  readonly revision: number;
  readonly state: SavedState;
  readonly rows: number;
}

const rowsOf = ({ databases }: SavedState): number =>
  Object.values(databases).reduce(
    (sum, json) => sum + (json instanceof SnapshotJson ? json.size : 0),
    0,
  );

export class Past {
  /** Oldest first, at most one for each revision. */
  #marks: Mark[] = [];

  /** Keeps the current state, unless it was the last one kept. */
  mark(revision: number, save: () => SavedState): void {
    if (this.#marks.at(-1)?.revision === revision) return;
    const state = save();
    this.#marks.push({ revision, state, rows: rowsOf(state) });
    let rows = this.#marks.reduce((sum, mark) => sum + mark.rows, 0);
    // The last two states are always kept, the previous and the current one, so one step back is
    // always possible.
    while (this.#marks.length > 2 && (this.#marks.length > MAX_STATES || rows > MAX_ROWS)) {
      rows -= this.#marks.shift()?.rows ?? 0;
    }
  }

  #earlier(revision: number): readonly Mark[] {
    return this.#marks.filter((mark) => mark.revision !== revision);
  }

  /** Returns the state before the last change. */
  before(revision: number): SavedState | undefined {
    return this.#earlier(revision).at(-1)?.state;
  }

  /**
   * Goes back `count` changes, forgets them, and returns the state then.
   *
   * @throws RangeError if there are fewer
   */
  back(revision: number, count: number): SavedState {
    const earlier = this.#earlier(revision);
    const target = earlier[earlier.length - count];
    if (!target) {
      throw new RangeError(
        earlier.length === 0
          ? 'nothing has been changed since the start'
          : `only ${earlier.length} ${earlier.length === 1 ? 'change' : 'changes'} can be undone`,
      );
    }
    this.#marks = this.#marks.slice(0, this.#marks.indexOf(target) + 1);
    return target.state;
  }

  /** Records that the last state is the current one, under this revision. */
  settle(revision: number): void {
    const last = this.#marks.pop();
    if (last) this.#marks.push({ ...last, revision });
  }
}
