/** Suggests values of packet fields, in matches of both languages: well-known ones, and addresses of the network. */
import { lookUp } from '../../lib/dictionary.js';
import type { FieldName } from '../../openflow/model/fields.js';
import type { Suggestion } from '../program/suggestion.js';
import type { ToolContext } from '../tool.js';

type Named = readonly (readonly [value: string, meaning: string])[];

const ETHERNET_TYPES: Named = [
  ['0x0800', 'IPv4'],
  ['0x0806', 'ARP'],
  ['0x86dd', 'IPv6'],
];

const IP_PROTOCOLS: Named = [
  ['1', 'ICMP'],
  ['6', 'TCP'],
  ['17', 'UDP'],
  ['58', 'ICMPv6'],
  ['132', 'SCTP'],
];

const ARP_OPERATIONS: Named = [
  ['1', 'request'],
  ['2', 'reply'],
];

const ICMP_TYPES: Named = [
  ['0', 'echo reply'],
  ['3', 'destination unreachable'],
  ['8', 'echo request'],
  ['11', 'time exceeded'],
];

const ICMPV6_TYPES: Named = [
  ['128', 'echo request'],
  ['129', 'echo reply'],
  ['135', 'neighbor solicitation'],
  ['136', 'neighbor advertisement'],
];

const FIXED: Partial<Readonly<Record<FieldName, Named>>> = {
  eth_type: ETHERNET_TYPES,
  nw_proto: IP_PROTOCOLS,
  arp_op: ARP_OPERATIONS,
  icmp_type: ICMP_TYPES,
  icmpv6_type: ICMPV6_TYPES,
};

type AddressKind = 'ethernet' | 'ipv4' | 'ipv6';

const ADDRESSES: Partial<Readonly<Record<FieldName, AddressKind>>> = {
  eth_src: 'ethernet',
  eth_dst: 'ethernet',
  arp_sha: 'ethernet',
  arp_tha: 'ethernet',
  nd_sll: 'ethernet',
  nd_tll: 'ethernet',
  ip_src: 'ipv4',
  ip_dst: 'ipv4',
  arp_spa: 'ipv4',
  arp_tpa: 'ipv4',
  ipv6_src: 'ipv6',
  ipv6_dst: 'ipv6',
  nd_target: 'ipv6',
};

/** Returns the value of a field that has a name, such as 1 for the `request` of ARP. */
export function meaningOf(field: FieldName, name: string): string | undefined {
  const plain = (text: string) => text.toLowerCase().replace(/[^a-z0-9]/g, '');
  const named = lookUp(FIXED, field) ?? [];
  const wanted = [plain(name), `${plain(name)}request`];
  return wanted
    .map((word) => named.find(([, meaning]) => plain(meaning) === word)?.[0])
    .find((value) => value !== undefined);
}

/** Returns values of a field that have a name, and those that the network uses. */
export function knownValues(field: FieldName, { nb }: ToolContext): Suggestion[] {
  const fixed = lookUp(FIXED, field) ?? [];
  const kind = lookUp(ADDRESSES, field);
  return [
    ...fixed.map(([text, help]) => ({ text, help })),
    ...(kind === undefined ? [] : addresses(nb, kind)),
  ];
}

/** Returns the addresses of one kind that the logical ports have, with the name of the port. */
export function* addresses(nb: ToolContext['nb'], kind: AddressKind): Iterable<Suggestion> {
  for (const { name, addresses: lists, port_security } of nb.rows('Logical_Port')) {
    for (const word of [...lists, ...port_security].join(' ').split(/\s+/)) {
      const address = word.replace(/\/\d+$/, '');
      if (kindOf(address) === kind) yield { text: address, help: name };
    }
  }
  if (kind === 'ethernet') yield { text: 'ff:ff:ff:ff:ff:ff', help: 'broadcast' };
}

function kindOf(word: string): AddressKind | undefined {
  if (/^(?:[\da-f]{1,2}:){5}[\da-f]{1,2}$/i.test(word)) return 'ethernet';
  if (/^\d+(?:\.\d+){3}$/.test(word)) return 'ipv4';
  return /^[\da-f]*:[\da-f:.]+$/i.test(word) ? 'ipv6' : undefined;
}
