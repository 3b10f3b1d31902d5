/**
 * Flows made of flow keys: the counterpart of `odp_flow_key_to_flow` and `..._to_mask`. A key
 * must have the attributes that its flow calls for, and no others; its fitness says how far.
 */
import { type FlowMember, VLAN_CFI } from '../../openflow/members.js';
import { Flow, WHOLE, Wildcards } from '../flow.js';
import { DL_TYPE_NONE, ETH_TYPE, ETH_TYPE_MIN } from '../packet/protocols.js';
import { ctStateFromOdp } from './flag-names.js';
import type { GeneveTable } from './geneve.js';
import { ODPP_NONE, type OdpKey, type OdpKeyAttribute, type ScalarName } from './key.js';
import { convertPayload } from './payload-to-flow.js';
import { convertTunnel } from './tunnel-to-flow.js';

/** How well a key has what it must have, from good to bad: `enum odp_key_fitness`. */
export const FITNESS = ['OK', 'too_much', 'too_little', 'error'] as const;
export type OdpFitness = (typeof FITNESS)[number];

/** The worse of two. */
export function worse(one: OdpFitness, other: OdpFitness): OdpFitness {
  return FITNESS.indexOf(one) > FITNESS.indexOf(other) ? one : other;
}

/** A flow, how well its key fits, and the datapath port that the key has. */
export interface ConvertedKey {
  readonly fitness: OdpFitness;
  /** Its `in_port` has what the member has room for of the datapath port. */
  readonly flow: Flow;
  /** {@link ODPP_NONE} where the key has no port. */
  readonly inPort: number;
}

/** The flow of a key; of no use with an `error`. */
export function flowFromOdpKey(key: OdpKey, geneve: GeneveTable): ConvertedKey {
  const flow = new Flow();
  const fitness = convertKey(key, { into: flow, flow, key, isMask: false, geneve });
  const port = key.find(({ name }) => name === 'in_port');
  return { fitness, flow, inPort: port?.name === 'in_port' ? Number(port.value) : ODPP_NONE };
}

/** What the mask of a key depends on; `flow` must be the flow of the key. */
export function wildcardsFromOdpKey(
  mask: OdpKey,
  key: OdpKey,
  flow: Flow,
  geneve: GeneveTable,
): { readonly fitness: OdpFitness; readonly wildcards: Wildcards } {
  const into = new Flow();
  const fitness = convertKey(mask, { into, flow, key, isMask: true, geneve });
  const wildcards = new Wildcards();
  for (const [index, whole] of WHOLE.entries()) wildcards.addAt(index, into.at(index) & whole);
  return { fitness, wildcards };
}

/** What is converted, and into what. */
export interface Conversion {
  /** Gets the values, or the masks. */
  readonly into: Flow;
  /** The flow of the key: the same as `into`, unless it is a mask that is converted. */
  readonly flow: Flow;
  readonly key: OdpKey;
  readonly isMask: boolean;
  readonly geneve: GeneveTable;
}

/** Attributes by name. */
export type Present = ReadonlyMap<OdpKeyAttribute['name'], OdpKeyAttribute>;

/** The attributes by name; `undefined` where there is one twice. */
export function attributesOf(key: OdpKey): Present | undefined {
  const present = new Map(key.map((attribute) => [attribute.name, attribute]));
  return present.size === key.length ? present : undefined;
}

/** The value of an attribute that is one number. */
export function scalarOf(present: Present, name: ScalarName): bigint | undefined {
  const attribute = present.get(name);
  return attribute !== undefined && 'value' in attribute ? attribute.value : undefined;
}

/** Whether what is present is what is expected. */
export function checkExpectations(
  present: Present,
  expected: ReadonlySet<OdpKeyAttribute['name']>,
): OdpFitness {
  if (![...expected].every((name) => present.has(name))) return 'too_little';
  return [...present.keys()].every((name) => expected.has(name)) ? 'OK' : 'too_much';
}

/** Attributes that are no more than a member, whatever the packet is. */
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

function convertKey(key: OdpKey, conversion: Conversion): OdpFitness {
  const { into, flow, isMask } = conversion;
  const present = attributesOf(key);
  if (present === undefined) return 'error';
  const expected = new Set<OdpKeyAttribute['name']>();
  if (!convertMetadata(present, expected, conversion)) return 'error';
  const eth = present.get('eth');
  if (eth !== undefined && 'values' in eth) {
    into.set('dl_src', eth.values[0] ?? 0n);
    into.set('dl_dst', eth.values[1] ?? 0n);
  }
  if (eth !== undefined || !isMask) expected.add('eth');
  if (!convertType(present, expected, conversion)) return 'error';
  const tagged = isMask
    ? (flow.get('vlan_tci') & VLAN_CFI) !== 0n
    : Number(flow.get('dl_type')) === ETH_TYPE.VLAN;
  if (tagged) return convertTagged(present, expected, conversion);
  if (isMask) {
    // A mask that is silent about the tag wants none.
    into.set('vlan_tci', scalarOf(present, 'vlan') ?? 0xffffn);
    if (present.has('vlan')) expected.add('vlan');
  }
  return convertPayload(present, expected, conversion);
}

function convertMetadata(
  present: Present,
  expected: Set<OdpKeyAttribute['name']>,
  conversion: Conversion,
): boolean {
  const { into, isMask } = conversion;
  // A mask that is silent about the recirculation wants it exactly.
  if (isMask) into.set('recirc_id', 0xffffffffn);
  for (const [name, member] of METADATA) {
    const value = scalarOf(present, name);
    if (value === undefined) continue;
    into.set(member, name === 'ct_state' ? ctStateFromOdp(value) : value);
    expected.add(name);
  }
  const tunnel = present.get('tunnel');
  if (tunnel?.name === 'tunnel') {
    if (!convertTunnel(tunnel.items, conversion)) return false;
    expected.add('tunnel');
  }
  const inPort = scalarOf(present, 'in_port');
  if (inPort !== undefined) expected.add('in_port');
  into.set('in_port', (inPort ?? (isMask ? 0n : BigInt(ODPP_NONE))) & 0xffffn);
  return true;
}

/** The Ethernet type. A frame that has none is said by its missing, and by a whole mask for it. */
function convertType(
  present: Present,
  expected: Set<OdpKeyAttribute['name']>,
  { into, flow, isMask }: Conversion,
): boolean {
  const type = scalarOf(present, 'eth_type');
  if (type === undefined) {
    if (!isMask) into.set('dl_type', BigInt(DL_TYPE_NONE));
    return !isMask || flow.get('dl_type') >= ETH_TYPE_MIN;
  }
  into.set('dl_type', type);
  expected.add('eth_type');
  if (!isMask) return type >= ETH_TYPE_MIN;
  return flow.get('dl_type') >= ETH_TYPE_MIN || type === 0xffffn;
}

/** A VLAN header, and what is inside it. */
function convertTagged(
  present: Present,
  expected: Set<OdpKeyAttribute['name']>,
  conversion: Conversion,
): OdpFitness {
  const { into, isMask } = conversion;
  for (const name of ['vlan', 'encap'] as const) {
    if (!isMask || present.has(name)) expected.add(name);
  }
  const fitness = checkExpectations(present, expected);
  const encap = present.get('encap');
  const inner = encap?.name === 'encap' ? encap.key : [];
  const tci = scalarOf(present, 'vlan');
  into.set('dl_type', 0n);
  into.set('vlan_tci', tci ?? 0n);
  if (isMask) {
    if (encap === undefined) return fitness;
  } else {
    if (tci === undefined) return 'too_little';
    // A header that is cut short has no tag, and nothing in it.
    if (tci === 0n) return fitness === 'OK' && inner.length > 0 ? 'too_much' : fitness;
    if ((tci & VLAN_CFI) === 0n) return 'error';
  }
  const innerPresent = attributesOf(inner);
  if (innerPresent === undefined) return 'error';
  const innerExpected = new Set<OdpKeyAttribute['name']>();
  if (!convertType(innerPresent, innerExpected, conversion)) return 'error';
  return worse(fitness, convertPayload(innerPresent, innerExpected, conversion));
}
