/**
 * Defers actions that have to wait for the datapath (`recirc_unroll_actions`,
 * `compose_recirculate_action`).
 */
import { FLOW_MEMBERS, type FlowMember, REGISTERS } from '../../openflow/model/members.js';
import type { Flow } from '../../packet/flow.js';
import type { ActionType } from './handler.js';
import type { PendingAction, RecirculationState } from './recirculation-ids.js';
import type { TranslationContext } from './translation-context.js';

/**
 * Actions that may send the packet to a controller, together with the table and cookie of the flow.
 */
const MAY_SEND_PACKET_IN: readonly ActionType[] = [
  'output_reg',
  'group',
  'output',
  'controller',
  'dec_mpls_ttl',
  'dec_ttl',
];

/** Actions without an effect on the packet. */
const IDLE: readonly ActionType[] = ['note', 'conjunction'];

/** Defers actions until after recirculation, if the packet will be recirculated. */
export function deferActions(context: TranslationContext, actions: readonly PendingAction[]): void {
  const { pending } = context;
  if (pending === undefined) return;
  for (const action of actions) {
    if (IDLE.includes(action.type)) continue;
    if (MAY_SEND_PACKET_IN.includes(action.type)) noteFlow(context, pending);
    pending.push(action);
  }
}

/** Records the flow of the following actions, unless it is recorded already. */
function noteFlow({ table, cookie }: TranslationContext, pending: PendingAction[]): void {
  const last = pending.findLast((action) => action.type === 'unroll_xlate');
  if (last?.type === 'unroll_xlate' && last.table === table && last.cookie === cookie) return;
  pending.push({ type: 'unroll_xlate', table, cookie });
}

/** Recirculates the packet for the deferred actions. */
export function recirculate(context: TranslationContext): void {
  context.commit();
  recirculateTo(context, 0);
}

/** Recirculates the packet, to continue in `table` if no actions were deferred. */
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

/** Metadata members that the datapath does not keep. */
const PIPELINE_MEMBERS: readonly FlowMember[] = [
  'metadata',
  ...REGISTERS,
  'in_port',
  'actset_output',
];

const ALL_TUNNEL_MEMBERS = FLOW_MEMBERS.filter((member) => member.startsWith('tun_'));

/** Returns the metadata to keep across recirculation. Mirrors `recirc_metadata_from_flow()`. */
function metadataOf({ flow }: TranslationContext): Map<FlowMember, bigint> {
  const members =
    flow.get('tun_dst') === 0n ? PIPELINE_MEMBERS : [...PIPELINE_MEMBERS, ...ALL_TUNNEL_MEMBERS];
  return new Map(members.map((member) => [member, flow.get(member)]));
}

/** Restores the metadata after recirculation. Mirrors `recirc_metadata_to_flow()`. */
export function restoreMetadata(flow: Flow, metadata: ReadonlyMap<FlowMember, bigint>): void {
  for (const member of ALL_TUNNEL_MEMBERS) flow.set(member, 0n);
  for (const [member, value] of metadata) flow.set(member, value);
}
