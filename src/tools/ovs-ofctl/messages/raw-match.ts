/**
 * Prints matches as encoded in messages. Mirrors `ofp10_match_to_string()` and
 * `nx_match_to_string()`.
 */

import { formatIpv4, formatMac } from '../../../lib/addresses.js';
import { IP_PROTO } from '../../../lib/protocol-numbers.js';
import { OpenFlowError } from '../../../openflow/model/errors.js';
import { formatPort } from '../../../openflow/values/port-text.js';
import type { TextLog } from '../../../openflow/values/text-log.js';
import { ByteReader } from '../../../openflow/wire/byte-reader.js';
import { type ReceivedEntry, takeEntry } from '../../../openflow/wire/decode-fields.js';
import { WILDCARD } from '../../../openflow/wire/legacy-match.js';

/** The IP protocols with a keyword, such as `tcp`. */
const NAMED_PROTOCOLS = new Map<number, string>([
  [IP_PROTO.ICMP, 'icmp'],
  [IP_PROTO.TCP, 'tcp'],
  [IP_PROTO.UDP, 'udp'],
  [IP_PROTO.SCTP, 'sctp'],
]);

const IP = 0x0800;
const ARP = 0x0806;
const RARP = 0x8035;
const NAMED_TYPES = new Map<number, string>([
  [ARP, 'arp'],
  [RARP, 'rarp'],
  [0x8847, 'mpls'],
  [0x8848, 'mplsm'],
]);

/** The minimum verbosity at which wildcarded fields appear. */
const WILD = 2;

/** Returns the text of a match of OpenFlow 1.0 in bytes. */
export function formatOf10Match(bytes: Uint8Array, verbosity: number): string {
  const reader = new ByteReader(bytes);
  const wildcards = reader.uint(4);
  const isWild = (bit: number): boolean => (wildcards & bit) !== 0;
  const bits = WILDCARD.of10;
  const inPort = reader.uint(2);
  const source = formatMac(reader.big(6));
  const destination = formatMac(reader.big(6));
  const vlan = reader.uint(2);
  const priority = reader.uint(1);
  reader.skip(1);
  const type = reader.uint(2);
  const tos = reader.uint(1);
  const protocol = reader.uint(1);
  reader.skip(2);
  const [from, to] = [reader.big(4), reader.big(4)];
  const [sourcePort, destinationPort] = [reader.uint(2), reader.uint(2)];

  const items: string[] = [];
  const add = (name: string, wild: boolean, value: number | string): void => {
    if (wild && verbosity < WILD) return;
    items.push(`${name}=${wild ? '*' : value}`);
  };
  const typeKnown = !isWild(bits.dlType);
  const named = typeKnown && !isWild(bits.nwProto) ? NAMED_PROTOCOLS.get(protocol) : undefined;
  const typeName = typeKnown ? (type === IP ? (named ?? 'ip') : NAMED_TYPES.get(type)) : undefined;
  if (typeName !== undefined) items.push(typeName);
  add('in_port', isWild(WILDCARD.inPort), formatPort(inPort));
  add('dl_vlan', isWild(WILDCARD.dlVlan), vlan);
  add('dl_vlan_pcp', isWild(bits.dlVlanPcp), priority);
  add('dl_src', isWild(bits.dlSrc), source);
  add('dl_dst', isWild(bits.dlDst), destination);
  if (typeName === undefined) {
    add('dl_type', isWild(bits.dlType), `0x${type.toString(16).padStart(4, '0')}`);
  }
  addAddress('nw_src', from, (wildcards >>> bits.nwSrcShift) & 0x3f);
  addAddress('nw_dst', to, (wildcards >>> bits.nwDstShift) & 0x3f);
  if (type !== IP || named === undefined) {
    const name = type === ARP || type === RARP ? 'arp_op' : 'nw_proto';
    add(name, isWild(bits.nwProto), protocol);
  }
  add('nw_tos', isWild(bits.nwTos), tos);
  const isIcmp = protocol === IP_PROTO.ICMP;
  add(isIcmp ? 'icmp_type' : 'tp_src', isWild(bits.tpSrc), sourcePort);
  add(isIcmp ? 'icmp_code' : 'tp_dst', isWild(bits.tpDst), destinationPort);
  return items.join(',');

  function addAddress(name: string, address: bigint, wildBits: number): void {
    const prefix = wildBits === 0 ? '' : `/${32 - wildBits}`;
    add(name, wildBits >= 32, `${formatIpv4(Number(address))}${prefix}`);
  }
}

/** Returns the text of the entries of a match in NXM or OXM. */
export function formatNxMatch(bytes: Uint8Array, log: TextLog): string {
  if (bytes.length === 0) return '<any>';
  const reader = new ByteReader(bytes);
  const items: string[] = [];
  while (reader.left > 0) {
    const { left } = reader;
    try {
      items.push(formatEntry(takeEntry(reader, log)));
    } catch (error) {
      if (!(error instanceof OpenFlowError)) throw error;
      items.push(`<${left} invalid bytes>`);
      break;
    }
  }
  return items.join(', ');
}

function formatEntry(entry: ReceivedEntry): string {
  const { name, value, mask, masked, bytes } = entry;
  const digits = (number: bigint): string => number.toString(16).padStart(2 * bytes, '0');
  const content = masked ? `${digits(value)}/${digits(mask)}` : digits(value);
  const label = name === undefined ? `${entry.class}:${entry.type}` : masked ? `${name}_W` : name;
  return `${label}(${content})`;
}
