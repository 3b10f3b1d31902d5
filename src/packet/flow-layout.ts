/**
 * Defines the memory layout of a flow, which is that of `struct flow` on a little-endian machine.
 * It affects megaflows, because the classifier examines flows word by word and in segments.
 */
import { FLOW_MEMBERS, type FlowMember, memberBits } from '../openflow/model/members.js';

/** A position in memory, in bytes. */
interface Place {
  readonly offset: number;
  readonly size: number;
  /** True if the most significant byte comes first, as on the wire. */
  readonly network: boolean;
}

/** The offset of each member, in the order of the reference. */
const NETWORK: readonly (readonly [FlowMember, number])[] = [
  ['tun_dst', 0],
  ['tun_src', 4],
  ['tun_id', 8],
  ['tun_tp_src', 20],
  ['tun_tp_dst', 22],
  ['tun_gbp_id', 24],
  ['metadata', 304],
  ['dl_dst', 400],
  ['dl_src', 406],
  ['dl_type', 412],
  ['vlan_tci', 414],
  ['mpls_lse', 416],
  ['mpls_lse1', 420],
  ['mpls_lse2', 424],
  ['nw_src', 432],
  ['nw_dst', 436],
  ['ipv6_src', 440],
  ['ipv6_dst', 456],
  ['ipv6_label', 472],
  ['nd_target', 480],
  ['arp_sha', 496],
  ['arp_tha', 502],
  ['tcp_flags', 508],
  ['tp_src', 512],
  ['tp_dst', 514],
];

const HOST: readonly (readonly [FlowMember, number])[] = [
  ['tun_flags', 16],
  ['tun_tos', 18],
  ['tun_ttl', 19],
  ['tun_gbp_flags', 26],
  ['tun_metadata_present', 32],
  ['reg0', 312],
  ['reg1', 316],
  ['reg2', 320],
  ['reg3', 324],
  ['reg4', 328],
  ['reg5', 332],
  ['reg6', 336],
  ['reg7', 340],
  ['skb_priority', 344],
  ['pkt_mark', 348],
  ['dp_hash', 352],
  ['in_port', 356],
  ['recirc_id', 360],
  ['ct_state', 364],
  ['ct_zone', 366],
  ['ct_mark', 368],
  ['ct_label', 376],
  ['conj_id', 392],
  ['actset_output', 396],
  ['nw_frag', 476],
  ['nw_tos', 477],
  ['nw_ttl', 478],
  ['nw_proto', 479],
];

/** The size of `struct flow` in bytes. */
const FLOW_BYTES = 520;

/** The size of a flow without Geneve options, in 32-bit words. */
export const FLOW_WORDS = FLOW_BYTES / 4;

/** The ends of the segments of a staged lookup, in 64-bit words: metadata, Ethernet, network. */
export const SEGMENT_ENDS: readonly number[] = [400 / 8, 432 / 8, 512 / 8];

/** The first 64-bit word of the members that the reference keeps among the metadata. */
export const EXTENSION = FLOW_BYTES / 8;

const PLACES: readonly Place[] = placeMembers();

/** Appends members that the tables do not list, as 64-bit words. */
function placeMembers(): Place[] {
  const known = new Map<FlowMember, Omit<Place, 'size'>>();
  for (const [member, offset] of NETWORK) known.set(member, { offset, network: true });
  for (const [member, offset] of HOST) known.set(member, { offset, network: false });
  let end = FLOW_BYTES;
  return FLOW_MEMBERS.map((member) => {
    const size = Math.ceil(memberBits(member) / 8);
    const place = known.get(member);
    if (place !== undefined) return { ...place, size };
    const offset = end;
    end += Math.ceil(size / 8) * 8;
    return { offset, size, network: true };
  });
}

function placeOf(index: number): Place {
  const place = PLACES[index];
  if (place === undefined) throw new RangeError(`a flow has no member ${index}`);
  return place;
}

/** Returns the first 32-bit word of a member. */
export function firstWord(index: number): number {
  return placeOf(index).offset >> 2;
}

/** Returns the 32-bit word after the last one of a member. */
export function endWord(index: number): number {
  const { offset, size } = placeOf(index);
  return Math.ceil((offset + size) / 4);
}

/** Swaps the bytes of a 32-bit word, between network and host order. */
export function swapBytes(word: number): number {
  return ((word << 24) | ((word & 0xff00) << 8) | ((word >>> 8) & 0xff00) | (word >>> 24)) >>> 0;
}

/** Returns the value of a member in a flow's memory; 0 if the memory ends before it. */
export function readMember(bytes: Uint8Array, index: number): bigint {
  const { offset, size, network } = placeOf(index);
  if (size <= 6) {
    let value = 0;
    for (let i = 0; i < size; i++) {
      value = value * 256 + (bytes[network ? offset + i : offset + size - 1 - i] ?? 0);
    }
    return BigInt(value);
  }
  let value = 0n;
  for (let i = 0; i < size; i += 4) {
    const at = network ? offset + i : offset + size - 4 - i;
    value = (value << 32n) | BigInt(readWord(bytes, at, network));
  }
  return value;
}

function readWord(bytes: Uint8Array, at: number, network: boolean): number {
  const [a, b, c, d] = [bytes[at] ?? 0, bytes[at + 1] ?? 0, bytes[at + 2] ?? 0, bytes[at + 3] ?? 0];
  const word = network
    ? (a << 24) | (b << 16) | (c << 8) | d
    : (d << 24) | (c << 16) | (b << 8) | a;
  return word >>> 0;
}

/** Sets a member in a flow's memory, which must be large enough. */
export function writeMember(bytes: Uint8Array, index: number, value: bigint): void {
  const { offset, size, network } = placeOf(index);
  if (size <= 6) {
    let rest = Number(value);
    for (let i = 0; i < size; i++) {
      bytes[network ? offset + size - 1 - i : offset + i] = rest % 256;
      rest = Math.floor(rest / 256);
    }
    return;
  }
  let rest = value;
  for (let i = 0; i < size; i += 4) {
    const word = Number(BigInt.asUintN(32, rest));
    rest >>= 32n;
    for (let j = 0; j < 4; j++) {
      const byte = (word >>> (8 * j)) & 0xff;
      bytes[network ? offset + size - 1 - i - j : offset + i + j] = byte;
    }
  }
}
