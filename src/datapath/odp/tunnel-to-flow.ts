/** The tunnel members of a flow made of a tunnel attribute. */
import type { FlowMember } from '../../openflow/members.js';
import type { GeneveOption } from './geneve.js';
import type { OdpTunnelItem } from './key.js';
import type { Conversion } from './key-to-flow.js';
import { TUNNEL_FLAG, tunMetadata } from './tunnel.js';

/** The member for each item that is one. */
const MEMBERS: Readonly<Partial<Record<OdpTunnelItem['name'], FlowMember>>> = {
  tun_id: 'tun_id',
  src: 'tun_src',
  dst: 'tun_dst',
  tos: 'tun_tos',
  ttl: 'tun_ttl',
  tp_src: 'tun_tp_src',
  tp_dst: 'tun_tp_dst',
};

const FLAGS: Readonly<Partial<Record<OdpTunnelItem['name'], bigint>>> = {
  tun_id: TUNNEL_FLAG.KEY,
  df: TUNNEL_FLAG.DF,
  csum: TUNNEL_FLAG.CSUM,
  oam: TUNNEL_FLAG.OAM,
};

/** Sets the tunnel members; false where the items make no tunnel. */
export function convertTunnel(items: readonly OdpTunnelItem[], conversion: Conversion): boolean {
  const { into } = conversion;
  for (const item of items) {
    if (item.name === 'geneve') {
      if (!convertOptions(item.options, conversion)) return false;
      continue;
    }
    const member = MEMBERS[item.name];
    if (member !== undefined) into.set(member, item.value);
    into.set('tun_flags', into.get('tun_flags') | (FLAGS[item.name] ?? 0n));
    if (item.name === 'gbp') {
      into.set('tun_gbp_id', item.value & 0xffffn);
      into.set('tun_gbp_flags', (item.value >> 16n) & 0xffn);
    }
  }
  return items.some(({ name }) => name === 'ttl');
}

/** A type with this bit must be known to whoever gets the option. */
const CRITICAL = 0x80;

/** Sets the members that the options of the key stand for, to the data or the masks of `options`. */
function convertOptions(
  options: readonly GeneveOption[],
  { into, key, isMask, geneve }: Conversion,
): boolean {
  const tunnel = key.find(({ name }) => name === 'tunnel');
  const items = tunnel?.name === 'tunnel' ? tunnel.items : [];
  const item = items.find(({ name }) => name === 'geneve');
  const named = isMask ? (item?.name === 'geneve' ? item.options : []) : options;
  if (named.length !== options.length) return false;
  for (const [place, { class: optionClass, type, length }] of named.entries()) {
    const [n, mapping] =
      [...geneve].find(([, each]) => each.class === optionClass && each.type === type) ?? [];
    if (n === undefined || mapping === undefined) {
      if ((type & CRITICAL) !== 0) return false;
      continue;
    }
    if (mapping.length !== length) return false;
    into.set(tunMetadata(n), options[place]?.value ?? 0n);
    into.set('tun_metadata_present', into.get('tun_metadata_present') | (1n << BigInt(n)));
  }
  return true;
}
