/**
 * Generates the flows of the stage router_in_arp, which resolves the next hop in reg0 to a port and
 * an Ethernet address.
 */
import { formatIpv4 } from '../../../lib/addresses.js';
import { type LogicalFlow, quoted } from '../../../northd/logical-flow.js';
import { scanMacAndIp } from '../../../northd/scan.js';
import type { LogicalPort } from './northbound.js';
import { flow } from './purpose.js';
import type { RouterInterface } from './router-port.js';

/**
 * Returns the flows by which routers find a switch port, one for each of its addresses with an
 * Ethernet and an IPv4 part.
 *
 * @param links the router ports that are connected to the switch. An address gets its flow in the
 *   first whose network contains it.
 */
export function portResolution<L extends { readonly digest: RouterInterface }>(
  { addresses }: LogicalPort,
  links: readonly L[],
): { readonly link: L; readonly flow: LogicalFlow }[] {
  return addresses.flatMap((text) => {
    const address = scanMacAndIp(text);
    if (!address) return [];
    const link = links.find(({ digest: { network, mask } }) => {
      return ((address.ip ^ network) & mask) === 0;
    });
    return link ? [{ link, flow: resolution(address, link.digest) }] : [];
  });
}

const resolution = (
  { mac, ip }: { mac: string; ip: number },
  router: RouterInterface,
): LogicalFlow =>
  flow(
    'find-next-hop',
    'router_in_arp',
    200,
    `reg0 == ${formatIpv4(ip)}`,
    `eth.src = ${router.mac}; eth.dst = ${mac}; outport = ${quoted(router.name)}; output;`,
  );
