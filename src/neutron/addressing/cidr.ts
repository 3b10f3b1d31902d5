/** Networks in CIDR notation, as the reference's library (`netaddr`) reads them. */
import { parseIpv4 } from '../../lib/addresses.js';
import { ADDRESS_BITS, formatIp, type IpAddress, type IpFamily, parseIp } from '../../lib/ip.js';

export interface Cidr {
  readonly family: IpFamily;
  readonly prefix: number;
  /** The first and the last address. */
  readonly first: bigint;
  readonly last: bigint;
  /** The address and the prefix as they were written, host bits included: `10.0.0.5/24`. */
  readonly written: string;
  /** The same without host bits: `10.0.0.0/24`. */
  readonly network: string;
}

/**
 * Parses `10.0.0.0/24`, `10.0.0.0/255.255.255.0`, `10/8`, `10.0.0.5` (a single address) and IPv6
 * networks.
 */
export function parseCidr(text: string): Cidr | undefined {
  const [ip = '', length, ...rest] = text.split('/');
  const address = parseIp(ip) ?? parsePartial(ip, length);
  if (!address || rest.length > 0) return undefined;
  const { family, value } = address;
  const bits = ADDRESS_BITS[family];
  const prefix = length === undefined ? bits : parsePrefix(length, family);
  if (prefix === undefined) return undefined;
  const size = 1n << BigInt(bits - prefix);
  const first = value - (value % size);
  return {
    family,
    prefix,
    first,
    last: first + size - 1n,
    written: `${formatIp(address)}/${prefix}`,
    network: `${formatIp({ family, value: first })}/${prefix}`,
  };
}

/** Parses the first bytes of an IPv4 network, such as `10.1` in `10.1/16`. */
function parsePartial(ip: string, length: string | undefined): IpAddress | undefined {
  if (length === undefined || !/^\d+(\.\d+){0,2}$/.test(ip)) return undefined;
  const missing = 4 - ip.split('.').length;
  const value = parseIpv4(`${ip}${'.0'.repeat(missing)}`);
  return value === undefined ? undefined : { family: 4, value: BigInt(value) };
}

function parsePrefix(text: string, family: IpFamily): number | undefined {
  if (/^\d{1,3}$/.test(text)) {
    return Number(text) <= ADDRESS_BITS[family] ? Number(text) : undefined;
  }
  const mask = family === 4 ? parseIpv4(text) : undefined;
  if (mask === undefined) return undefined;
  const ones = mask.toString(2).padStart(32, '0').replace(/0+$/, '');
  return ones.includes('0') ? undefined : ones.length;
}

export const contains = ({ family, first, last }: Cidr, ip: IpAddress): boolean =>
  ip.family === family && first <= ip.value && ip.value <= last;

export const overlap = (a: Cidr, b: Cidr): boolean =>
  a.family === b.family && a.first <= b.last && b.first <= a.last;
