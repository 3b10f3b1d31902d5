/** The OpenFlow actions that ovn-controller writes. */
import type { OfAction } from '../openflow/actions.js';
import { FIELDS, type FieldName } from '../openflow/fields.js';

const ones = (bits: number): bigint => (1n << BigInt(bits)) - 1n;

/** Sets a whole field. */
export const load = (field: FieldName, value: number): OfAction => ({
  type: 'set_field',
  field,
  value: BigInt(value),
  mask: ones(FIELDS[field].bits),
});

/** Goes on in another table, and comes back. */
export const resubmit = (table: number): OfAction => ({ type: 'resubmit', table });

export const output = (port: number): OfAction => ({ type: 'output', port });

/** Whether two lists of actions do the same. */
export function sameActions(a: readonly OfAction[], b: readonly OfAction[]): boolean {
  return a === b || (a.length === b.length && text(a) === text(b));
}

const text = (actions: readonly OfAction[]): string =>
  JSON.stringify(actions, (_, value) => (typeof value === 'bigint' ? `${value}n` : value));
