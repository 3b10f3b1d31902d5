/** Lists the members of a flow that describe its tunnel. */
import type { FlowMember } from '../openflow/model/members.js';

/** Bits of the member `tun_flags`. */
export const TUNNEL_FLAG = { OAM: 1n, DF: 2n, CSUM: 4n, KEY: 8n } as const;

/** The members that describe a tunnel, except its Geneve options. */
export const TUNNEL_MEMBERS = [
  'tun_id',
  'tun_src',
  'tun_dst',
  'tun_tos',
  'tun_ttl',
  'tun_flags',
  'tun_tp_src',
  'tun_tp_dst',
  'tun_gbp_id',
  'tun_gbp_flags',
] as const satisfies readonly FlowMember[];

/** Returns the member that holds Geneve option `n`, from 0 to 63. */
export function tunMetadata(n: number): FlowMember {
  // A member exists for each of these numbers.
  return `tun_metadata${n}` as FlowMember;
}
