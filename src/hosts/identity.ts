/** Derives the addresses and networks of hosts from the databases. */
import { parseMac } from '../lib/addresses.js';
import type { IpAddress } from '../lib/ip.js';
import { linkLocal, type NetworkAddress, parseNetworkAddress, shareNetwork } from '../lib/ip.js';
import type { Databases, LogicalPort } from './databases.js';
import type { HostIdentity, Subnet } from './host-identity.js';

/** The user's settings for a host. */
export interface HostSettings {
  /** Addresses in addition to those of the logical port, as text. */
  addresses: string[];
  /** Services such as `tcp/22`. */
  services: string[];
}

/** One entry of `addresses` or `port_security`: an Ethernet address, then IP addresses. */
interface Entry {
  readonly mac: bigint | undefined;
  readonly addresses: readonly NetworkAddress[];
}

function parseEntry(text: string): Entry {
  const [mac = '', ...rest] = text.split(/\s+/);
  return {
    mac: parseMac(mac),
    addresses: rest.flatMap((word) => parseNetworkAddress(word) ?? []),
  };
}

/** The prefix length if no router defines the network: every address is a neighbour. */
const ALL_NEIGHBOURS = 0;

/**
 * Returns the identity of the host behind a logical port that is attached to `device`.
 *
 * Without an Ethernet address, the port uses that of its device; without an IPv4 address,
 * 10.0.S.P, where S and P are the numbers of the switch and the port. Every host also has an IPv6
 * link-local address.
 */
export function identityOf(
  port: LogicalPort,
  device: string,
  settings: HostSettings | undefined,
  databases: Databases,
): HostIdentity {
  const entries = [...port.addresses, ...port.port_security].map(parseEntry);
  const mac = entries.find((entry) => entry.mac !== undefined)?.mac ?? deviceMac(device, databases);
  const own = [...port.addresses].map(parseEntry).flatMap(({ addresses }) => addresses);
  const added = (settings?.addresses ?? []).flatMap((text) => parseNetworkAddress(text) ?? []);
  const known = [...added, ...own];
  if (known.every(({ address }) => address.family !== 4)) {
    known.push({ address: defaultAddress(port.name, databases) });
  }
  const routers = routersOf(port, databases);
  const link = { address: linkLocal(mac), prefix: 10 };
  return {
    name: port.name,
    mac,
    subnets: [...known.map((address) => subnetOf(address, routers)), link],
  };
}

function deviceMac(device: string, { ovs }: Databases): bigint {
  return parseMac(ovs.findByIndex('Interface', { name: device })?.mac_in_use ?? '') ?? 0n;
}

/** Returns an address derived from the numbers of the switch and the port. */
function defaultAddress(name: string, { sb }: Databases): IpAddress {
  const binding = sb.findByIndex('Port_Binding', { logical_port: name });
  const datapath = binding && sb.get('Datapath_Binding', binding.datapath);
  const network = BigInt(((datapath?.tunnel_key ?? 1) - 1) & 0xffff);
  return { family: 4, value: 0x0a000000n + (network << 8n) + BigInt(binding?.tunnel_key ?? 0) };
}

function subnetOf({ address, prefix }: NetworkAddress, routers: readonly NetworkAddress[]): Subnet {
  const router = routers.find(
    (candidate) =>
      candidate.prefix !== undefined && shareNetwork(candidate.address, address, candidate.prefix),
  );
  if (router?.prefix === undefined) return { address, prefix: prefix ?? ALL_NEIGHBOURS };
  return { address, prefix: prefix ?? router.prefix, gateway: router.address };
}

/** Returns the addresses of the routers on the switch of a port. */
function routersOf(port: LogicalPort, { nb }: Databases): readonly NetworkAddress[] {
  const found: NetworkAddress[] = [];
  for (const { table, uuid } of nb.referrers(port._uuid)) {
    const ports = table === 'Logical_Switch' ? nb.get('Logical_Switch', uuid)?.ports : undefined;
    for (const neighbour of ports ?? []) {
      const row = nb.get('Logical_Port', neighbour);
      // A switch port refers to its router port by UUID.
      const peer = row?.type === 'router' ? row.options.get('router-port') : undefined;
      const router = peer === undefined ? undefined : nb.get('Logical_Router_Port', peer);
      const address = parseNetworkAddress(router?.network ?? '');
      if (address !== undefined) found.push(address);
    }
  }
  return found;
}
