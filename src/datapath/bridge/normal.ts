/**
 * What an ordinary switch does with a packet: the action NORMAL (`xlate_normal`).
 * Multicast snooping and mirrors are left out.
 */

import { DL_TYPE } from '../../lib/protocol-numbers.js';
import { VLAN_CFI } from '../../openflow/model/members.js';
import { PORT } from '../../openflow/model/openflow-ports.js';
import { Flow } from '../../packet/flow.js';
import { output } from '../translate/output.js';
import type { TranslationContext } from '../translate/translation-context.js';
import type { Bundle } from './bundle.js';
import type { DatapathBridge } from './datapath-bridge.js';
import type { DatapathPort } from './datapath-port.js';
import { isGratuitousArp } from './gratuitous-arp.js';
import { findReceiver, type Lesson } from './learning.js';
import { isReservedAddress } from './reserved-addresses.js';
import { inputVlan, outputTci, vidOf } from './vlans.js';

const VLAN_VID = 0xfffn;

/** Where a packet came in: a port's bundle, or nowhere, from a controller. */
interface Ingress {
  readonly port: DatapathPort | undefined;
  readonly bundle: Bundle | undefined;
}

/** Forwards the packet of `context`, which is in `bridge`. */
export function forwardNormally(bridge: DatapathBridge, context: TranslationContext): void {
  const { flow, wildcards } = context;
  wildcards.add('dl_src');
  wildcards.add('dl_dst');
  wildcards.add('vlan_tci', VLAN_VID | VLAN_CFI);
  const admission = admit(bridge, context);
  if (typeof admission === 'string') {
    context.report(admission);
    return;
  }
  const { ingress, vlan } = admission;
  const pending = learn(bridge, context, admission);
  const receiver = findReceiver(bridge, flow.get('dl_dst'), vlan, pending);
  if (receiver === undefined) {
    context.report('no learned MAC for destination, flooding');
    flood(bridge, context, admission);
  } else if (receiver !== ingress.bundle) {
    context.report('forwarding to learned port');
    outputNormally(context, receiver, vlan);
  } else {
    context.report('learned port is input port, dropping');
  }
}

/** A packet that was let in, and its VLAN. */
interface Admission {
  readonly ingress: Ingress;
  readonly vlan: number;
}

/** Lets a packet in, or says why not. */
function admit(bridge: DatapathBridge, context: TranslationContext): Admission | string {
  const { flow } = context;
  const ingress = findIngress(bridge, Number(flow.get('in_port')));
  if (ingress === undefined) return 'no input bundle, dropping';
  const tci = flow.get('vlan_tci');
  if (flow.get('dl_type') === DL_TYPE.VLAN && (tci & VLAN_CFI) === 0n) {
    return 'partial VLAN tag, dropping';
  }
  const vid = vidOf(tci);
  if (!isVidAllowed(ingress, vid)) return 'disallowed VLAN VID for this input port, dropping';
  const vlan = ingress.bundle === undefined ? vid : inputVlan(ingress.bundle.vlans, vid);
  return refuse(bridge, context, ingress, vlan) ?? { ingress, vlan };
}

function findIngress(bridge: DatapathBridge, number: number): Ingress | undefined {
  const port = bridge.ports.get(number);
  if (port?.bundle !== undefined) return { port, bundle: port.bundle };
  // Packets that a controller makes up have not come through any port.
  const made = number === PORT.CONTROLLER || number === PORT.ANY;
  return made ? { port, bundle: undefined } : undefined;
}

/** Whether a packet with this tag may come in here (`input_vid_is_valid`). */
function isVidAllowed({ bundle }: Ingress, vid: number): boolean {
  if (bundle === undefined) return true;
  switch (bundle.vlans.mode) {
    case 'access':
      return vid === 0;
    case 'trunk':
      return bundle.includesVlan(vid);
    case 'native-tagged':
    case 'native-untagged':
      return vid === 0 || bundle.includesVlan(vid);
  }
}

/** Why a packet that is in a VLAN is not let in all the same, if so (`is_admissible`). */
function refuse(
  bridge: DatapathBridge,
  { flow, wildcards }: TranslationContext,
  { port, bundle }: Ingress,
  vlan: number,
): string | undefined {
  if (port === undefined) return undefined;
  if (!bridge.forwardBpdu && isReservedAddress(flow.get('dl_dst'))) {
    return 'packet has reserved destination MAC, dropping';
  }
  const verdict = bundle?.bond?.admits(port, flow.get('dl_dst')) ?? 'yes';
  if (verdict === 'yes') return undefined;
  if (verdict === 'no') return 'bonding refused admissibility, dropping';
  const known = bridge.macs.lookup(flow.get('dl_src'), vlan);
  if (known === undefined || known.port === bundle) return undefined;
  const moves = isGratuitousArp(flow, wildcards) && !bridge.macs.isLocked(known);
  return moves ? undefined : 'SLB bond thinks this packet looped back, dropping';
}

/** Has the sender learned when the packet goes this way; returns what is to be learned so far. */
function learn(
  bridge: DatapathBridge,
  context: TranslationContext,
  { ingress: { bundle }, vlan }: Admission,
): readonly Lesson[] {
  if (bundle === undefined) return [];
  context.effects.push({ type: 'mac', bridge, flow: new Flow(context.flow), vlan });
  if (!context.hasPacket) return [];
  if (bridge.macs.mayLearn(context.flow.get('dl_src'), vlan)) {
    isGratuitousArp(context.flow, context.wildcards);
  }
  return context.effects.flatMap((effect) =>
    effect.type === 'mac' && effect.bridge === bridge ? [effect] : [],
  );
}

function flood(
  bridge: DatapathBridge,
  context: TranslationContext,
  { ingress, vlan }: Admission,
): void {
  for (const bundle of bridge.bundles) {
    if (bundle !== ingress.bundle && bundle.floodable && bundle.includesVlan(vlan)) {
      outputNormally(context, bundle, vlan);
    }
  }
}

/** Sends a packet of a VLAN out of one port of a bundle, tagged as it should be there. */
function outputNormally(context: TranslationContext, bundle: Bundle, vlan: number): void {
  const { flow } = context;
  const before = flow.get('vlan_tci');
  const tci = outputTci(bundle.vlans, vlan, before);
  const port = bundle.bond ? bundle.bond.choose(context, vidOf(tci)) : bundle.ports[0];
  if (port === undefined) return;
  flow.set('vlan_tci', tci);
  output(context, port.port.number);
  context.flow.set('vlan_tci', before);
}
