/** Mistakes in addresses and their prefixes. */
import { formatIpv4 } from '../../lib/addresses.js';

/** Returns what is wrong with an address, and the address that was probably meant if it is clear. */
export function addressProblem(text: string): { why: string; text?: string } | undefined {
  const [, address = '', prefix] = /^([\d.]+|[\da-fA-F:]+)(?:\/(\d+))?$/.exec(text) ?? [];
  if (/^\d+(\.\d+){1,}$/.test(address)) {
    const numbers = address.split('.');
    if (numbers.length !== 4) return { why: 'An IPv4 address has four numbers.' };
    if (numbers.some((number) => Number(number) > 255)) {
      return { why: 'Each number of an IPv4 address is at most 255.' };
    }
    return Number(prefix) > 32
      ? { why: 'A prefix of IPv4 has at most 32 bits.', text: `${address}/32` }
      : undefined;
  }
  if (!address.includes(':')) return undefined;
  if (Number(prefix) > 128) {
    return { why: 'A prefix of IPv6 has at most 128 bits.', text: `${address}/128` };
  }
  const parts = address.split(':');
  return !address.includes('::') && parts.length !== 8 && parts.every((part) => part.length <= 2)
    ? { why: 'An Ethernet address has six pairs of digits.' }
    : undefined;
}

/** Returns an IPv4 network such as `10.0.0.0/24` for an address in it, such as `10.0.0.1/24`. */
export function withoutHostBits(text: string): string | undefined {
  const [, address = '', prefix] = /^(\d+\.\d+\.\d+\.\d+)\/(\d+)$/.exec(text) ?? [];
  const bits = Number(prefix);
  if (prefix === undefined || bits > 32) return undefined;
  const value = address.split('.').reduce((sum, part) => sum * 256 + Number(part), 0);
  const size = 2 ** (32 - bits);
  return `${formatIpv4(value - (value % size))}/${prefix}`;
}
