/** Compares what a command printed with what a document shows. */

/** What two lines may differ in. */
export interface Tolerance {
  /** False to compare counters, durations and times as well. */
  readonly masks: boolean;
  /** True to ignore indentation, empty lines and curly quotes. */
  readonly lenient: boolean;
}

/** The line of a document that stands for any number of lines. */
const ELLIPSIS = '...';

const UUID = /\b[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}\b/g;

/** What no two runs share: the values of counters, and times. */
const MASKS: readonly (readonly [pattern: RegExp, replacement: string])[] = [
  [/\b(n_packets|n_bytes|packets|bytes|idle_age|hard_age|age)([=:])\d+/g, '$1$2N'],
  [/\b(duration|used)([=:])(?:[\d.]+s?|never)/g, '$1$2T'],
  [/\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(?:\.\d+)?Z?/g, 'TIME'],
];

/**
 * Relates the UUIDs of a document to those of a run: equal ones stay equal, and different ones
 * different.
 */
export class Renaming {
  readonly #actual = new Map<string, string>();
  readonly #shown = new Map<string, string>();

  /** Returns true if the UUIDs of both lines can stand for each other. */
  fits(shown: readonly string[], actual: readonly string[]): boolean {
    return (
      shown.length === actual.length &&
      shown.every((uuid, i) => {
        const other = actual[i] ?? '';
        return (
          (this.#actual.get(uuid) ?? other) === other && (this.#shown.get(other) ?? uuid) === uuid
        );
      })
    );
  }

  /**
   * Records that the UUIDs of lines that belong together stand for each other. Returns false, and
   * records nothing, if they cannot.
   */
  extend(pairs: readonly Pair[]): boolean {
    const [actual, shown] = [new Map(this.#actual), new Map(this.#shown)];
    for (const { shown: a = '', actual: b = '' } of pairs) {
      if (a.includes(ELLIPSIS)) continue;
      const others = uuidsIn(b);
      for (const [i, uuid] of uuidsIn(a).entries()) {
        const other = others[i] ?? '';
        if ((actual.get(uuid) ?? other) !== other || (shown.get(other) ?? uuid) !== uuid)
          return false;
        actual.set(uuid, other);
        shown.set(other, uuid);
      }
    }
    for (const [uuid, other] of actual) this.#actual.set(uuid, other);
    for (const [other, uuid] of shown) this.#shown.set(other, uuid);
    return true;
  }
}

const uuidsIn = (text: string): readonly string[] => text.match(UUID) ?? [];

function normal(text: string, { masks, lenient }: Tolerance): string {
  let line = text.trimEnd();
  if (lenient)
    line = line
      .trim()
      .replace(/[\u201c\u201d]/g, '"')
      .replace(/[\u2018\u2019]/g, "'");
  if (masks) for (const [pattern, replacement] of MASKS) line = line.replace(pattern, replacement);
  return line.replace(UUID, 'UUID');
}

/** Returns true if a line of a document, in which `...` stands for anything, fits a line. */
export function lineFits(
  shown: string,
  actual: string,
  tolerance: Tolerance,
  renaming: Renaming,
): boolean {
  const [wanted, found] = [normal(shown, tolerance), normal(actual, tolerance)];
  if (!wanted.includes(ELLIPSIS)) {
    return wanted === found && renaming.fits(uuidsIn(shown), uuidsIn(actual));
  }
  const parts = wanted.split(ELLIPSIS);
  let at = 0;
  for (const [i, part] of parts.entries()) {
    const last = i === parts.length - 1;
    const next = last && part !== '' ? found.length - part.length : found.indexOf(part, at);
    if (next < at || (i === 0 && next !== 0) || !found.startsWith(part, next)) return false;
    at = next + part.length;
  }
  return true;
}

export const isEllipsis = (line: string): boolean => line.trim() === ELLIPSIS;

/** A line of a document, a line that was printed, or both if they belong together. */
export interface Pair {
  readonly shown?: string;
  readonly actual?: string;
}

export interface Comparison {
  readonly same: boolean;
  /** The lines of both sides, in order. An ellipsis pairs with each line that it stands for. */
  readonly pairs: readonly Pair[];
}

/**
 * Compares the lines of a document with those that were printed. If they are the same, their UUIDs
 * stand for each other from now on.
 */
export function compare(
  shownLines: readonly string[],
  actualLines: readonly string[],
  tolerance: Tolerance,
  renaming: Renaming,
): Comparison {
  const strip = (lines: readonly string[]) =>
    tolerance.lenient ? lines.filter((line) => line.trim() !== '') : withoutEnd(lines);
  const [shown, actual] = [strip(shownLines), strip(actualLines)];
  const fits = (i: number, k: number): boolean =>
    lineFits(shown[i] ?? '', actual[k] ?? '', tolerance, renaming);
  const pairs = align(shown, actual, fits);
  const aligned = pairs.every(
    ({ shown: a, actual: b }) => a !== undefined && (b !== undefined || isEllipsis(a)),
  );
  if (!aligned || renaming.extend(pairs)) return { same: aligned, pairs };
  // The lines are alike, but their UUIDs stand for different rows.
  return { same: false, pairs: pairs.flatMap(splitIfNamed) };
}

const splitIfNamed = (pair: Pair): readonly Pair[] => {
  const { shown: a, actual: b } = pair;
  return a !== undefined && b !== undefined && uuidsIn(a).length > 0
    ? [{ shown: a }, { actual: b }]
    : [pair];
};

function withoutEnd(lines: readonly string[]): readonly string[] {
  let end = lines.length;
  while (end > 0 && lines[end - 1]?.trim() === '') end--;
  return lines.slice(0, end);
}

/** The largest number of pairs of lines that are compared one by one. */
const MAX_CELLS = 4_000_000;

/** Finds the longest common alignment of two lists of lines. */
function align(
  shown: readonly string[],
  actual: readonly string[],
  fits: (i: number, k: number) => boolean,
): readonly Pair[] {
  const [rows, columns] = [shown.length, actual.length];
  if ((rows + 1) * (columns + 1) > MAX_CELLS) return plainPairs(shown, actual, fits);
  /** A line that fits is worth more than all lines that an ellipsis could stand for. */
  const weight = columns + 1;
  /** The best score from (i, k) on. */
  const best = new Int32Array((rows + 1) * (columns + 1));
  const at = (i: number, k: number): number => i * (columns + 1) + k;
  const scoreOf = (i: number, k: number): number => best[at(i, k)] ?? 0;
  for (let i = rows - 1; i >= 0; i--) {
    const open = isEllipsis(shown[i] ?? '');
    for (let k = columns; k >= 0; k--) {
      let score = scoreOf(i + 1, k);
      if (k < columns) {
        score = Math.max(score, scoreOf(i, k + 1) + (open ? 1 : 0));
        if (!open && fits(i, k)) score = Math.max(score, scoreOf(i + 1, k + 1) + weight);
      }
      best[at(i, k)] = score;
    }
  }
  const pairs: Pair[] = [];
  let [i, k] = [0, 0];
  while (i < rows || k < columns) {
    const [a, b] = [shown[i], actual[k]];
    const score = scoreOf(i, k);
    if (a !== undefined && isEllipsis(a)) {
      if (b !== undefined && score === scoreOf(i, k + 1) + 1) {
        pairs.push({ shown: a, actual: b });
        k++;
      } else {
        if (pairs.at(-1)?.shown !== a) pairs.push({ shown: a });
        i++;
      }
    } else if (
      a !== undefined &&
      b !== undefined &&
      score === scoreOf(i + 1, k + 1) + weight &&
      fits(i, k)
    ) {
      pairs.push({ shown: a, actual: b });
      i++;
      k++;
    } else if (a !== undefined && score === scoreOf(i + 1, k)) {
      pairs.push({ shown: a });
      i++;
    } else if (b !== undefined) {
      pairs.push({ actual: b });
      k++;
    } else i++;
  }
  return pairs;
}

/** Compares very long lists line by line. */
function plainPairs(
  shown: readonly string[],
  actual: readonly string[],
  fits: (i: number, k: number) => boolean,
): readonly Pair[] {
  return Array.from({ length: Math.max(shown.length, actual.length) }, (_, i): Pair[] => {
    const [a, b] = [shown[i], actual[i]];
    if (a !== undefined && b !== undefined && fits(i, i)) return [{ shown: a, actual: b }];
    return [
      ...(a === undefined ? [] : [{ shown: a }]),
      ...(b === undefined ? [] : [{ actual: b }]),
    ];
  }).flat();
}
