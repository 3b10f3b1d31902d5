/**
 * Generates the flows of the stage router_in_ip_input, which drops packets that must not be routed
 * and answers ARP requests.
 */
import { formatIpv4 } from '../../../lib/addresses.js';
import { type LogicalFlow, quoted } from '../../../northd/logical-flow.js';
import { flow } from './purpose.js';
import type { RouterInterface } from './router-port.js';

/** Addresses that no routed packet may have (RFC 1812, section 5.3.7). */
const MARTIANS = [
  'ip4.mcast',
  'ip4.src == 255.255.255.255',
  'ip4.src == 127.0.0.0/8',
  'ip4.dst == 127.0.0.0/8',
  'ip4.src == 0.0.0.0/8',
  'ip4.dst == 0.0.0.0/8',
].join(' || ');

/** Returns the flows for all ports of a router. */
export function routerIpInput(): LogicalFlow[] {
  return [
    flow('drop-martians', 'router_in_ip_input', 100, MARTIANS, 'drop;'),
    flow('drop-broadcast', 'router_in_ip_input', 50, 'eth.bcast', 'drop;'),
    flow('drop-multicast', 'router_in_ip_input', 50, 'ip4.mcast', 'drop;'),
    flow('drop-expired', 'router_in_ip_input', 30, 'ip4 && ip.ttl == {0, 1}', 'drop;'),
    flow('route-others', 'router_in_ip_input', 0, '1', 'next;'),
  ];
}

/** Returns the flows for the addresses of one port of a router. */
export function portIpInput({ name, mac, ip, broadcast }: RouterInterface): LogicalFlow[] {
  const own = formatIpv4(ip);
  const port = quoted(name);
  return [
    flow(
      'drop-own-source',
      'router_in_ip_input',
      100,
      `ip4.src == {${own}, ${formatIpv4(broadcast)}}`,
      'drop;',
    ),
    flow(
      'answer-arp',
      'router_in_ip_input',
      90,
      `inport == ${port} && arp.tpa == ${own} && arp.op == 1`,
      arpReply(port, mac, own),
    ),
    flow('drop-to-router', 'router_in_ip_input', 60, `ip4.dst == ${own}`, 'drop;'),
  ];
}

/**
 * Returns the actions that turn a request into a reply. The comments are part of the reference's
 * text.
 */
const arpReply = (port: string, mac: string, ip: string): string =>
  [
    'eth.dst = eth.src;',
    `eth.src = ${mac};`,
    'arp.op = 2; /* ARP reply */',
    'arp.tha = arp.sha;',
    `arp.sha = ${mac};`,
    'arp.tpa = arp.spa;',
    `arp.spa = ${ip};`,
    `outport = ${port};`,
    'inport = ""; /* Allow sending out inport. */',
    'output;',
  ].join(' ');
