/**
 * The order in which the reference comes across the ports of a bridge: that of
 * its hash table. Ports have small fixed numbers, so the order is the same
 * everywhere, and what lists ports unsorted shows it.
 */
import { hashInteger } from './hash.js';

/** A table of as many chains as `mask` says, plus one. */
type Buckets<Item> = Item[][];

function emptyBuckets<Item>(mask: number): Buckets<Item> {
  return Array.from({ length: mask + 1 }, () => []);
}

/** The mask of a table that has room for `count` items, two in a chain. */
export function maskFor(count: number): number {
  let mask = count >> 1;
  for (const shift of [1, 2, 4, 8, 16]) mask |= mask >> shift;
  return mask | ((mask & 1) << 1);
}

/**
 * Items by their places in a table that has `count` items in all. Those in one chain
 * stay as they are: how they stand there depends on how the table came about.
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
    // A table that grows moves its items one by one, which turns their order around.
    const before = buckets.flat();
    mask = maskFor(count);
    buckets = emptyBuckets(mask);
    before.forEach(insert);
  });
  return buckets.flat();
}
