/**
 * Converts flows to flow keys (`odp_flow_key_from_flow`, `odp_flow_key_from_mask`). Key and mask
 * contain the attributes that the flow needs.
 */
import { ETH_TYPE, ETH_TYPE_MIN, FRAG, IP_PROTO } from '../../lib/protocol-numbers.js';
import type { Flow, Wildcards } from '../../packet/flow.js';
import { countMplsLabels, isIpType, isMplsType, lseMember } from '../../packet/mpls.js';
import { tunMetadata } from '../../packet/tunnel-members.js';
import { ctStateToOdp } from './flag-names.js';
import { type GeneveOption, type GeneveTable, optionNumber } from './geneve.js';
import {
  ODPP_NONE,
  type OdpField,
  type OdpKey,
  type OdpKeyAttribute,
  STRUCTURED,
  type StructuredName,
} from './key.js';
import { isDiscovery } from './payload-to-flow.js';
import { optionsOf, tunnelItems, tunnelOf } from './tunnel-attributes.js';

/** The information that a key needs in addition to the flow. */
export interface KeyParameters {
  /** The datapath port on which packets arrive, if any. */
  readonly inPort?: number;
  /**
   * True if keys include the connection state, which a datapath without a tracker does not have.
   */
  readonly tracked: boolean;
  readonly geneve: GeneveTable;
}

/** Returns the key of a flow. */
export function odpKeyFromFlow(flow: Flow, parameters: KeyParameters): OdpKey {
  return makeKey(flow, undefined, parameters);
}

/**
 * Returns the mask for the key of `flow` with the bits of `wildcards`. It matches the port exactly.
 */
export function odpKeyFromMask(
  flow: Flow,
  wildcards: Wildcards,
  parameters: KeyParameters,
): OdpKey {
  return makeKey(flow, wildcards, parameters);
}

function makeKey(
  flow: Flow,
  wildcards: Wildcards | undefined,
  { inPort = ODPP_NONE, tracked, geneve }: KeyParameters,
): OdpKey {
  const data = wildcards ?? flow;
  const key: OdpKeyAttribute[] = [{ name: 'skb_priority', value: data.get('skb_priority') }];
  if (wildcards !== undefined) {
    const options = optionsOf(flow, geneve).map(optionMask(wildcards, geneve));
    key.push({ name: 'tunnel', items: tunnelItems(tunnelOf(wildcards), options) });
  } else if (flow.get('tun_dst') !== 0n) {
    key.push({ name: 'tunnel', items: tunnelItems(tunnelOf(flow), optionsOf(flow, geneve)) });
  }
  key.push({ name: 'skb_mark', value: data.get('pkt_mark') });
  if (tracked) {
    key.push(
      { name: 'ct_state', value: ctStateToOdp(data.get('ct_state')) },
      { name: 'ct_zone', value: data.get('ct_zone') },
      { name: 'ct_mark', value: data.get('ct_mark') },
      { name: 'ct_label', value: data.get('ct_label') },
    );
  }
  key.push(
    { name: 'recirc_id', value: data.get('recirc_id') },
    { name: 'dp_hash', value: data.get('dp_hash') },
  );
  if (wildcards !== undefined) key.push({ name: 'in_port', value: BigInt(ODPP_NONE) });
  else if (inPort !== ODPP_NONE) key.push({ name: 'in_port', value: BigInt(inPort) });
  key.push(structured('eth', data, false));
  putPayload(key, flow, wildcards);
  return key;
}

/**
 * Returns the mask of an option, which matches the type exactly and the data in the bits of
 * `wildcards`.
 */
const optionMask =
  (wildcards: Wildcards, geneve: GeneveTable) =>
  (option: GeneveOption): GeneveOption => {
    const n = optionNumber(option, geneve);
    const value = n === undefined ? 0n : wildcards.get(tunMetadata(n));
    return { class: 0xffff, type: 0xff, length: 0x1f, value };
  };

/** Adds the Ethernet type and the attributes after it, encapsulated if there is a VLAN tag. */
function putPayload(key: OdpKeyAttribute[], flow: Flow, wildcards: Wildcards | undefined): void {
  const tci = flow.get('vlan_tci');
  const type = Number(flow.get('dl_type'));
  if (tci === 0n && type !== ETH_TYPE.VLAN) {
    putTyped(key, flow, wildcards);
    return;
  }
  const inner: OdpKeyAttribute[] = [];
  // If the tag is zero, the VLAN header was truncated and its contents are unknown.
  if (tci !== 0n) putTyped(inner, flow, wildcards);
  key.push(
    { name: 'eth_type', value: wildcards === undefined ? BigInt(ETH_TYPE.VLAN) : 0xffffn },
    { name: 'vlan', value: (wildcards ?? flow).get('vlan_tci') },
    { name: 'encap', key: inner },
  );
}

/**
 * Adds the Ethernet type, which a mask contains even if the frame has none, and the attributes that
 * depend on it.
 */
function putTyped(key: OdpKeyAttribute[], flow: Flow, wildcards: Wildcards | undefined): void {
  const data = wildcards ?? flow;
  const type = flow.get('dl_type');
  if (type < ETH_TYPE_MIN) {
    if (wildcards !== undefined) key.push({ name: 'eth_type', value: 0xffffn });
    return;
  }
  key.push({ name: 'eth_type', value: data.get('dl_type') });
  const isMask = wildcards !== undefined;
  switch (Number(type)) {
    case ETH_TYPE.IPV4:
      key.push(structured('ipv4', data, isMask));
      break;
    case ETH_TYPE.IPV6:
      key.push(structured('ipv6', data, isMask));
      break;
    case ETH_TYPE.ARP:
    case ETH_TYPE.RARP:
      key.push(structured('arp', data, isMask));
      break;
  }
  if (isMplsType(type)) {
    const count = countMplsLabels(flow);
    const values = Array.from({ length: count }, (_, place) => data.get(lseMember(place)));
    key.push({ name: 'mpls', values });
  }
  if (isIpType(type) && (flow.get('nw_frag') & FRAG.LATER) === 0n)
    putTransport(key, flow, wildcards);
}

function putTransport(key: OdpKeyAttribute[], flow: Flow, wildcards: Wildcards | undefined): void {
  const data = wildcards ?? flow;
  const isMask = wildcards !== undefined;
  const isIpv4 = Number(flow.get('dl_type')) === ETH_TYPE.IPV4;
  switch (Number(flow.get('nw_proto'))) {
    case IP_PROTO.TCP:
      key.push(structured('tcp', data, isMask));
      if (data.get('tcp_flags') !== 0n) {
        key.push({ name: 'tcp_flags', value: data.get('tcp_flags') });
      }
      break;
    case IP_PROTO.UDP:
      key.push(structured('udp', data, isMask));
      break;
    case IP_PROTO.SCTP:
      key.push(structured('sctp', data, isMask));
      break;
    case IP_PROTO.ICMP:
      if (isIpv4) key.push(structured('icmp', data, isMask));
      break;
    case IP_PROTO.ICMPV6:
      if (isIpv4) break;
      key.push(structured('icmpv6', data, isMask));
      if (isDiscovery(flow) && (!isMask || (isWhole(data, 'tp_src') && isWhole(data, 'tp_dst')))) {
        key.push(structured('nd', data, isMask));
      }
      break;
  }
}

const isWhole = (data: Data, member: 'tp_src' | 'tp_dst'): boolean => data.get(member) === 0xffffn;

type Data = Pick<Flow, 'get'>;

function structured(name: StructuredName, data: Data, isMask: boolean): OdpKeyAttribute {
  return { name, values: STRUCTURED[name].map((field) => fieldOf(name, field, data, isMask)) };
}

function fieldOf(name: StructuredName, field: OdpField, data: Data, isMask: boolean): bigint {
  const value = data.get(field.member);
  if (field.kind === 'frag') return isMask ? fragmentMask(value) : fragmentKind(value);
  // ICMP types and codes have one byte, ports have two.
  return name === 'icmp' || name === 'icmpv6' ? value & 0xffn : value;
}

/** Returns the mask of the fragment type, an enumeration that is matched exactly or not at all. */
const fragmentMask = (bits: bigint): bigint => ((bits & FRAG.ANY) === 0n ? 0n : 0xffn);

function fragmentKind(bits: bigint): bigint {
  if ((bits & FRAG.ANY) === 0n) return 0n;
  return (bits & FRAG.LATER) === 0n ? 1n : 2n;
}
