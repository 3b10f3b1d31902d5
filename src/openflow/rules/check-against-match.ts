/** Checks actions against the match of their flow. Mirrors `ofpacts_check()`. */

import { DL_TYPE, NW_PROTO } from '../../lib/protocol-numbers.js';
import type { LearnAction, OfAction, Subfield } from '../model/actions.js';
import { OpenFlowError } from '../model/errors.js';
import { FIELDS, type FieldName } from '../model/fields.js';
import { Match, meetsPrerequisite } from '../model/match.js';
import { type FlowMember, VLAN_CFI } from '../model/members.js';
import { PORT, PORT_MAX } from '../model/openflow-ports.js';
import { isMpls, PROTOCOLS_WITH_PORTS } from '../model/protocol-numbers.js';
import { PROTOCOLS, type Protocols } from '../model/protocols.js';
import { subfieldMatch } from '../values/subfields.js';
import { BAD_ACTION, BAD_SUBFIELD, type TextLog } from '../values/text-log.js';

/** Returns the value of a member before an action; earlier actions can have changed it. */
type Flow = (member: FlowMember) => bigint;

/** The context of a check. */
export interface CheckContext {
  readonly match: Match;
  /** The table of the flow; 255 if it is not known yet. */
  readonly table: number;
  /** The number of tables; 255 if it is not known. */
  readonly tables: number;
  /** The log for the reasons of errors. */
  readonly log: TextLog;
}

/** The state of a check, which each action changes for the next ones. */
interface CheckState {
  protocols: Protocols;
  readonly changed: Map<FlowMember, bigint>;
  readonly flow: Flow;
  readonly log: TextLog;
}

const { IPV4, IPV6 } = DL_TYPE;
const { TCP } = NW_PROTO;
const CT_INVALID = 0x20n;

/**
 * Returns the flow formats, out of `protocols`, that can express the actions for packets that
 * satisfy the match. Only OpenFlow 1.0 allows actions on fields whose prerequisites the match does
 * not require.
 *
 * @throws OpenFlowError if no version allows an action
 */
export function checkActionsAgainstMatch(
  actions: readonly OfAction[],
  context: CheckContext,
  protocols: Protocols,
): Protocols {
  const state = startState(context, protocols, new Map());
  for (const action of actions) checkAction(action, context, state);
  return state.protocols;
}

/**
 * Checks that the actions of a flow are consistent with its match in a flow format; mirrors
 * `ofpacts_check_consistency()`.
 *
 * @throws OpenFlowError
 */
export function checkConsistency(
  { match, table, actions }: { match: Match; table: number; actions: readonly OfAction[] },
  protocol: Protocols,
  log: TextLog,
): void {
  if (
    checkActionsAgainstMatch(actions, { match, table, tables: ANY_TABLE, log }, protocol) !==
    protocol
  ) {
    throw new OpenFlowError('OFPBAC_MATCH_INCONSISTENT');
  }
}

/** The number of tables if it is not known, and the table of a flow that names none. */
const ANY_TABLE = 255;

function startState(
  context: CheckContext,
  protocols: Protocols,
  before: ReadonlyMap<FlowMember, bigint>,
): CheckState {
  const changed = new Map(before);
  const flow: Flow = (member) => changed.get(member) ?? context.match.member(member).value;
  return { protocols, changed, flow, log: context.log };
}

/** Checks nested actions, whose prerequisites do not restrict the formats. */
function checkNested(actions: readonly OfAction[], context: CheckContext, state: CheckState): void {
  const nested = startState(context, state.protocols, state.changed);
  for (const action of actions) checkAction(action, context, nested);
}

function checkAction(action: OfAction, context: CheckContext, state: CheckState): void {
  const { flow } = state;
  const require = (consistent: boolean): void => {
    if (!consistent) state.protocols &= PROTOCOLS.STD_ANY | PROTOCOLS.NXM_ANY;
  };
  const isIp = (): boolean => flow('dl_type') === IPV4 || flow('dl_type') === IPV6;
  const hasVlan = (): boolean => (flow('vlan_tci') & VLAN_CFI) !== 0n;
  switch (action.type) {
    case 'output':
      checkOutputPort(action.port);
      return;
    case 'enqueue': {
      const { port } = action;
      if (port >= PORT_MAX && port !== PORT.IN_PORT && port !== PORT.LOCAL) {
        throw new OpenFlowError('OFPBAC_BAD_OUT_PORT');
      }
      return;
    }
    case 'output_reg':
      checkSource(action.source, flow, state.log);
      return;
    case 'bundle':
      if (action.destination !== undefined) checkDestination(action.destination, flow, state.log);
      for (const port of action.ports) checkBundlePort(port, state.log);
      return;
    case 'set_vlan_vid':
    case 'set_vlan_pcp':
      require(hasVlan() || action.pushIfNeeded);
      state.changed.set('vlan_tci', flow('vlan_tci') | VLAN_CFI);
      return;
    case 'strip_vlan':
      require(hasVlan());
      state.changed.set('vlan_tci', 0n);
      return;
    case 'push_vlan':
      if (hasVlan()) throw new OpenFlowError('OFPBAC_BAD_TAG');
      state.changed.set('vlan_tci', flow('vlan_tci') | VLAN_CFI);
      return;
    case 'mod_nw_src':
    case 'mod_nw_dst':
      require(flow('dl_type') === IPV4);
      return;
    case 'mod_nw_tos':
    case 'mod_nw_ecn':
    case 'mod_nw_ttl':
    case 'dec_ttl':
      require(isIp());
      return;
    case 'mod_tp_src':
    case 'mod_tp_dst': {
      const later = (flow('nw_frag') & 2n) !== 0n;
      require(isIp() && !later && PROTOCOLS_WITH_PORTS.includes(flow('nw_proto')));
      return;
    }
    case 'move':
      checkSource(action.source, flow, state.log);
      checkDestination(action.destination, flow, state.log);
      return;
    case 'set_field':
      checkSetField(action.field, action.value, state);
      return;
    case 'load':
      checkSetField(action.destination.field, loadedValue(action), state);
      return;
    case 'push':
      checkSource(action.subfield, flow, state.log);
      return;
    case 'pop':
      checkDestination(action.subfield, flow, state.log);
      return;
    case 'set_mpls_label':
    case 'set_mpls_tc':
    case 'set_mpls_ttl':
    case 'dec_mpls_ttl':
      require(isMpls(flow('dl_type')));
      return;
    case 'push_mpls':
      state.changed.set('dl_type', BigInt(action.etherType));
      state.changed.set('nw_proto', 0n);
      return;
    case 'pop_mpls':
      require(isMpls(flow('dl_type')));
      state.changed.set('dl_type', BigInt(action.etherType));
      return;
    case 'fin_timeout':
      require(flow('nw_proto') === TCP);
      return;
    case 'learn':
      checkLearn(action, state);
      return;
    case 'multipath':
      checkDestination(action.destination, flow, state.log);
      return;
    case 'ct': {
      const invalid = (flow('ct_state') & CT_INVALID) !== 0n;
      require(isIp() && !(invalid && action.commit));
      if (typeof action.zone !== 'number') checkSource(action.zone, flow, state.log);
      else checkNested(action.exec, context, state);
      return;
    }
    case 'write_actions':
      checkNested(action.actions, context, state);
      return;
    case 'meter':
      if (action.meter === 0 || action.meter > 0xffff0000) {
        throw new OpenFlowError('OFPMMFC_INVALID_METER');
      }
      return;
    case 'goto_table': {
      const { table, tables } = context;
      const backwards = table !== 255 && action.table <= table;
      if (backwards || (tables !== 255 && action.table >= tables)) {
        throw new OpenFlowError('OFPBIC_BAD_TABLE_ID');
      }
      return;
    }
    case 'controller':
    case 'group':
    case 'mod_dl_src':
    case 'mod_dl_dst':
    case 'set_tunnel':
    case 'set_queue':
    case 'pop_queue':
    case 'resubmit':
    case 'conjunction':
    case 'note':
    case 'exit':
    case 'sample':
    case 'debug_recirc':
    case 'clear_actions':
    case 'write_metadata':
      return;
    default:
      action satisfies never;
  }
}

/** Checks a port to output to; mirrors `ofpact_check_output_port()`. */
export function checkOutputPort(port: number): void {
  if (port >= PORT_MAX && (port < PORT.IN_PORT || port === PORT.ANY)) {
    throw new OpenFlowError('OFPBAC_BAD_OUT_PORT');
  }
}

function checkBundlePort(port: number, log: TextLog): void {
  if (port === PORT.ANY) return;
  const reserved = port >= PORT_MAX;
  if (reserved && port < PORT.IN_PORT) log('WARN', 'bundle', `invalid slave ${port}`);
  checkOutputPort(port);
  if (port !== PORT.CONTROLLER) return;
  log('WARN', 'bundle', 'unsupported controller slave');
  throw new OpenFlowError('OFPBAC_BAD_OUT_PORT');
}

function loadedValue(action: OfAction & { type: 'load' }): bigint {
  return action.value << BigInt(action.destination.offset);
}

function checkSetField(field: FieldName, value: bigint, state: CheckState): void {
  const { flow } = state;
  const hasVlan = (flow('vlan_tci') & VLAN_CFI) !== 0n;
  if (!meetsPrerequisite(FIELDS[field].prerequisite, flow) || (field === 'vlan_vid' && !hasVlan)) {
    state.log('WARN', 'ofp_actions', `set_field ${field} lacks correct prerequisities`, BAD_ACTION);
    throw new OpenFlowError('OFPBAC_MATCH_INCONSISTENT');
  }
  if (field === 'vlan_tci') state.changed.set('vlan_tci', value);
}

/** Checks that packets like `flow` have a subfield to read; mirrors `mf_check_src()`. */
function checkSource(subfield: Subfield, flow: Flow, log: TextLog, side = 'source'): void {
  const { field, offset, width } = subfield;
  const info = FIELDS[field];
  if (width === 0 || offset + width > info.bits) throw new OpenFlowError('OFPBAC_BAD_SET_LEN');
  if (meetsPrerequisite(info.prerequisite, flow)) return;
  log('WARN', 'meta_flow', `${side} field ${field} lacks correct prerequisites`, BAD_SUBFIELD);
  throw new OpenFlowError('OFPBAC_MATCH_INCONSISTENT');
}

/** Checks that actions can write a subfield in packets like `flow`; mirrors `mf_check_dst()`. */
function checkDestination(subfield: Subfield, flow: Flow, log: TextLog): void {
  checkSource(subfield, flow, log, 'destination');
  if (FIELDS[subfield.field].writable) return;
  log('WARN', 'meta_flow', `destination field ${subfield.field} is not writable`, BAD_SUBFIELD);
  throw new OpenFlowError('OFPBAC_BAD_SET_ARGUMENT');
}

/** Checks the prerequisites in a learned flow; mirrors `learn_check()`. */
function checkLearn(action: LearnAction, { flow, log }: CheckState): void {
  let learned = Match.ANY;
  const learnedFlow: Flow = (member) => learned.member(member).value;
  for (const spec of action.specs) {
    if (typeof spec.source !== 'bigint') checkSource(spec.source, flow, log);
    if (spec.type === 'match') {
      checkSource(spec.destination, learnedFlow, log);
      const value = typeof spec.source === 'bigint' ? spec.source : 0n;
      learned = subfieldMatch(learned, spec.destination, value);
    } else if (spec.type === 'load') {
      checkDestination(spec.destination, learnedFlow, log);
    }
  }
}
