/** The checks of subnets. Mirrors `_validate_subnet()` of the base plugin. */
import { formatIp, parseIp } from '../../lib/ip.js';
import type { Uuid } from '../../lib/uuid.js';
import { isAutomatic } from '../addressing/allocate.js';
import { type Cidr, contains, overlap, parseCidr } from '../addressing/cidr.js';
import { hostRange, inRange, ipValue, type Range } from '../addressing/ranges.js';
import type { Pool, Route } from '../attributes/converters.js';
import { badRequest, conflict, invalidInput, type NeutronError } from '../errors.js';
import type { NeutronRow } from '../schema.js';
import type { Session } from '../session.js';
import { subnetsOf } from './networks.js';

/** The maximum numbers of the reference's configuration. */
const MAX_NAMESERVERS = 5;
const MAX_HOST_ROUTES = 20;

/** The attributes of a new subnet, or those of an existing one that change. */
interface SubnetValues {
  readonly enable_dhcp?: boolean | undefined;
  readonly gateway_ip?: string | null | undefined;
  readonly dns_nameservers?: readonly string[] | undefined;
  readonly host_routes?: readonly Route[] | undefined;
  readonly ipv6_ra_mode?: string | undefined;
  readonly ipv6_address_mode?: string | undefined;
}

export const badSubnets = (text: string): NeutronError =>
  badRequest('BadRequest', `Bad subnets request: ${text}`);

/**
 * Checks attributes that a new subnet has, or that an existing one gets.
 *
 * @throws NeutronError
 */
export function checkSubnet(
  session: Session,
  cidr: Cidr,
  version: number,
  values: SubnetValues,
  current?: NeutronRow<'Subnet'>,
): void {
  checkVersion(cidr.written, 'cidr', version);
  if (values.enable_dhcp && !current?.enable_dhcp) checkDhcp(cidr);
  if (typeof values.gateway_ip === 'string') {
    checkVersion(values.gateway_ip, 'gateway_ip', version);
    if (current) checkGatewayIsUnused(session, current);
  }
  checkLists(values, version, current?._uuid ?? 'new subnet');
  if (version === 4) checkNoModes(values);
  else if (current) checkDhcpStays(values, current);
  else checkModes(cidr, values);
}

/** Checks that an address or a network is of the subnet's family. */
function checkVersion(written: string, what: string, version: number): void {
  if (parseCidr(written)?.family === version) return;
  throw invalidInput(`${what} '${written}' does not match the ip_version '${version}'`);
}

/** Networks for which no DHCP server can work, with their names in messages. */
const SPECIAL = [
  ['Multicast', ['224.0.0.0/4', 'ff00::/8']],
  ['Loopback', ['127.0.0.0/8', '::1/128']],
] as const;

function checkDhcp(cidr: Cidr): void {
  if (cidr.prefix >= (cidr.family === 4 ? 31 : 127)) {
    throw invalidInput(
      'Subnet has a prefix length that is incompatible with DHCP service enabled.',
    );
  }
  for (const [name, networks] of SPECIAL) {
    if (networks.some((network) => isWithin(cidr, network))) {
      throw invalidInput(`${name} IP subnet is not supported if enable_dhcp is True.`);
    }
  }
}

function isWithin({ family, first, last }: Cidr, network: string): boolean {
  const outer = parseCidr(network);
  return outer !== undefined && [first, last].every((value) => contains(outer, { family, value }));
}

function checkGatewayIsUnused(session: Session, { _uuid, network, gateway_ip }: Subnet): void {
  if (gateway_ip === undefined) return;
  const allocation = session.tx.findByIndex('Allocation', { network, ip_address: gateway_ip });
  if (allocation?.subnet !== _uuid) return;
  for (const port of session.referrers(allocation._uuid, 'Port', 'fixed_ips')) {
    throw conflict(
      'GatewayIpInUse',
      `Current gateway ip ${gateway_ip} already in use by port ${port._uuid}. Unable to update.`,
    );
  }
}

type Subnet = NeutronRow<'Subnet'>;

function checkLists(
  { dns_nameservers: servers = [], host_routes: routes = [] }: SubnetValues,
  version: number,
  id: string,
): void {
  if (servers.length > MAX_NAMESERVERS) {
    throw exhausted('DNSNameServersExhausted', 'DNS nameservers', id, MAX_NAMESERVERS);
  }
  for (const server of servers) checkVersion(server, 'dns_nameserver', version);
  if (routes.length > MAX_HOST_ROUTES) {
    throw exhausted('HostRoutesExhausted', 'host routes', id, MAX_HOST_ROUTES);
  }
  for (const { destination, nexthop } of routes) {
    checkVersion(nexthop, 'nexthop', version);
    checkVersion(destination, 'destination', version);
  }
}

const exhausted = (type: string, what: string, id: string, limit: number): NeutronError =>
  badRequest(
    type,
    `Unable to complete operation for ${id}. The number of ${what} exceeds the limit ${limit}.`,
  );

function checkNoModes(values: SubnetValues): void {
  for (const name of ['ipv6_ra_mode', 'ipv6_address_mode'] as const) {
    if (values[name] !== undefined) {
      throw invalidInput(`${name} is not valid when ip_version is 4`);
    }
  }
}

function checkDhcpStays({ enable_dhcp }: SubnetValues, current: Subnet): void {
  if (enable_dhcp !== false) return;
  if (current.ipv6_ra_mode === undefined && current.ipv6_address_mode === undefined) return;
  throw invalidInput('Cannot disable enable_dhcp with ipv6 attributes set');
}

function checkModes(cidr: Cidr, values: SubnetValues): void {
  const { ipv6_ra_mode: ra, ipv6_address_mode: address, enable_dhcp } = values;
  if (ra === undefined && address === undefined) return;
  if (enable_dhcp === false) {
    throw invalidInput(
      'ipv6_ra_mode or ipv6_address_mode cannot be set when enable_dhcp is set to False.',
    );
  }
  if (ra !== undefined && address !== undefined && ra !== address) {
    throw invalidInput(
      `ipv6_ra_mode set to '${ra}' with ipv6_address_mode set to '${address}' is not valid. ` +
        'If both attributes are set, they must be the same value',
    );
  }
  if (isAutomatic(values) && cidr.prefix !== 64) {
    throw invalidInput(
      `Invalid CIDR ${cidr.network} for IPv6 address mode. OpenStack uses the EUI-64 address ` +
        'format, which requires the prefix to be /64.',
    );
  }
}

/** @throws NeutronError if a network cannot be that of a new subnet */
export function checkNetwork(session: Session, network: Uuid, cidr: Cidr): void {
  if (cidr.prefix === 0) throw invalidInput('0 is not allowed as CIDR prefix length');
  for (const other of subnetsOf(session, network)) {
    const taken = parseCidr(other.cidr);
    if (!taken || !overlap(taken, cidr)) continue;
    throw invalidInput(
      `Requested subnet with cidr: ${cidr.network} for network: ${network} ` +
        'overlaps with another subnet',
    );
  }
}

/** @throws NeutronError if a gateway is in a pool */
export function checkGateway(gateway: string, ranges: readonly Range[], { family }: Cidr): void {
  const pool = ranges.find((range) => inRange(range, ipValue(gateway)));
  if (!pool) return;
  const [first, last] = [pool.first, pool.last].map((value) => formatIp({ family, value }));
  throw conflict(
    'GatewayConflictWithAllocationPools',
    `Gateway ip ${gateway} conflicts with allocation pool ${first}-${last}`,
  );
}

/** Returns the pools of a request. Mirrors `validate_allocation_pools()`. @throws NeutronError */
export function requestedPools(wanted: readonly Pool[], cidr: Cidr): readonly Range[] {
  const hosts = hostRange(cidr);
  const ranges = wanted.map(({ start, end }) => ({ first: ipValue(start), last: ipValue(end) }));
  const shown = wanted.map(({ start, end }) => `${start}-${end}`);
  for (const [i, { start, end }] of wanted.entries()) {
    const range = ranges[i];
    const sameFamily = [start, end].every((ip) => parseIp(ip)?.family === cidr.family);
    if (!range || !sameFamily || range.last < range.first) {
      throw badRequest('InvalidAllocationPool', `The allocation pool ${shown[i]} is not valid.`);
    }
    if (range.first < hosts.first || hosts.last < range.last) {
      throw badRequest(
        'OutOfBoundsAllocationPool',
        `The allocation pool ${shown[i]} spans beyond the subnet cidr ${cidr.network}.`,
      );
    }
  }
  for (const [i, a] of ranges.entries()) {
    for (const [j, b] of ranges.entries()) {
      if (j <= i || a.last < b.first || b.last < a.first) continue;
      throw conflict(
        'OverlappingAllocationPools',
        `Found overlapping allocation pools: ${shown[i]} ${shown[j]} for subnet ${cidr.network}.`,
      );
    }
  }
  return ranges;
}
