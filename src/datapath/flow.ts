/**
 * What a packet and its metadata come down to: the counterpart of the reference's
 * `struct flow`. It has a value for every member; those that a packet has not are zero.
 */
import { Match } from '../openflow/match.js';
import { FLOW_MEMBERS, type FlowMember, memberBits, memberIndex } from '../openflow/members.js';

const NOTHING: readonly bigint[] = FLOW_MEMBERS.map(() => 0n);

/** All bits of each member, by its index. */
export const WHOLE: readonly bigint[] = FLOW_MEMBERS.map(
  (member) => (1n << BigInt(memberBits(member))) - 1n,
);

/** A value for each member of a flow. */
export class Flow {
  readonly #values: bigint[];

  /** A flow like `other`, or one of zeros. */
  constructor(other?: Flow) {
    this.#values = other === undefined ? NOTHING.slice() : other.#values.slice();
  }

  get(member: FlowMember): bigint {
    return this.#values[memberIndex(member)] ?? 0n;
  }

  set(member: FlowMember, value: bigint): void {
    this.#values[memberIndex(member)] = value;
  }

  /** The value of the member at this place in {@link FLOW_MEMBERS}. */
  at(index: number): bigint {
    return this.#values[index] ?? 0n;
  }

  setAt(index: number, value: bigint): void {
    this.#values[index] = value;
  }

  equals(other: Flow): boolean {
    return this.#values.every((value, i) => value === other.#values[i]);
  }
}

/**
 * The bits of a flow that something depended on: the counterpart of the reference's
 * `struct flow_wildcards`. Bits are only ever added, but for what `clear` takes back.
 */
export class Wildcards {
  readonly #masks: bigint[];

  /** A copy of `other`, or one that depends on nothing. */
  constructor(other?: Wildcards) {
    this.#masks = other === undefined ? NOTHING.slice() : other.#masks.slice();
  }

  get(member: FlowMember): bigint {
    return this.#masks[memberIndex(member)] ?? 0n;
  }

  at(index: number): bigint {
    return this.#masks[index] ?? 0n;
  }

  /** Depends on these bits of a member from now on; on all of them unless told which. */
  add(member: FlowMember, bits?: bigint): void {
    this.addAt(memberIndex(member), bits);
  }

  addAt(index: number, bits: bigint = WHOLE[index] ?? 0n): void {
    this.#masks[index] = (this.#masks[index] ?? 0n) | bits;
  }

  /** Does not depend on a member any more. */
  clear(member: FlowMember): void {
    this.#masks[memberIndex(member)] = 0n;
  }

  /** The match of all flows that are like `flow` in what this depends on. */
  matchOf(flow: Flow): Match {
    let match = Match.ANY;
    for (const [index, mask] of this.#masks.entries()) {
      const member = FLOW_MEMBERS[index];
      if (mask !== 0n && member !== undefined) {
        match = match.withMember(member, flow.at(index), mask);
      }
    }
    return match;
  }
}
