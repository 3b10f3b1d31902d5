/**
 * What a packet and its metadata come down to: the counterpart of the reference's
 * `struct flow`. It has a value for every member; those that a packet has not are zero.
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

/** All bits of each member, by its index. */
export const WHOLE: readonly bigint[] = FLOW_MEMBERS.map(
  (member) => (1n << BigInt(memberBits(member))) - 1n,
);

/** A value for each member of a flow, in memory as the reference has it. */
class Members {
  #words: Uint32Array;
  #bytes: Uint8Array;

  constructor(other: Members | undefined) {
    this.#words = other === undefined ? new Uint32Array(FLOW_WORDS) : other.#words.slice();
    this.#bytes = new Uint8Array(this.#words.buffer);
  }

  /** The memory, in words of 32 bits. Words beyond its end are zero. */
  get words(): Uint32Array {
    return this.#words;
  }

  get(member: FlowMember): bigint {
    return this.at(memberIndex(member));
  }

  /** The value of the member at this place in {@link FLOW_MEMBERS}. */
  at(index: number): bigint {
    return firstWord(index) < this.#words.length ? readMember(this.#bytes, index) : 0n;
  }

  /** Whether all members have the same values. */
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

  /** Makes the memory reach to this word at least. */
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
  /** A flow like `other`, or one of zeros. */
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

/**
 * The bits of a flow that something depended on: the counterpart of the reference's
 * `struct flow_wildcards`. Bits are only ever added, but for what `clear` takes back.
 */
export class Wildcards extends Members {
  /** A copy of `other`, or one that depends on nothing. */
  constructor(other?: Wildcards) {
    super(other);
  }

  /** Depends on these bits of a member from now on; on all of them unless told which. */
  add(member: FlowMember, bits?: bigint): void {
    this.addAt(memberIndex(member), bits);
  }

  addAt(index: number, bits: bigint = WHOLE[index] ?? 0n): void {
    this.put(index, this.at(index) | bits);
  }

  /** Depends on these bits of the word of 32 bits at this place from now on. */
  addWord(place: number, bits: number): void {
    if (bits === 0) return;
    this.reach(place + 1);
    this.words[place] = (this.words[place] ?? 0) | bits;
  }

  /** Does not depend on a member any more. */
  clear(member: FlowMember): void {
    this.put(memberIndex(member), 0n);
  }

  /**
   * The match of all flows that are like `flow` in what this depends on. Of Geneve
   * options it says nothing where the flow has none.
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
