/**
 * Holds the state of a translation from a packet's flow to datapath actions (`struct xlate_ctx`),
 * which action handlers read and write.
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

/** The input of a translation. Mirrors `struct xlate_in`. */
export interface TranslationInput {
  /** The bridge on which the packet arrived. */
  readonly bridge: DatapathBridge;
  /** The packet, with its OpenFlow port in `in_port`. */
  readonly flow: Flow;
  /** True for a real packet. Otherwise no recirculation ID is allocated. */
  readonly hasPacket: boolean;
  /** Actions to execute instead of those of the flow in table 0. */
  readonly actions?: readonly OfAction[];
  readonly recirculation: RecirculationIds;
  readonly trace?: TraceSink;
  /** Receives messages for the operator. */
  readonly log?: LogSink;
}

/** The result of a translation. Mirrors `struct xlate_out`. */
export interface TranslationResult {
  readonly actions: readonly OdpAction[];
  /** The bits of the input flow that the result depends on. */
  readonly wildcards: Wildcards;
  /** The reasons for the slow path; empty if the datapath can execute everything. */
  readonly slow: ReadonlySet<SlowPathReason>;
  readonly effects: readonly Effect[];
  /** The recirculation IDs that were allocated. */
  readonly recirculations: readonly number[];
  /** The flow at the end. */
  readonly flow: Flow;
}

/** The cookie of packets that matched no flow. */
const NO_COOKIE = 0xffffffffffffffffn;

/** Executes actions (`do_xlate_actions`). */
export type ActionRunner = (context: TranslationContext, actions: readonly PendingAction[]) => void;

export class TranslationContext {
  readonly input: TranslationInput;
  readonly #run: ActionRunner;
  /** The current packet and its metadata. */
  flow: Flow;
  /** The packet as the datapath has it after the actions so far. */
  base: Flow;
  readonly wildcards = new Wildcards();
  actions: OdpAction[] = [];
  readonly slow = new Set<SlowPathReason>();
  readonly effects: Effect[] = [];
  readonly recirculations: number[] = [];

  /** The current bridge, a different one beyond a patch port. */
  bridge: DatapathBridge;
  /** The flow whose actions are being executed. */
  entry: FlowEntry | undefined;
  /** Its cookie, or that of the flow whose actions were deferred. */
  cookie = NO_COOKIE;
  /** The table that was looked up last. */
  table = 0;
  /** The nesting depth of lookups and groups. */
  depth = 0;
  /** The number of lookups so far. */
  resubmits = 0;
  /** True to execute no further actions. */
  exit = false;
  /** True to skip the rest of the current action list. */
  leavesList = false;

  inGroup = false;
  inActionSet = false;
  actionSet: readonly OfAction[] = [];
  actionSetHasGroup = false;
  stack: bigint[] = [];
  /** The mirrors that have copied the packet, as a mask of positions. */
  mirrored = 0;

  /** The actions to execute after recirculation, once it is certain to happen. */
  pending: PendingAction[] | undefined;
  /** True if a label stack was popped, so that only the datapath knows the headers below it. */
  wasMpls = false;
  /** True if the connection tracker has seen the packet in this bridge. */
  conntracked = false;

  /** @param run executes actions; injected because their handlers depend on the context. */
  constructor(input: TranslationInput, run: ActionRunner) {
    this.input = input;
    this.#run = run;
    this.flow = new Flow(input.flow);
    this.base = new Flow(input.flow);
    this.bridge = input.bridge;
  }

  /** True for a real packet, from which switches learn. */
  get hasPacket(): boolean {
    return this.input.hasPacket;
  }

  /** True if the translation ends with recirculation. */
  get recirculates(): boolean {
    return this.pending !== undefined;
  }

  /** The packet's OpenFlow port. */
  get inPort(): number {
    return Number(this.flow.get('in_port'));
  }

  /** Adds a line to the trace. */
  report(message: string): void {
    this.input.trace?.report(this.depth, message);
  }

  /** Logs a message for the operator. */
  log(level: LogLevel, message: string): void {
    this.input.log?.({ program: 'ovs-vswitchd', module: 'ofproto_dpif_xlate', level, message });
  }

  /** Executes actions in order. */
  run(actions: readonly PendingAction[]): void {
    this.#run(this, actions);
  }

  /** Adds datapath actions for the changes to the packet since the last commit. */
  commit(): void {
    const slow = commitOdpActions(this.flow, this.base, this.actions, this.wildcards);
    if (slow !== undefined) this.slow.add(slow);
  }

  /**
   * Stops executing actions. The current and the remaining ones are deferred until after
   * recirculation.
   */
  triggerRecirculation(): void {
    this.exit = true;
    this.pending = [];
  }
}
