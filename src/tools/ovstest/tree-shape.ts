import { compositions } from './composition.js';

/**
 * How a tree with a number of leaves branches: for each branch of its root, how
 * many leaves are on it. A branch with more than two of them has a shape of its
 * own; two leaves on a branch can only stand side by side.
 */
export interface TreeShape {
  readonly parts: readonly number[];
  /** The shapes of the branches with more than two leaves, in order. */
  readonly subtrees: readonly TreeShape[];
}

/** All shapes of trees with `n` leaves in which every node branches. */
export function* treeShapes(n: number): Generator<TreeShape> {
  if (n === 1 || n === 2) {
    yield { parts: new Array<number>(n).fill(1), subtrees: [] };
    return;
  }
  for (const parts of n > 2 ? compositions(n) : []) {
    if (parts.length < 2) continue;
    const deep = parts.filter((part) => part > 2);
    for (const subtrees of combinations(deep)) yield { parts, subtrees };
  }
}

/** All ways to give each of `counts` leaves a shape; the last shape changes fastest. */
function* combinations(counts: readonly number[]): Generator<readonly TreeShape[]> {
  const [first, ...others] = counts;
  if (first === undefined) {
    yield [];
    return;
  }
  for (const shape of treeShapes(first)) {
    for (const rest of combinations(others)) yield [shape, ...rest];
  }
}

/** The parts of each node, outer nodes first. */
export function formatTreeShape(shape: TreeShape): string {
  const parts = shape.parts.map((part) => (part > 9 ? `(${part})` : `${part}`)).join('');
  return [parts, ...shape.subtrees.map(formatTreeShape)].join(', ');
}
