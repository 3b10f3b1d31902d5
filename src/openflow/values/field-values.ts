/** The text of a value of a field, as `set_field` and the keys of a match have it. */

import { formatMac, parseIpv6, parseMac } from '../../lib/addresses.js';
import { lookUp } from '../../lib/dictionary.js';
import { FIELDS, type Field, type FieldName, lowBits } from '../model/fields.js';
import type { Masked } from '../model/match.js';
import { formatPort, portFromOf11, portToOf11, readPort } from '../model/openflow-ports.js';
import { formatMaskedIpv4, formatMaskedIpv6, fragmentWord } from '../text/format-match.js';
import {
  CT_STATE_FLAGS,
  type FlagNames,
  formatMaskedFlags,
  parseFlags,
  TCP_FLAGS,
  TUNNEL_FLAGS,
} from './flag-sets.js';
import { hex, OpenFlowTextError, scanInteger, type TextLog } from './scanning.js';

/** A mask of all the bytes that a field has: what makes a match exact. */
export function fullMask(field: Field): bigint {
  return lowBits(field.bytes * 8);
}

/** The text of a field's value; without a mask, or with a full one, just the value. */
export function formatFieldValue(name: FieldName, value: bigint, mask?: bigint): string {
  const field = FIELDS[name];
  const full = fullMask(field);
  if (mask === 0n) return 'ANY';
  const partial = mask === undefined || mask === full ? undefined : mask;
  const exact = partial === undefined;
  switch (field.format) {
    case 'port32':
      if (exact) return formatPort(portFromOf11(Number(value)) ?? 0xffff);
      return formatNumber(field, value, partial);
    case 'port':
      return exact ? formatPort(Number(value)) : formatNumber(field, value, partial);
    case 'decimal':
    case 'hexadecimal':
      return formatNumber(field, value, partial);
    case 'ethernet':
      return exact ? formatMac(value) : `${formatMac(value)}/${formatMac(partial)}`;
    case 'ipv4':
      return formatMaskedIpv4(value, partial ?? full);
    case 'ipv6':
      return formatMaskedIpv6(value, partial ?? full);
    case 'frag':
      return fragmentWord(value, partial ?? full) ?? '<error>';
    case 'ct_state':
      return formatMaskedFlags(CT_STATE_FLAGS, value, partial ?? full);
    case 'tcp_flags':
      return formatMaskedFlags(TCP_FLAGS, value, (partial ?? full) & TCP_FLAGS.all);
    case 'tunnel_flags':
      return formatMaskedFlags(TUNNEL_FLAGS, value, (partial ?? full) & TUNNEL_FLAGS.all);
  }
}

function formatNumber(field: Field, value: bigint, mask: bigint | undefined): string {
  const number = field.format === 'hexadecimal' ? hex(value) : value.toString();
  return mask === undefined ? number : `${number}/${hex(mask)}`;
}

/** Reads a value of a field, perhaps with a mask; `*` stands for any value. */
export function parseFieldValue(field: Field, text: string, log: TextLog): Masked {
  const parsed = text === '*' ? { value: 0n, mask: 0n } : parseByFormat(field, text, log);
  if (!field.maskable && parsed.mask !== 0n && parsed.mask !== fullMask(field)) {
    throw new OpenFlowTextError(`${text}: invalid mask for field ${field.name}`);
  }
  return parsed;
}

/** Reads a value of a field where a mask would make no sense. */
export function parseExactFieldValue(field: Field, text: string, log: TextLog): bigint {
  const { value, mask } = parseFieldValue(field, text, log);
  if (mask !== fullMask(field)) {
    throw new OpenFlowTextError(`${text}: wildcards not allowed here`);
  }
  return value;
}

function parseByFormat(field: Field, text: string, log: TextLog): Masked {
  const full = fullMask(field);
  switch (field.format) {
    case 'decimal':
    case 'hexadecimal':
      return parseNumber(field, text);
    case 'ethernet':
      return parseEthernet(text, full);
    case 'ipv4':
      return parseMaskedIpv4(text);
    case 'ipv6':
      return parseMaskedIpv6(text, full, log);
    case 'port':
    case 'port32': {
      const port = readPort(text, log);
      if (port === undefined) {
        throw new OpenFlowTextError(`${text}: port value out of range for ${field.name}`);
      }
      return { value: BigInt(field.format === 'port' ? port : portToOf11(port)), mask: full };
    }
    case 'frag':
      return parseFragments(text);
    case 'ct_state':
      return parseFlagField(CT_STATE_FLAGS, text, full);
    case 'tcp_flags':
      return parseFlagField(TCP_FLAGS, text, full);
    case 'tunnel_flags':
      return parseFlagField(TUNNEL_FLAGS, text, full);
  }
}

function parseFlagField(names: FlagNames, text: string, full: bigint): Masked {
  const { flags, mask } = parseFlags(names, text);
  return { value: flags, mask: mask ?? full };
}

/** Reads an integer of a field's width at the start of a text; hexadecimal may hold blanks. */
export function parseFieldInteger(
  text: string,
  bytes: number,
): { value: bigint; rest: string } | 'too large' | undefined {
  const spaced = /^0[xX]([0-9a-fA-F \t\r\n]*)/.exec(text);
  if (spaced !== null) {
    const digits = (spaced[1] ?? '').replace(/\s/g, '');
    const value = digits === '' ? 0n : BigInt(`0x${digits}`);
    if (value > lowBits(bytes * 8)) return 'too large';
    return { value, rest: text.slice(spaced[0].length) };
  }
  const found = scanInteger(text);
  if (found === undefined) return { value: 0n, rest: text };
  if (found.value >= 1n << 64n || found.value <= -(1n << 64n)) return 'too large';
  const value = BigInt.asUintN(64, found.value);
  if (value > lowBits(bytes * 8)) return 'too large';
  return { value, rest: text.slice(found.end) };
}

function parseNumber(field: Field, text: string): Masked {
  const value = numberPart(field, text, text, 'value');
  if (value.rest === '') return { value: value.value, mask: fullMask(field) };
  if (!value.rest.startsWith('/')) throw badNumber(field, text, 'value');
  const mask = numberPart(field, text, value.rest.slice(1), 'mask');
  if (mask.rest !== '') throw badNumber(field, text, 'mask');
  return { value: value.value, mask: mask.value };
}

function numberPart(
  field: Field,
  text: string,
  part: string,
  what: string,
): { value: bigint; rest: string } {
  const number = parseFieldInteger(part, field.bytes);
  if (number === 'too large') {
    throw new OpenFlowTextError(
      `${text}: ${what} too large for ${field.bytes}-byte field ${field.name}`,
    );
  }
  if (number === undefined) throw badNumber(field, text, what);
  return number;
}

function badNumber(field: Field, text: string, what: string): OpenFlowTextError {
  return new OpenFlowTextError(`${text}: bad syntax for ${field.name} ${what}`);
}

function parseEthernet(text: string, full: bigint): Masked {
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

/** Reads an IPv4 address, with a mask or the length of a prefix after a slash. */
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

/** Each part of a dotted quad wraps around at 256, as the reference's scanner has it. */
function quad(text: string): bigint {
  return text.split('.').reduce((ip, part) => (ip << 8n) | BigInt(Number(part) & 0xff), 0n);
}

function parseMaskedIpv6(text: string, full: bigint, log: TextLog): Masked {
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

const FRAGMENTS: Readonly<Record<string, readonly [mask: bigint, value: bigint]>> = {
  no: [3n, 0n],
  first: [3n, 1n],
  later: [3n, 3n],
  yes: [1n, 1n],
  not_later: [2n, 0n],
};

function parseFragments(text: string): Masked {
  const found = lookUp(FRAGMENTS, text.toLowerCase());
  if (found === undefined) {
    throw new OpenFlowTextError(
      `${text}: unknown fragment type (valid types are "no", "yes", "first", "later", "not_first"`,
    );
  }
  // The unused bits count as matched, so that matching both used ones is an exact match.
  return { value: found[1], mask: found[0] | 0xfcn };
}

/** Whether bits that a field can never have are clear in a value; see `mf_is_value_valid`. */
export function isValueValid(name: FieldName, value: bigint): boolean {
  switch (name) {
    case 'in_port_oxm':
    case 'actset_output':
      return portFromOf11(Number(value)) !== undefined;
    case 'nw_tos':
      return (value & ~0xfcn) === 0n;
    case 'arp_op':
      return (value & 0xff00n) === 0n;
    case 'vlan_vid':
      return (value & 0xe000n) === 0n;
    case 'ct_state':
      return (value & ~CT_STATE_FLAGS.allowed) === 0n;
    default:
      return (value & ~lowBits(FIELDS[name].bits)) === 0n;
  }
}
