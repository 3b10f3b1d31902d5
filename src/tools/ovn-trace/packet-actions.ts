/** Executes the actions that change a packet or its registers. */
import { encodeActions } from '../../action/encode-actions.js';
import { formatAction, formatSymbolBits } from '../../action/format-action.js';
import type { Layout } from '../../action/layout.js';
import type { ActionField, LogicalAction } from '../../action/logical-action.js';
import type { PortLookup } from '../../expr/matches.js';
import { FIELDS, type FieldName } from '../../openflow/model/fields.js';
import { formatFieldValue } from '../../openflow/values/field-values.js';
import type { Flow } from '../../packet/flow.js';
import { readField, readSubfield, writeField, writeSubfield } from '../../packet/flow-fields.js';

type Changing<T extends LogicalAction['type']> = Extract<LogicalAction, { type: T }>;

/**
 * Stores a constant, or the number of a port.
 *
 * @returns the changes that are visible from outside.
 */
export function executeSet(
  action: Changing<'set' | 'set_port'>,
  packet: Flow,
  { fields }: Layout,
  lookupPort: PortLookup,
): string[] {
  for (const encoded of encodeActions([action], {
    lookupPort,
    fields,
    firstTable: 0,
    outputTable: 0,
  })) {
    if (encoded.type !== 'set_field') continue;
    const { field, value, mask } = encoded;
    writeField(packet, field, (readField(packet, field) & ~mask) | (value & mask));
  }
  const isVisible = !isRegister(action.destination.subfield.field);
  return isVisible ? [formatAction(action, 0).slice(0, -1)] : [];
}

/** Copies a field. @returns the changes that are visible from outside */
export function executeMove({ destination, source }: Changing<'move'>, packet: Flow): string[] {
  const seen = visibleCopy(destination, source, packet);
  writeSubfield(packet, destination.subfield, readSubfield(packet, source.subfield));
  return seen;
}

/** Exchanges two fields. @returns the changes that are visible from outside */
export function executeExchange({ left, right }: Changing<'exchange'>, packet: Flow): string[] {
  const seen = [...visibleCopy(left, right, packet), ...visibleCopy(right, left, packet)];
  const value = readSubfield(packet, left.subfield);
  writeSubfield(packet, left.subfield, readSubfield(packet, right.subfield));
  writeSubfield(packet, right.subfield, value);
  return seen;
}

/** The time to live at or below which a packet is not forwarded. */
const LAST_TTL = 1n;

/** Decrements the TTL. @returns the visible changes, or `undefined` if it has expired */
export function executeTtlDecrement(packet: Flow): string[] | undefined {
  const ttl = packet.get('nw_ttl');
  if (ttl <= LAST_TTL) return undefined;
  packet.set('nw_ttl', ttl - 1n);
  return ['ip4.ttl--'];
}

/** True if a field belongs to the pipeline, not to the packet. */
const isRegister = (field: FieldName): boolean => /^x?reg\d$/.test(field);

/**
 * Returns the copy as an assignment of the copied value, or nothing if the target is a register.
 */
function visibleCopy(to: ActionField, { subfield }: ActionField, packet: Flow): string[] {
  if (isRegister(to.subfield.field)) return [];
  const value = readSubfield(packet, subfield);
  const isWhole = subfield.width === FIELDS[subfield.field].bits;
  const text = isWhole ? formatFieldValue(subfield.field, value) : `0x${value.toString(16)}`;
  return [`${formatSymbolBits(to.written)} = ${text}`];
}
