/** IP addresses of either family. */
import { formatIpv4, formatIpv6, parseIpv4, parseIpv6 } from './addresses.js';

export type IpFamily = 4 | 6;

export interface IpAddress {
  readonly family: IpFamily;
  readonly value: bigint;
}

/** The number of bits of an address. */
export const ADDRESS_BITS: Readonly<Record<IpFamily, number>> = { 4: 32, 6: 128 };

/** An address, and the length of its network's prefix if it was given. */
export interface NetworkAddress {
  readonly address: IpAddress;
  readonly prefix?: number;
}

export function formatIp({ family, value }: IpAddress): string {
  return family === 4 ? formatIpv4(Number(value)) : formatIpv6(value);
}

/** Parses an address of either family. */
export function parseIp(text: string): IpAddress | undefined {
  const v4 = parseIpv4(text);
  if (v4 !== undefined) return { family: 4, value: BigInt(v4) };
  const v6 = parseIpv6(text);
  return v6 === undefined ? undefined : { family: 6, value: v6 };
}

/** Parses an address with an optional prefix length, such as `10.0.0.1/24`. */
export function parseNetworkAddress(text: string): NetworkAddress | undefined {
  const [ip = '', length, ...rest] = text.split('/');
  const address = parseIp(ip);
  if (address === undefined || rest.length > 0) return undefined;
  if (length === undefined) return { address };
  if (!/^\d{1,3}$/.test(length) || Number(length) > ADDRESS_BITS[address.family]) return undefined;
  return { address, prefix: Number(length) };
}

/** Returns true if two addresses have the same first `prefix` bits. */
export function shareNetwork(a: IpAddress, b: IpAddress, prefix: number): boolean {
  const rest = BigInt(ADDRESS_BITS[a.family] - prefix);
  return a.family === b.family && a.value >> rest === b.value >> rest;
}

export const sameIp = (a: IpAddress, b: IpAddress): boolean =>
  a.family === b.family && a.value === b.value;

/** Returns the address in a /64 network that belongs to an Ethernet address (RFC 4291). */
export function eui64(network: bigint, mac: bigint): IpAddress {
  const high = (mac >> 24n) ^ 0x020000n;
  const interfaceId = (high << 40n) | (0xfffen << 24n) | (mac & 0xffffffn);
  return { family: 6, value: ((network >> 64n) << 64n) | interfaceId };
}

/** Returns the IPv6 link-local address that belongs to an Ethernet address. */
export const linkLocal = (mac: bigint): IpAddress => eui64(0xfe80n << 112n, mac);
