/**
 * Converts actions to what arrives over a connection: an encoding and a decoding in one step.
 * Versions differ in the actions that they have; a switch stores, and a tool shows, what arrived.
 * Mirrors the `encode_*()` functions of `lib/ofp-actions.c`.
 */

import { ETH_TYPE, NW_PROTO } from '../../lib/protocol-numbers.js';
import type { CtAction, OfAction, Subfield } from '../model/actions.js';
import {
  FIELDS,
  type Field,
  type FieldName,
  fieldHeader,
  fullMask,
  lowBits,
} from '../model/fields.js';
import type { Match } from '../model/match.js';
import { VLAN_CFI } from '../model/members.js';
import type { OpenFlowVersion } from '../model/protocols.js';

/** The known properties of a packet after the actions so far. */
interface FlowState {
  /** True if it certainly has a VLAN header. */
  hasVlan: boolean;
  /** Its IP protocol, or 0 if unknown. */
  protocol: bigint;
}

/**
 * Returns the actions of a flow with `match` as they arrive in `version`; the same array if they
 * arrive unchanged.
 */
export function convertActions(
  actions: readonly OfAction[],
  version: OpenFlowVersion,
  match: Match,
): readonly OfAction[] {
  const state: FlowState = {
    hasVlan: (match.member('vlan_tci').value & VLAN_CFI) !== 0n,
    protocol: match.member('nw_proto').value,
  };
  return convertList(actions, version, state);
}

function convertList(
  actions: readonly OfAction[],
  version: OpenFlowVersion,
  state: FlowState,
): readonly OfAction[] {
  let sent: OfAction[] | undefined;
  for (const [i, action] of actions.entries()) {
    const converted = convertAction(action, version, state);
    if (converted !== action) sent ??= actions.slice(0, i);
    if (Array.isArray(converted)) sent?.push(...converted);
    else sent?.push(converted);
    trackState(action, state);
  }
  return sent ?? actions;
}

/** Updates the state with the effect of an action on the packet's headers. */
function trackState(action: OfAction, state: FlowState): void {
  switch (action.type) {
    case 'set_vlan_vid':
    case 'set_vlan_pcp':
    case 'push_vlan':
      state.hasVlan = true;
      break;
    case 'strip_vlan':
      state.hasVlan = false;
      break;
    case 'set_field':
      if (action.field === 'vlan_tci') state.hasVlan = (action.value & VLAN_CFI) !== 0n;
      break;
    case 'push_mpls':
      state.protocol = 0n;
      break;
    default:
  }
}

function convertAction(
  action: OfAction,
  version: OpenFlowVersion,
  state: FlowState,
): OfAction | OfAction[] {
  switch (action.type) {
    case 'output':
    case 'controller':
    case 'move':
    case 'push':
    case 'pop':
    case 'set_mpls_ttl':
    case 'dec_mpls_ttl':
    case 'push_mpls':
    case 'pop_mpls':
    case 'set_queue':
    case 'pop_queue':
    case 'fin_timeout':
    case 'resubmit':
    case 'learn':
    case 'conjunction':
    case 'exit':
    case 'sample':
    case 'debug_recirc':
    case 'write_metadata':
      return action;
    case 'output_reg':
      return { ...action, source: convertSubfield(action.source) };
    case 'bundle':
      if (action.destination === undefined) return action;
      return { ...action, destination: convertSubfield(action.destination) };
    case 'multipath':
      return { ...action, destination: convertSubfield(action.destination) };
    case 'load':
      if (version >= 15) return loadAsSetField(action);
      return isLoadable(FIELDS[action.destination.field])
        ? narrowLoads(action)
        : { ...loadAsSetField(action), extension: true };
    case 'dec_ttl': {
      // The plain action notifies only controller 0; anything else needs a list.
      const plain = action.controllers.length === 1 && action.controllers[0] === 0;
      return plain ? action : { ...action, listed: true };
    }
    case 'note':
      return { type: 'note', data: padNote(action.data) };
    case 'group':
    case 'clear_actions':
      return version === 10 ? [] : action;
    case 'enqueue':
      return version === 10 ? action : [];
    case 'meter':
      return version >= 13 ? action : [];
    case 'goto_table':
      return version === 10 ? gotoAsResubmit(action.table) : action;
    case 'write_actions': {
      if (version === 10) return [];
      const actions = convertList(action.actions, version, { ...state });
      return actions.length === 0 ? [] : { type: 'write_actions', actions };
    }
    case 'ct':
      return convertNested(action, version, state);
    case 'strip_vlan':
      return version === 10 ? { type: 'strip_vlan' } : { type: 'strip_vlan', pop: true };
    case 'push_vlan':
      return version === 10 ? [] : action;
    case 'set_vlan_vid':
      return [
        ...pushIfNeeded(action.pushIfNeeded, version, state),
        version < 12
          ? { type: 'set_vlan_vid', vid: action.vid, pushIfNeeded: version === 10 }
          : setWhole('vlan_vid', BigInt(action.vid) | VLAN_CFI),
      ];
    case 'set_vlan_pcp':
      return [
        ...pushIfNeeded(action.pushIfNeeded, version, state),
        version < 12
          ? { type: 'set_vlan_pcp', pcp: action.pcp, pushIfNeeded: version === 10 }
          : setWhole('vlan_pcp', BigInt(action.pcp)),
      ];
    case 'mod_dl_src':
      return version < 12 ? action : setWhole('eth_src', action.mac);
    case 'mod_dl_dst':
      return version < 12 ? action : setWhole('eth_dst', action.mac);
    case 'mod_nw_src':
      return version < 12 ? action : setWhole('ip_src', BigInt(action.ip));
    case 'mod_nw_dst':
      return version < 12 ? action : setWhole('ip_dst', BigInt(action.ip));
    case 'mod_nw_tos':
      return version < 12 ? action : setWhole('ip_dscp', BigInt(action.value) >> 2n);
    case 'mod_nw_ecn':
      if (version === 10) return [];
      return version < 12 ? action : setWhole('nw_ecn', BigInt(action.value));
    case 'mod_nw_ttl':
      return version === 10 ? [] : action;
    case 'mod_tp_src':
      return setPort(action, 'src', version, state);
    case 'mod_tp_dst':
      return setPort(action, 'dst', version, state);
    case 'set_mpls_label':
      return version < 12 ? action : setWhole('mpls_label', BigInt(action.label));
    case 'set_mpls_tc':
      return version < 12 ? action : setWhole('mpls_tc', BigInt(action.value));
    case 'set_tunnel':
      if (version >= 12) return setWhole('tun_id', action.id);
      return { ...action, wide: action.wide || action.id > 0xffffffffn };
    case 'set_field':
      return setField(action, version, state);
  }
}

function convertNested(action: CtAction, version: OpenFlowVersion, state: FlowState): OfAction {
  const exec = convertList(action.exec, version, { ...state });
  return exec === action.exec ? action : { ...action, exec };
}

/** Pads a note so that its action, with a header of 10 bytes, fills a multiple of 8 bytes. */
function padNote(data: Uint8Array): Uint8Array {
  const padded = new Uint8Array(Math.max(Math.ceil((data.length + 10) / 8) * 8, 16) - 10);
  padded.set(data);
  return padded;
}

/** The bits that some actions have for the width of a subfield, less one. */
const WIDTH_BITS = 6;

/** Returns the subfield as it arrives in 2 bytes, which cannot express a width above 64. */
function convertSubfield({ field, offset, width }: Subfield): Subfield {
  const packed = (offset << WIDTH_BITS) | (width - 1);
  return { field, offset: packed >> WIDTH_BITS, width: (packed & ((1 << WIDTH_BITS) - 1)) + 1 };
}

/** The table of a `resubmit` to the current table. */
const SAME_TABLE = 255;

function gotoAsResubmit(table: number): OfAction {
  return table === SAME_TABLE ? { type: 'resubmit' } : { type: 'resubmit', table };
}

function setWhole(field: FieldName, value: bigint): OfAction {
  return { type: 'set_field', field, value, mask: fullMask(FIELDS[field]) };
}

/**
 * Adds a VLAN header if necessary: OpenFlow 1.0 does so implicitly, later versions need an action.
 */
function pushIfNeeded(wanted: boolean, version: OpenFlowVersion, state: FlowState): OfAction[] {
  return wanted && version > 10 && !state.hasVlan
    ? [{ type: 'push_vlan', etherType: ETH_TYPE.VLAN }]
    : [];
}

/** The fields of ports by IP protocol. */
const PORT_FIELDS: ReadonlyMap<bigint, { readonly src: FieldName; readonly dst: FieldName }> =
  new Map([
    [NW_PROTO.TCP, { src: 'tcp_src', dst: 'tcp_dst' }],
    [NW_PROTO.UDP, { src: 'udp_src', dst: 'udp_dst' }],
    [NW_PROTO.SCTP, { src: 'sctp_src', dst: 'sctp_dst' }],
  ]);

function setPort(
  action: OfAction & { type: 'mod_tp_src' | 'mod_tp_dst' },
  side: 'src' | 'dst',
  version: OpenFlowVersion,
  state: FlowState,
): OfAction {
  const field = PORT_FIELDS.get(state.protocol)?.[side];
  return version >= 12 && field !== undefined ? setWhole(field, BigInt(action.port)) : action;
}

type SetField = OfAction & { type: 'set_field' };

function setField(
  action: SetField,
  version: OpenFlowVersion,
  state: FlowState,
): OfAction | OfAction[] {
  if (action.extension === true) {
    const { extension, ...plain } = action;
    return version >= 15 ? plain : action;
  }
  if (version >= 15) return action;
  if (version < 12) return setFieldLegacy(action, version, state);
  return action.mask === fullMask(FIELDS[action.field]) ? action : loads(action);
}

/**
 * OpenFlow 1.0 and 1.1 have separate actions for a few fields; mirrors
 * `set_field_to_legacy_openflow()`.
 */
function setFieldLegacy(
  action: SetField,
  version: OpenFlowVersion,
  state: FlowState,
): OfAction | OfAction[] {
  const { value } = action;
  const push = version === 10;
  switch (action.field) {
    case 'vlan_tci':
      if ((value & VLAN_CFI) === 0n) return { type: 'strip_vlan', ...(push ? {} : { pop: true }) };
      return [
        ...pushIfNeeded(true, version, state),
        { type: 'set_vlan_vid', vid: Number(value & 0xfffn), pushIfNeeded: push },
        { type: 'set_vlan_pcp', pcp: Number(value >> 13n), pushIfNeeded: push },
      ];
    case 'vlan_vid':
      return { type: 'set_vlan_vid', vid: Number(value & 0xfffn), pushIfNeeded: push };
    case 'vlan_pcp':
      return { type: 'set_vlan_pcp', pcp: Number(value), pushIfNeeded: push };
    case 'eth_src':
      return { type: 'mod_dl_src', mac: value };
    case 'eth_dst':
      return { type: 'mod_dl_dst', mac: value };
    case 'ip_src':
      return { type: 'mod_nw_src', ip: Number(value) };
    case 'ip_dst':
      return { type: 'mod_nw_dst', ip: Number(value) };
    case 'nw_tos':
      return { type: 'mod_nw_tos', value: Number(value) };
    case 'ip_dscp':
      return { type: 'mod_nw_tos', value: Number(value << 2n) & 0xff };
    case 'tcp_src':
    case 'udp_src':
      return { type: 'mod_tp_src', port: Number(value) };
    case 'tcp_dst':
    case 'udp_dst':
      return { type: 'mod_tp_dst', port: Number(value) };
    default:
      return loads(action);
  }
}

/** Returns a load for each run of set bits, of at most 64 bits; the action itself if it cannot load. */
function loads(action: SetField): OfAction | OfAction[] {
  const { field, value, mask } = action;
  const info = FIELDS[field];
  if (!isLoadable(info)) return action;
  const segments = maskSegments(field, mask & lowBits(info.bits), info.bits);
  const converted = segments.map((destination): OfAction => {
    const bits = (value >> BigInt(destination.offset)) & lowBits(destination.width);
    return { type: 'load', destination, value: bits };
  });
  const [only] = converted;
  return converted.length === 1 && only !== undefined ? only : converted;
}

/** Returns true if a load, with its 32-bit header and fixed-width value, can set the field. */
const isLoadable = (field: Field): boolean =>
  !field.variableLength && fieldHeader(field, 0)?.vendor === 0;

/** Splits a load of more than 64 bits. */
function narrowLoads(action: OfAction & { type: 'load' }): OfAction | OfAction[] {
  const { field, offset, width } = action.destination;
  if (width <= 64) return action;
  const low = { field, offset, width: 64 };
  const high = { field, offset: offset + 64, width: width - 64 };
  return [
    { type: 'load', destination: low, value: action.value & lowBits(64) },
    { type: 'load', destination: high, value: action.value >> 64n },
  ];
}

/** OpenFlow 1.5 has no loads, because its `set_field` can have a mask. */
function loadAsSetField(action: OfAction & { type: 'load' }): SetField {
  const { field, offset, width } = action.destination;
  const shift = BigInt(offset);
  const info = FIELDS[field];
  const mask = width === info.bits ? fullMask(info) : lowBits(width) << shift;
  return { type: 'set_field', field, value: action.value << shift, mask };
}

function maskSegments(field: FieldName, mask: bigint, bits: number): Subfield[] {
  if (mask === lowBits(bits) && bits <= 64) return [{ field, offset: 0, width: bits }];
  const segments: Subfield[] = [];
  let offset = 0;
  while (offset < bits) {
    if (((mask >> BigInt(offset)) & 1n) === 0n) {
      offset++;
      continue;
    }
    let width = 1;
    while (width < 64 && offset + width < bits && ((mask >> BigInt(offset + width)) & 1n) === 1n) {
      width++;
    }
    segments.push({ field, offset, width });
    offset += width;
  }
  return segments;
}
