/** The stages of logical routers. */
import { formatIpv4 } from '../lib/addresses.js';
import type { OVN_NORTHBOUND } from '../ovsdb/schemas/ovn-northbound.js';
import type { Row } from '../ovsdb/types.js';
import { flow, type LogicalFlow } from './logical-flow.js';
import { isEnabled, type LogicalPort, quote } from './port-flows.js';
import { countBits, isCidrMask, parseMaskedIp, scanMac, scanMacAndIp } from './scan.js';

export type LogicalRouter = Row<typeof OVN_NORTHBOUND, 'Logical_Router'>;
export type LogicalRouterPort = Row<typeof OVN_NORTHBOUND, 'Logical_Router_Port'>;

/** A router port with its addresses digested. */
export interface RouterPort {
  readonly row: LogicalRouterPort;
  /** Its name in logical flows and bindings: the row's UUID. */
  readonly name: string;
  readonly mac: string;
  readonly ip: number;
  readonly mask: number;
}

/** Digests a router port, or says why it cannot be used. */
export function digestRouterPort(
  row: LogicalRouterPort,
): RouterPort | { readonly problem: string } {
  const mac = scanMac(row.mac);
  if (mac === undefined) return { problem: `bad 'mac' ${row.mac}` };
  const network = parseMaskedIp(row.network);
  if (!network || network.mask === 0xffffffff || !isCidrMask(network.mask)) {
    return { problem: `bad 'network' ${row.network}` };
  }
  return { row, name: row._uuid, mac, ...network };
}

/** The default gateway of a router; `undefined` where it has none that can be used. */
export function digestGateway(router: LogicalRouter): { gateway?: number; problem?: string } {
  if (router.default_gw === undefined) return {};
  const parsed = parseMaskedIp(router.default_gw);
  return parsed && parsed.ip !== 0 && parsed.mask === 0xffffffff
    ? { gateway: parsed.ip }
    : { problem: `bad 'gateway' ${router.default_gw}` };
}

/** Source and destination addresses that no router may forward. */
const MARTIANS = [
  'ip4.mcast',
  'ip4.src == 255.255.255.255',
  'ip4.src == 127.0.0.0/8',
  'ip4.dst == 127.0.0.0/8',
  'ip4.src == 0.0.0.0/8',
  'ip4.dst == 0.0.0.0/8',
].join(' || ');

/** Longer prefixes get higher priorities, so that the longest one that matches decides. */
function route(network: number, mask: number, gateway?: number): LogicalFlow {
  const nextHop = gateway === undefined ? 'ip4.dst' : formatIpv4(gateway);
  return flow(
    'routerInIpRouting',
    countBits(mask),
    `ip4.dst == ${formatIpv4(network)}/${formatIpv4(mask)}`,
    `ip4.ttl--; reg0 = ${nextHop}; next;`,
  );
}

/** What a router does whatever its ports are. */
export function routerFlows(gateway: number | undefined): LogicalFlow[] {
  return [
    flow('routerInAdmission', 100, 'vlan.present || eth.src[40]', 'drop;'),
    flow('routerInIpInput', 100, MARTIANS, 'drop;'),
    flow('routerInIpInput', 50, 'eth.bcast', 'drop;'),
    flow('routerInIpInput', 50, 'ip4.mcast', 'drop;'),
    flow('routerInIpInput', 30, 'ip4 && ip.ttl == {0, 1}', 'drop;'),
    flow('routerInIpInput', 0, '1', 'next;'),
    ...(gateway === undefined ? [] : [route(0, 0, gateway)]),
  ];
}

/** The answer to an ARP request for the router's own address, out of the port it came in. */
const arpReply = ({ mac, ip }: RouterPort, name: string): string =>
  `eth.dst = eth.src; eth.src = ${mac}; arp.op = 2; /* ARP reply */ arp.tha = arp.sha; ` +
  `arp.sha = ${mac}; arp.tpa = arp.spa; arp.spa = ${formatIpv4(ip)}; outport = ${name}; ` +
  'inport = ""; /* Allow sending out inport. */ output;';

/** What a port adds to its router. */
export function routerPortFlows(port: RouterPort): LogicalFlow[] {
  const { mac, mask } = port;
  const name = quote(port.name);
  const ip = formatIpv4(port.ip);
  const broadcast = formatIpv4((port.ip | ~mask) >>> 0);
  const enabled = isEnabled(port.row);
  return [
    ...(enabled
      ? [
          flow(
            'routerInAdmission',
            50,
            `(eth.mcast || eth.dst == ${mac}) && inport == ${name}`,
            'next;',
          ),
        ]
      : []),
    flow('routerInIpInput', 100, `ip4.src == {${ip}, ${broadcast}}`, 'drop;'),
    flow(
      'routerInIpInput',
      90,
      `inport == ${name} && arp.tpa == ${ip} && arp.op == 1`,
      arpReply(port, name),
    ),
    flow('routerInIpInput', 60, `ip4.dst == ${ip}`, 'drop;'),
    route((port.ip & mask) >>> 0, mask),
    ...(enabled ? [flow('routerOutDelivery', 100, `outport == ${name}`, 'output;')] : []),
  ];
}

/** A flow, and the router port to whose router it belongs. */
export interface ArpFlow {
  readonly peer: RouterPort;
  readonly flow: LogicalFlow;
}

/**
 * How routers find the hosts behind a switch port: for each address of the port
 * that has an IP, the first of the switch's router ports in whose network it is.
 */
export function arpFlows(port: LogicalPort, peers: readonly RouterPort[]): ArpFlow[] {
  return port.addresses.flatMap((address) => {
    const host = scanMacAndIp(address);
    if (!host) return [];
    const peer = peers.find(({ ip, mask }) => ((host.ip ^ ip) & mask) === 0);
    if (!peer) return [];
    const actions = `eth.src = ${peer.mac}; eth.dst = ${host.mac}; outport = ${quote(peer.name)}; output;`;
    return [{ peer, flow: flow('routerInArp', 200, `reg0 == ${formatIpv4(host.ip)}`, actions) }];
  });
}
