/** Applies flow mods to a bridge. Mirrors `handle_flow_mod__()`. */

import { outputsTo, outputsToGroup } from '../model/actions.js';
import { OpenFlowError } from '../model/errors.js';
import { FLOW_FLAG, type FlowEntry, isHidden } from '../model/flow-entry.js';
import {
  ANY_GROUP,
  ANY_TABLE,
  type FlowMod,
  isDelete,
  isStrict,
  NO_COOKIE,
} from '../model/flow-mod.js';
import { PORT } from '../model/openflow-ports.js';
import type { Protocols } from '../model/protocols.js';
import { INTERNAL_TABLE } from '../model/table-mod.js';
import { checkConsistency } from '../rules/check-against-match.js';
import type { Bridge } from './bridge.js';

/** The parts of a request that select flows. */
export type FlowSelection = Pick<
  FlowMod,
  'table' | 'match' | 'cookie' | 'cookieMask' | 'outPort' | 'outGroup'
>;

/**
 * Applies a request that arrived in the flow format `protocol`.
 *
 * @throws OpenFlowError if the switch refuses it, with nothing changed.
 */
export function applyFlowMod(bridge: Bridge, mod: FlowMod, protocol: Protocols): void {
  checkFlowActions(bridge, mod, protocol);
  if (mod.command === 'add') addFlow(bridge, mod);
  else if (isDelete(mod.command)) deleteFlows(bridge, mod);
  else modifyFlows(bridge, mod);
}

/** Returns the flows that a selection covers, in the order of the bridge's flows. */
export function selectFlows(bridge: Bridge, selection: FlowSelection): FlowEntry[] {
  const selected: FlowEntry[] = [];
  const flows =
    selection.table === ANY_TABLE ? bridge.flows() : (bridge.table(selection.table) ?? []);
  for (const flow of flows) {
    if (isHidden(flow)) continue;
    if (selection.match.covers(flow.match) && isSelected(flow, selection)) selected.push(flow);
  }
  return selected;
}

/** Returns true if everything but the match selects a flow. */
function isSelected(flow: FlowEntry, selection: FlowSelection): boolean {
  const { cookieMask, outPort, outGroup } = selection;
  return (
    (cookieMask === 0n || ((flow.cookie ^ selection.cookie) & cookieMask) === 0n) &&
    (outPort === PORT.ANY || outputsTo(flow.actions, outPort)) &&
    (outGroup === ANY_GROUP || outputsToGroup(flow.actions, outGroup))
  );
}

function selectStrictly(bridge: Bridge, mod: FlowMod): FlowEntry[] {
  const tables = mod.table === ANY_TABLE ? bridge.tableNumbers() : [mod.table];
  return tables.flatMap((table) => {
    const flow = bridge.findFlow(table, mod.priority, mod.match);
    return flow !== undefined && isSelected(flow, mod) ? [flow] : [];
  });
}

/**
 * Checks the actions of a request; mirrors `ofproto_check_ofpacts()`.
 *
 * @throws OpenFlowError
 */
export function checkFlowActions(bridge: Bridge, mod: FlowMod, protocol: Protocols): void {
  checkConsistency(mod, protocol, () => {});
  for (const action of mod.actions) {
    // No datapath of this switch has meters.
    if (action.type === 'meter') throw new OpenFlowError('OFPMMFC_INVALID_METER');
    if (action.type === 'group' && !bridge.groups.has(action.group)) {
      throw new OpenFlowError('OFPBAC_BAD_OUT_GROUP');
    }
  }
}

function addFlow(bridge: Bridge, mod: FlowMod): void {
  const table = mod.table === ANY_TABLE ? 0 : mod.table;
  if (table === INTERNAL_TABLE) throw new OpenFlowError('OFPBRC_EPERM');
  const recirculation = mod.match.member('recirc_id');
  if (recirculation.value !== 0n || mod.match.member('dp_hash').mask !== 0n) {
    throw new OpenFlowError('OFPBRC_EPERM');
  }
  const old = bridge.findFlow(table, mod.priority, mod.match);
  if (old === undefined) {
    if ((mod.flags & FLOW_FLAG.CHECK_OVERLAP) !== 0) checkOverlap(bridge, table, mod);
    if (!bridge.makeRoom(table)) throw new OpenFlowError('OFPFMFC_TABLE_FULL');
  }
  const keepsCookie = old !== undefined && mod.newCookie === NO_COOKIE;
  bridge.addFlow({
    table,
    priority: mod.priority,
    match: mod.match,
    actions: mod.actions,
    cookie: keepsCookie ? old.cookie : mod.newCookie,
    idleTimeout: mod.idleTimeout,
    hardTimeout: mod.hardTimeout,
    importance: mod.importance,
    flags: mod.flags,
  });
}

function checkOverlap(bridge: Bridge, table: number, mod: FlowMod): void {
  for (const flow of bridge.table(table)?.atPriority(mod.priority) ?? []) {
    if (flow.match.overlaps(mod.match)) throw new OpenFlowError('OFPFMFC_OVERLAP');
  }
}

function modifyFlows(bridge: Bridge, mod: FlowMod): void {
  const selection = { ...mod, outPort: PORT.ANY, outGroup: ANY_GROUP };
  const flows = isStrict(mod.command)
    ? selectStrictly(bridge, selection)
    : selectFlows(bridge, selection);
  if (flows.length === 0) {
    if (mod.cookieMask === 0n && mod.newCookie !== NO_COOKIE) addFlow(bridge, mod);
    return;
  }
  const changesCookie = mod.modifyCookie && mod.newCookie !== NO_COOKIE;
  bridge.modifyFlows(flows, {
    actions: mod.actions,
    ...(changesCookie ? { cookie: mod.newCookie } : {}),
    resetCounts: (mod.flags & FLOW_FLAG.RESET_COUNTS) !== 0,
  });
}

function deleteFlows(bridge: Bridge, mod: FlowMod): void {
  const flows = isStrict(mod.command) ? selectStrictly(bridge, mod) : selectFlows(bridge, mod);
  for (const flow of flows) bridge.deleteFlow(flow);
}
