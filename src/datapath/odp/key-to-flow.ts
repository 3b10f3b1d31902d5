/**
 * Converts flow keys to flows (`odp_flow_key_to_flow`). A key should contain exactly the attributes
 * that its flow needs; its fitness says how close it comes.
 */
import { DL_TYPE_NONE, ETH_TYPE, ETH_TYPE_MIN } from '../../lib/protocol-numbers.js';
import { type FlowMember, VLAN_CFI } from '../../openflow/model/members.js';
import { Flow } from '../../packet/flow.js';
import {
  type Attributes,
  attributesOf,
  fitnessOf,
  type OdpFitness,
  scalarOf,
  worse,
} from './fitness.js';
import { ctStateFromOdp } from './flag-names.js';
import type { GeneveTable } from './geneve.js';
import { ODPP_NONE, type OdpKey, type ScalarName } from './key.js';
import { convertPayload } from './payload-to-flow.js';
import { convertTunnel } from './tunnel-to-flow.js';

/** A flow, the fitness of its key, and the datapath port in the key. */
export interface ConvertedKey {
  readonly fitness: OdpFitness;
  /** Its `in_port` holds the lower bits of the datapath port. */
  readonly flow: Flow;
  /** The datapath port; {@link ODPP_NONE} if the key does not contain one. */
  readonly inPort: number;
}

/** Returns the flow of a key. It is meaningless if the fitness is `error`. */
export function flowFromOdpKey(key: OdpKey, geneve: GeneveTable): ConvertedKey {
  const flow = new Flow();
  const fitness = convertKey(key, flow, geneve);
  const port = key.find(({ name }) => name === 'in_port');
  return { fitness, flow, inPort: port?.name === 'in_port' ? Number(port.value) : ODPP_NONE };
}

/** The attributes that correspond to one member, for all kinds of packets. */
const METADATA: readonly (readonly [ScalarName, FlowMember])[] = [
  ['recirc_id', 'recirc_id'],
  ['dp_hash', 'dp_hash'],
  ['skb_priority', 'skb_priority'],
  ['skb_mark', 'pkt_mark'],
  ['ct_state', 'ct_state'],
  ['ct_zone', 'ct_zone'],
  ['ct_mark', 'ct_mark'],
  ['ct_label', 'ct_label'],
];

function convertKey(key: OdpKey, flow: Flow, geneve: GeneveTable): OdpFitness {
  const attributes = attributesOf(key);
  if (attributes === undefined) return 'error';
  const { present, expected } = attributes;
  if (!convertMetadata(attributes, flow, geneve)) return 'error';
  const eth = present.get('eth');
  if (eth !== undefined && 'values' in eth) {
    flow.set('dl_src', eth.values[0] ?? 0n);
    flow.set('dl_dst', eth.values[1] ?? 0n);
  }
  expected.add('eth');
  if (!convertType(attributes, flow)) return 'error';
  return Number(flow.get('dl_type')) === ETH_TYPE.VLAN
    ? convertTagged(attributes, flow)
    : convertPayload(attributes, flow);
}

function convertMetadata(attributes: Attributes, flow: Flow, geneve: GeneveTable): boolean {
  const { present, expected } = attributes;
  for (const [name, member] of METADATA) {
    const value = scalarOf(attributes, name);
    if (value === undefined) continue;
    flow.set(member, name === 'ct_state' ? ctStateFromOdp(value) : value);
    expected.add(name);
  }
  const tunnel = present.get('tunnel');
  if (tunnel?.name === 'tunnel') {
    if (!convertTunnel(tunnel.items, flow, geneve)) return false;
    expected.add('tunnel');
  }
  const inPort = scalarOf(attributes, 'in_port');
  if (inPort !== undefined) expected.add('in_port');
  flow.set('in_port', (inPort ?? BigInt(ODPP_NONE)) & 0xffffn);
  return true;
}

/** Sets the Ethernet type. A key without one belongs to a frame without one. */
function convertType(attributes: Attributes, flow: Flow): boolean {
  const type = scalarOf(attributes, 'eth_type');
  flow.set('dl_type', type ?? BigInt(DL_TYPE_NONE));
  if (type === undefined) return true;
  attributes.expected.add('eth_type');
  return type >= ETH_TYPE_MIN;
}

/** Converts a VLAN tag and the key that it encapsulates. */
function convertTagged(attributes: Attributes, flow: Flow): OdpFitness {
  const { present, expected } = attributes;
  expected.add('vlan').add('encap');
  const fitness = fitnessOf(attributes);
  const encap = present.get('encap');
  const inner = encap?.name === 'encap' ? encap.key : [];
  const tci = scalarOf(attributes, 'vlan');
  flow.set('dl_type', 0n);
  flow.set('vlan_tci', tci ?? 0n);
  if (tci === undefined) return 'too_little';
  // A truncated VLAN header has no tag and encapsulates nothing.
  if (tci === 0n) return fitness === 'OK' && inner.length > 0 ? 'too_much' : fitness;
  if ((tci & VLAN_CFI) === 0n) return 'error';
  const innerAttributes = attributesOf(inner);
  if (innerAttributes === undefined || !convertType(innerAttributes, flow)) return 'error';
  return worse(fitness, convertPayload(innerAttributes, flow));
}
