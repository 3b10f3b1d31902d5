/** The members of a flow from its Ethernet type on, made of the attributes of a key. */
import type { Flow } from '../flow.js';
import { isIpType, isMplsType, lseMember, MAX_MPLS_LABELS, MPLS_BOS } from '../mpls.js';
import { ETH_TYPE, FRAG, IP_PROTO, ND_ADVERT, ND_SOLICIT } from '../packet/protocols.js';
import { type OdpField, type OdpKeyAttribute, STRUCTURED, type StructuredName } from './key.js';
import {
  type Conversion,
  checkExpectations,
  type OdpFitness,
  type Present,
} from './key-to-flow.js';

type Expected = Set<OdpKeyAttribute['name']>;

/** Sets the members of what follows the Ethernet type, and judges what is present. */
export function convertPayload(
  present: Present,
  expected: Expected,
  conversion: Conversion,
): OdpFitness {
  const { flow } = conversion;
  const type = flow.get('dl_type');
  if (isMplsType(type)) {
    const problem = convertLabels(present, expected, conversion);
    return problem ?? checkExpectations(present, expected);
  }
  const network = NETWORK.get(Number(type));
  if (network === undefined) return checkExpectations(present, expected);
  if (!convertNetwork(network, present, expected, conversion)) return 'error';
  if (!convertTransport(present, expected, conversion)) return 'error';
  return checkExpectations(present, expected);
}

/** The label stack: only its last entry may say that it is that, and it must if there is room. */
function convertLabels(
  present: Present,
  expected: Expected,
  { into, isMask }: Conversion,
): OdpFitness | undefined {
  const attribute = present.get('mpls');
  if (attribute !== undefined || !isMask) expected.add('mpls');
  if (attribute?.name !== 'mpls') return undefined;
  const { values } = attribute;
  if (values.length === 0) return 'error';
  if (into.get('mpls_lse') !== 0n && into.get('dl_type') !== 0xffffn) return 'error';
  for (const [place, lse] of values.slice(0, MAX_MPLS_LABELS).entries()) {
    into.set(lseMember(place), lse);
  }
  if (values.length > MAX_MPLS_LABELS) return 'too_much';
  if (isMask) return undefined;
  if (values.slice(0, -1).some((lse) => (lse & MPLS_BOS) !== 0n)) return 'error';
  const last = values[values.length - 1] ?? 0n;
  return values.length < MAX_MPLS_LABELS && (last & MPLS_BOS) === 0n ? 'too_little' : undefined;
}

/** The attribute of the network layer, by Ethernet type. */
const NETWORK: ReadonlyMap<number, StructuredName> = new Map([
  [ETH_TYPE.IPV4, 'ipv4'],
  [ETH_TYPE.IPV6, 'ipv6'],
  [ETH_TYPE.ARP, 'arp'],
  [ETH_TYPE.RARP, 'arp'],
]);

function valuesOf(present: Present, name: StructuredName): readonly bigint[] | undefined {
  const attribute = present.get(name);
  return attribute !== undefined && 'values' in attribute ? attribute.values : undefined;
}

function convertNetwork(
  name: StructuredName,
  present: Present,
  expected: Expected,
  conversion: Conversion,
): boolean {
  const { into, isMask } = conversion;
  const values = valuesOf(present, name);
  if (values !== undefined || !isMask) expected.add(name);
  if (values === undefined) return true;
  // Of the opcode of ARP a flow has one byte.
  if (name === 'arp' && !isMask && (values[2] ?? 0n) > 0xffn) return false;
  setFields(name, values, conversion);
  // Members of a layer may count only where the type that announces it does.
  return !isMask || values.every((value) => value === 0n) || into.get('dl_type') === 0xffffn;
}

function convertTransport(present: Present, expected: Expected, conversion: Conversion): boolean {
  const { into, flow, isMask } = conversion;
  const name = transportName(flow);
  if (name === undefined) return true;
  const values = valuesOf(present, name);
  if (values !== undefined || !isMask) expected.add(name);
  if (values !== undefined) setFields(name, values, conversion);
  const flags = present.get('tcp_flags');
  if (name === 'tcp' && flags?.name === 'tcp_flags') {
    into.set('tcp_flags', flags.value);
    expected.add('tcp_flags');
  }
  if (values === undefined) return true;
  if (name === 'icmpv6' && !convertDiscovery(present, expected, conversion)) return false;
  const portsCount = into.get('tp_src') !== 0n || into.get('tp_dst') !== 0n;
  return !isMask || !portsCount || into.get('nw_proto') === 0xffn;
}

/** The attribute of the transport layer of a flow, where it has one. */
function transportName(flow: Flow): StructuredName | undefined {
  const type = flow.get('dl_type');
  if (!isIpType(type) || (flow.get('nw_frag') & FRAG.LATER) !== 0n) return undefined;
  const isIpv4 = Number(type) === ETH_TYPE.IPV4;
  switch (Number(flow.get('nw_proto'))) {
    case IP_PROTO.TCP:
      return 'tcp';
    case IP_PROTO.UDP:
      return 'udp';
    case IP_PROTO.SCTP:
      return 'sctp';
    case IP_PROTO.ICMP:
      return isIpv4 ? 'icmp' : undefined;
    case IP_PROTO.ICMPV6:
      return isIpv4 ? undefined : 'icmpv6';
    default:
      return undefined;
  }
}

function convertDiscovery(present: Present, expected: Expected, conversion: Conversion): boolean {
  const { into, flow, isMask } = conversion;
  const type = Number(flow.get('tp_src'));
  if (flow.get('tp_dst') !== 0n || (type !== ND_SOLICIT && type !== ND_ADVERT)) return true;
  const values = valuesOf(present, 'nd');
  if (values !== undefined || !isMask) expected.add('nd');
  if (values === undefined) return true;
  setFields('nd', values, conversion);
  if (!isMask || values.every((value) => value === 0n)) return true;
  return into.get('tp_src') === 0xffffn && into.get('tp_dst') === 0xffffn;
}

function setFields(
  name: StructuredName,
  values: readonly bigint[],
  { into, isMask }: Conversion,
): void {
  for (const [place, field] of STRUCTURED[name].entries()) {
    into.set(field.member, memberValue(field, values[place] ?? 0n, isMask));
  }
}

function memberValue({ kind }: OdpField, value: bigint, isMask: boolean): bigint {
  if (kind !== 'frag') return value;
  if (isMask) return value === 0n ? 0n : FRAG.ANY | FRAG.LATER;
  if (value === 0n) return 0n;
  return value === 1n ? FRAG.ANY : FRAG.ANY | FRAG.LATER;
}
