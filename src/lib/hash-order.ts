/**
 * Sorts items in the order of the reference's hash tables. Ports have small fixed numbers, so
 * unsorted lists of ports have the same order everywhere.
 */
import { hashInteger } from './hash.js';

/** A table of `mask + 1` chains. */
type Buckets<Item> = Item[][];

function emptyBuckets<Item>(mask: number): Buckets<Item> {
  return Array.from({ length: mask + 1 }, () => []);
}

/** Returns the mask of a table for `count` items, two per chain. Mirrors `hmap_reserve()`. */
export function maskFor(count: number): number {
  let mask = count >> 1;
  for (const shift of [1, 2, 4, 8, 16]) mask |= mask >> shift;
  return mask | ((mask & 1) << 1);
}

/**
 * Sorts items by their chains in a table of `count` items. Items of one chain keep their order,
 * which depends on the history of the table.
 */
export function byBucket<Item>(
  items: readonly Item[],
  count: number,
  hash: (item: Item) => number,
): Item[] {
  const mask = maskFor(count);
  return items
    .map((item) => ({ item, bucket: hash(item) & mask }))
    .sort((a, b) => a.bucket - b.bucket)
    .map(({ item }) => item);
}

/** Returns items by a number of theirs in the order of a table into which they were inserted. */
export const hashOrder = <Item>(items: readonly Item[], key: (item: Item) => number): Item[] =>
  hashOrderBy(items, (item) => hashInteger(key(item), 0));

/** Returns items in the order of a table into which they were inserted one by one. */
export function hashOrderBy<Item>(items: readonly Item[], hash: (item: Item) => number): Item[] {
  let mask = 0;
  let buckets = emptyBuckets<Item>(mask);
  const insert = (item: Item): void => {
    buckets[hash(item) & mask]?.unshift(item);
  };
  items.forEach((item, i) => {
    insert(item);
    const count = i + 1;
    if (count >> 1 <= mask || maskFor(count) <= mask) return;
    // Growing a table moves its items one by one, which reverses the order of each chain.
    const before = buckets.flat();
    mask = maskFor(count);
    buckets = emptyBuckets(mask);
    before.forEach(insert);
  });
  return buckets.flat();
}
