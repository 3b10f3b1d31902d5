/** Finds the known name that a misspelled one may mean. */

/** Returns the edit distance between two names; two letters in the wrong order count once. */
function distance(a: string, b: string): number {
  let previous: number[] = [];
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const replaced = (row[j - 1] ?? 0) + Number(a[i - 1] !== b[j - 1]);
      const swapped =
        i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]
          ? (previous[j - 2] ?? 0) + 1
          : replaced;
      next.push(Math.min(replaced, swapped, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    previous = row;
    row = next;
  }
  return row[b.length] ?? 0;
}

/** Returns the known name that differs least from `typed`, if it differs only a little. */
export function closest(typed: string, known: Iterable<string>): string | undefined {
  const allowed = Math.max(1, Math.floor(typed.length / 4));
  let best: string | undefined;
  let least = allowed + 1;
  for (const name of known) {
    // Names that differ more in length cannot be similar.
    if (Math.abs(name.length - typed.length) > allowed) continue;
    const steps = distance(typed, name);
    if (steps >= least) continue;
    best = name;
    least = steps;
  }
  return best;
}

/** Returns ` Did you mean X?` if there is a similar name. */
export function didYouMean(typed: string, known: Iterable<string>): string {
  const name = closest(typed, known);
  return name === undefined ? '' : ` Did you mean ${name}?`;
}
