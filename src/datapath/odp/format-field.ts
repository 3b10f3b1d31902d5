/** Formats a field of an attribute, in flow keys and set actions. */
import { formatIpv4, formatIpv6, formatMac } from '../../lib/addresses.js';
import { hex } from '../../openflow/values/scanning.js';
import type { OdpField, OdpFieldKind } from './key.js';

/** The full mask of a field kind, and the format of its values and partial masks. */
interface FieldFormat {
  readonly full: bigint;
  readonly value: (value: bigint) => string;
  readonly mask: (mask: bigint) => string;
}

const ipv4 = (value: bigint): string => formatIpv4(Number(value));
const decimal = (value: bigint): string => value.toString();

const FORMATS: Readonly<Record<Exclude<OdpFieldKind, 'frag'>, FieldFormat>> = {
  eth: { full: (1n << 48n) - 1n, value: formatMac, mask: formatMac },
  ipv4: { full: 0xffffffffn, value: ipv4, mask: ipv4 },
  ipv6: { full: (1n << 128n) - 1n, value: formatIpv6, mask: formatIpv6 },
  label: { full: 0xfffffn, value: hex, mask: hex },
  u8: { full: 0xffn, value: decimal, mask: hex },
  u8x: { full: 0xffn, value: hex, mask: hex },
  u16: { full: 0xffffn, value: decimal, mask: hex },
};

const FRAGMENT_NAMES = ['no', 'first', 'later'];

/**
 * Returns `name=value`, or `name=value/mask` if the mask is partial. A zero mask yields nothing
 * unless `verbose`; without a mask the value is exact.
 */
export function formatField(
  field: OdpField,
  value: bigint,
  mask: bigint | undefined,
  verbose: boolean,
): string {
  if (mask === 0n && !verbose) return '';
  if (field.kind === 'frag') return formatFragment(field.name, value, mask);
  const format = FORMATS[field.kind];
  const exact = mask === undefined || (mask & format.full) === format.full;
  const text = `${field.name}=${format.value(value)}`;
  return exact ? text : `${text}/${format.mask(mask)}`;
}

/** Formats the fragment type, which has no partial masks. */
function formatFragment(name: string, value: bigint, mask: bigint | undefined): string {
  if (mask !== undefined && mask !== 0xffn) {
    return `error: partial mask not supported for frag (${hex(mask)})`;
  }
  return `${name}=${FRAGMENT_NAMES[Number(value)] ?? '<error>'}`;
}
