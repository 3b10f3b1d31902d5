/** Reads the named fields between the parentheses of an attribute. */
import type { OdpField } from './key.js';
import type { Scanned, Scanner } from './scanner.js';

/** Items with commas between them, up to the parenthesis; `scan` says whether it knew the item. */
function scanList(scanner: Scanner, scan: () => boolean): void {
  let known: boolean;
  do {
    known = scan();
  } while (known && scanner.take(','));
  scanner.require(')');
}

/** The values of named fields, zero for those that the text has not. */
export function scanFields(
  scanner: Scanner,
  masked: boolean,
  fields: readonly OdpField[],
): { readonly values: readonly bigint[]; readonly masks: readonly bigint[] } {
  const values = fields.map(() => 0n);
  const masks = fields.map(() => 0n);
  scanList(scanner, () => {
    const place = fields.findIndex(({ name }) => scanner.take(`${name}=`));
    const field = fields[place];
    if (field === undefined) return false;
    const scanned = scanField(scanner, field, masked);
    values[place] = scanned.value;
    masks[place] = scanned.mask;
    return true;
  });
  return { values, masks };
}

function scanField(scanner: Scanner, { kind }: OdpField, maskable: boolean): Scanned {
  switch (kind) {
    case 'eth':
      return scanner.mac(maskable);
    case 'ipv4':
      return scanner.ipv4(maskable);
    case 'ipv6':
      return scanner.ipv6(maskable);
    case 'label':
      return scanner.label(maskable);
    case 'u8':
    case 'u8x':
      return scanner.integer(8, maskable);
    case 'u16':
      return scanner.integer(16, maskable);
    case 'frag':
      return scanner.fragment();
  }
}

/** A part of a number: its name, its width, and how far it is from the least significant bit. */
export type Part = readonly [name: string, bits: number, shift: number];

/** The bit of a tag that a flow has for every VLAN header. */
export const CFI = 0x1000n;

export const VLAN_PARTS: readonly Part[] = [
  ['vid', 12, 0],
  ['pcp', 3, 13],
  ['cfi', 1, 12],
];

export const MPLS_PARTS: readonly Part[] = [
  ['label', 20, 12],
  ['tc', 3, 9],
  ['ttl', 8, 0],
  ['bos', 1, 8],
];

/** A number that is put together from named parts; the others are those of `initial`. */
export function scanParts(
  scanner: Scanner,
  masked: boolean,
  parts: readonly Part[],
  initial: Scanned,
): Scanned {
  let { value, mask } = initial;
  scanList(scanner, () => {
    const part = parts.find(([name]) => scanner.take(`${name}=`));
    if (part === undefined) return false;
    const [, bits, shift] = part;
    const scanned = scanner.part(bits, shift, masked);
    const kept = ~(((1n << BigInt(bits)) - 1n) << BigInt(shift));
    value = (value & kept) | scanned.value;
    mask = (mask & kept) | scanned.mask;
    return true;
  });
  return { value, mask };
}
