/** The lines that were entered, oldest first, and the walk through them. */

/** How many lines are kept, in memory and in the file. */
export const HISTORY_LIMIT = 2000;

export interface History {
  readonly entries: readonly string[];
  /** The entry shown; `entries.length` while what is typed is shown. */
  readonly at: number;
  /** What was typed before the walk began. */
  readonly draft: string;
}

/** A history of these lines, the walk not begun. Of equal lines the last stays. */
export function historyOf(lines: readonly string[]): History {
  const last = new Set([...lines].reverse());
  const entries = [...last].reverse().slice(-HISTORY_LIMIT);
  return { entries, at: entries.length, draft: '' };
}

/** Whether a line is worth keeping: not blank, and not hidden by a space in front. */
export function isWorthKeeping(line: string): boolean {
  return line.trim() !== '' && !line.startsWith(' ');
}

/** The history with no walk begun. */
export function atEnd({ entries }: History): History {
  return { entries, at: entries.length, draft: '' };
}

/** The history after `line` was entered. */
export function remember(history: History, line: string): History {
  return isWorthKeeping(line) ? historyOf([...history.entries, line]) : atEnd(history);
}

/** One step to an older or newer line; nothing at either end. */
export function step(
  history: History,
  shown: string,
  by: -1 | 1,
): { readonly history: History; readonly text: string } | undefined {
  const { entries } = history;
  const at = history.at + by;
  if (at < 0 || at > entries.length) return undefined;
  const draft = history.at === entries.length ? shown : history.draft;
  return { history: { entries, at, draft }, text: entries[at] ?? draft };
}

/**
 * The nearest entry that contains `query`, from `from` on (itself included) in
 * the direction of `by`; its index, or nothing.
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
