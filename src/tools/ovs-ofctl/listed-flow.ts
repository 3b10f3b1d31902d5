/**
 * Flows as a switch lists them in a flow format. What a listing shows of a flow changes little from
 * one command to the next, and it depends on the flow alone, so each is kept once it is known.
 */

import type { OfAction } from '../../openflow/model/actions.js';
import { OpenFlowError } from '../../openflow/model/errors.js';
import type { FlowEntry } from '../../openflow/model/flow-entry.js';
import type { Match } from '../../openflow/model/match.js';
import {
  PROTOCOL,
  PROTOCOLS,
  type Protocols,
  protocolVersion,
} from '../../openflow/model/protocols.js';
import type { TextLog } from '../../openflow/values/text-log.js';
import { checkReceivedInstructions } from '../../openflow/wire/check-received.js';
import { convertActions } from '../../openflow/wire/convert-actions.js';
import { convertMatch } from '../../openflow/wire/convert-match.js';
import { instructionsLength, matchLength } from '../../openflow/wire/lengths.js';
import { formatFlow } from './flow-text.js';

export interface ListedFlow {
  readonly flow: FlowEntry;
  readonly match: Match;
  readonly actions: readonly OfAction[];
  /** The priority, the match and the actions as text. */
  readonly text: string;
  /** The size of the flow in a reply. */
  readonly length: number;
  /** True if a tool decodes the actions without a message in its log. */
  readonly silent: boolean;
}

const LISTED = new Map<Protocols, WeakMap<FlowEntry, ListedFlow>>();

/** Returns a flow as it is listed in the flow format `protocol`. */
export function listFlow(flow: FlowEntry, protocol: Protocols): ListedFlow {
  let known = LISTED.get(protocol);
  if (known === undefined) {
    known = new WeakMap();
    LISTED.set(protocol, known);
  }
  let listed = known.get(flow);
  if (listed === undefined) {
    listed = describeFlow(flow, protocol);
    known.set(flow, listed);
  }
  return listed;
}

function describeFlow(flow: FlowEntry, protocol: Protocols): ListedFlow {
  const version = protocolVersion(protocol);
  // Even OpenFlow 1.1 lists flows as OXM here, since its own format expresses less.
  const format = protocol === PROTOCOL.OF11_STD ? PROTOCOL.OF12_OXM : protocol;
  const match = convertMatch(flow.match, format);
  const actions = convertActions(flow.actions, version, flow.match);
  const fixed = (protocol & PROTOCOLS.STD_ANY) === 0 ? 48 + matchLength(flow.match, version) : 88;
  return {
    flow,
    match,
    actions,
    text: formatFlow(match, flow.priority, actions),
    length: fixed + instructionsLength(actions, version),
    silent: isDecodedSilently(actions, protocol),
  };
}

function isDecodedSilently(actions: readonly OfAction[], protocol: Protocols): boolean {
  let silent = true;
  const log = () => {
    silent = false;
  };
  return canDecode(actions, protocol, log) && silent;
}

/** Returns false, after a warning in the log, if a tool cannot decode the actions of a flow. */
export function canDecode(
  actions: readonly OfAction[],
  protocol: Protocols,
  log: TextLog,
): boolean {
  try {
    checkReceivedInstructions(actions, protocolVersion(protocol), { is: 'tool', log });
    return true;
  } catch (error) {
    if (!(error instanceof OpenFlowError)) throw error;
    return false;
  }
}
