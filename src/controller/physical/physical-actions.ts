/**
 * Builds the actions of physical flows. Mirrors `put_load()`, `put_move()` and `put_resubmit()`.
 */
import type { OfAction } from '../../openflow/model/actions.js';
import { FIELDS, type FieldName, lowBits } from '../../openflow/model/fields.js';

/** Sets a whole field, or its lowest `bits` bits. */
export function load(field: FieldName, value: number | bigint, bits?: number): OfAction {
  const { bytes } = FIELDS[field];
  const mask = bits === undefined ? lowBits(bytes * 8) : lowBits(bits);
  return { type: 'set_field', field, value: BigInt(value), mask };
}

/** Copies `bits` bits from one field to another. */
export function move(
  [from, fromOffset]: readonly [FieldName, number],
  [to, toOffset]: readonly [FieldName, number],
  bits: number,
): OfAction {
  return {
    type: 'move',
    source: { field: from, offset: fromOffset, width: bits },
    destination: { field: to, offset: toOffset, width: bits },
  };
}

/** Resubmits the packet to another table. */
export function resubmit(table: number): OfAction {
  return { type: 'resubmit', table };
}

export function output(port: number): OfAction {
  return { type: 'output', port };
}

/**
 * Clears the ingress port, so that the packet can leave through it; {@link POP_IN_PORT} restores
 * it.
 */
export const HIDE_IN_PORT: readonly OfAction[] = [
  { type: 'push', subfield: { field: 'in_port', offset: 0, width: 16 } },
  load('in_port', 0),
];

export const POP_IN_PORT: OfAction = {
  type: 'pop',
  subfield: { field: 'in_port', offset: 0, width: 16 },
};
