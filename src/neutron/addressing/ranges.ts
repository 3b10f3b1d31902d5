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

/** Returns the addresses of a network that hosts can have. */
export function usableRange({ family, prefix, first, last }: Cidr): Range {
  if (family === 6) return { first: prefix === 128 ? first : first + 1n, last };
  return prefix >= 31 ? { first, last } : { first: first + 1n, last: last - 1n };
}

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

/** Returns the pools of a subnet that asks for none: every usable address except the gateway. */
export function defaultPools(cidr: Cidr, gateway: string | undefined): readonly Range[] {
  const all = [usableRange(cidr)];
  return gateway === undefined ? all : without(all, ipValue(gateway));
}
