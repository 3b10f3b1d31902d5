/**
 * A translation under way, from the flow of a packet to datapath actions: the
 * counterpart of the reference's `struct xlate_ctx`. Handlers of actions read and
 * write it.
 */

import type { LogLevel, LogSink } from '../../lib/log.js';
import type { OfAction } from '../../openflow/model/actions.js';
import type { FlowEntry } from '../../openflow/model/flow-entry.js';
import { Flow, Wildcards } from '../../packet/flow.js';
import type { DatapathBridge } from '../bridge/datapath-bridge.js';
import { commitOdpActions } from '../odp/commit-actions.js';
import type { OdpAction, SlowPathReason } from '../odp/odp-actions.js';
import type { Effect } from './effects.js';
import type { PendingAction, RecirculationIds } from './recirculation-ids.js';
import type { TraceSink } from './trace-sink.js';

/** What is to be translated: `struct xlate_in`. */
export interface TranslationInput {
  /** The bridge that the packet came to. */
  readonly bridge: DatapathBridge;
  /** The packet, with its port as OpenFlow numbers it in `in_port`. */
  readonly flow: Flow;
  /** Whether there is a packet. Without one, no recirculation ID is given out. */
  readonly hasPacket: boolean;
  /** Actions to carry out, instead of those of the flow that table 0 has for it. */
  readonly actions?: readonly OfAction[];
  readonly recirculation: RecirculationIds;
  readonly trace?: TraceSink;
  /** Is told what an operator should know. */
  readonly log?: LogSink;
}

/** What comes out: `struct xlate_out` and all that goes with it. */
export interface TranslationResult {
  readonly actions: readonly OdpAction[];
  /** What of the flow that went in this depended on. */
  readonly wildcards: Wildcards;
  /** Why the datapath cannot do it on its own; empty where it can. */
  readonly slow: ReadonlySet<SlowPathReason>;
  readonly effects: readonly Effect[];
  /** The recirculation IDs that were given out for this. */
  readonly recirculations: readonly number[];
  /** The flow as it was in the end. */
  readonly flow: Flow;
}

/** The cookie of packets that no flow has anything to do with. */
const NO_COOKIE = 0xffffffffffffffffn;

/** Executes actions (`do_xlate_actions`). */
export type ActionRunner = (context: TranslationContext, actions: readonly PendingAction[]) => void;

export class TranslationContext {
  readonly input: TranslationInput;
  readonly #run: ActionRunner;
  /** The packet as it is now, and its metadata. */
  flow: Flow;
  /** The packet as the datapath has it, after the actions so far. */
  base: Flow;
  readonly wildcards = new Wildcards();
  actions: OdpAction[] = [];
  readonly slow = new Set<SlowPathReason>();
  readonly effects: Effect[] = [];
  readonly recirculations: number[] = [];

  /** The bridge that the packet is in; another one beyond a patch port. */
  bridge: DatapathBridge;
  /** The flow entry whose actions are being carried out. */
  entry: FlowEntry | undefined;
  /** Its cookie, or that of the one whose actions were put off. */
  cookie = NO_COOKIE;
  /** The table that was looked up last. */
  table = 0;
  /** How many look-ups and groups this is nested in. */
  depth = 0;
  /** How many look-ups there have been. */
  resubmits = 0;
  /** Whether no more actions are to be carried out. */
  exit = false;
  /** Whether the rest of the list of actions at hand is to be left out. */
  leavesList = false;

  inGroup = false;
  inActionSet = false;
  actionSet: readonly OfAction[] = [];
  actionSetHasGroup = false;
  stack: bigint[] = [];
  /** The mirrors that have copied the packet, as a mask of their places. */
  mirrored = 0;

  /** The actions to carry out after recirculation, once it is clear that there will be one. */
  pending: PendingAction[] | undefined;
  /** Whether a label stack is gone, so that only the datapath knows what was beneath it. */
  wasMpls = false;
  /** Whether the connection tracker has seen the packet in this bridge. */
  conntracked = false;

  /** @param run executes actions; handed in because their handlers need the context. */
  constructor(input: TranslationInput, run: ActionRunner) {
    this.input = input;
    this.#run = run;
    this.flow = new Flow(input.flow);
    this.base = new Flow(input.flow);
    this.bridge = input.bridge;
  }

  /** Whether the packet is a real one, from which switches learn. */
  get hasPacket(): boolean {
    return this.input.hasPacket;
  }

  /** Whether the translation ends with a recirculation. */
  get recirculates(): boolean {
    return this.pending !== undefined;
  }

  /** The packet's port. */
  get inPort(): number {
    return Number(this.flow.get('in_port'));
  }

  /** Tells whoever follows this translation. */
  report(message: string): void {
    this.input.trace?.report(this.depth, message);
  }

  /** Tells the operator. */
  log(level: LogLevel, message: string): void {
    this.input.log?.({ program: 'ovs-vswitchd', module: 'ofproto_dpif_xlate', level, message });
  }

  /** Executes actions one after the other. */
  run(actions: readonly PendingAction[]): void {
    this.#run(this, actions);
  }

  /** Makes datapath actions of what has changed in the packet since the last ones. */
  commit(): void {
    const slow = commitOdpActions(this.flow, this.base, this.actions, this.wildcards);
    if (slow !== undefined) this.slow.add(slow);
  }

  /**
   * No more actions are carried out now: those that are left, beginning with the one
   * at hand, come after recirculation.
   */
  triggerRecirculation(): void {
    this.exit = true;
    this.pending = [];
  }
}
