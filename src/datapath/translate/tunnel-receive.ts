/** Handles packets that arrive from tunnels (`tnl_process_ecn`, `tnl_wc_init`). */
import type { Flow, Wildcards } from '../../packet/flow.js';
import { isIpType } from '../../packet/mpls.js';
import { TUNNEL_FLAG } from '../../packet/tunnel-members.js';

const ECN = 3n;
const NOT_ECN_CAPABLE = 0n;
const CONGESTION = 3n;

/** The bit of a packet's mark that identifies IPsec tunnels. */
const IPSEC_MARK = 1n;

/** Returns true if the tunnel of an IP packet experienced congestion. */
const cameCongested = (flow: Flow): boolean =>
  isIpType(flow.get('dl_type')) && (flow.get('tun_tos') & ECN) === CONGESTION;

/** Returns true if a packet arrived from a tunnel. */
const isTunneled = (flow: Flow): boolean => flow.get('tun_dst') !== 0n;

/** Adds the tunnel of a packet to `wildcards`. Mirrors `tnl_wc_init()`. */
export function dependOnTunnel(flow: Flow, wildcards: Wildcards): void {
  if (!isTunneled(flow)) return;
  for (const member of ['tun_id', 'tun_src', 'tun_dst', 'tun_tos', 'tun_ttl'] as const) {
    wildcards.add(member);
  }
  wildcards.add('tun_flags', TUNNEL_FLAG.DF | TUNNEL_FLAG.CSUM | TUNNEL_FLAG.KEY);
  wildcards.add('pkt_mark');
  if (cameCongested(flow)) wildcards.add('nw_tos', ECN);
}

/**
 * Copies the congestion mark of a tunnel to its packet. Returns false if the packet must be dropped
 * instead. Mirrors `tnl_process_ecn()`.
 */
export function receiveFromTunnel(flow: Flow): boolean {
  if (!isTunneled(flow)) return true;
  if (cameCongested(flow)) {
    const tos = flow.get('nw_tos');
    if ((tos & ECN) === NOT_ECN_CAPABLE) return false;
    flow.set('nw_tos', tos | CONGESTION);
  }
  flow.set('pkt_mark', flow.get('pkt_mark') & ~IPSEC_MARK);
  return true;
}
