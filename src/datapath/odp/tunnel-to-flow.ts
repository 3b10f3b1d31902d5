/** Sets the tunnel members of a flow from a tunnel attribute (`odp_tun_key_from_attr`). */
import type { FlowMember } from '../../openflow/model/members.js';
import type { Flow } from '../../packet/flow.js';
import { TUNNEL_FLAG, tunMetadata } from '../../packet/tunnel-members.js';
import { type GeneveOption, type GeneveTable, optionNumber } from './geneve.js';
import type { OdpTunnelItem } from './key.js';

/** The members that correspond to items. */
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

/** Sets the tunnel members. Returns false if the items do not form a valid tunnel. */
export function convertTunnel(
  items: readonly OdpTunnelItem[],
  flow: Flow,
  geneve: GeneveTable,
): boolean {
  for (const item of items) {
    if (item.name === 'geneve') {
      if (!convertOptions(item.options, flow, geneve)) return false;
      continue;
    }
    const member = MEMBERS[item.name];
    if (member !== undefined) flow.set(member, item.value);
    flow.set('tun_flags', flow.get('tun_flags') | (FLAGS[item.name] ?? 0n));
    if (item.name === 'gbp') {
      flow.set('tun_gbp_id', item.value & 0xffffn);
      flow.set('tun_gbp_flags', (item.value >> 16n) & 0xffn);
    }
  }
  return items.some(({ name }) => name === 'ttl');
}

/** The bit in an option's type that means a receiver must understand it. */
const CRITICAL = 0x80;

/** Sets the members of options. Returns false if one differs from its definition in the table. */
function convertOptions(
  options: readonly GeneveOption[],
  flow: Flow,
  geneve: GeneveTable,
): boolean {
  for (const option of options) {
    const n = optionNumber(option, geneve);
    if (n === undefined) {
      if ((option.type & CRITICAL) !== 0) return false;
      continue;
    }
    if (geneve.get(n)?.length !== option.length) return false;
    flow.set(tunMetadata(n), option.value);
    flow.set('tun_metadata_present', flow.get('tun_metadata_present') | (1n << BigInt(n)));
  }
  return true;
}
