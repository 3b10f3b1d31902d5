/** The microflow that describes a packet, for the command line of `ovn-trace`. */

import { formatIpv4, formatIpv6, formatMac } from '../../../src/lib/addresses.js';
import type { FlowMember } from '../../../src/openflow/model/members.js';
import type { Flow } from '../../../src/packet/flow.js';

const TRANSPORTS: ReadonlyMap<bigint, string> = new Map([
  [6n, 'tcp'],
  [17n, 'udp'],
]);

export function microflowText(inport: string, packet: Flow): string {
  const number = (member: FlowMember): number => Number(packet.get(member));
  const mac = (member: FlowMember): string => formatMac(packet.get(member));
  const ip4 = (member: FlowMember): string => formatIpv4(number(member));
  const ip6 = (member: FlowMember): string => formatIpv6(packet.get(member));
  const terms = [
    `inport == "${inport}"`,
    `eth.src == ${mac('dl_src')}`,
    `eth.dst == ${mac('dl_dst')}`,
    `eth.type == ${number('dl_type')}`,
  ];
  switch (number('dl_type')) {
    case 0x0800:
      terms.push(`ip4.src == ${ip4('nw_src')}`, `ip4.dst == ${ip4('nw_dst')}`);
      break;
    case 0x86dd:
      terms.push(`ip6.src == ${ip6('ipv6_src')}`, `ip6.dst == ${ip6('ipv6_dst')}`);
      break;
    case 0x0806:
      terms.push(`arp.op == ${number('nw_proto')}`, `arp.sha == ${mac('arp_sha')}`);
      terms.push(`arp.spa == ${ip4('nw_src')}`, `arp.tpa == ${ip4('nw_dst')}`);
      return terms.join(' && ');
    default:
      return terms.join(' && ');
  }
  terms.push(`ip.proto == ${number('nw_proto')}`, `ip.ttl == ${number('nw_ttl')}`);
  const transport = TRANSPORTS.get(packet.get('nw_proto'));
  if (transport !== undefined) {
    terms.push(
      `${transport}.src == ${number('tp_src')}`,
      `${transport}.dst == ${number('tp_dst')}`,
    );
  }
  if (transport === 'tcp') terms.push(`tcp.flags == ${number('tcp_flags')}`);
  const icmp = number('nw_proto') === 1 ? 'icmp4' : number('nw_proto') === 58 ? 'icmp6' : undefined;
  if (icmp !== undefined) {
    terms.push(`${icmp}.type == ${number('tp_src')}`, `${icmp}.code == ${number('tp_dst')}`);
  }
  return terms.join(' && ');
}
