/** Subnets. Mirrors `neutron/db/ipam_backend_mixin.py` and the checks of the base plugin. */
import { formatIp, parseIp } from '../../lib/ip.js';
import type { Json, JsonObject } from '../../lib/json.js';
import { isUuid, type Uuid } from '../../lib/uuid.js';
import { automaticAddress, isAutomatic } from '../addressing/allocate.js';
import { type Cidr, contains, overlap, parseCidr } from '../addressing/cidr.js';
import {
  defaultPools,
  formatRanges,
  ipValue,
  parseRanges,
  type Range,
  usableRange,
} from '../addressing/ranges.js';
import type { Attributes } from '../attributes/attribute.js';
import {
  ipAddress,
  nameservers,
  oneOf,
  orNone,
  type Pool,
  pools,
  type Route,
  routes,
  subnetCidr,
  text,
  truth,
  uuid,
  whole,
} from '../attributes/converters.js';
import { badRequest, conflict, invalidInput, missing } from '../errors.js';
import { defineResource } from '../resource.js';
import type { NeutronRow } from '../schema.js';
import type { Session } from '../session.js';
import { giveDhcpAddress } from './dhcp-port.js';
import { subnetsOf } from './networks.js';
import { insertAllocation, isTrusted } from './port-rows.js';

const IPV6_MODES = ['dhcpv6-stateful', 'dhcpv6-stateless', 'slaac'];

const MAX_NAMESERVERS = 5;

const ATTRIBUTES = {
  name: { post: true, put: true, default: '', convert: text },
  network_id: { post: true, required: true, convert: uuid },
  ip_version: { post: true, required: true, convert: oneOf([4, 6], whole) },
  cidr: { post: true, convert: orNone(subnetCidr) },
  subnetpool_id: { post: true, convert: orNone(uuid) },
  prefixlen: { post: true, convert: whole },
  gateway_ip: { post: true, put: true, convert: orNone(ipAddress) },
  allocation_pools: { post: true, put: true, convert: pools },
  dns_nameservers: { post: true, put: true, convert: nameservers },
  host_routes: { post: true, put: true, convert: routes },
  enable_dhcp: { post: true, put: true, default: true, convert: truth },
  ipv6_ra_mode: { post: true, convert: oneOf(IPV6_MODES) },
  ipv6_address_mode: { post: true, convert: oneOf(IPV6_MODES) },
} satisfies Attributes;

export const SUBNETS = defineResource({
  name: 'subnet',
  table: 'Subnet',
  quota: 10,
  missing: (id) => missing('Subnet', id),
  attributes: ATTRIBUTES,
  isShared: ({ tx }, row) => tx.get('Network', row.network)?.shared === true,
  create(session, values, tenant) {
    const { tx } = session;
    const { network_id: network = '', ip_version = 4, enable_dhcp = true } = values;
    if (!tx.get('Network', network)) throw missing('Network', network);
    const cidr = parseCidr(values.cidr ?? '');
    if (!cidr) {
      throw badRequest(
        'BadRequest',
        'Bad subnets request: A cidr must be specified in the absence of a subnet pool',
      );
    }
    checkVersion(cidr.written, `cidr '${cidr.written}'`, ip_version);
    checkSize(cidr, enable_dhcp);
    checkIpv6Modes(values, ip_version, enable_dhcp);
    checkFamilies(values, ip_version);
    checkOverlap(session, network, cidr);
    const gateway_ip =
      values.gateway_ip === null
        ? undefined
        : (values.gateway_ip ?? formatIp({ family: cidr.family, value: usableRange(cidr).first }));
    const ranges = values.allocation_pools
      ? requestedPools(values.allocation_pools, cidr)
      : defaultPools(cidr, gateway_ip);
    if (gateway_ip !== undefined) checkGateway(gateway_ip, ranges, cidr);
    const pooled = formatRanges(ranges, cidr.family);
    const id = tx.insert(
      'Subnet',
      {
        tenant,
        network,
        name: values.name ?? '',
        ip_version,
        cidr: cidr.network,
        gateway_ip,
        allocation_pools: pooled,
        available: pooled,
        dns_nameservers: JSON.stringify(values.dns_nameservers ?? []),
        host_routes: JSON.stringify(values.host_routes ?? []),
        enable_dhcp,
        ipv6_ra_mode: values.ipv6_ra_mode,
        ipv6_address_mode: values.ipv6_address_mode,
      },
      session.newId(),
    );
    const subnet = tx.get('Subnet', id);
    if (subnet && isAutomatic(subnet)) addToPorts(session, subnet);
    if (subnet && enable_dhcp) giveDhcpAddress(session, subnet);
    return id;
  },
  update(session, row, values) {
    const cidr = parseCidr(row.cidr);
    checkFamilies(values, row.ip_version);
    const { gateway_ip, allocation_pools, dns_nameservers, host_routes, name, enable_dhcp } =
      values;
    const ranges =
      allocation_pools && cidr
        ? requestedPools(allocation_pools, cidr)
        : parseRanges(row.allocation_pools);
    const gateway = gateway_ip === undefined ? row.gateway_ip : (gateway_ip ?? undefined);
    if (gateway !== undefined && cidr) checkGateway(gateway, ranges, cidr);
    const pooled = cidr && formatRanges(ranges, cidr.family);
    session.tx.update('Subnet', row._uuid, {
      ...(name === undefined ? {} : { name }),
      ...(enable_dhcp === undefined ? {} : { enable_dhcp }),
      ...(gateway_ip === undefined ? {} : { gateway_ip: gateway }),
      ...(dns_nameservers ? { dns_nameservers: JSON.stringify(dns_nameservers) } : {}),
      ...(host_routes ? { host_routes: JSON.stringify(host_routes) } : {}),
      ...(allocation_pools && pooled !== undefined
        ? { allocation_pools: pooled, available: pooled }
        : {}),
    });
    const subnet = session.tx.get('Subnet', row._uuid);
    if (subnet && enable_dhcp === true && !row.enable_dhcp) giveDhcpAddress(session, subnet);
  },
  delete(session, row) {
    const { tx } = session;
    for (const allocation of session.referrers(row._uuid, 'Allocation', 'subnet')) {
      for (const port of session.referrers(allocation._uuid, 'Port', 'fixed_ips')) {
        if (!isReleased(row, port)) {
          throw conflict(
            'SubnetInUse',
            `Unable to complete operation on subnet ${row._uuid}. ` +
              'One or more ports have an IP allocation from this subnet.',
          );
        }
        const rest = port.fixed_ips.filter((id) => id !== allocation._uuid);
        // A port of the DHCP agent without an address has no purpose.
        if (rest.length === 0 && isTrusted(port.device_owner)) tx.delete('Port', port._uuid);
        else tx.update('Port', port._uuid, { fixed_ips: rest });
        tx.delete('Allocation', allocation._uuid);
      }
    }
    tx.delete('Subnet', row._uuid);
  },
  show: (_, row): JsonObject => ({
    id: row._uuid,
    name: row.name,
    tenant_id: row.tenant,
    network_id: row.network,
    ip_version: row.ip_version,
    cidr: row.cidr,
    gateway_ip: row.gateway_ip ?? null,
    allocation_pools: listIn(row.allocation_pools),
    dns_nameservers: listIn(row.dns_nameservers),
    host_routes: listIn(row.host_routes),
    enable_dhcp: row.enable_dhcp,
    ipv6_ra_mode: row.ipv6_ra_mode ?? null,
    ipv6_address_mode: row.ipv6_address_mode ?? null,
    subnetpool_id: null,
  }),
});

const listIn = (json: string): readonly Json[] => JSON.parse(json);

/** Returns true if a port gives up its address when the subnet goes. */
const isReleased = (subnet: NeutronRow<'Subnet'>, { device_owner }: NeutronRow<'Port'>): boolean =>
  device_owner === 'network:dhcp' || (isAutomatic(subnet) && !isTrusted(device_owner));

function addToPorts(session: Session, subnet: NeutronRow<'Subnet'>): void {
  for (const port of session.referrers(subnet.network, 'Port', 'network')) {
    if (isTrusted(port.device_owner)) continue;
    const fixed = automaticAddress(subnet, port.mac_address);
    const allocation = insertAllocation(session, subnet.network, fixed);
    session.tx.update('Port', port._uuid, { fixed_ips: [...port.fixed_ips, allocation] });
  }
}

/** Checks that an address or a network is of the subnet's family. */
function checkVersion(written: string, what: string, version: number): void {
  const family = parseCidr(written)?.family;
  if (family !== version) {
    throw invalidInput(`${what} does not match the ip_version '${version}'`);
  }
}

interface Families {
  readonly gateway_ip?: string | null | undefined;
  readonly dns_nameservers?: readonly string[] | undefined;
  readonly host_routes?: readonly Route[] | undefined;
}

function checkFamilies({ gateway_ip, dns_nameservers, host_routes }: Families, version: number) {
  if (typeof gateway_ip === 'string') {
    checkVersion(gateway_ip, `gateway_ip '${gateway_ip}'`, version);
  }
  if ((dns_nameservers?.length ?? 0) > MAX_NAMESERVERS) {
    throw badRequest(
      'DNSNameServersExhausted',
      `Unable to complete operation for None. The number of DNS nameservers exceeds the limit ${MAX_NAMESERVERS}.`,
    );
  }
  for (const server of dns_nameservers ?? []) {
    checkVersion(server, `dns_nameserver '${server}'`, version);
  }
  for (const { destination, nexthop } of host_routes ?? []) {
    checkVersion(nexthop, `nexthop '${nexthop}'`, version);
    checkVersion(destination, `destination '${destination}'`, version);
  }
}

function checkSize({ family, prefix }: Cidr, dhcp: boolean): void {
  if (prefix === 0) throw invalidInput('0 is not allowed as CIDR prefix length');
  if (dhcp && prefix >= (family === 4 ? 31 : 127)) {
    throw invalidInput(
      'Subnet has a prefix length that is incompatible with DHCP service enabled.',
    );
  }
}

interface Ipv6Modes {
  readonly ipv6_ra_mode?: string | undefined;
  readonly ipv6_address_mode?: string | undefined;
}

function checkIpv6Modes(modes: Ipv6Modes, version: number, dhcp: boolean): void {
  const { ipv6_ra_mode: ra, ipv6_address_mode: address } = modes;
  if (ra === undefined && address === undefined) return;
  if (version === 4 || !dhcp) {
    throw invalidInput(
      version === 4
        ? 'ipv6_ra_mode or ipv6_address_mode cannot be set with ip_version 4'
        : 'ipv6_ra_mode or ipv6_address_mode cannot be set when enable_dhcp is set to False.',
    );
  }
  if (ra !== undefined && address !== undefined && ra !== address) {
    throw invalidInput(
      `ipv6_ra_mode set to '${ra}' with ipv6_address_mode set to '${address}' is not valid. ` +
        'If both attributes are set, they must be the same value',
    );
  }
}

function checkOverlap(session: Session, network: Uuid, cidr: Cidr): void {
  for (const other of subnetsOf(session, network)) {
    const taken = parseCidr(other.cidr);
    if (!taken || !overlap(taken, cidr)) continue;
    throw invalidInput(
      `Requested subnet with cidr: ${cidr.network} for network: ${network} ` +
        'overlaps with another subnet',
    );
  }
}

function checkGateway(gateway: string, ranges: readonly Range[], cidr: Cidr): void {
  const value = ipValue(gateway);
  const pool = ranges.find(({ first, last }) => first <= value && value <= last);
  if (!pool) return;
  const { family } = cidr;
  const shown = `${formatIp({ family, value: pool.first })}-${formatIp({ family, value: pool.last })}`;
  throw conflict(
    'GatewayConflictWithAllocationPools',
    `Gateway ip ${gateway} conflicts with allocation pool ${shown}`,
  );
}

/** Checks pools. Mirrors `validate_allocation_pools()`. */
function requestedPools(wanted: readonly Pool[], cidr: Cidr): readonly Range[] {
  const usable = usableRange(cidr);
  const ranges = wanted.map(({ start, end }) => ({ first: ipValue(start), last: ipValue(end) }));
  const shown = wanted.map(({ start, end }) => `${start}-${end}`);
  for (const [i, { start, end }] of wanted.entries()) {
    const range = ranges[i];
    const sameFamily = [start, end].every((ip) => parseIp(ip)?.family === cidr.family);
    if (!range || !sameFamily || range.last < range.first) {
      throw badRequest('InvalidAllocationPool', `The allocation pool ${shown[i]} is not valid.`);
    }
    if (range.first < usable.first || usable.last < range.last) {
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

/** Finds a subnet by id. */
export function findSubnet({ tx }: Session, id: string): NeutronRow<'Subnet'> {
  const subnet = isUuid(id) ? tx.get('Subnet', id) : undefined;
  if (!subnet) throw missing('Subnet', id);
  return subnet;
}

/** Returns true if an address belongs to a subnet. */
export function isIn({ cidr }: NeutronRow<'Subnet'>, ip: string): boolean {
  const [network, address] = [parseCidr(cidr), parseIp(ip)];
  return network !== undefined && address !== undefined && contains(network, address);
}
