/** Implements the actions that set one part of a header. */
import { DL_TYPE, FRAG } from '../../lib/protocol-numbers.js';
import { VLAN_CFI } from '../../openflow/model/members.js';
import { isIpType } from '../../packet/mpls.js';
import type { ActionOf } from './handler.js';
import { sendToController } from './packet-in.js';
import type { TranslationContext } from './translation-context.js';

const VID = 0xfffn;
const PCP = 0xe000n;
const PCP_SHIFT = 13n;
const DSCP = 0xfcn;
const ECN = 0x3n;

/** Sets bits of the VLAN tag, if there is one or `pushIfNeeded` is true. */
function setVlanBits(
  { flow, wildcards }: TranslationContext,
  mask: bigint,
  bits: bigint,
  pushIfNeeded: boolean,
): void {
  wildcards.add('vlan_tci', mask | VLAN_CFI);
  const tci = flow.get('vlan_tci');
  if ((tci & VLAN_CFI) !== 0n || pushIfNeeded)
    flow.set('vlan_tci', (tci & ~mask) | bits | VLAN_CFI);
}

export function setVlanVid(context: TranslationContext, action: ActionOf<'set_vlan_vid'>): void {
  setVlanBits(context, VID, BigInt(action.vid), action.pushIfNeeded);
}

export function setVlanPcp(context: TranslationContext, action: ActionOf<'set_vlan_pcp'>): void {
  setVlanBits(context, PCP, BigInt(action.pcp) << PCP_SHIFT, action.pushIfNeeded);
}

export function stripVlan({ flow, wildcards }: TranslationContext): void {
  wildcards.add('vlan_tci');
  flow.set('vlan_tci', 0n);
}

export function pushVlan({ flow, wildcards }: TranslationContext): void {
  wildcards.add('vlan_tci');
  flow.set('vlan_tci', VLAN_CFI);
}

export function setEthernetAddress(
  { flow, wildcards }: TranslationContext,
  action: ActionOf<'mod_dl_src' | 'mod_dl_dst'>,
): void {
  const member = action.type === 'mod_dl_src' ? 'dl_src' : 'dl_dst';
  wildcards.add(member);
  flow.set(member, action.mac);
}

export function setIpv4Address(
  { flow, wildcards }: TranslationContext,
  action: ActionOf<'mod_nw_src' | 'mod_nw_dst'>,
): void {
  if (flow.get('dl_type') !== DL_TYPE.IPV4) return;
  const member = action.type === 'mod_nw_src' ? 'nw_src' : 'nw_dst';
  wildcards.add(member);
  flow.set(member, BigInt(action.ip));
}

export function setTypeOfService(
  { flow, wildcards }: TranslationContext,
  action: ActionOf<'mod_nw_tos' | 'mod_nw_ecn'>,
): void {
  if (!isIpType(flow.get('dl_type'))) return;
  const mask = action.type === 'mod_nw_tos' ? DSCP : ECN;
  wildcards.add('nw_tos', mask);
  flow.set('nw_tos', (flow.get('nw_tos') & ~mask) | (BigInt(action.value) & mask));
}

export function setTtl(
  { flow, wildcards }: TranslationContext,
  action: ActionOf<'mod_nw_ttl'>,
): void {
  if (!isIpType(flow.get('dl_type'))) return;
  wildcards.add('nw_ttl');
  flow.set('nw_ttl', BigInt(action.value));
}

/**
 * Decrements the TTL. If it expires, the packet goes to controllers and the rest of the action list
 * is skipped. Mirrors `compose_dec_ttl()`.
 */
export function decrementTtl(context: TranslationContext, action: ActionOf<'dec_ttl'>): void {
  const { flow } = context;
  context.wildcards.add('nw_ttl');
  if (!isIpType(flow.get('dl_type'))) return;
  const ttl = flow.get('nw_ttl');
  if (ttl > 1n) {
    flow.set('nw_ttl', ttl - 1n);
    return;
  }
  for (const _ of action.controllers) sendToController(context);
  context.leavesList = true;
}

export function setTransportPort(
  { flow, wildcards }: TranslationContext,
  action: ActionOf<'mod_tp_src' | 'mod_tp_dst'>,
): void {
  const later = (flow.get('nw_frag') & FRAG.LATER) !== 0n;
  if (later || !isIpType(flow.get('dl_type'))) return;
  const member = action.type === 'mod_tp_src' ? 'tp_src' : 'tp_dst';
  wildcards.add('nw_proto');
  wildcards.add(member);
  flow.set(member, BigInt(action.port));
}
