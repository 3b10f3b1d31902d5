/** Parses the text between the parentheses of `tunnel(...)`. */
import { TUNNEL_FLAG } from '../../packet/tunnel-members.js';
import { ODP_TUNNEL_FLAGS } from './flag-names.js';
import type { GeneveOption } from './geneve.js';
import type { OdpTunnelItem } from './key.js';
import { OdpSyntaxError, type Scanned, type Scanner } from './scanner.js';

interface ScannedTunnel {
  readonly items: OdpTunnelItem[];
  readonly masks: OdpTunnelItem[];
}

type NumberName = Exclude<OdpTunnelItem['name'], 'geneve'>;

const NUMBERS: readonly (readonly [name: NumberName, scan: (scanner: Scanner) => Scanned])[] = [
  ['tun_id', (scanner) => scanner.integer(64, true)],
  ['src', (scanner) => scanner.ipv4(true)],
  ['dst', (scanner) => scanner.ipv4(true)],
  ['tos', (scanner) => scanner.integer(8, true)],
  ['ttl', (scanner) => scanner.integer(8, true)],
  ['tp_src', (scanner) => scanner.integer(16, true)],
  ['tp_dst', (scanner) => scanner.integer(16, true)],
];

/**
 * Parses the items of a tunnel up to and including the closing parenthesis, with masks if it is
 * `masked`.
 */
export function scanTunnel(scanner: Scanner, masked: boolean): ScannedTunnel {
  const tunnel: ScannedTunnel = { items: [], masks: [] };
  const put = (name: NumberName, { value, mask }: Scanned): void => {
    if (masked && mask === 0n) return;
    tunnel.items.push({ name, value });
    tunnel.masks.push({ name, value: mask });
  };
  let known: boolean;
  do {
    const number = NUMBERS.find(([name]) => scanner.take(`${name}=`));
    known = true;
    if (number !== undefined) put(number[0], number[1](scanner));
    else if (scanner.take('vxlan(gbp(')) put('gbp', scanGroupPolicy(scanner));
    else if (scanner.take('geneve(')) scanGeneve(scanner, tunnel);
    else if (scanner.take('flags(')) scanFlags(scanner, tunnel);
    else known = false;
  } while (known && scanner.take(','));
  scanner.require(')');
  return tunnel;
}

function scanGroupPolicy(scanner: Scanner): Scanned {
  let id: Scanned = { value: 0n, mask: 0n };
  let flags = id;
  if (scanner.take('id=')) id = scanner.integer(16, true);
  scanner.take(',');
  if (scanner.take('flags=')) flags = scanner.integer(8, true);
  scanner.require('))');
  return { value: (flags.value << 16n) | id.value, mask: (flags.mask << 16n) | id.mask };
}

/** Parses flags, which become separate items. The tunnel ID implies the flag for the key. */
function scanFlags(scanner: Scanner, { items, masks }: ScannedTunnel): void {
  const { value, mask } = scanner.flags(ODP_TUNNEL_FLAGS, 0xffffn);
  scanner.require(')');
  const each: readonly (readonly [NumberName, bigint])[] = [
    ['df', TUNNEL_FLAG.DF],
    ['csum', TUNNEL_FLAG.CSUM],
    ['oam', TUNNEL_FLAG.OAM],
  ];
  for (const [name, flag] of each) {
    if ((value & flag) !== 0n) items.push({ name, value: 1n });
    if ((mask & flag) !== 0n) masks.push({ name, value: 1n });
  }
}

const MAX_OPTION_BYTES = 124n;

/** Parses options in braces up to and including the closing parenthesis. */
function scanGeneve(scanner: Scanner, { items, masks }: ScannedTunnel): void {
  const options: GeneveOption[] = [];
  const optionMasks: GeneveOption[] = [];
  while (scanner.take('{')) {
    const optionClass = scanOptionNumber(scanner, 'class=', 16);
    const type = scanOptionNumber(scanner, 'type=', 8);
    const length = scanOptionNumber(scanner, 'len=', 8, 0xffn);
    if (length.value > MAX_OPTION_BYTES || length.value % 4n !== 0n) {
      throw new OdpSyntaxError('bad option length');
    }
    const bytes = Number(length.value);
    const value = scanner.bytes(bytes);
    const mask = scanner.take('/') ? scanner.bytes(bytes) : (1n << BigInt(bytes * 8)) - 1n;
    scanner.require('}');
    options.push({
      class: Number(optionClass.value),
      type: Number(type.value),
      length: bytes,
      value,
    });
    optionMasks.push({
      class: Number(optionClass.mask),
      type: Number(type.mask),
      length: Number(length.mask & 0x1fn),
      value: mask,
    });
  }
  scanner.require(')');
  items.push({ name: 'geneve', options });
  masks.push({ name: 'geneve', options: optionMasks });
}

/** Parses a number of an option and the comma after it; a missing number matches anything. */
function scanOptionNumber(
  scanner: Scanner,
  prefix: string,
  bits: number,
  missingMask = 0n,
): Scanned {
  const scanned = scanner.take(prefix)
    ? scanner.integer(bits, true)
    : { value: 0n, mask: missingMask };
  scanner.take(',');
  return scanned;
}
