/** Formats and parses values of fields, as `set_field` and the keys of a match have them. */

import { formatMac } from '../../lib/addresses.js';
import { FIELDS, type Field, type FieldName, fullMask, lowBits } from '../model/fields.js';
import type { Masked } from '../model/match.js';
import { portFromOf11, portToOf11 } from '../model/openflow-ports.js';
import {
  CT_STATE_FLAGS,
  type FlagNames,
  formatMaskedFlags,
  parseFlags,
  TCP_FLAGS,
  TUNNEL_FLAGS,
} from './flag-sets.js';
import { fragmentWord, parseFragments } from './fragments.js';
import {
  formatMaskedIpv4,
  formatMaskedIpv6,
  parseMaskedIpv4,
  parseMaskedIpv6,
  parseMaskedMac,
} from './masked-addresses.js';
import { formatPort, readPort } from './port-text.js';
import { hex, integerAtStart, OpenFlowTextError } from './scanning.js';
import type { TextLog } from './text-log.js';

/**
 * Returns the text of a field's value, with the mask unless that is full; mirrors `mf_format()`.
 */
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

/** Parses a value of a field, perhaps with a mask; `*` means any value. Mirrors `mf_parse()`. */
export function parseFieldValue(field: Field, text: string, log: TextLog): Masked {
  const parsed = text === '*' ? { value: 0n, mask: 0n } : parseByFormat(field, text, log);
  if (!field.maskable && parsed.mask !== 0n && parsed.mask !== fullMask(field)) {
    throw new OpenFlowTextError(`${text}: invalid mask for field ${field.name}`);
  }
  return parsed;
}

/** Parses a value without a mask; mirrors `mf_parse_value()`. */
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
      return parseMaskedMac(text, full);
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

/**
 * Parses an integer of `bytes` bytes at the start of a text; hexadecimal may contain blanks.
 * Mirrors `parse_int_string()`.
 */
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
  const found = integerAtStart(text);
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

/** Returns true if a value sets no bit that the field never has; mirrors `mf_is_value_valid()`. */
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

/**
 * Returns the bytes that a value of a field with a variable length takes; mirrors `mf_field_len()`.
 *
 * @param mask missing if all bits matter
 */
export function variableBytes(value: bigint, mask?: bigint): number {
  const content = value | (mask ?? 0n);
  return content === 0n ? 0 : Math.ceil(content.toString(16).length / 2);
}
