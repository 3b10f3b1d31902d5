/** Gives addresses to ports. Mirrors `neutron/db/ipam_non_pluggable_backend.py`. */
import { parseMac } from '../../lib/addresses.js';
import { eui64, formatIp, type IpFamily, parseIp } from '../../lib/ip.js';
import type { Uuid } from '../../lib/uuid.js';
import { badRequest, conflict, invalidInput, missing } from '../errors.js';
import type { FixedIp } from '../resources/port-rows.js';
import type { NeutronRow } from '../schema.js';
import type { Session } from '../session.js';
import { contains, parseCidr } from './cidr.js';
import { formatRanges, ipValue, parseRanges, type Range, usableRange, without } from './ranges.js';

type Subnet = NeutronRow<'Subnet'>;

/** The maximum number of addresses that a request can ask for. */
const MAX_FIXED_IPS = 5;

/** A part of a request for addresses: a subnet, an address, or both. */
export interface WantedIp {
  readonly subnet_id?: string | undefined;
  readonly ip_address?: string | undefined;
}

/** The modes in which hosts compute their own addresses. */
const AUTOMATIC = ['slaac', 'dhcpv6-stateless'];

/** Returns true if ports get an address that follows from their Ethernet address. */
export const isAutomatic = ({ ipv6_address_mode, ip_version }: Subnet): boolean =>
  ip_version === 6 && AUTOMATIC.includes(ipv6_address_mode ?? '');

const familyOf = ({ ip_version }: Subnet): IpFamily => (ip_version === 4 ? 4 : 6);

export interface Addressee {
  readonly network: Uuid;
  readonly mac: string;
  readonly subnets: readonly Subnet[];
}

/**
 * Returns the addresses of a port that asks for none: one of each family, and one of each subnet
 * with automatic addresses.
 *
 * @throws NeutronError if all addresses are taken
 */
export function automaticAddresses(session: Session, to: Addressee): readonly FixedIp[] {
  const { network, mac, subnets } = to;
  const found: FixedIp[] = [];
  for (const family of [4, 6] as const) {
    const candidates = subnets.filter(
      (subnet) => subnet.ip_version === family && !isAutomatic(subnet),
    );
    if (candidates.length > 0) found.push(firstFree(session, network, candidates));
  }
  for (const subnet of subnets.filter(isAutomatic)) found.push(automaticAddress(subnet, mac));
  return found;
}

export const automaticAddress = (subnet: Subnet, mac: string): FixedIp => ({
  ip_address: formatIp(eui64(parseCidr(subnet.cidr)?.first ?? 0n, parseMac(mac) ?? 0n)),
  subnet: subnet._uuid,
});

/**
 * Returns the addresses that a port asks for.
 *
 * @throws NeutronError if it cannot have one of them
 */
export function requestedAddresses(
  session: Session,
  to: Addressee,
  wanted: readonly WantedIp[],
): readonly FixedIp[] {
  if (wanted.length > MAX_FIXED_IPS) {
    throw invalidInput('Exceeded maximim amount of fixed ips per port');
  }
  return wanted.map((wish) => requestedAddress(session, to, wish));
}

function requestedAddress(
  session: Session,
  { network, mac, subnets }: Addressee,
  { subnet_id, ip_address }: WantedIp,
): FixedIp {
  const ip = ip_address === undefined ? undefined : parseIp(ip_address);
  if (subnet_id === undefined) {
    const home = subnets.find((subnet) => ip && contains(cidrOf(subnet), ip));
    if (!home || ip_address === undefined) {
      throw badRequest(
        'InvalidIpForNetwork',
        `IP address ${ip_address} is not a valid IP for any of the subnets on the ` +
          'specified network.',
      );
    }
    return take(session, home, ip_address);
  }
  const subnet = subnets.find(({ _uuid }) => _uuid === subnet_id);
  if (!subnet) {
    if (!session.tx.get('Subnet', subnet_id)) throw missing('Subnet', subnet_id);
    throw invalidInput(
      `Failed to create port on network ${network}, because fixed_ips included invalid subnet ` +
        subnet_id,
    );
  }
  if (ip_address === undefined) {
    return isAutomatic(subnet)
      ? automaticAddress(subnet, mac)
      : firstFree(session, network, [subnet]);
  }
  // The gateway address is outside of the usable range of no subnet.
  const usable = usableRange(cidrOf(subnet));
  if (!ip || ip.family !== familyOf(subnet) || !inRange(usable, ip.value)) {
    throw badRequest(
      'InvalidIpForSubnet',
      `IP address ${ip_address} is not a valid IP for the specified subnet.`,
    );
  }
  return take(session, subnet, ip_address);
}

const inRange = ({ first, last }: Range, value: bigint): boolean => first <= value && value <= last;

/** A subnet in the database has a valid network. */
function cidrOf({ cidr }: Subnet) {
  const parsed = parseCidr(cidr);
  if (!parsed) throw new Error(`a subnet has the network ${cidr}`);
  return parsed;
}

/** Makes an address unavailable to ports that ask for none. */
function take({ tx }: Session, { _uuid, ...subnet }: Subnet, ip_address: string): FixedIp {
  // A port can ask for several addresses of a subnet, so its row may have changed meanwhile.
  const { available } = tx.get('Subnet', _uuid) ?? subnet;
  const rest = without(parseRanges(available), ipValue(ip_address));
  const family = familyOf({ _uuid, ...subnet });
  tx.update('Subnet', _uuid, { available: formatRanges(rest, family) });
  return { ip_address, subnet: _uuid };
}

/**
 * Takes the lowest available address of the first subnet that has one. Addresses that ports gave
 * back are available again when the others are exhausted.
 *
 * @throws NeutronError if there is none
 */
function firstFree(session: Session, network: Uuid, subnets: readonly Subnet[]): FixedIp {
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
