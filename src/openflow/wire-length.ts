/**
 * How many bytes matches and actions take in OpenFlow messages. Long lists come
 * in several messages of 64 kB at most, and tools show where one ends.
 */

import type { LearnSpec, OfAction } from './actions.js';
import { FIELDS, type FieldName, fieldHeader } from './fields.js';
import type { Match, MatchEntry } from './match.js';
import { FLOW_MEMBERS, memberBits, memberIndex, VLAN_CFI } from './members.js';
import type { OpenFlowVersion } from './protocols.js';

/** Rounds up to the multiple of 8 bytes that everything in a message is padded to. */
function pad(length: number): number {
  return Math.ceil(length / 8) * 8;
}

/** An NXM or OXM entry: 4 bytes that say which field, its value, and a mask where it is partial. */
function entryLength(bytes: number, masked: boolean): number {
  return 4 + (masked ? 2 * bytes : bytes);
}

const MEMBER_BYTES: readonly number[] = FLOW_MEMBERS.map((member) => memberBits(member) / 8);

/** Members whose field is wider than they are: connection states and ICMP types among them. */
const CT_STATE = memberIndex('ct_state');
const VLAN_TCI = memberIndex('vlan_tci');
const NW_TOS = memberIndex('nw_tos');
const NW_FRAG = memberIndex('nw_frag');
const NW_PROTO = memberIndex('nw_proto');
const MPLS_LSE = memberIndex('mpls_lse');
const TP_SRC = memberIndex('tp_src');
const TP_DST = memberIndex('tp_dst');
const IN_PORT = memberIndex('in_port');
const ACTSET_OUTPUT = memberIndex('actset_output');

/** The bytes of a match as NXM, or as OXM with the header that goes before it; padded. */
export function matchLength(match: Match, oxm: boolean): number {
  let length = oxm ? 4 : 0;
  for (const entry of match.entries) length += memberLength(match, entry, oxm);
  return pad(length);
}

function memberLength(match: Match, entry: MatchEntry, oxm: boolean): number {
  const { index, value, mask } = entry;
  switch (index) {
    case CT_STATE:
      return entryLength(4, true);
    case IN_PORT:
      return entryLength(oxm ? 4 : 2, false);
    case ACTSET_OUTPUT:
      return 4 + entryLength(4, false);
    case VLAN_TCI:
      return vlanLength(value, mask, oxm);
    case NW_TOS:
      return ((mask & 0xfcn) === 0n ? 0 : 5) + ((mask & 0x03n) === 0n ? 0 : 5);
    case NW_FRAG:
      return entryLength(1, (mask & 3n) !== 3n);
    case NW_PROTO:
      return entryLength(match.satisfies('arp') ? 2 : 1, false);
    case MPLS_LSE:
      return (
        ((mask & 0xfffff000n) === 0n ? 0 : 8) +
        ((mask & 0xe00n) === 0n ? 0 : 5) +
        ((mask & 0x100n) === 0n ? 0 : 5)
      );
    case TP_SRC:
    case TP_DST: {
      const icmp = match.satisfies('icmpv4') || match.satisfies('icmpv6');
      return entryLength(icmp ? 1 : 2, !entry.exact);
    }
    default:
      return entry.member.startsWith('tun_metadata')
        ? tunMetadataLength(entry)
        : entryLength(MEMBER_BYTES[index] ?? 0, !entry.exact);
  }
}

function vlanLength(value: bigint, mask: bigint, oxm: boolean): number {
  if (!oxm) return entryLength(2, mask !== 0xffffn);
  const vid = mask & 0x1fffn;
  const vidLength = vid === 0n ? 0 : entryLength(2, vid !== 0x1fffn);
  const pcp = (mask & 0xe000n) !== 0n && (value & (VLAN_CFI | 0xfffn)) !== 0n;
  return vidLength + (pcp ? 5 : 0);
}

function tunMetadataLength({ value, mask, exact }: MatchEntry): number {
  const bytes = (bits: bigint): number => Math.ceil(bits.toString(16).length / 2);
  return exact
    ? entryLength(value === 0n ? 0 : bytes(value), false)
    : entryLength(mask === 0n ? 0 : Math.max(bytes(value), bytes(mask)), true);
}

/** The bytes of actions, with the instructions around them from OpenFlow 1.1 on. */
export function actionsLength(actions: readonly OfAction[], version: OpenFlowVersion): number {
  if (version === 10) return actionListLength(actions, version);
  let length = 0;
  let applying = false;
  for (const action of actions) {
    const instruction = INSTRUCTION_LENGTHS[action.type];
    if (instruction === undefined && !applying) length += 8;
    applying = instruction === undefined;
    length += instruction ?? actionLength(action, version);
    if (action.type === 'write_actions') length += actionListLength(action.actions, version);
  }
  return length;
}

const INSTRUCTION_LENGTHS: Readonly<Partial<Record<OfAction['type'], number>>> = {
  meter: 8,
  clear_actions: 8,
  write_actions: 8,
  write_metadata: 24,
  goto_table: 8,
};

/** The bytes of actions alone. */
export function actionListLength(actions: readonly OfAction[], version: OpenFlowVersion): number {
  let length = 0;
  for (const action of actions) length += actionLength(action, version);
  return length;
}

/** One action; what a version does not have has been taken out before. */
function actionLength(action: OfAction, version: OpenFlowVersion): number {
  switch (action.type) {
    case 'output':
      return version === 10 ? 8 : 16;
    case 'set_field':
      return setFieldLength(action, version);
    case 'ct':
      return 24 + actionListLength(action.exec, version);
    case 'bundle':
      return 32 + pad(2 * action.ports.length);
    case 'note':
      return pad(10 + action.data.length);
    case 'dec_ttl':
      if (action.listed === true) return 16 + pad(2 * action.controllers.length);
      return version === 10 ? 16 : 8;
    case 'set_tunnel':
      return action.wide ? 24 : 16;
    case 'learn':
      return pad(32 + action.specs.reduce((sum, spec) => sum + learnSpecLength(spec), 0));
    case 'mod_dl_src':
    case 'mod_dl_dst':
    case 'controller':
    case 'enqueue':
    case 'resubmit':
    case 'pop_queue':
    case 'fin_timeout':
    case 'exit':
    case 'conjunction':
    case 'debug_recirc':
      return 16;
    case 'output_reg':
    case 'load':
    case 'move':
    case 'push':
    case 'pop':
    case 'sample':
      return 24;
    case 'multipath':
    case 'write_metadata':
      return 32;
    // Open vSwitch's own in OpenFlow 1.0, standard ones later.
    case 'set_mpls_label':
    case 'set_mpls_tc':
    case 'set_mpls_ttl':
    case 'dec_mpls_ttl':
    case 'push_mpls':
    case 'pop_mpls':
    case 'set_queue':
      return version === 10 ? 16 : 8;
    case 'group':
    case 'set_vlan_vid':
    case 'set_vlan_pcp':
    case 'strip_vlan':
    case 'push_vlan':
    case 'mod_nw_src':
    case 'mod_nw_dst':
    case 'mod_nw_tos':
    case 'mod_nw_ecn':
    case 'mod_nw_ttl':
    case 'mod_tp_src':
    case 'mod_tp_dst':
    case 'meter':
    case 'clear_actions':
    case 'write_actions':
    case 'goto_table':
      return 8;
  }
}

function setFieldLength(
  { field, value, mask }: OfAction & { type: 'set_field' },
  version: OpenFlowVersion,
): number {
  const info = FIELDS[field];
  const masked = mask !== (1n << BigInt(info.bytes * 8)) - 1n;
  const bytes = info.variableLength ? Math.ceil(value.toString(16).length / 2) : info.bytes;
  // Without set_field, or with a mask before OpenFlow 1.5, it travels as an extension.
  return pad(
    (version < 12 ? 10 : 4) + entryLength(bytes, masked) + experimenterBytes(field, version),
  );
}

function experimenterBytes(field: FieldName, version: OpenFlowVersion): number {
  return fieldHeader(FIELDS[field], version)?.vendor === 0 ? 0 : 4;
}

/** Each spec has a header of 2 bytes; a field takes 6 more, a constant as much as it has bits. */
function learnSpecLength(spec: LearnSpec): number {
  if (spec.type === 'output') return 8;
  const source = typeof spec.source === 'bigint' ? 2 * Math.ceil(spec.destination.width / 16) : 6;
  return 2 + source + 6;
}
