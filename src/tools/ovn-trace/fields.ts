/** The fields of a packet that is traced. */

import type { Flow } from '../../datapath/flow.js';
import type { Subfield } from '../../openflow/actions.js';
import { FIELDS, type FieldName, lowBits } from '../../openflow/fields.js';
import { fieldPlace, fromMember, type Slot, toMember } from '../../openflow/members.js';

/** The value of a field. */
export function readField(flow: Flow, field: FieldName): bigint {
  const place = fieldPlace(field);
  if (place.type === 'slot') return fromMember(place.slot, flow.at(place.slot.index));
  return (flow.at(place.high.index) << 32n) | flow.at(place.low.index);
}

/** Sets the bits in `mask` of a field to those of `value`. */
export function writeField(flow: Flow, field: FieldName, value: bigint, mask: bigint): void {
  const place = fieldPlace(field);
  const bits = (readField(flow, field) & ~mask) | (value & mask);
  if (place.type === 'slot') {
    writeSlot(flow, place.slot, bits);
  } else {
    writeSlot(flow, place.high, bits >> 32n);
    writeSlot(flow, place.low, bits & lowBits(32));
  }
}

function writeSlot(flow: Flow, slot: Slot, value: bigint): void {
  flow.setAt(slot.index, (flow.at(slot.index) & ~slot.bits) | toMember(slot, value));
}

/** The value of some bits of a field, the lowest of them bit 0. */
export function readBits(flow: Flow, { field, offset, width }: Subfield): bigint {
  return (readField(flow, field) >> BigInt(offset)) & lowBits(width);
}

export function writeBits(flow: Flow, { field, offset, width }: Subfield, value: bigint): void {
  const shift = BigInt(offset);
  writeField(flow, field, value << shift, lowBits(width) << shift);
}

/** Whether a field holds nothing of the packet, but belongs to the pipeline alone. */
export function isRegister(field: FieldName): boolean {
  return /^x?reg\d$/.test(FIELDS[field].name);
}
