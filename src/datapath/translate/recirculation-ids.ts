/**
 * Where translations go on that had to stop, because what comes next depends on
 * what the datapath makes of the packet (`ofproto/ofproto-dpif-rid.c`).
 */

import type { OfAction } from '../../openflow/model/actions.js';
import type { FlowMember } from '../../openflow/model/members.js';
import type { DatapathBridge } from '../bridge/datapath-bridge.js';

/** An action that was put off, or a note of the flow that the following ones come from. */
export type PendingAction =
  | OfAction
  | { readonly type: 'unroll_xlate'; readonly table: number; readonly cookie: bigint };

/** All that a translation needs to go on: `struct recirc_state`. */
export interface RecirculationState {
  /** The table to look the packet up in, if no actions are left. */
  readonly table: number;
  readonly bridge: DatapathBridge;
  /** Members of the flow that the datapath does not keep, as they were. */
  readonly metadata: ReadonlyMap<FlowMember, bigint>;
  readonly stack: readonly bigint[];
  /** The mirrors that have copied the packet. */
  readonly mirrored: number;
  /** Whether what the datapath says about the connection is to be believed. */
  readonly conntracked: boolean;
  readonly actionSet: readonly OfAction[];
  /** The actions that are still to be carried out. */
  readonly actions: readonly PendingAction[];
}

/** The recirculation IDs that are in use. Equal states share one. */
export class RecirculationIds {
  readonly #states = new Map<number, RecirculationState>();
  readonly #ids = new Map<string, number>();
  #last = 0;

  /** IDs of their own, beginning with those that `others` has now. */
  constructor(others?: RecirculationIds) {
    if (others === undefined) return;
    this.#states = new Map(others.#states);
    this.#ids = new Map(others.#ids);
    this.#last = others.#last;
  }

  /** The state that `id` stands for. */
  get(id: number): RecirculationState | undefined {
    return this.#states.get(id);
  }

  /** The ID of a state; 0 where it has none. */
  find(state: RecirculationState): number {
    return this.#ids.get(keyOf(state)) ?? 0;
  }

  /** The ID of a state, which gets one where it has none. */
  allocate(state: RecirculationState): number {
    const key = keyOf(state);
    const known = this.#ids.get(key);
    if (known !== undefined) return known;
    const id = ++this.#last;
    this.#states.set(id, state);
    this.#ids.set(key, id);
    return id;
  }

  /** Nothing leads to an ID any more: from now on an equal state gets another one. */
  retire(id: number): void {
    const state = this.#states.get(id);
    if (state !== undefined) this.#ids.delete(keyOf(state));
  }

  /** Forgets an ID that was retired. */
  forget(id: number): void {
    this.#states.delete(id);
  }
}

/** IDs for a translation that has no consequences: each state gets one as it is looked for. */
export class ScratchRecirculationIds extends RecirculationIds {
  override find(state: RecirculationState): number {
    return this.allocate(state);
  }
}

/** A text that is the same for equal states only. */
function keyOf(state: RecirculationState): string {
  const plain = {
    ...state,
    bridge: state.bridge.bridge.name,
    metadata: [...state.metadata],
  };
  return JSON.stringify(plain, (_, value: unknown) => {
    if (typeof value === 'bigint') return `0x${value.toString(16)}`;
    return value instanceof Uint8Array ? [...value] : value;
  });
}
