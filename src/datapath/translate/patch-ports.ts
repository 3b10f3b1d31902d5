/** Passes packets through patch ports to other bridges. */
import { PORT_CONFIG } from '../../openflow/model/bridge-port.js';
import { FLOW_MEMBERS, type FlowMember } from '../../openflow/model/members.js';
import { PORT } from '../../openflow/model/openflow-ports.js';
import { Flow } from '../../packet/flow.js';
import type { DatapathPort } from '../bridge/datapath-bridge.js';
import { runActionSet } from './action-set.js';
import { recirculate } from './recirculate.js';
import { nextTable } from './table-action.js';
import type { TranslationContext } from './translation-context.js';

/** The members that are cleared when a packet enters another bridge. */
const CLEARED_MEMBERS: readonly FlowMember[] = FLOW_MEMBERS.filter((member) =>
  /^(tun_|reg\d|metadata$|ct_)/.test(member),
);

/**
 * Runs the pipeline of the bridge at the other end, `peer`, then continues in this bridge with the
 * unchanged packet.
 */
export function crossPatch(
  context: TranslationContext,
  port: DatapathPort,
  peer: DatapathPort,
): void {
  const { flow, wasMpls, conntracked, stack, actionSet } = context;
  context.flow = flowBeyond(flow, peer);
  context.bridge = peer.bridge;
  context.stack = [];
  context.actionSet = [];
  context.conntracked = false;
  if (mayReceive(context, peer)) runPipeline(context);
  context.flow = flow;
  context.bridge = port.bridge;
  context.stack = stack;
  context.actionSet = actionSet;
  context.wasMpls = wasMpls;
  context.conntracked = conntracked;
  // The end of the other pipeline does not end this one.
  context.exit = false;
  context.effects.push({ type: 'ports', out: port, into: peer });
}

function flowBeyond(flow: Flow, peer: DatapathPort): Flow {
  const beyond = new Flow(flow);
  for (const member of CLEARED_MEMBERS) beyond.set(member, 0n);
  beyond.set('in_port', BigInt(peer.port.number));
  beyond.set('actset_output', BigInt(PORT.UNSET));
  return beyond;
}

function runPipeline(context: TranslationContext): void {
  nextTable(context, 0);
  if (context.actionSet.length > 0 && !context.recirculates) runActionSet(context);
  if (context.recirculates) recirculate(context);
}

const STP_ADDRESS = 0x0180c2000000n;
const DL_TYPE_NONE = 0x5ffn;

/** Returns true if a port may receive the packet. Mirrors `may_receive()`. */
export function mayReceive({ flow }: TranslationContext, { port }: DatapathPort): boolean {
  const isStp = flow.get('dl_dst') === STP_ADDRESS && flow.get('dl_type') === DL_TYPE_NONE;
  return (port.config & (isStp ? PORT_CONFIG.NO_RECV_STP : PORT_CONFIG.NO_RECV)) === 0;
}
