/** The states that a sandbox was in when lines of input began, for those who want to go back. */
import { type SavedState, WrittenJson } from './saved-state.js';

/** States that are kept, as far as they are not too long together: in characters of text. */
const MAX_STATES = 100;
const MAX_TEXT = 64 * 2 ** 20;

interface Mark {
  readonly revision: number;
  readonly state: SavedState;
  /** How much text there is in it. */
  readonly size: number;
}

const sizeOf = ({ databases }: SavedState): number =>
  Object.values(databases).reduce(
    (sum, json) => sum + (json instanceof WrittenJson ? json.text.length : 0),
    0,
  );

export class Past {
  /** The oldest first; no two of the same revision. */
  #marks: Mark[] = [];

  /** Keeps the state of now, unless it is the last one that was kept. */
  mark(revision: number, save: () => SavedState): void {
    if (this.#marks.at(-1)?.revision === revision) return;
    const state = save();
    this.#marks.push({ revision, state, size: sizeOf(state) });
    let size = this.#marks.reduce((sum, mark) => sum + mark.size, 0);
    // The last two are what was and what is: one can always go back once.
    while (this.#marks.length > 2 && (this.#marks.length > MAX_STATES || size > MAX_TEXT)) {
      size -= this.#marks.shift()?.size ?? 0;
    }
  }

  /** Those that are not what is now. */
  #earlier(revision: number): readonly Mark[] {
    return this.#marks.filter((mark) => mark.revision !== revision);
  }

  /** The state before the last change. */
  before(revision: number): SavedState | undefined {
    return this.#earlier(revision).at(-1)?.state;
  }

  /** Goes back that many changes, and forgets them. @throws RangeError */
  back(revision: number, count: number): SavedState {
    const earlier = this.#earlier(revision);
    const target = earlier[earlier.length - count];
    if (!target) {
      throw new RangeError(
        earlier.length === 0
          ? 'nothing was changed yet'
          : `only ${earlier.length} ${earlier.length === 1 ? 'change' : 'changes'} can be undone`,
      );
    }
    this.#marks = this.#marks.slice(0, this.#marks.indexOf(target) + 1);
    return target.state;
  }

  /** The last state that was kept is what is now, under this revision. */
  settle(revision: number): void {
    const last = this.#marks.pop();
    if (last) this.#marks.push({ ...last, revision });
  }
}
