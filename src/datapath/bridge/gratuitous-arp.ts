/** Recognizes gratuitous ARP, which virtual machines send after they have moved. */
import { ARP_OP, DL_TYPE } from '../../lib/protocol-numbers.js';
import type { Flow, Wildcards } from '../../packet/flow.js';

const BROADCAST = 0xffff_ffff_ffffn;
const REQUEST = BigInt(ARP_OP.REQUEST);
const REPLY = BigInt(ARP_OP.REPLY);

/**
 * Returns true for ARP packets that announce their sender without being asked. Mirrors
 * `is_gratuitous_arp()`.
 *
 * @param wildcards receives the bits that decided the result.
 */
export function isGratuitousArp(flow: Flow, wildcards?: Wildcards): boolean {
  if (flow.get('dl_type') !== DL_TYPE.ARP) return false;
  wildcards?.add('dl_dst');
  if (flow.get('dl_dst') !== BROADCAST) return false;
  wildcards?.add('nw_proto');
  const operation = flow.get('nw_proto');
  if (operation !== REQUEST) return operation === REPLY;
  wildcards?.add('nw_src');
  wildcards?.add('nw_dst');
  return flow.get('nw_src') === flow.get('nw_dst');
}
