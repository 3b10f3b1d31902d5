/** Parses flow keys (`odp_flow_from_string`). */
import { ODP_CT_STATE_FLAGS, ODP_TCP_FLAGS } from './flag-names.js';
import {
  type OdpField,
  type OdpKey,
  type OdpKeyAttribute,
  type ScalarName,
  STRUCTURED,
  type StructuredName,
} from './key.js';
import { scanTunnel } from './parse-tunnel.js';
import { OdpSyntaxError, type Scanned, Scanner } from './scanner.js';

export interface ParsedOdpFlow {
  readonly key: OdpKey;
  /** The masks in the text. An attribute with an empty mask is in neither the key nor the mask. */
  readonly mask: OdpKey;
}

export interface ParseOptions {
  /** True if structured attributes may have masks; others always may. */
  readonly masked: boolean;
  /** Port numbers by name. */
  readonly ports?: ReadonlyMap<string, number>;
}

/**
 * Returns the key and mask that a text describes, or `undefined` if it is malformed (EINVAL).
 * Attributes are checked one by one; `flowFromOdpKey()` decides whether they are consistent.
 */
export function parseOdpFlow(text: string, options: ParseOptions): ParsedOdpFlow | undefined {
  const scanner = new Scanner(text);
  const pair: Pair = { depth: 0, key: [], mask: [] };
  try {
    for (;;) {
      scanner.skipDelimiters();
      if (scanner.atEnd) return { key: pair.key, mask: pair.mask };
      scanAttribute(scanner, options, pair);
    }
  } catch (error) {
    if (error instanceof OdpSyntaxError) return undefined;
    throw error;
  }
}

/** The largest nesting depth, more than any real packet needs. */
const MAX_DEPTH = 64;

/** The attributes parsed so far, and their nesting depth. */
interface Pair {
  readonly depth: number;
  readonly key: OdpKeyAttribute[];
  readonly mask: OdpKeyAttribute[];
}

const UFID = /^ufid:[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/i;

type ScanScalar = (scanner: Scanner, options: ParseOptions) => Scanned;

const integer =
  (bits: number): ScanScalar =>
  (scanner) =>
    scanner.integer(bits, true);

const SCALARS: Readonly<Record<Exclude<ScalarName, 'vlan'>, ScanScalar>> = {
  skb_priority: integer(32),
  skb_mark: integer(32),
  recirc_id: (scanner) => scanner.integer(32, false),
  dp_hash: integer(32),
  ct_state: (scanner) => scanner.flags(ODP_CT_STATE_FLAGS, 0xffffffffn),
  ct_zone: integer(16),
  ct_mark: integer(32),
  ct_label: scanLabel,
  in_port: scanPort,
  eth_type: integer(16),
  tcp_flags: (scanner) => scanner.flags(ODP_TCP_FLAGS, 0xffffn),
};

function scanAttribute(scanner: Scanner, options: ParseOptions, pair: Pair): void {
  const [ufid] = UFID.exec(scanner.rest) ?? [];
  if (ufid !== undefined) {
    scanner.at += ufid.length;
    return;
  }
  const [name] = /^[a-z0-9_]+(?=\()/.exec(scanner.rest) ?? [];
  if (name === undefined) throw new OdpSyntaxError('attribute expected');
  scanner.at += name.length + 1;
  if (name === 'tunnel') {
    const { items, masks } = scanTunnel(scanner, options.masked);
    pair.key.push({ name, items });
    pair.mask.push({ name, items: masks });
  } else if (name === 'encap') {
    const inner: Pair = { depth: pair.depth + 1, key: [], mask: [] };
    scanEncap(scanner, options, inner);
    pair.key.push({ name, key: inner.key });
    pair.mask.push({ name, key: inner.mask });
  } else if (name === 'vlan') {
    const { value, mask } = scanParts(scanner, options, VLAN_PARTS, { value: CFI, mask: CFI });
    put(pair, options, [mask], { name, value }, { name, value: mask });
  } else if (name === 'mpls') {
    const { value, mask } = scanParts(scanner, options, MPLS_PARTS, { value: 0n, mask: 0n });
    put(pair, options, [mask], { name, values: [value] }, { name, values: [mask] });
  } else if (isStructured(name)) {
    const { values, masks } = scanFields(scanner, options, STRUCTURED[name]);
    put(pair, options, masks, { name, values }, { name, values: masks });
  } else if (isScalar(name)) {
    const { value, mask } = SCALARS[name](scanner, options);
    scanner.require(')');
    put(pair, options, [mask], { name, value }, { name, value: mask });
  } else {
    throw new OdpSyntaxError(`no attribute ${name}`);
  }
}

const isStructured = (name: string): name is StructuredName => Object.hasOwn(STRUCTURED, name);

const isScalar = (name: string): name is keyof typeof SCALARS => Object.hasOwn(SCALARS, name);

function put(
  pair: Pair,
  options: ParseOptions,
  masks: readonly bigint[],
  key: OdpKeyAttribute,
  mask: OdpKeyAttribute,
): void {
  if (options.masked && masks.every((bits) => bits === 0n)) return;
  pair.key.push(key);
  pair.mask.push(mask);
}

/**
 * Parses comma-separated items up to the closing parenthesis.
 *
 * @param scan returns false for an unknown item.
 */
function scanList(scanner: Scanner, scan: () => boolean): void {
  let known: boolean;
  do {
    known = scan();
  } while (known && scanner.take(','));
  scanner.require(')');
}

function scanFields(
  scanner: Scanner,
  { masked }: ParseOptions,
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

/** A part of a number: its name, its width, and its offset from the least significant bit. */
type Part = readonly [name: string, bits: number, shift: number];

const CFI = 0x1000n;

const VLAN_PARTS: readonly Part[] = [
  ['vid', 12, 0],
  ['pcp', 3, 13],
  ['cfi', 1, 12],
];

const MPLS_PARTS: readonly Part[] = [
  ['label', 20, 12],
  ['tc', 3, 9],
  ['ttl', 8, 0],
  ['bos', 1, 8],
];

function scanParts(
  scanner: Scanner,
  { masked }: ParseOptions,
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

function scanLabel(scanner: Scanner): Scanned {
  const start = scanner.at;
  const value = scanner.bytes(16);
  if (scanner.at === start) throw new OdpSyntaxError('label expected');
  return { value, mask: scanner.take('/') ? scanner.bytes(16) : (1n << 128n) - 1n };
}

/** Parses a port number, or a port name up to the closing parenthesis. */
function scanPort(scanner: Scanner, { ports }: ParseOptions): Scanned {
  const [name = ''] = /^[^)]*/.exec(scanner.rest) ?? [];
  const port = ports?.get(name);
  if (port !== undefined && !/^\s*[-+]?\d/.test(name)) {
    scanner.at += name.length;
    return { value: BigInt(port), mask: 0xffffffffn };
  }
  return scanner.integer(32, true);
}

function scanEncap(scanner: Scanner, options: ParseOptions, inner: Pair): void {
  if (inner.depth > MAX_DEPTH) throw new OdpSyntaxError('too deep');
  for (;;) {
    scanner.skipDelimiters();
    if (scanner.take(')')) return;
    if (scanner.atEnd) throw new OdpSyntaxError('encap does not end');
    scanAttribute(scanner, options, inner);
  }
}
