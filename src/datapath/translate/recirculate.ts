/** Actions that have to wait for the datapath: `recirc_unroll_actions`, `compose_recirculate_action`. */
import { FLOW_MEMBERS, type FlowMember, REGISTERS } from '../../openflow/model/members.js';
import type { Flow } from '../../packet/flow.js';
import type { ActionType } from './handler.js';
import type { PendingAction, RecirculationState } from './recirculation-ids.js';
import type { TranslationContext } from './translation-context.js';

/** Actions by which a packet may get to a controller, who is told which flow it was. */
const TELL_WHICH_FLOW: readonly ActionType[] = [
  'output_reg',
  'group',
  'output',
  'controller',
  'dec_mpls_ttl',
  'dec_ttl',
];

/** Actions that do nothing. */
const IDLE: readonly ActionType[] = ['note', 'conjunction'];

/** Puts actions off until after recirculation, if there is to be one. */
export function putOff(context: TranslationContext, actions: readonly PendingAction[]): void {
  const { pending } = context;
  if (pending === undefined) return;
  for (const action of actions) {
    if (IDLE.includes(action.type)) continue;
    if (TELL_WHICH_FLOW.includes(action.type)) noteFlow(context, pending);
    pending.push(action);
  }
}

/** Notes the flow that the next actions are of, unless it is noted already. */
function noteFlow({ table, cookie }: TranslationContext, pending: PendingAction[]): void {
  const last = pending.findLast((action) => action.type === 'unroll_xlate');
  if (last?.type === 'unroll_xlate' && last.table === table && last.cookie === cookie) return;
  pending.push({ type: 'unroll_xlate', table, cookie });
}

/** Has the datapath bring the packet again, for the actions that were put off. */
export function recirculate(context: TranslationContext): void {
  context.commit();
  recirculateTo(context, 0);
}

/** Has the datapath bring the packet again, for `table` unless actions were put off. */
export function recirculateTo(context: TranslationContext, table: number): void {
  const state: RecirculationState = {
    table,
    bridge: context.bridge,
    metadata: metadataOf(context),
    stack: [...context.stack],
    mirrored: context.mirrored,
    conntracked: context.conntracked,
    actionSet: context.actionSet,
    actions: context.pending ?? [],
  };
  const { recirculation } = context.input;
  const id = context.hasPacket ? recirculation.allocate(state) : recirculation.find(state);
  if (context.hasPacket) context.recirculations.push(id);
  context.actions.push({ type: 'recirc', id });
  context.pending = undefined;
}

/** Members that are not of the packet and that the datapath does not keep. */
const PIPELINE_MEMBERS: readonly FlowMember[] = [
  'metadata',
  ...REGISTERS,
  'in_port',
  'actset_output',
];

const ALL_TUNNEL_MEMBERS = FLOW_MEMBERS.filter((member) => member.startsWith('tun_'));

/** What is to be put back after recirculation: `recirc_metadata_from_flow`. */
function metadataOf({ flow }: TranslationContext): Map<FlowMember, bigint> {
  const members =
    flow.get('tun_dst') === 0n ? PIPELINE_MEMBERS : [...PIPELINE_MEMBERS, ...ALL_TUNNEL_MEMBERS];
  return new Map(members.map((member) => [member, flow.get(member)]));
}

/** Puts back what the datapath did not keep: `recirc_metadata_to_flow`. */
export function restoreMetadata(flow: Flow, metadata: ReadonlyMap<FlowMember, bigint>): void {
  for (const member of ALL_TUNNEL_MEMBERS) flow.set(member, 0n);
  for (const [member, value] of metadata) flow.set(member, value);
}
