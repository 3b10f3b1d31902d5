/** Parses the actions that change a header of a packet. */

import { parseIpv4 } from '../../../lib/addresses.js';
import { ETH_TYPE } from '../../../lib/protocol-numbers.js';
import { PROTOCOLS } from '../../model/protocols.js';
import { leadingDecimal, OpenFlowTextError, parseSmall } from '../../values/scanning.js';
import { type ActionParser, type ActionRows, always } from './action-parser.js';

const setVlanVid =
  (pushIfNeeded: boolean): ActionParser =>
  (value) => {
    const vid = parseSmall(value, 'VLAN VID', 16);
    if (vid > 0xfff) throw new OpenFlowTextError(`${value}: not a valid VLAN VID`);
    return { type: 'set_vlan_vid', vid, pushIfNeeded };
  };

const setVlanPcp =
  (pushIfNeeded: boolean): ActionParser =>
  (value) => {
    const pcp = parseSmall(value, 'VLAN PCP', 8);
    if (pcp > 7) throw new OpenFlowTextError(`${value}: not a valid VLAN PCP`);
    return { type: 'set_vlan_pcp', pcp, pushIfNeeded };
  };

const pushVlan: ActionParser = (value, context) => {
  context.protocols &= PROTOCOLS.OF11_UP;
  const etherType = parseSmall(value, 'ethertype', 16);
  if (etherType !== ETH_TYPE.VLAN) {
    throw new OpenFlowTextError(`${value}: not a valid VLAN ethertype`);
  }
  return { type: 'push_vlan', etherType };
};

const setMac =
  (type: 'mod_dl_src' | 'mod_dl_dst'): ActionParser =>
  (value) => {
    const parts = /^\s*([0-9a-f]+(?::[0-9a-f]+){5})/i.exec(value)?.[1]?.split(':');
    if (parts === undefined) throw new OpenFlowTextError(`invalid mac address ${value}`);
    const mac = parts.reduce((sum, part) => (sum << 8n) | (BigInt(`0x${part}`) & 0xffn), 0n);
    return { type, mac };
  };

const setIp =
  (type: 'mod_nw_src' | 'mod_nw_dst'): ActionParser =>
  (value, { log }) => {
    const ip = parseIpv4(value);
    if (ip === undefined) {
      log('ERR', 'socket_util', `"${value}" is not a valid IP address`);
      throw new OpenFlowTextError(`${value}: could not convert to IP address`);
    }
    return { type, ip };
  };

const setByte =
  (
    type: 'mod_nw_tos' | 'mod_nw_ecn' | 'mod_nw_ttl',
    title: string,
    allowed: number,
  ): ActionParser =>
  (text) => {
    const value = parseSmall(text, title, 8);
    if ((value & ~allowed) !== 0) throw new OpenFlowTextError(`${text}: not a valid ${title}`);
    return { type, value };
  };

const setPort =
  (type: 'mod_tp_src' | 'mod_tp_dst', title: string): ActionParser =>
  (value) => ({ type, port: parseSmall(value, title, 16) });

const decTtl: ActionParser = (value) => {
  if (value === '') return { type: 'dec_ttl', controllers: [0] };
  const controllers = value.split(/[, ]+/).filter((part) => part !== '');
  if (controllers.length === 0) {
    throw new OpenFlowTextError('dec_ttl_cnt_ids: expected at least one controller id.');
  }
  return {
    type: 'dec_ttl',
    controllers: controllers.map((id) => leadingDecimal(id) & 0xffff),
    listed: true,
  };
};

/** Parses the number after the name of an MPLS action, which cannot be empty. */
function mplsNumber(name: string, what: string, value: string): number {
  if (value === '') throw new OpenFlowTextError(`${name}: expected ${what}.`);
  return leadingDecimal(value);
}

const mplsType =
  (type: 'push_mpls' | 'pop_mpls'): ActionParser =>
  (value) => ({ type, etherType: parseSmall(value, type, 16) });

export const HEADER_ROWS: ActionRows = [
  ['set_vlan_vid', setVlanVid(false)],
  ['mod_vlan_vid', setVlanVid(true)],
  ['set_vlan_pcp', setVlanPcp(false)],
  ['mod_vlan_pcp', setVlanPcp(true)],
  ['strip_vlan', always({ type: 'strip_vlan' })],
  ['pop_vlan', always({ type: 'strip_vlan', pop: true })],
  ['push_vlan', pushVlan],
  ['mod_dl_src', setMac('mod_dl_src')],
  ['mod_dl_dst', setMac('mod_dl_dst')],
  ['mod_nw_src', setIp('mod_nw_src')],
  ['mod_nw_dst', setIp('mod_nw_dst')],
  ['mod_nw_tos', setByte('mod_nw_tos', 'TOS', 0xfc)],
  ['mod_nw_ecn', setByte('mod_nw_ecn', 'ECN', 0x03)],
  ['mod_nw_ttl', setByte('mod_nw_ttl', 'TTL', 0xff)],
  ['set_nw_ttl', setByte('mod_nw_ttl', 'TTL', 0xff)],
  ['mod_tp_src', setPort('mod_tp_src', 'source port')],
  ['mod_tp_dst', setPort('mod_tp_dst', 'destination port')],
  ['dec_ttl', decTtl],
  [
    'set_mpls_label',
    (value) => ({
      type: 'set_mpls_label',
      label: mplsNumber('set_mpls_label', 'label', value) >>> 0,
    }),
  ],
  [
    'set_mpls_tc',
    (value) => ({
      type: 'set_mpls_tc',
      value: mplsNumber('set_mpls_tc', 'tc', value) & 0xff,
    }),
  ],
  [
    'set_mpls_ttl',
    (value) => ({
      type: 'set_mpls_ttl',
      value: mplsNumber('set_mpls_ttl', 'ttl', value) & 0xff,
    }),
  ],
  ['dec_mpls_ttl', always({ type: 'dec_mpls_ttl' })],
  ['push_mpls', mplsType('push_mpls')],
  ['pop_mpls', mplsType('pop_mpls')],
];
