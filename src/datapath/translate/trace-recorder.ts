/** Records the reports of a translation as a tree of lookups. */
import type { FlowEntry } from '../../openflow/model/flow-entry.js';
import type { Bridge } from '../../openflow/switch/bridge.js';
import { Flow, Wildcards } from '../../packet/flow.js';
import type { OdpAction } from '../odp/odp-actions.js';
import { internalFlows } from './internal-flows.js';
import type { LookupState, TraceSink } from './trace-sink.js';

export interface TraceMessage {
  readonly type: 'message';
  readonly depth: number;
  readonly text: string;
}

/** A lookup, with the state immediately after it. */
export interface TraceLookup {
  readonly type: 'lookup';
  readonly depth: number;
  /** The name of the bridge. */
  readonly bridge: string;
  /** The table. */
  readonly table: number;
  /** The flow that was found. */
  readonly entry: FlowEntry;
  readonly flow: Flow;
  readonly actions: readonly OdpAction[];
  readonly wildcards: Wildcards;
  /** The reports of the flow's actions, in order. */
  readonly items: readonly TraceItem[];
}

export type TraceItem = TraceMessage | TraceLookup;

/** Returns the explanation of a miss in the first lookup. */
function explainMiss(bridge: Bridge, entry: FlowEntry): string | undefined {
  switch (entry) {
    case internalFlows(bridge).miss:
      return 'No match, flow generates "packet in"s.';
    case internalFlows(bridge).noPacketIn:
      return 'No match, packets dropped because OFPPC_NO_PACKET_IN is set on in_port.';
    case internalFlows(bridge).dropFragments:
      return 'Packets dropped because they are IP fragments and the fragment handling mode is "drop".';
    default:
      return undefined;
  }
}

/** Collects the reports of a translation. */
export class TraceRecorder implements TraceSink {
  /** The reports that are not nested. */
  readonly items: TraceItem[] = [];
  readonly #open: { readonly depth: number; readonly items: TraceItem[] }[] = [];

  lookup(state: LookupState, entry: FlowEntry, depth: number): void {
    const { bridge, table, flow, actions, wildcards } = state;
    const miss = depth > 0 ? undefined : explainMiss(state.input.bridge.bridge, entry);
    if (miss !== undefined) this.report(depth, miss);
    const items: TraceItem[] = [];
    this.#itemsAt(depth - 1).push({
      type: 'lookup',
      depth,
      bridge: bridge.bridge.name,
      table,
      entry,
      flow: new Flow(flow),
      actions: [...actions],
      wildcards: new Wildcards(wildcards),
      items,
    });
    this.#open.push({ depth, items });
  }

  report(depth: number, text: string): void {
    this.#itemsAt(depth).push({ type: 'message', depth, text });
  }

  /** Returns the items of the last lookup at a depth of at most `depth`. */
  #itemsAt(depth: number): TraceItem[] {
    while ((this.#open.at(-1)?.depth ?? -1) > depth) this.#open.pop();
    return this.#open.at(-1)?.items ?? this.items;
  }
}
