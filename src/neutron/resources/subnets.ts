/** Subnets. Mirrors `neutron/db/ipam_backend_mixin.py` and the checks of the base plugin. */
import { formatIp } from '../../lib/ip.js';
import type { Json, JsonObject } from '../../lib/json.js';
import { isUuid } from '../../lib/uuid.js';
import { automaticAddress, isAutomatic } from '../addressing/allocate.js';
import { parseCidr } from '../addressing/cidr.js';
import { defaultPools, formatRanges, parseRanges } from '../addressing/ranges.js';
import type { Attributes } from '../attributes/attribute.js';
import {
  ipAddress,
  nameservers,
  oneOf,
  orNone,
  pools,
  routes,
  subnetCidr,
  text,
  truth,
  uuid,
  whole,
} from '../attributes/converters.js';
import { conflict, missing } from '../errors.js';
import { defineResource } from '../resource.js';
import type { NeutronRow } from '../schema.js';
import type { Session } from '../session.js';
import { giveDhcpAddress } from './dhcp-port.js';
import { homeOf } from './networks.js';
import { DHCP_OWNER, ROUTER_INTERFACE_OWNER } from './port-rows.js';
import {
  badSubnets,
  checkGateway,
  checkNetwork,
  checkSubnet,
  requestedPools,
} from './subnet-checks.js';

const IPV6_MODES = ['dhcpv6-stateful', 'dhcpv6-stateless', 'slaac'];

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
  isShared: isOpen,
  create(session, values, tenant) {
    const { tx } = session;
    const { network_id: network = '', ip_version = 4, enable_dhcp = true } = values;
    homeOf(session, network, tenant, 'subnet');
    const cidr = parseCidr(values.cidr ?? '');
    if (cidr && values.prefixlen !== undefined) {
      throw badSubnets('cidr and prefixlen must not be supplied together');
    }
    if (values.subnetpool_id) throw missing('Subnet pool', values.subnetpool_id);
    if (!cidr) throw badSubnets('A cidr must be specified in the absence of a subnet pool');
    checkSubnet(session, cidr, ip_version, values);
    const gateway_ip =
      values.gateway_ip === null
        ? undefined
        : (values.gateway_ip ?? formatIp({ family: cidr.family, value: cidr.first + 1n }));
    const ranges = values.allocation_pools
      ? requestedPools(values.allocation_pools, cidr)
      : defaultPools(cidr, gateway_ip);
    if (gateway_ip !== undefined && values.allocation_pools) {
      checkGateway(gateway_ip, ranges, cidr);
    }
    checkNetwork(session, network, cidr);
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
    if (!cidr) throw new Error(`a subnet has the network ${row.cidr}`);
    checkSubnet(session, cidr, row.ip_version, values, row);
    const { gateway_ip, allocation_pools, dns_nameservers, host_routes, name, enable_dhcp } =
      values;
    const ranges = allocation_pools
      ? requestedPools(allocation_pools, cidr)
      : parseRanges(row.allocation_pools);
    const gateway = gateway_ip === undefined ? row.gateway_ip : (gateway_ip ?? undefined);
    if (gateway !== undefined && (allocation_pools || gateway !== row.gateway_ip)) {
      checkGateway(gateway, ranges, cidr);
    }
    const pooled = formatRanges(ranges, cidr.family);
    session.tx.update('Subnet', row._uuid, {
      ...(name === undefined ? {} : { name }),
      ...(enable_dhcp === undefined ? {} : { enable_dhcp }),
      ...(gateway_ip === undefined ? {} : { gateway_ip: gateway }),
      ...(dns_nameservers ? { dns_nameservers: JSON.stringify(dns_nameservers) } : {}),
      ...(host_routes ? { host_routes: JSON.stringify(host_routes) } : {}),
      ...(allocation_pools ? { allocation_pools: pooled, available: pooled } : {}),
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
        if (rest.length === 0 && port.device_owner === DHCP_OWNER) tx.delete('Port', port._uuid);
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
  device_owner === DHCP_OWNER || (isAutomatic(subnet) && device_owner !== ROUTER_INTERFACE_OWNER);

function addToPorts(session: Session, subnet: NeutronRow<'Subnet'>): void {
  for (const port of session.referrers(subnet.network, 'Port', 'network')) {
    // The port of the DHCP agent gets its address with the others.
    if ([ROUTER_INTERFACE_OWNER, DHCP_OWNER].includes(port.device_owner)) continue;
    const allocation = automaticAddress(session, subnet, port.mac_address);
    session.tx.update('Port', port._uuid, { fixed_ips: [...port.fixed_ips, allocation] });
  }
}

/** Returns true if all tenants see a subnet. */
function isOpen({ tx }: Session, { network }: NeutronRow<'Subnet'>): boolean {
  return tx.get('Network', network)?.shared === true;
}

/** Returns a subnet that the caller sees. @throws NeutronError if there is none with the id */
export function findSubnet(session: Session, id: string): NeutronRow<'Subnet'> {
  const row = isUuid(id) ? session.tx.get('Subnet', id) : undefined;
  if (!row || !(session.owns(row) || isOpen(session, row))) throw missing('Subnet', id);
  return row;
}
