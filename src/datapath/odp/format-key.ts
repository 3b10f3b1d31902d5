/** Formats a flow key and its mask (`odp_flow_format`). */
import { formatFlags, formatMaskedFlags } from '../../openflow/values/flag-sets.js';
import { hex } from '../../openflow/values/scanning.js';
import { ODP_CT_STATE_FLAGS, ODP_TCP_FLAGS } from './flag-names.js';
import { formatField } from './format-field.js';
import { formatMplsStack, formatVlanTci } from './format-tags.js';
import { formatTunnel } from './format-tunnel.js';
import {
  type OdpKey,
  type OdpKeyAttribute,
  type OdpTunnelItem,
  type ScalarName,
  STRUCTURED,
  type StructuredName,
} from './key.js';

export interface FormatOptions {
  /** True to show wildcarded attributes too, and ports by name. */
  readonly verbose: boolean;
  readonly portNames?: ReadonlyMap<number, string>;
}

/**
 * Returns text such as `recirc_id(0),in_port(2),eth(...)`; without a mask, every attribute is
 * exact.
 */
export function formatOdpFlow(
  key: OdpKey,
  mask: OdpKey | undefined,
  options: FormatOptions,
): string {
  if (key.length === 0) return '<empty>';
  const texts: string[] = [];
  for (const attribute of key) {
    const masked = mask === undefined ? undefined : maskFor(mask, attribute);
    const shown =
      options.verbose ||
      masked === undefined ||
      attribute.name === 'encap' ||
      attribute.name === 'tunnel' ||
      !isZero(masked);
    if (shown) texts.push(`${attribute.name}(${formatAttribute(attribute, masked, options)})`);
  }
  let text = texts.join(',');
  if (!key.some(({ name }) => name === 'eth_type')) {
    const type = mask?.find(({ name }) => name === 'eth_type');
    if (type?.name === 'eth_type') text += `,eth_type(0/${digits4(type.value)})`;
  }
  return text;
}

/** Returns the mask of an attribute; zeros if the mask does not contain it. */
function maskFor(mask: OdpKey, attribute: OdpKeyAttribute): OdpKeyAttribute {
  const found = mask.find(({ name }) => name === attribute.name);
  if (found !== undefined) return found;
  switch (attribute.name) {
    case 'tunnel':
      return { name: 'tunnel', items: [] };
    case 'encap':
      return { name: 'encap', key: [] };
    case 'mpls':
      return { name: 'mpls', values: attribute.values.map(() => 0n) };
    default:
      return 'value' in attribute
        ? { name: attribute.name, value: 0n }
        : { name: attribute.name, values: attribute.values.map(() => 0n) };
  }
}

function isZero(mask: OdpKeyAttribute): boolean {
  if ('value' in mask) return mask.value === 0n;
  return 'values' in mask && mask.values.every((value) => value === 0n);
}

function formatAttribute(
  attribute: OdpKeyAttribute,
  mask: OdpKeyAttribute | undefined,
  options: FormatOptions,
): string {
  switch (attribute.name) {
    case 'encap': {
      if (attribute.key.length === 0) return '';
      // An empty mask of the encapsulated key is ignored.
      const inner = mask?.name === 'encap' && mask.key.length > 0 ? mask.key : undefined;
      return formatOdpFlow(attribute.key, inner, { verbose: options.verbose });
    }
    case 'tunnel':
      return formatTunnel(attribute.items, mask && tunnelMask(mask), options.verbose);
    case 'mpls': {
      const masks = mask?.name === 'mpls' ? mask.values : undefined;
      const exact = masks?.every((bits) => bits === 0xffffffffn) ?? true;
      return formatMplsStack(attribute.values, exact ? undefined : masks);
    }
    default:
      return 'value' in attribute
        ? formatScalar(
            attribute,
            mask !== undefined && 'value' in mask ? mask.value : undefined,
            options,
          )
        : formatStructured(
            attribute,
            mask !== undefined && 'values' in mask ? mask.values : undefined,
            options.verbose,
          );
  }
}

function tunnelMask(mask: OdpKeyAttribute): readonly OdpTunnelItem[] {
  return mask.name === 'tunnel' ? mask.items : [];
}

function formatStructured(
  { name, values }: { readonly name: StructuredName; readonly values: readonly bigint[] },
  masks: readonly bigint[] | undefined,
  verbose: boolean,
): string {
  return STRUCTURED[name]
    .map((field, i) => formatField(field, values[i] ?? 0n, masks?.[i], verbose))
    .filter((text) => text !== '')
    .join(',');
}

/** The masks that match a number exactly. */
const EXACT: Readonly<Record<ScalarName, bigint>> = {
  skb_priority: 0xffffffffn,
  skb_mark: 0xffffffffn,
  recirc_id: 0xffffffffn,
  dp_hash: 0xffffffffn,
  ct_state: 0xffffffffn,
  ct_zone: 0xffffn,
  ct_mark: 0xffffffffn,
  ct_label: (1n << 128n) - 1n,
  in_port: 0xffffffffn,
  vlan: 0xffffn,
  eth_type: 0xffffn,
  tcp_flags: 0xfffn,
};

const digits4 = (value: bigint): string => `0x${value.toString(16).padStart(4, '0')}`;

function formatScalar(
  { name, value }: { readonly name: ScalarName; readonly value: bigint },
  mask: bigint | undefined,
  { verbose, portNames }: FormatOptions,
): string {
  const exact = mask === undefined || (mask & EXACT[name]) === EXACT[name];
  const numbers = exact ? hex(value) : `${hex(value)}/${hex(mask)}`;
  switch (name) {
    case 'skb_priority':
    case 'skb_mark':
    case 'dp_hash':
    case 'recirc_id':
      return numbers;
    case 'ct_mark':
    case 'ct_zone':
    case 'ct_label':
      // The short form omits these both without a mask and with an empty one.
      return verbose || (mask ?? 0n) !== 0n ? numbers : '';
    case 'ct_state':
      if (verbose) return numbers;
      return exact
        ? formatFlags(ODP_CT_STATE_FLAGS, value)
        : formatMaskedFlags(ODP_CT_STATE_FLAGS, value, mask);
    case 'in_port': {
      const named = verbose && exact ? portNames?.get(Number(value)) : undefined;
      return named ?? (exact ? value.toString() : `${value}/${hex(mask)}`);
    }
    case 'vlan':
      return formatVlanTci(value, mask ?? EXACT.vlan, verbose);
    case 'eth_type':
      return exact ? digits4(value) : `${digits4(value)}/${digits4(mask)}`;
    case 'tcp_flags':
      return exact
        ? formatFlags(ODP_TCP_FLAGS, value)
        : formatMaskedFlags(ODP_TCP_FLAGS, value, mask & EXACT.tcp_flags);
  }
}
