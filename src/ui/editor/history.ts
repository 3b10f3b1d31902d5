/** The history of entered lines, oldest first, and the position in it. */

/** The number of lines kept, in memory and in the file. */
export const HISTORY_LIMIT = 2000;

export interface History {
  readonly entries: readonly string[];
  /** The index of the entry shown, or `entries.length` if the current input is shown. */
  readonly at: number;
  /** The input before the user moved into the history. */
  readonly draft: string;
  /** The start of the entries that moving stops at. */
  readonly prefix: string;
}

/** Returns a history of these lines, positioned at its end. Keeps the last of equal lines. */
export function historyOf(lines: readonly string[]): History {
  const last = new Set([...lines].reverse());
  const entries = [...last].reverse().slice(-HISTORY_LIMIT);
  return { entries, at: entries.length, draft: '', prefix: '' };
}

/** True if a line is neither blank nor hidden by a leading space. */
export function isWorthKeeping(line: string): boolean {
  return line.trim() !== '' && !line.startsWith(' ');
}

/** Returns the history, positioned at its end. */
export function atEnd({ entries }: History): History {
  return { entries, at: entries.length, draft: '', prefix: '' };
}

/** Returns the history with `line` added, positioned at its end. */
export function remember(history: History, line: string): History {
  return isWorthKeeping(line) ? historyOf([...history.entries, line]) : atEnd(history);
}

/**
 * Moves back or forth to an entry that starts with a prefix: `typed` when the user moves into the
 * history, and the same from then on. Returns undefined at either end.
 */
export function step(
  history: History,
  shown: string,
  by: -1 | 1,
  typed: string,
): { readonly history: History; readonly text: string } | undefined {
  const { entries } = history;
  const isDraft = history.at === entries.length;
  const prefix = isDraft ? typed : history.prefix;
  let at = history.at + by;
  const fits = (entry: string) => entry.startsWith(prefix) && entry !== shown;
  while (at >= 0 && at < entries.length && !fits(entries[at] ?? '')) at += by;
  if (at < 0 || at > entries.length) return undefined;
  const draft = isDraft ? shown : history.draft;
  return { history: { entries, at, draft, prefix }, text: entries[at] ?? draft };
}

/** Returns the newest entry that continues `text`, or undefined if there is none. */
export function continuation({ entries }: History, text: string): string | undefined {
  if (text === '') return undefined;
  return entries.findLast((entry) => entry.length > text.length && entry.startsWith(text));
}

/**
 * Returns the index of the nearest entry that contains `query`, searching from `from` (inclusive)
 * in the direction of `by`, or undefined if there is none.
 */
export function find(
  entries: readonly string[],
  query: string,
  from: number,
  by: -1 | 1,
): number | undefined {
  for (let at = from; at >= 0 && at < entries.length; at += by) {
    if (entries[at]?.includes(query)) return at;
  }
  return undefined;
}
