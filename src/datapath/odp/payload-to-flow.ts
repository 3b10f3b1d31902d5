/** Sets the members of a flow, from the Ethernet type onwards, from the attributes of a key. */
import { ETH_TYPE, FRAG, ICMPV6_TYPE, IP_PROTO } from '../../lib/protocol-numbers.js';
import type { Flow } from '../../packet/flow.js';
import { isIpType, isMplsType, lseMember, MAX_MPLS_LABELS, MPLS_BOS } from '../../packet/mpls.js';
import { type Attributes, fitnessOf, type OdpFitness } from './fitness.js';
import { type OdpField, STRUCTURED, type StructuredName } from './key.js';

/** Sets the members that follow the Ethernet type, and judges the attributes. */
export function convertPayload(attributes: Attributes, flow: Flow): OdpFitness {
  const type = flow.get('dl_type');
  if (isMplsType(type)) return convertLabels(attributes, flow) ?? fitnessOf(attributes);
  const network = NETWORK.get(Number(type));
  if (network === undefined) return fitnessOf(attributes);
  const values = convertFields(network, attributes, flow);
  // A flow has only one byte for the ARP operation.
  if (network === 'arp' && (values?.[2] ?? 0n) > 0xffn) return 'error';
  convertTransport(attributes, flow);
  return fitnessOf(attributes);
}

/**
 * Sets the label stack. Only the last entry may be marked as the bottom, and it must be if the
 * stack is not full.
 */
function convertLabels({ present, expected }: Attributes, flow: Flow): OdpFitness | undefined {
  expected.add('mpls');
  const attribute = present.get('mpls');
  if (attribute?.name !== 'mpls') return undefined;
  const { values } = attribute;
  for (const [place, lse] of values.slice(0, MAX_MPLS_LABELS).entries()) {
    flow.set(lseMember(place), lse);
  }
  if (values.length > MAX_MPLS_LABELS) return 'too_much';
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

function convertTransport(attributes: Attributes, flow: Flow): void {
  const { present, expected } = attributes;
  const name = transportName(flow);
  if (name === undefined) return;
  const values = convertFields(name, attributes, flow);
  const flags = present.get('tcp_flags');
  if (name === 'tcp' && flags?.name === 'tcp_flags') {
    flow.set('tcp_flags', flags.value);
    expected.add('tcp_flags');
  }
  if (name === 'icmpv6' && values !== undefined && isDiscovery(flow)) {
    convertFields('nd', attributes, flow);
  }
}

/** Returns the attribute of a flow's transport layer, if it has one. */
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

/** Returns true if an ICMPv6 flow is a neighbor solicitation or advertisement. */
export function isDiscovery(flow: Flow): boolean {
  const type = Number(flow.get('tp_src'));
  return (
    flow.get('tp_dst') === 0n && (type === ICMPV6_TYPE.ND_SOLICIT || type === ICMPV6_TYPE.ND_ADVERT)
  );
}

/** Marks an attribute as expected, and sets the members of its fields if it is present. */
function convertFields(
  name: StructuredName,
  { present, expected }: Attributes,
  flow: Flow,
): readonly bigint[] | undefined {
  expected.add(name);
  const attribute = present.get(name);
  if (attribute === undefined || !('values' in attribute)) return undefined;
  for (const [place, field] of STRUCTURED[name].entries()) {
    flow.set(field.member, memberValue(field, attribute.values[place] ?? 0n));
  }
  return attribute.values;
}

function memberValue({ kind }: OdpField, value: bigint): bigint {
  if (kind !== 'frag' || value === 0n) return value;
  return value === 1n ? FRAG.ANY : FRAG.ANY | FRAG.LATER;
}
