/**
 * Matches glob patterns in time proportional to the length of the text times that of the pattern.
 * An automaton runs from the end of the text to its start, so one pass finds the matches at every
 * possible start.
 */
import { LineError } from '../state/unwind.js';
import { type Characters, charactersOf, sliced } from '../text.js';

/** Returns true for a character that matches. */
export type Matcher = (char: string) => boolean;

export type PatternNode =
  /** A character; `text` if it is the only one that matches. */
  | { readonly type: 'character'; readonly matches: Matcher; readonly text?: string }
  /** `*`. */
  | { readonly type: 'any-text' }
  | {
      readonly type: 'group';
      readonly alternatives: readonly (readonly PatternNode[])[];
      readonly optional: boolean;
      readonly repeated: boolean;
    }
  /** `!(a|b)`. */
  | { readonly type: 'not'; readonly alternatives: readonly (readonly PatternNode[])[] };

type State =
  | { readonly type: 'accept' }
  /** Consumes a character and continues at `next`. */
  | { readonly type: 'character'; readonly matches: Matcher; readonly next: number }
  /** Continues at any of `next`. */
  | { readonly type: 'branch'; readonly next: number[] }
  /** Consumes any text that `pattern` does not match. */
  | { readonly type: 'not'; readonly pattern: Pattern; readonly next: number };

const ANY: Matcher = () => true;
const ACCEPT = 0;
const NONE = -1;

/** The cost in steps of a character that `!(...)` examines. */
const NOT_STEPS = 10;

/** The maximum number of steps, one for each state and character: about a second's worth. */
const MAX_STEPS = 30_000_000;

/** The end to choose if several matches start at the same place. */
type Wanted = 'longest' | 'shortest' | 'whole';

export class Pattern {
  readonly #states: State[] = [{ type: 'accept' }];
  /** For each state, the states that it reaches without consuming a character. */
  readonly #reached: number[][];
  readonly #start: number;
  /** The states after a `not`. The results of these are kept for every place. */
  readonly #afterNot: ReadonlySet<number>;

  /** The only text that matches, if the pattern has no special characters. */
  readonly #literal: string | undefined;

  constructor(nodes: readonly PatternNode[]) {
    const texts = nodes.map((node) => (node.type === 'character' ? (node.text ?? '') : ''));
    this.#literal = texts.includes('') ? undefined : texts.join('');
    this.#start = this.#sequence(nodes, ACCEPT);
    this.#reached = this.#states.map((_, state) => this.#reachedFrom(state));
    this.#afterNot = new Set(
      this.#states.flatMap((state) => (state.type === 'not' ? [state.next] : [])),
    );
  }

  matches(text: string): boolean {
    return this.#ends(charactersOf(text), 'whole')[0] !== NONE;
  }

  /** Returns `text` without the start that matches. */
  withoutStart(text: string, wanted: 'longest' | 'shortest'): string {
    const characters = charactersOf(text);
    const end = this.#ends(characters, wanted)[0] ?? NONE;
    return end === NONE ? text : sliced(characters, end);
  }

  /** Returns `text` without the end that matches. */
  withoutEnd(text: string, wanted: 'longest' | 'shortest'): string {
    const characters = charactersOf(text);
    const ends = this.#ends(characters, 'whole');
    const matches = (end: number) => end !== NONE;
    const start = wanted === 'longest' ? ends.findIndex(matches) : ends.findLastIndex(matches);
    return start < 0 ? text : sliced(characters, 0, start);
  }

  /** Replaces matches, choosing the longest one at each place. */
  replace(
    text: string,
    where: 'first' | 'all' | 'start' | 'end',
    replacement: (match: string) => string,
  ): string {
    if (this.#literal && where === 'all') {
      const replaced = replacement(this.#literal);
      return text.replaceAll(this.#literal, replaced.replaceAll('$', '$$$$'));
    }
    const characters = charactersOf(text);
    const ends = this.#ends(characters, where === 'end' ? 'whole' : 'longest');
    const pieces: string[] = [];
    let from = 0;
    const last = where === 'end' ? characters.length : Math.max(0, characters.length - 1);
    for (let i = 0; i <= last; i++) {
      const end = ends[i] ?? NONE;
      if (end === NONE) {
        if (where === 'start') break;
        continue;
      }
      pieces.push(sliced(characters, from, i), replacement(sliced(characters, i, end)));
      from = end;
      if (where !== 'all') break;
      if (end > i) i = end - 1;
    }
    return pieces.join('') + sliced(characters, from);
  }

  /** Adds states that match nodes and continue at `next`; returns the first of them. */
  #sequence(nodes: readonly PatternNode[], next: number): number {
    return nodes.reduceRight((after, node) => this.#node(node, after), next);
  }

  #add(state: State): number {
    return this.#states.push(state) - 1;
  }

  #node(node: PatternNode, next: number): number {
    switch (node.type) {
      case 'character':
        return this.#add({ type: 'character', matches: node.matches, next });
      case 'not': {
        const group = { ...node, type: 'group', optional: false, repeated: false } as const;
        return this.#add({ type: 'not', pattern: new Pattern([group]), next });
      }
      case 'any-text': {
        const branch: number[] = [next];
        const start = this.#add({ type: 'branch', next: branch });
        branch.push(this.#add({ type: 'character', matches: ANY, next: start }));
        return start;
      }
      case 'group': {
        // What follows an alternative: another one, or the end of the group.
        const again: number[] = [next];
        const after = node.repeated ? this.#add({ type: 'branch', next: again }) : next;
        const starts = node.alternatives.map((nodes) => this.#sequence(nodes, after));
        if (node.repeated) again.push(...starts);
        return this.#add({ type: 'branch', next: node.optional ? [next, ...starts] : starts });
      }
    }
  }

  #reachedFrom(first: number): number[] {
    const seen = new Set([first]);
    // The loop also visits items that it adds.
    for (const index of seen) {
      const state = this.#states[index];
      if (state?.type === 'branch') for (const next of state.next) seen.add(next);
      if (state?.type === 'not' && !state.pattern.matches('')) seen.add(state.next);
    }
    return [...seen].filter((index) => this.#states[index]?.type !== 'branch');
  }

  /** Returns the end of the match that starts at each place, or -1 where none starts. */
  #ends(characters: Characters, wanted: Wanted): Int32Array {
    const { length } = characters;
    const ends = new Int32Array(length + 1).fill(NONE);
    const kept = new Map([...this.#afterNot].map((state) => [state, new Int32Array(length + 1)]));
    this.#checkCost(length);
    const better = wanted === 'shortest' ? lower : higher;
    let after = new Int32Array(this.#states.length).fill(NONE);
    let here = new Int32Array(this.#states.length);
    const direct = new Int32Array(this.#states.length);
    for (let at = length; at >= 0; at--) {
      const char = characters[at] ?? '';
      let alive = kept.size > 0;
      for (let i = 0; i < direct.length; i++) {
        const state = this.#states[i];
        let end = NONE;
        if (state?.type === 'character') {
          if (at < length && state.matches(char)) end = after[state.next] ?? NONE;
        } else if (state?.type === 'accept') {
          if (wanted !== 'whole' || at === length) end = at;
        } else if (state?.type === 'not') {
          const results = kept.get(state.next);
          const excluded = state.pattern.endsFrom(characters, at);
          for (let next = at + 1; next <= length; next++) {
            if (!excluded.has(next)) end = better(end, results?.[next] ?? NONE);
          }
        }
        direct[i] = end;
        alive ||= end !== NONE;
      }
      for (let i = 0; i < here.length; i++) {
        let best = NONE;
        for (const state of this.#reached[i] ?? []) best = better(best, direct[state] ?? NONE);
        here[i] = best;
      }
      for (const [state, results] of kept) results[at] = here[state] ?? NONE;
      ends[at] = here[this.#start] ?? NONE;
      if (!alive && wanted === 'whole') break;
      [after, here] = [here, after];
    }
    return ends;
  }

  /** `!(...)` takes time by the square of the text. @throws LineError */
  #checkCost(length: number): void {
    const steps = length * (this.#states.length + this.#afterNot.size * NOT_STEPS * length);
    if (steps > MAX_STEPS) {
      throw new LineError(`a text of ${length} characters is too long for the pattern`);
    }
  }

  /** Returns all ends of matches that start at `start`. */
  endsFrom(characters: Characters, start: number): Set<number> {
    const ends = new Set<number>();
    let states = new Set(this.#reached[this.#start]);
    // The kept results of the states after a `not`, by place.
    const later = new Map<number, Set<number>>();
    for (let at = start; at <= characters.length; at++) {
      const next = new Set<number>();
      for (const index of later.get(at) ?? []) states.add(index);
      for (const index of states) {
        const state = this.#states[index];
        if (state?.type === 'accept') ends.add(at);
        else if (state?.type === 'character') {
          if (at < characters.length && state.matches(characters[at] ?? '')) {
            for (const reached of this.#reached[state.next] ?? []) next.add(reached);
          }
        } else if (state?.type === 'not') {
          const excluded = state.pattern.endsFrom(characters, at);
          for (let end = at + 1; end <= characters.length; end++) {
            if (excluded.has(end)) continue;
            const place = later.get(end) ?? new Set();
            later.set(end, place);
            for (const reached of this.#reached[state.next] ?? []) place.add(reached);
          }
        }
      }
      states = next;
    }
    return ends;
  }
}

const higher = (a: number, b: number): number => (a > b ? a : b);
const lower = (a: number, b: number): number => (a === NONE || (b !== NONE && b < a) ? b : a);
