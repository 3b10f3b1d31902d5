/** Ranges of addresses that a subnet gives to ports. */
import { formatIp, type IpFamily, parseIp } from '../../lib/ip.js';
import type { Pool } from '../attributes/converters.js';
import type { Cidr } from './cidr.js';

/** A first and a last address. */
export interface Range {
  readonly first: bigint;
  readonly last: bigint;
}

/** Parses ranges as a column of Subnet holds them. */
export function parseRanges(json: string): readonly Range[] {
  const pools: readonly Pool[] = JSON.parse(json);
  return pools.map(({ start, end }) => ({ first: ipValue(start), last: ipValue(end) }));
}

export const ipValue = (ip: string): bigint => parseIp(ip)?.value ?? 0n;

export const formatRanges = (ranges: readonly Range[], family: IpFamily): string =>
  JSON.stringify(
    ranges.map(({ first, last }) => ({
      start: formatIp({ family, value: first }),
      end: formatIp({ family, value: last }),
    })),
  );

/** Returns the addresses of a network that hosts can have; in very small networks there are none. */
export const hostRange = ({ family, first, last }: Cidr): Range => ({
  first: first + 1n,
  last: family === 4 ? last - 1n : last,
});

export const inRange = ({ first, last }: Range, value: bigint): boolean =>
  first <= value && value <= last;

/** Removes an address from ranges. */
export function without(ranges: readonly Range[], value: bigint): readonly Range[] {
  return ranges.flatMap((range) => {
    const { first, last } = range;
    if (value < first || last < value) return [range];
    return [
      ...(first < value ? [{ first, last: value - 1n }] : []),
      ...(value < last ? [{ first: value + 1n, last }] : []),
    ];
  });
}

/**
 * Returns the pools of a subnet that asks for none: every address of a host except the gateway.
 * Mirrors `generate_pools()`.
 */
export function defaultPools(cidr: Cidr, gateway: string | undefined): readonly Range[] {
  const { first, last } = cidr;
  if (first === last) return [{ first, last }];
  const hosts = hostRange(cidr);
  if (hosts.first >= hosts.last) return [];
  return gateway === undefined ? [hosts] : without([hosts], ipValue(gateway));
}
