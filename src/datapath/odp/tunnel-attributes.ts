/** Converts the tunnel members of a flow to tunnel attributes. */
import type { FlowMember } from '../../openflow/model/members.js';
import type { Flow } from '../../packet/flow.js';
import { TUNNEL_FLAG, TUNNEL_MEMBERS, tunMetadata } from '../../packet/tunnel-members.js';
import type { GeneveOption, GeneveTable } from './geneve.js';
import type { OdpTunnelItem } from './key.js';
import type { TunnelValues } from './odp-actions.js';

/** Returns the tunnel members of a flow or wildcards that are not zero. */
export function tunnelOf(flow: Pick<Flow, 'get'>): TunnelValues {
  const values = TUNNEL_MEMBERS.map((member): [FlowMember, bigint] => [member, flow.get(member)]);
  return new Map(values.filter(([, value]) => value !== 0n));
}

/** Returns the options of a flow that `table` defines. */
export function optionsOf(flow: Flow, table: GeneveTable): GeneveOption[] {
  const present = flow.get('tun_metadata_present');
  const options: GeneveOption[] = [];
  for (let n = 0; n < 64; n++) {
    const mapping = table.get(n);
    if (mapping === undefined || ((present >> BigInt(n)) & 1n) === 0n) continue;
    options.push({ ...mapping, value: flow.get(tunMetadata(n)) });
  }
  return options;
}

/**
 * Returns the items of a tunnel attribute in datapath order. Most items are omitted if they are
 * zero.
 */
export function tunnelItems(
  tunnel: TunnelValues,
  options: readonly GeneveOption[],
): OdpTunnelItem[] {
  const get = (member: FlowMember): bigint => tunnel.get(member) ?? 0n;
  const flags = get('tun_flags');
  const has = (flag: bigint): boolean => (flags & flag) !== 0n;
  const gbp = (get('tun_gbp_flags') << 16n) | get('tun_gbp_id');
  const items: OdpTunnelItem[] = [];
  const put = (
    name: Exclude<OdpTunnelItem['name'], 'geneve'>,
    value: bigint,
    when: boolean,
  ): void => {
    if (when) items.push({ name, value });
  };
  put('tun_id', get('tun_id'), get('tun_id') !== 0n || has(TUNNEL_FLAG.KEY));
  put('src', get('tun_src'), get('tun_src') !== 0n);
  put('dst', get('tun_dst'), get('tun_dst') !== 0n);
  put('tos', get('tun_tos'), get('tun_tos') !== 0n);
  put('ttl', get('tun_ttl'), true);
  put('df', 1n, has(TUNNEL_FLAG.DF));
  put('csum', 1n, has(TUNNEL_FLAG.CSUM));
  put('tp_src', get('tun_tp_src'), get('tun_tp_src') !== 0n);
  put('tp_dst', get('tun_tp_dst'), get('tun_tp_dst') !== 0n);
  put('oam', 1n, has(TUNNEL_FLAG.OAM));
  put('gbp', gbp, gbp !== 0n);
  if (options.length > 0) items.push({ name: 'geneve', options });
  return items;
}
