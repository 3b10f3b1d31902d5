/** Addresses at the beginning of a text, as ovn-northd reads them: what follows does not matter. */
import { parseIpv4 } from '../lib/addresses.js';

const MAC =
  /^\s*([0-9a-f]{1,2}):([0-9a-f]{1,2}):([0-9a-f]{1,2}):([0-9a-f]{1,2}):([0-9a-f]{1,2}):([0-9a-f]{1,2})/i;
const MAC_AND_IP = new RegExp(`${MAC.source}\\s+(\\d+\\.\\d+\\.\\d+\\.\\d+)`, 'i');

const normalize = (octets: readonly string[]): string =>
  octets.map((octet) => octet.toLowerCase().padStart(2, '0')).join(':');

/** The Ethernet address that `text` begins with, in its usual form. */
export function scanMac(text: string): string | undefined {
  const found = MAC.exec(text);
  return found ? normalize(found.slice(1, 7)) : undefined;
}

/** The Ethernet and IPv4 address that `text` begins with. */
export function scanMacAndIp(text: string): { mac: string; ip: number } | undefined {
  const found = MAC_AND_IP.exec(text);
  const ip = parseIpv4(found?.[7] ?? '');
  return found && ip !== undefined ? { mac: normalize(found.slice(1, 7)), ip } : undefined;
}

/** An IPv4 address with a mask, both as unsigned 32-bit numbers. */
export interface MaskedIp {
  readonly ip: number;
  readonly mask: number;
}

/** The mask of a prefix of `length` bits. */
const prefixMask = (length: number): number => (length === 0 ? 0 : (-1 << (32 - length)) >>> 0);

/** Parses `IP`, `IP/PREFIX` or `IP/MASK`, whole; `undefined` for anything else. */
export function parseMaskedIp(text: string): MaskedIp | undefined {
  const [address = '', suffix, ...rest] = text.split('/');
  const ip = parseIpv4(address);
  if (ip === undefined || rest.length > 0) return undefined;
  if (suffix === undefined) return { ip, mask: 0xffffffff };
  const mask = parseIpv4(suffix);
  if (mask !== undefined) return { ip, mask };
  const prefix = /^\d+$/.test(suffix) ? Number(suffix) : 0;
  return prefix >= 1 && prefix <= 32 ? { ip, mask: prefixMask(prefix) } : undefined;
}

/** Whether a mask is ones followed by zeros. */
export const isCidrMask = (mask: number): boolean => (~mask & (~mask + 1)) >>> 0 === 0;

/** How many bits of a mask are set. */
export function countBits(mask: number): number {
  let bits = 0;
  for (let rest = mask >>> 0; rest !== 0; rest = (rest & (rest - 1)) >>> 0) bits += 1;
  return bits;
}
