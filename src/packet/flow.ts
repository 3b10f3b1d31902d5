/**
 * Represents a packet and its metadata as a value for each member (`struct flow`), and the bits on
 * which a decision depends (`struct flow_wildcards`). Members that a packet does not have are zero.
 */
import { Match } from '../openflow/model/match.js';
import {
  FLOW_MEMBERS,
  type FlowMember,
  isTunMetadata,
  memberBits,
  memberIndex,
} from '../openflow/model/members.js';
import { endWord, FLOW_WORDS, firstWord, readMember, writeMember } from './flow-layout.js';

/** A mask of all bits for each member, by index. */
export const WHOLE: readonly bigint[] = FLOW_MEMBERS.map(
  (member) => (1n << BigInt(memberBits(member))) - 1n,
);

/** A value for each member, laid out as in the reference. */
class Members {
  #words: Uint32Array;
  #bytes: Uint8Array;

  constructor(other: Members | undefined) {
    this.#words = other === undefined ? new Uint32Array(FLOW_WORDS) : other.#words.slice();
    this.#bytes = new Uint8Array(this.#words.buffer);
  }

  /** The memory, in 32-bit words. Words beyond its end are zero. */
  get words(): Uint32Array {
    return this.#words;
  }

  get(member: FlowMember): bigint {
    return this.at(memberIndex(member));
  }

  /** Returns the value of the member with this index in {@link FLOW_MEMBERS}. */
  at(index: number): bigint {
    return firstWord(index) < this.#words.length ? readMember(this.#bytes, index) : 0n;
  }

  /** Returns true if all members have the same values. */
  equals(other: this): boolean {
    const length = Math.max(this.#words.length, other.words.length);
    for (let i = 0; i < length; i++) {
      if ((this.#words[i] ?? 0) !== (other.words[i] ?? 0)) return false;
    }
    return true;
  }

  protected put(index: number, value: bigint): void {
    this.reach(endWord(index));
    writeMember(this.#bytes, index, value);
  }

  /** Extends the memory at least to this word. */
  protected reach(end: number): void {
    if (end <= this.#words.length) return;
    const words = new Uint32Array(end + (end & 1));
    words.set(this.#words);
    this.#words = words;
    this.#bytes = new Uint8Array(words.buffer);
  }
}

/** A value for each member of a flow. */
export class Flow extends Members {
  /** Copies `other`, or starts with zeros. */
  constructor(other?: Flow) {
    super(other);
  }

  set(member: FlowMember, value: bigint): void {
    this.setAt(memberIndex(member), value);
  }

  setAt(index: number, value: bigint): void {
    if (endWord(index) > this.words.length && value === 0n) return;
    this.put(index, value);
  }
}

/** The bits of a flow that a decision depended on. Bits are only added, except by `clear`. */
export class Wildcards extends Members {
  /** Copies `other`, or starts empty. */
  constructor(other?: Wildcards) {
    super(other);
  }

  /** Adds bits of a member; all of them by default. */
  add(member: FlowMember, bits?: bigint): void {
    this.addAt(memberIndex(member), bits);
  }

  addAt(index: number, bits: bigint = WHOLE[index] ?? 0n): void {
    this.put(index, this.at(index) | bits);
  }

  /** Adds bits of the 32-bit word at this position. */
  addWord(place: number, bits: number): void {
    if (bits === 0) return;
    this.reach(place + 1);
    this.words[place] = (this.words[place] ?? 0) | bits;
  }

  /** Removes all bits of a member. */
  clear(member: FlowMember): void {
    this.put(memberIndex(member), 0n);
  }

  /**
   * Returns the match of all flows that equal `flow` in these bits. Geneve options are omitted if
   * the flow has none.
   */
  matchOf(flow: Flow): Match {
    let match = Match.ANY;
    const tunneled = flow.get('tun_metadata_present') !== 0n;
    for (const [index, member] of FLOW_MEMBERS.entries()) {
      const mask = this.at(index);
      if (mask !== 0n && (tunneled || !isTunMetadata(member)))
        match = match.withMember(member, flow.at(index), mask);
    }
    return match;
  }
}
