/** Compares two values of a set column. */
import type { Uuid } from '../lib/uuid.js';
import { commonEnds } from './canonical.js';

/**
 * Returns the elements that a set lost and gained. Elements in common at the start or end cost only
 * a comparison.
 */
export function diffSets(
  before: readonly Uuid[],
  after: readonly Uuid[],
): { readonly removed: readonly Uuid[]; readonly added: readonly Uuid[] } {
  const { head, tail } = commonEnds(before, after);
  const old = before.slice(head, before.length - tail);
  const now = after.slice(head, after.length - tail);
  if (old.length === 0 || now.length === 0) return { removed: old, added: now };
  const was = new Set(old);
  const is = new Set(now);
  return {
    removed: old.filter((uuid) => !is.has(uuid)),
    added: now.filter((uuid) => !was.has(uuid)),
  };
}
