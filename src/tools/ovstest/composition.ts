/**
 * Iterates over the compositions of `n`, the sequences of positive numbers with that sum. Each one
 * joins two neighbouring terms of the one before or splits a term (Knuth, The Art of Computer
 * Programming 7.2.1.1). The first is `n` itself.
 */
export function* compositions(n: number): Generator<readonly number[]> {
  if (n < 1) {
    yield [n];
    return;
  }
  for (let step = 0; step < 2 ** (n - 1); step++) {
    // A Gray code: bit i is 1 if there is a cut i + 1 units from the end.
    yield partsBetween(n, step ^ (step >> 1));
  }
}

function partsBetween(n: number, cuts: number): number[] {
  const parts: number[] = [];
  let start = 0;
  for (let place = 1; place < n; place++) {
    if (((cuts >> (n - 1 - place)) & 1) === 0) continue;
    parts.push(place - start);
    start = place;
  }
  return [...parts, n - start];
}
