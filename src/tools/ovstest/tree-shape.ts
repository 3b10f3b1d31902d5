/** Shapes of expression trees, for `ovstest test-ovn`. */
import { compositions } from './composition.js';

/**
 * The shape of a tree: the number of leaves on each branch of its root. A branch with more than
 * two leaves has a subtree; two leaves can only be siblings.
 */
export interface TreeShape {
  readonly parts: readonly number[];
  /** The subtrees of the branches with more than two leaves, in order. */
  readonly subtrees: readonly TreeShape[];
}

/** Iterates over the shapes of trees with `n` leaves in which every node branches. */
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

/** Iterates over the shapes for each number of leaves; the last one changes fastest. */
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

/** Formats the parts of each node, outer nodes first. */
export function formatTreeShape(shape: TreeShape): string {
  const parts = shape.parts.map((part) => (part > 9 ? `(${part})` : `${part}`)).join('');
  return [parts, ...shape.subtrees.map(formatTreeShape)].join(', ');
}
