/** Formats and parses addresses with masks. */

import { formatIpv4, formatIpv6, parseIpv6, parseMac } from '../../lib/addresses.js';
import type { Masked } from '../model/match.js';
import { OpenFlowTextError } from './scanning.js';
import type { TextLog } from './text-log.js';

/**
 * Returns an IPv4 address, with its prefix length or mask unless that is full; mirrors
 * `ip_format_masked()`.
 */
export function formatMaskedIpv4(ip: bigint, mask: bigint): string {
  const address = formatIpv4(Number(ip));
  if (mask === 0xffffffffn) return address;
  const length = prefixLength(mask, 32);
  return `${address}/${length ?? formatIpv4(Number(mask))}`;
}

/**
 * Returns an IPv6 address, with its prefix length or mask unless that is full; mirrors
 * `ipv6_format_masked()`.
 */
export function formatMaskedIpv6(ip: bigint, mask: bigint): string {
  const address = formatIpv6(ip);
  const length = prefixLength(mask, 128);
  if (length === 128) return address;
  return `${address}/${length ?? formatIpv6(mask)}`;
}

/** Returns the number of set bits of a mask that sets only its highest bits. */
function prefixLength(mask: bigint, width: number): number | undefined {
  const inverse = BigInt.asUintN(width, ~mask);
  if ((inverse & (inverse + 1n)) !== 0n) return undefined;
  return width - (inverse === 0n ? 0 : inverse.toString(2).length);
}

/** Parses an Ethernet address, perhaps with a mask after a slash. */
export function parseMaskedMac(text: string, full: bigint): Masked {
  const [addressText = '', maskText, ...more] = text.split('/');
  const value = parseMac(addressText);
  const mask = maskText === undefined ? full : parseMac(maskText);
  if (value === undefined || mask === undefined || more.length > 0) {
    throw new OpenFlowTextError(`${text}: invalid Ethernet address`);
  }
  return { value, mask };
}

const QUAD = String.raw`\s*[+-]?\d+\s*(?:\.\s*[+-]?\d+\s*){3}`;
const IPV4_WITH_MASK = new RegExp(`^(${QUAD})(?:/(?:(${QUAD})|\\s*([+-]?\\d+)))?$`);

/**
 * Parses an IPv4 address, perhaps with a mask or a prefix length after a slash; mirrors
 * `ip_parse_masked()`.
 */
export function parseMaskedIpv4(text: string): Masked {
  const found = IPV4_WITH_MASK.exec(text);
  if (found === null) throw new OpenFlowTextError(`${text}: invalid IP address`);
  const [, address = '', maskText, lengthText] = found;
  const value = quad(address);
  if (maskText !== undefined) return { value, mask: quad(maskText) };
  if (lengthText === undefined) return { value, mask: 0xffffffffn };
  const length = Number(lengthText);
  if (length <= 0 || length > 32) {
    throw new OpenFlowTextError(`${text}: network prefix bits not between 0 and 32`);
  }
  return { value, mask: BigInt.asUintN(32, -1n << BigInt(32 - length)) };
}

/** Each part of a dotted quad wraps around at 256, as in `IP_SCAN_FMT`. */
function quad(text: string): bigint {
  return text.split('.').reduce((ip, part) => (ip << 8n) | BigInt(Number(part) & 0xff), 0n);
}

/**
 * Parses an IPv6 address, perhaps with a mask or a prefix length after a slash; mirrors
 * `mf_from_ipv6_string()`.
 */
export function parseMaskedIpv6(text: string, full: bigint, log: TextLog): Masked {
  const [address, maskText] = text.split('/').filter((part) => part !== '');
  const value = address === undefined ? undefined : parseIpv6(address);
  if (value === undefined) {
    if (address !== undefined) {
      log('ERR', 'socket_util', `"${address}" is not a valid IPv6 address`);
    }
    throw new OpenFlowTextError(`${address ?? text}: could not convert to IPv6 address`);
  }
  if (maskText === undefined) return { value, mask: full };
  const mask = parseIpv6(maskText);
  if (mask !== undefined) return { value, mask };
  const length = Number.parseInt(maskText, 10);
  if (!(length > 0 && length <= 128)) {
    throw new OpenFlowTextError(`${text}: prefix bits not between 1 and 128`);
  }
  return { value, mask: BigInt.asUintN(128, -1n << BigInt(128 - length)) };
}
