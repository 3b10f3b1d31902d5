/** Gives addresses to ports. Mirrors `neutron/db/ipam_non_pluggable_backend.py`. */
import { parseMac } from '../../lib/addresses.js';
import { eui64, formatIp, type IpFamily, parseIp } from '../../lib/ip.js';
import type { Uuid } from '../../lib/uuid.js';
import type { WantedIp } from '../attributes/converters.js';
import { badRequest, conflict, invalidInput, missing } from '../errors.js';
import { insertAllocation, ipInUse, ROUTER_INTERFACE_OWNER } from '../resources/port-rows.js';
import type { NeutronRow } from '../schema.js';
import type { Session } from '../session.js';
import { type Cidr, parseCidr } from './cidr.js';
import {
  formatRanges,
  hostRange,
  inRange,
  ipValue,
  parseRanges,
  type Range,
  without,
} from './ranges.js';

type Subnet = NeutronRow<'Subnet'>;

/** The maximum number of addresses that a request can ask for. */
export const MAX_FIXED_IPS = 5;

/** The modes in which hosts compute their own addresses. */
const AUTOMATIC = ['slaac', 'dhcpv6-stateless'];

/** Returns true if ports get an address that follows from their Ethernet address. */
export const isAutomatic = ({
  ipv6_address_mode: address,
  ipv6_ra_mode: ra,
}: {
  readonly ipv6_address_mode?: string | undefined;
  readonly ipv6_ra_mode?: string | undefined;
}): boolean => AUTOMATIC.includes(address ?? '') || AUTOMATIC.includes(ra ?? '');

const familyOf = ({ ip_version }: Subnet): IpFamily => (ip_version === 4 ? 4 : 6);

/** A port that gets addresses. */
export interface Addressee {
  readonly network: Uuid;
  readonly mac: string;
  /** The owner of its device. */
  readonly owner: string;
  /** The subnets that its addresses can be from. */
  readonly subnets: readonly Subnet[];
}

/**
 * Allocates the addresses of a new port: those that it asks for, or one of each family if it leaves
 * the choice to the server. Except for interfaces of routers, it also has one in each subnet with
 * automatic addresses.
 *
 * @returns the allocations
 * @throws NeutronError if it cannot have one of them
 */
export function newAddresses(
  session: Session,
  to: Addressee,
  wanted: readonly WantedIp[] | undefined,
): readonly Uuid[] {
  const automatic = to.owner === ROUTER_INTERFACE_OWNER ? [] : to.subnets.filter(isAutomatic);
  return [
    ...(wanted ? requestedAddresses(session, to, wanted) : freeAddresses(session, to)),
    ...automatic.map((subnet) => automaticAddress(session, subnet, to.mac)),
  ];
}

/** Allocates one address of each family. @throws NeutronError if all are taken */
function freeAddresses(session: Session, { network, subnets }: Addressee): readonly Uuid[] {
  return ([4, 6] as const).flatMap((family) => {
    const candidates = subnets.filter(
      (subnet) => familyOf(subnet) === family && !isAutomatic(subnet),
    );
    return candidates.length > 0 ? [firstFree(session, network, candidates)] : [];
  });
}

/** Allocates the address that follows from an Ethernet address. @throws NeutronError if it is taken */
export function automaticAddress(session: Session, subnet: Subnet, mac: string): Uuid {
  const ip_address = formatIp(eui64(cidrOf(subnet).first, parseMac(mac) ?? 0n));
  return insertAllocation(session, subnet.network, { ip_address, subnet: subnet._uuid });
}

/** A subnet, and an address if a certain one is wanted. */
interface Wish {
  readonly subnet: Subnet;
  readonly ip?: string;
}

/**
 * Allocates the addresses that a port asks for. Mirrors `_test_fixed_ips_for_port()` and
 * `_allocate_fixed_ips()`.
 *
 * @throws NeutronError if it cannot have one of them
 */
export function requestedAddresses(
  session: Session,
  to: Addressee,
  wanted: readonly WantedIp[],
): readonly Uuid[] {
  const isRouter = to.owner === ROUTER_INTERFACE_OWNER;
  const wishes = wanted
    .map((one) => checkedWish(session, to, one, isRouter))
    // Ports have these addresses without asking.
    .filter(({ subnet, ip }) => ip !== undefined || isRouter || !isAutomatic(subnet));
  if (wishes.length > MAX_FIXED_IPS) {
    throw invalidInput('Exceeded maximim amount of fixed ips per port');
  }
  // Otherwise a wish for any address could take one that another wish names.
  const certain = wishes.filter(({ ip }) => ip !== undefined);
  const others = wishes.filter(({ ip }) => ip === undefined);
  return [...certain, ...others].map(({ subnet, ip }) => {
    if (ip !== undefined) return take(session, subnet, ip);
    return isAutomatic(subnet)
      ? automaticAddress(session, subnet, to.mac)
      : firstFree(session, to.network, [subnet]);
  });
}

function checkedWish(session: Session, to: Addressee, wanted: WantedIp, isRouter: boolean): Wish {
  const { network } = to;
  const { ip_address: ip } = wanted;
  const subnet = subnetOf(session, to, wanted);
  if (ip === undefined) return { subnet };
  if (session.tx.findByIndex('Allocation', { network, ip_address: ip })) throw ipInUse(network, ip);
  if (isAutomatic(subnet) && !isRouter) {
    throw invalidInput(
      `IPv6 address ${ip} can not be directly assigned to a port on subnet ${subnet._uuid} ` +
        'since the subnet is configured for automatic addresses',
    );
  }
  return { subnet, ip };
}

/** Finds the subnet of a wish. Mirrors `_get_subnet_for_fixed_ip()`. */
function subnetOf(
  session: Session,
  { network, subnets }: Addressee,
  { subnet_id, ip_address }: WantedIp,
): Subnet {
  if (subnet_id !== undefined) {
    const subnet = subnets.find(({ _uuid }) => _uuid === subnet_id);
    if (!subnet) {
      if (!session.tx.get('Subnet', subnet_id)) throw missing('Subnet', subnet_id);
      throw invalidInput(
        `Failed to create port on network ${network}, because fixed_ips included invalid subnet ` +
          subnet_id,
      );
    }
    if (ip_address === undefined || isHost(subnet, ip_address)) return subnet;
    throw badRequest(
      'InvalidIpForSubnet',
      `IP address ${ip_address} is not a valid IP for the specified subnet.`,
    );
  }
  if (ip_address === undefined) {
    throw invalidInput('IP allocation requires subnet_id or ip_address');
  }
  const home = subnets.find((subnet) => isHost(subnet, ip_address));
  if (home) return home;
  throw badRequest(
    'InvalidIpForNetwork',
    `IP address ${ip_address} is not a valid IP for any of the subnets on the specified network.`,
  );
}

/** Returns true if a host in a subnet can have an address. Mirrors `check_subnet_ip()`. */
function isHost(subnet: Subnet, ip_address: string): boolean {
  const cidr = cidrOf(subnet);
  const ip = parseIp(ip_address);
  return ip?.family === cidr.family && inRange(hostRange(cidr), ip.value);
}

/** A subnet in the database has a valid network. */
function cidrOf({ cidr }: Subnet): Cidr {
  const parsed = parseCidr(cidr);
  if (!parsed) throw new Error(`a subnet has the network ${cidr}`);
  return parsed;
}

/** Allocates an address, which ports that ask for none then no longer get. */
function take(session: Session, subnet: Subnet, ip_address: string): Uuid {
  const { tx } = session;
  const { _uuid, network } = subnet;
  // A port can ask for several addresses of a subnet, so its row may have changed meanwhile.
  const { available } = tx.get('Subnet', _uuid) ?? subnet;
  const rest = without(parseRanges(available), ipValue(ip_address));
  tx.update('Subnet', _uuid, { available: formatRanges(rest, familyOf(subnet)) });
  return insertAllocation(session, network, { ip_address, subnet: _uuid });
}

/**
 * Allocates the lowest available address of the first subnet that has one. Addresses that ports gave
 * back are available again when the others are exhausted.
 *
 * @throws NeutronError if there is none
 */
function firstFree(session: Session, network: Uuid, subnets: readonly Subnet[]): Uuid {
  for (const refill of [false, true]) {
    for (const known of subnets) {
      const subnet = session.tx.get('Subnet', known._uuid) ?? known;
      const available = refill ? free(session, subnet) : parseRanges(subnet.available);
      if (refill) {
        const text = formatRanges(available, familyOf(subnet));
        session.tx.update('Subnet', subnet._uuid, { available: text });
      }
      for (const { first, last } of available) {
        for (let value = first; value <= last; value++) {
          const ip_address = formatIp({ family: familyOf(subnet), value });
          if (!session.tx.findByIndex('Allocation', { network, ip_address })) {
            return take(session, subnet, ip_address);
          }
        }
      }
    }
  }
  throw conflict(
    'IpAddressGenerationFailure',
    `No more IP addresses available on network ${network}.`,
  );
}

/** Returns the parts of the pools that no port has now. */
function free(session: Session, subnet: Subnet): readonly Range[] {
  let ranges = parseRanges(subnet.allocation_pools);
  for (const { ip_address } of session.referrers(subnet._uuid, 'Allocation', 'subnet')) {
    ranges = without(ranges, ipValue(ip_address));
  }
  return ranges;
}
