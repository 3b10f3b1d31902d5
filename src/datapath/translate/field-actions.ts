/** Implements the actions on fields: set, load, move, push and pop. */
import type { Subfield } from '../../openflow/model/actions.js';
import { type FieldName, lowBits } from '../../openflow/model/fields.js';
import { VLAN_CFI } from '../../openflow/model/members.js';
import {
  dependOnFieldAndPrerequisites,
  dependOnSubfield,
  hasField,
  readField,
  readSubfield,
  writeField,
  writeSubfield,
} from '../../packet/flow-fields.js';
import { formatFlow } from '../../packet/format-flow.js';
import { isMplsType } from '../../packet/mpls.js';
import type { ActionOf } from './handler.js';
import type { TranslationContext } from './translation-context.js';

export function setField(context: TranslationContext, action: ActionOf<'set_field'>): void {
  setBits(context, action.field, action.value, action.mask);
}

export function loadField(context: TranslationContext, action: ActionOf<'load'>): void {
  const { field, offset, width } = action.destination;
  const shift = BigInt(offset);
  setBits(context, field, action.value << shift, lowBits(width) << shift);
}

/** Sets bits of a field if the packet has it. */
function setBits(
  { flow, wildcards }: TranslationContext,
  field: FieldName,
  value: bigint,
  mask: bigint,
): void {
  if (field === 'vlan_vid') {
    wildcards.add('vlan_tci', VLAN_CFI);
    if ((flow.get('vlan_tci') & VLAN_CFI) === 0n) return;
  }
  // Only an outermost label can be set. A packet without one is recognized without examining more
  // bits.
  const ofLabel = field === 'mpls_label' || field === 'mpls_tc';
  if (ofLabel && !isMplsType(flow.get('dl_type'))) return;
  dependOnFieldAndPrerequisites(wildcards, field);
  if (!hasField(flow, field)) return;
  writeField(flow, field, (readField(flow, field) & ~mask) | (value & mask));
}

export function moveField(
  { flow, wildcards }: TranslationContext,
  { source, destination }: ActionOf<'move'>,
): void {
  dependOnFieldAndPrerequisites(wildcards, destination.field);
  dependOnFieldAndPrerequisites(wildcards, source.field);
  if (!hasField(flow, destination.field) || !hasField(flow, source.field)) return;
  writeSubfield(flow, destination, readSubfield(flow, source));
}

export function pushField(context: TranslationContext, { subfield }: ActionOf<'push'>): void {
  dependOnSubfield(context.wildcards, subfield);
  context.stack.push(readSubfield(context.flow, subfield));
}

export function popField(context: TranslationContext, { subfield }: ActionOf<'pop'>): void {
  const value = context.stack.pop();
  if (value === undefined) {
    context.input.log?.({
      program: 'ovs-vswitchd',
      module: 'nx_match',
      level: 'WARN',
      message: `Failed to pop from an empty stack. On flow\n ${formatFlow(context.flow)}`,
    });
    return;
  }
  loadSubfield(context, subfield, value);
}

/** Sets bits of a field, whether the packet has the field or not. Mirrors `nxm_reg_load()`. */
export function loadSubfield(
  { flow, wildcards }: TranslationContext,
  subfield: Subfield,
  value: bigint,
): void {
  dependOnSubfield(wildcards, subfield);
  writeSubfield(flow, subfield, value);
}

export function setTunnelId({ flow }: TranslationContext, { id }: ActionOf<'set_tunnel'>): void {
  flow.set('tun_id', id);
}

export function writeMetadata(
  { flow }: TranslationContext,
  { value, mask }: ActionOf<'write_metadata'>,
): void {
  flow.set('metadata', (flow.get('metadata') & ~mask) | (value & mask));
}
