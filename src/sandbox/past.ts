/** Keeps the states of a sandbox before each line of input, for `undo`, `redo` and `diff`. */
import { type SavedState, SnapshotJson } from './saved-state.js';

const MAX_STATES = 100;

/** The maximum number of rows in all states together. States share unchanged rows. */
const MAX_ROWS = 4_000_000;

/** The state before a line of input. */
interface Mark {
  readonly revision: number;
  readonly state: SavedState;
  readonly rows: number;
  readonly line: string;
}

/** A line that was undone, and the state after it. */
interface Undone {
  readonly line: string;
  readonly state: SavedState;
}

/** A step back or forward: the state to return to, and the lines that it undoes or repeats. */
export interface Step {
  readonly state: SavedState;
  /** In the order in which they are undone or repeated. */
  readonly lines: readonly string[];
}

const rowsOf = ({ databases }: SavedState): number =>
  Object.values(databases).reduce(
    (sum, json) => sum + (json instanceof SnapshotJson ? json.size : 0),
    0,
  );

export class Past {
  /** Oldest first, at most one for each revision. */
  #marks: Mark[] = [];
  /** The line to redo first is last. */
  #undone: Undone[] = [];

  /** Keeps the current state, from which `line` starts. */
  mark(revision: number, line: string, save: () => SavedState): void {
    const last = this.#marks.at(-1);
    if (last?.revision === revision) {
      this.#marks[this.#marks.length - 1] = { ...last, line };
      return;
    }
    const state = save();
    this.#undone = [];
    this.#marks.push({ revision, state, rows: rowsOf(state), line });
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

  /** Returns the number of changes that can be undone. */
  count(revision: number): number {
    return this.#earlier(revision).length;
  }

  /**
   * Returns the state before the last `count` changes.
   *
   * @throws RangeError if there are fewer
   */
  before(revision: number, count: number): SavedState {
    return this.#markBefore(revision, count).state;
  }

  #markBefore(revision: number, count: number): Mark {
    const earlier = this.#earlier(revision);
    const mark = earlier[earlier.length - count];
    if (mark) return mark;
    throw new RangeError(
      earlier.length === 0
        ? 'nothing has been changed since the start'
        : `only ${counted(earlier.length)} can be undone`,
    );
  }

  /**
   * Goes back `count` changes.
   *
   * @param current returns the current state, to which `forward` leads back
   * @throws RangeError if there are fewer
   */
  back(revision: number, count: number, current: () => SavedState): Step {
    const target = this.#markBefore(revision, count);
    if (this.#marks.at(-1)?.revision !== revision) this.#undone = [];
    const undone = this.#earlier(revision).slice(-count).reverse();
    let after = current();
    for (const { line, state } of undone) {
      this.#undone.push({ line, state: after });
      after = state;
    }
    this.#marks = this.#marks.slice(0, this.#marks.indexOf(target) + 1);
    return { state: target.state, lines: undone.map(({ line }) => line) };
  }

  /**
   * Repeats the `count` lines that were undone last.
   *
   * @throws RangeError if there are fewer
   */
  forward(revision: number, count: number): Step {
    const last = this.#marks.at(-1);
    if (last?.revision !== revision) this.#undone = [];
    const undone = this.#undone.slice(-count).reverse();
    const target = undone.at(-1);
    if (!last || !target || undone.length < count) {
      throw new RangeError(
        this.#undone.length === 0
          ? 'nothing has been undone since the last change'
          : `only ${counted(this.#undone.length)} can be repeated`,
      );
    }
    this.#undone.length -= count;
    this.#marks.pop();
    let before = last.state;
    for (const { line, state } of undone) {
      // The current state has a revision of its own, and none of these is current any more.
      this.#marks.push({ revision: Number.NaN, state: before, rows: rowsOf(before), line });
      before = state;
    }
    this.#marks.push({ revision, state: before, rows: rowsOf(before), line: '' });
    return { state: target.state, lines: undone.map(({ line }) => line) };
  }

  /** Records that the last state is the current one, under this revision. */
  settle(revision: number): void {
    const last = this.#marks.pop();
    if (last) this.#marks.push({ ...last, revision });
  }
}

const counted = (changes: number): string => `${changes} ${changes === 1 ? 'change' : 'changes'}`;
