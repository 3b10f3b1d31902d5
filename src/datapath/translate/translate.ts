/** Translates the flow of a packet to datapath actions (`xlate_actions`). */
import { DL_TYPE, NW_PROTO } from '../../lib/protocol-numbers.js';
import { PORT } from '../../openflow/model/openflow-ports.js';
import { TUNNEL_MEMBERS } from '../../packet/tunnel-members.js';
import { vidOf } from '../bridge/vlans.js';
import { runActionSet } from './action-set.js';
import { mirror, output } from './output.js';
import { mayReceive } from './patch-ports.js';
import { recirculate } from './recirculate.js';
import type { PendingAction } from './recirculation-ids.js';
import { tooManyActions } from './resubmit-limits.js';
import { resume } from './resume.js';
import { runActions } from './run-actions.js';
import { lookup } from './table-lookup.js';
import {
  TranslationContext,
  type TranslationInput,
  type TranslationResult,
} from './translation-context.js';
import { receiveFromTunnel } from './tunnel-receive.js';
import { finishWildcards, initWildcards } from './wildcards.js';

/** Translates a flow, without any side effects; the result lists the effects to apply. */
export function translate(input: TranslationInput): TranslationResult {
  const context = new TranslationContext(input, runActions);
  context.flow.set('actset_output', BigInt(PORT.UNSET));
  // The datapath does not keep the tunnel from which a packet came.
  for (const member of TUNNEL_MEMBERS) context.base.set(member, 0n);
  if (comesFromVlanDevice(input)) context.base.set('vlan_tci', 0n);
  initWildcards(context.flow, context.wildcards);
  const pending = resume(context);
  if (pending !== false) {
    runPipeline(context, pending);
    deliverInBand(context);
    if (tooManyActions(context.actions)) context.slow.add('action');
    finishWildcards(context.flow, context.wildcards);
  }
  const { actions, wildcards, slow, effects, recirculations, flow } = context;
  return { actions, wildcards, slow, effects, recirculations, flow };
}

function runPipeline(context: TranslationContext, pending: readonly PendingAction[]): void {
  const actions = context.input.actions ?? (pending.length > 0 ? pending : tableActions(context));
  // The port on which the packet really arrived, whatever its metadata says now.
  const { input } = context;
  const port = input.bridge.ports.get(Number(context.base.get('in_port')));
  // A port that is the output of a mirror receives nothing.
  if (port?.bundle !== undefined && input.bridge.mirrors.isOutput(port.bundle)) return;
  if (!receiveFromTunnel(context.flow)) return;
  if (port !== undefined && !mayReceive(context, port)) return;
  mirrorIngress(context);
  context.run(actions);
  if (context.actionSet.length > 0 && !context.recirculates) runActionSet(context);
  if (context.recirculates) recirculate(context);
}

/** Returns true if the packet arrived on a VLAN device, and thus has no tag in the datapath. */
function comesFromVlanDevice({ bridge: { splinters }, flow }: TranslationInput): boolean {
  if (!splinters.any) return false;
  const port = Number(flow.get('in_port'));
  return splinters.deviceOf(port, vidOf(flow.get('vlan_tci'))) !== port;
}

/** Copies the incoming packet to mirrors. Mirrors `mirror_ingress_packet()`. */
function mirrorIngress(context: TranslationContext): void {
  const { mirrors, ports } = context.bridge;
  const bundle = mirrors.any ? ports.get(context.inPort)?.bundle : undefined;
  if (bundle !== undefined) mirror(context, bundle, mirrors.sourceMask(bundle));
}

const DHCP_SERVER = 67n;
const DHCP_CLIENT = 68n;

/**
 * Delivers DHCP replies to the local port for in-band control, regardless of the flows. Mirrors
 * `in_band_must_output_to_local_port()`.
 */
function deliverInBand(context: TranslationContext): void {
  const { flow, bridge } = context;
  if (context.recirculates || !bridge.hasInBand) return;
  const isReply =
    flow.get('dl_type') === DL_TYPE.IPV4 &&
    flow.get('nw_proto') === NW_PROTO.UDP &&
    flow.get('tp_src') === DHCP_SERVER &&
    flow.get('tp_dst') === DHCP_CLIENT;
  if (!isReply) return;
  const local = bridge.ports.get(PORT.LOCAL)?.odpPort;
  const reachesLocal = context.actions.some(
    (action) => action.type === 'output' && action.port === local,
  );
  if (!reachesLocal) output(context, PORT.LOCAL);
}

/** Returns the actions of the flow in the first table. */
function tableActions(context: TranslationContext): readonly PendingAction[] {
  const { table, inPort } = context;
  const entry = lookup(context, { table, inPort, mayPacketIn: true });
  context.entry = entry;
  context.effects.push({ type: 'flow', flow: entry });
  context.input.trace?.lookup(context, entry, 0);
  context.cookie = entry.cookie;
  return entry.actions;
}
