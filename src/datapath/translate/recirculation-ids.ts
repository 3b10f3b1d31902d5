/**
 * Stores the states of translations that are suspended until the datapath has processed the packet
 * (`ofproto/ofproto-dpif-rid.c`).
 */
import type { OfAction } from '../../openflow/model/actions.js';
import type { FlowMember } from '../../openflow/model/members.js';
import type { DatapathBridge } from '../bridge/datapath-bridge.js';

/** A deferred action, or a record of the flow that the following actions belong to. */
export type PendingAction =
  | OfAction
  | { readonly type: 'unroll_xlate'; readonly table: number; readonly cookie: bigint };

/** Everything a translation needs to resume. Mirrors `struct recirc_state`. */
export interface RecirculationState {
  /** The table to look up if no actions are left. */
  readonly table: number;
  readonly bridge: DatapathBridge;
  /** The values of members that the datapath does not keep. */
  readonly metadata: ReadonlyMap<FlowMember, bigint>;
  readonly stack: readonly bigint[];
  /** The mirrors that have copied the packet. */
  readonly mirrored: number;
  /** True if the connection state from the datapath may be used. */
  readonly conntracked: boolean;
  readonly actionSet: readonly OfAction[];
  /** The actions that remain. */
  readonly actions: readonly PendingAction[];
}

/** The recirculation IDs in use. Equal states share an ID. */
export class RecirculationIds {
  readonly #states = new Map<number, RecirculationState>();
  readonly #ids = new Map<string, number>();
  #last = 0;

  /** Starts with a copy of the IDs of `others`. */
  constructor(others?: RecirculationIds) {
    if (others === undefined) return;
    this.#states = new Map(others.#states);
    this.#ids = new Map(others.#ids);
    this.#last = others.#last;
  }

  /** Returns the state of an ID. */
  get(id: number): RecirculationState | undefined {
    return this.#states.get(id);
  }

  /** Returns the ID of a state; 0 if it does not have one. */
  find(state: RecirculationState): number {
    return this.#ids.get(keyOf(state)) ?? 0;
  }

  /** Returns the ID of a state, which is allocated if necessary. */
  allocate(state: RecirculationState): number {
    const key = keyOf(state);
    const known = this.#ids.get(key);
    if (known !== undefined) return known;
    const id = ++this.#last;
    this.#states.set(id, state);
    this.#ids.set(key, id);
    return id;
  }

  /** Retires an ID: from now on, an equal state gets a new one. */
  retire(id: number): void {
    const state = this.#states.get(id);
    if (state !== undefined) this.#ids.delete(keyOf(state));
  }

  /** Forgets a retired ID. */
  forget(id: number): void {
    this.#states.delete(id);
  }
}

/** The IDs of a translation without side effects. Looking up a state allocates its ID. */
export class ScratchRecirculationIds extends RecirculationIds {
  override find(state: RecirculationState): number {
    return this.allocate(state);
  }
}

/** Returns a text that is the same only for equal states. */
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
