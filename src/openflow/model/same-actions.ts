/** Compares lists of OpenFlow actions. */
import type { OfAction } from './actions.js';

/** Returns true if two lists of actions are equal. */
export function sameActions(a: readonly OfAction[], b: readonly OfAction[]): boolean {
  return a === b || (a.length === b.length && a.every((action, i) => equal(action, b[i])));
}

/** Returns true if two values in actions are equal. */
function equal(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  const keys = Object.keys(a);
  return (
    keys.length === Object.keys(b).length &&
    keys.every((key) => equal(Reflect.get(a, key), Reflect.get(b, key)))
  );
}
