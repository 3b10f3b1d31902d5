/** Formats a tunnel attribute (`format_odp_tun_attr`). */
import { formatIpv4 } from '../../lib/addresses.js';
import {
  formatFlags,
  formatMaskedFlags,
  TUNNEL_MATCH_FLAGS,
} from '../../openflow/values/flag-sets.js';
import { hex } from '../../openflow/values/scanning.js';
import { TUNNEL_FLAG } from '../../packet/tunnel-members.js';
import type { GeneveOption } from './geneve.js';
import type { OdpTunnelItem } from './key.js';

/** A numeric item, and the masks of a part of it. */
type NumberItem = Exclude<OdpTunnelItem, { readonly name: 'geneve' }>;

const NO_OPTIONS: readonly GeneveOption[] = [];

/**
 * Returns the text between the parentheses of `tunnel(...)`.
 *
 * @param masks the items of a mask.
 */
export function formatTunnel(
  items: readonly OdpTunnelItem[],
  masks: readonly OdpTunnelItem[] | undefined,
  verbose: boolean,
): string {
  const texts = items.map((item) =>
    item.name === 'geneve'
      ? `geneve(${formatOptions(item.options, masks && optionMasks(masks), verbose)})`
      : formatNumber(item, masks && numberMask(masks, item.name), verbose),
  );
  texts.push(formatTunnelFlags(items, masks, verbose));
  return texts.filter((text) => text !== '').join(',');
}

function numberMask(masks: readonly OdpTunnelItem[], name: NumberItem['name']): bigint {
  for (const mask of masks) {
    if (mask.name !== 'geneve' && mask.name === name) return mask.value;
  }
  return 0n;
}

function optionMasks(masks: readonly OdpTunnelItem[]): readonly GeneveOption[] {
  for (const mask of masks) if (mask.name === 'geneve') return mask.options;
  return NO_OPTIONS;
}

interface NumberFormat {
  readonly full: bigint;
  readonly value: (value: bigint) => string;
  readonly mask: (mask: bigint) => string;
}

const ipv4 = (value: bigint): string => formatIpv4(Number(value));
const decimal = (value: bigint): string => value.toString();

const ID: NumberFormat = {
  full: (1n << 64n) - 1n,
  value: (value) => `0x${value.toString(16)}`,
  mask: hex,
};
const ADDRESS: NumberFormat = { full: 0xffffffffn, value: ipv4, mask: ipv4 };
const BYTE: NumberFormat = { full: 0xffn, value: decimal, mask: hex };
const HEX_BYTE: NumberFormat = { full: 0xffn, value: hex, mask: hex };
const SHORT: NumberFormat = { full: 0xffffn, value: decimal, mask: hex };
const HEX_SHORT: NumberFormat = { full: 0xffffn, value: hex, mask: hex };

/** Returns `name=value` or `name=value/mask`; an empty string for a zero mask unless `verbose`. */
function formatPart(
  name: string,
  format: NumberFormat,
  value: bigint,
  mask: bigint | undefined,
  verbose: boolean,
): string {
  if (mask === 0n && !verbose) return '';
  const text = `${name}=${format.value(value)}`;
  return mask === undefined || mask === format.full ? text : `${text}/${format.mask(mask)}`;
}

function formatNumber(
  { name, value }: NumberItem,
  mask: bigint | undefined,
  verbose: boolean,
): string {
  switch (name) {
    case 'tun_id':
      return formatPart(name, ID, value, mask, verbose);
    case 'src':
    case 'dst':
      return formatPart(name, ADDRESS, value, mask, verbose);
    case 'tos':
      return formatPart(name, HEX_BYTE, value, mask, verbose);
    case 'ttl':
      return formatPart(name, BYTE, value, mask, verbose);
    case 'tp_src':
    case 'tp_dst':
      return formatPart(name, SHORT, value, mask, verbose);
    case 'gbp':
      return `vxlan(gbp(${formatGroupPolicy(value, mask, verbose)}))`;
    case 'df':
    case 'csum':
    case 'oam':
      return '';
  }
}

function formatGroupPolicy(value: bigint, mask: bigint | undefined, verbose: boolean): string {
  const id = formatPart('id', SHORT, value & 0xffffn, mask && mask & 0xffffn, verbose);
  const flags = formatPart(
    'flags',
    HEX_BYTE,
    (value >> 16n) & 0xffn,
    mask && (mask >> 16n) & 0xffn,
    verbose,
  );
  return [id, flags].filter((text) => text !== '').join(',');
}

/**
 * Returns `{class=0xffff,type=0x80,len=4,0xa}` for each option. The length of a mask is a mask as
 * well.
 */
function formatOptions(
  options: readonly GeneveOption[],
  masks: readonly GeneveOption[] | undefined,
  verbose: boolean,
): string {
  return options
    .map((option, place) => formatOption(option, masks && (masks[place] ?? NO_MASK), verbose))
    .join('');
}

const NO_MASK: GeneveOption = { class: 0, type: 0, length: 0, value: 0n };
/** The mask of an option's length, which has five bits and counts words. */
const FULL_LENGTH = 0x1f;

function formatOption(
  { class: optionClass, type, length, value }: GeneveOption,
  mask: GeneveOption | undefined,
  verbose: boolean,
): string {
  const big = (bits: number | undefined): bigint | undefined =>
    bits === undefined ? undefined : BigInt(bits);
  const lengthMask = mask?.length === FULL_LENGTH ? 0xff : mask?.length;
  const texts = [
    formatPart('class', HEX_SHORT, BigInt(optionClass), big(mask?.class), verbose),
    formatPart('type', HEX_BYTE, BigInt(type), big(mask?.type), verbose),
    formatPart('len', BYTE, BigInt(length), big(lengthMask), verbose),
  ];
  if (length > 0 && (verbose || mask === undefined || mask.value !== 0n)) {
    const full = mask === undefined || mask.value === (1n << BigInt(length * 8)) - 1n;
    texts.push(full ? hex(value) : `${hex(value)}/${hex(mask.value)}`);
  }
  return `{${texts.filter((text) => text !== '').join(',')}}`;
}

/** Items that are flags; a tunnel ID implies the flag for the key. */
const FLAGS: Readonly<Partial<Record<OdpTunnelItem['name'], bigint>>> = {
  tun_id: TUNNEL_FLAG.KEY,
  df: TUNNEL_FLAG.DF,
  csum: TUNNEL_FLAG.CSUM,
  oam: TUNNEL_FLAG.OAM,
};

function flagsOf(items: readonly OdpTunnelItem[]): bigint {
  return items.reduce((flags, { name }) => flags | (FLAGS[name] ?? 0n), 0n);
}

function formatTunnelFlags(
  items: readonly OdpTunnelItem[],
  masks: readonly OdpTunnelItem[] | undefined,
  verbose: boolean,
): string {
  const flags = flagsOf(items);
  if (masks === undefined) return `flags(${formatFlags(TUNNEL_MATCH_FLAGS, flags)})`;
  const mask = (flagsOf(masks) & ~TUNNEL_FLAG.KEY) | (flags & TUNNEL_FLAG.KEY);
  if (mask === 0n && !verbose) return '';
  return `flags(${formatMaskedFlags(TUNNEL_MATCH_FLAGS, flags, mask)})`;
}
