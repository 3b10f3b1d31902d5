/** Calls `removed` and `added` for what two sorted arrays do not share. */
export function difference<T extends string>(
  before: readonly T[],
  after: readonly T[],
  { removed, added }: { removed: (item: T) => void; added: (item: T) => void },
): void {
  if (before === after) return;
  let i = 0;
  let j = 0;
  for (;;) {
    const old = before[i];
    const now = after[j];
    if (old === undefined && now === undefined) return;
    if (old === now) {
      i += 1;
      j += 1;
    } else if (now === undefined || (old !== undefined && old < now)) {
      if (old !== undefined) removed(old);
      i += 1;
    } else {
      added(now);
      j += 1;
    }
  }
}
