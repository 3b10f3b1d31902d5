/** The addresses of hosts, as people write them. */
import { formatIpv4, formatIpv6, parseIpv4, parseIpv6 } from '../lib/addresses.js';
import type { IpAddress, IpFamily } from './message.js';

/** How many bits an address has. */
const ADDRESS_BITS: Readonly<Record<IpFamily, number>> = { 4: 32, 6: 128 };

/** An address with the length of the prefix that it shares with its network, if that was said. */
export interface NetworkAddress {
  readonly address: IpAddress;
  readonly prefix?: number;
}

export function formatIp({ family, value }: IpAddress): string {
  return family === 4 ? formatIpv4(Number(value)) : formatIpv6(value);
}

/** The address that a text is, of either family. */
export function parseIp(text: string): IpAddress | undefined {
  const v4 = parseIpv4(text);
  if (v4 !== undefined) return { family: 4, value: BigInt(v4) };
  const v6 = parseIpv6(text);
  return v6 === undefined ? undefined : { family: 6, value: v6 };
}

/** `10.0.0.1` or `10.0.0.1/24`. */
export function parseNetworkAddress(text: string): NetworkAddress | undefined {
  const [ip = '', length, ...rest] = text.split('/');
  const address = parseIp(ip);
  if (address === undefined || rest.length > 0) return undefined;
  if (length === undefined) return { address };
  if (!/^\d{1,3}$/.test(length) || Number(length) > ADDRESS_BITS[address.family]) return undefined;
  return { address, prefix: Number(length) };
}

/** Whether two addresses have their first `prefix` bits in common. */
export function shareNetwork(a: IpAddress, b: IpAddress, prefix: number): boolean {
  const rest = BigInt(ADDRESS_BITS[a.family] - prefix);
  return a.family === b.family && a.value >> rest === b.value >> rest;
}

export const sameIp = (a: IpAddress, b: IpAddress): boolean =>
  a.family === b.family && a.value === b.value;

/** The address that every host has on its link, made of its Ethernet address (RFC 4291). */
export function linkLocal(mac: bigint): IpAddress {
  const high = (mac >> 24n) ^ 0x020000n;
  const interfaceId = (high << 40n) | (0xfffen << 24n) | (mac & 0xffffffn);
  return { family: 6, value: (0xfe80n << 112n) | interfaceId };
}
