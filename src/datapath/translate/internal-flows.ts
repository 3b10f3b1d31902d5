/**
 * Creates the internal flows of a bridge in its last table, for packets that match no other flow
 * (`add_internal_flows`).
 */
import type { OfAction } from '../../openflow/model/actions.js';
import type { FlowEntry } from '../../openflow/model/flow-entry.js';
import { Match } from '../../openflow/model/match.js';
import { INTERNAL_TABLE } from '../../openflow/model/table-mod.js';
import type { Bridge } from '../../openflow/switch/bridge.js';
import { FlowTable } from '../../openflow/switch/flow-table.js';

export interface InternalFlows {
  /** The flow for packets that miss and go to a controller. */
  readonly miss: FlowEntry;
  /** The flow for packets that miss and do not. */
  readonly noPacketIn: FlowEntry;
  /** The flow for dropped fragments. */
  readonly dropFragments: FlowEntry;
  /** The table that holds them. */
  readonly table: FlowTable;
}

const FLOWS = new WeakMap<Bridge, InternalFlows>();

/** Returns the internal flows of a bridge. */
export function internalFlows(bridge: Bridge): InternalFlows {
  let flows = FLOWS.get(bridge);
  if (flows === undefined) {
    flows = makeFlows(bridge.created);
    FLOWS.set(bridge, flows);
  }
  return flows;
}

const TO_CONTROLLER: readonly OfAction[] = [
  { type: 'controller', maxLen: 0xffff, reason: 'no_match', id: 0 },
];

function makeFlows(created: number): InternalFlows {
  const table = new FlowTable();
  const add = (priority: number, match: Match, actions: readonly OfAction[]): FlowEntry => {
    const flow = makeFlow(priority, match, actions, created);
    table.set(flow);
    return flow;
  };
  const byNumber = (number: bigint, actions: readonly OfAction[]): FlowEntry =>
    add(0, Match.ANY.with('reg0', number), actions);
  const flows = {
    miss: byNumber(1n, TO_CONTROLLER),
    noPacketIn: byNumber(2n, []),
    dropFragments: byNumber(3n, []),
    table,
  };
  // Packets that are resubmitted to this table are dropped.
  add(2, Match.ANY.with('recirc_id', 0n), []);
  return flows;
}

function makeFlow(
  priority: number,
  match: Match,
  actions: readonly OfAction[],
  created: number,
): FlowEntry {
  return {
    table: INTERNAL_TABLE,
    priority,
    match,
    actions,
    cookie: 0n,
    importance: 0,
    flags: 0,
    created,
    modified: created,
    used: created,
    idleTimeout: 0,
    hardTimeout: 0,
    packets: 0n,
    bytes: 0n,
    place: undefined,
  };
}
