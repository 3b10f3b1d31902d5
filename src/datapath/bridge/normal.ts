/**
 * Implements the action NORMAL, which forwards like an ordinary switch, without IGMP snooping
 * (`xlate_normal`).
 */
import { DL_TYPE } from '../../lib/protocol-numbers.js';
import { VLAN_CFI } from '../../openflow/model/members.js';
import { PORT } from '../../openflow/model/openflow-ports.js';
import { Flow } from '../../packet/flow.js';
import type { DatapathBridge, DatapathPort, PortBundle } from './datapath-bridge.js';
import { isGratuitousArp } from './gratuitous-arp.js';
import { findReceiver, type Lesson } from './learning.js';
import { type ForwardedPacket, outputNormally } from './output-normal.js';
import { isReservedAddress } from './reserved-addresses.js';
import { inputVlan, isVidAllowed, VLAN_VID, vidOf } from './vlans.js';

/** A packet that NORMAL forwards, with what the bridge will learn from it. */
export interface NormalPacket extends ForwardedPacket {
  /** True for a real packet, which bridges learn from; false for a trace. */
  readonly hasPacket: boolean;
  /** Adds a line to the trace. */
  report(message: string): void;
  /** Makes the bridge learn from the packet when the translation is applied. */
  learn(lesson: Lesson): void;
  /** What the bridge will learn so far. */
  readonly lessons: readonly Lesson[];
}

/** The origin of a packet: a bundle, or a controller. */
interface Ingress {
  readonly port: DatapathPort | undefined;
  readonly bundle: PortBundle | undefined;
}

/** Forwards a packet like an ordinary switch. Mirrors `xlate_normal()`. */
export function forwardNormally(bridge: DatapathBridge, packet: NormalPacket): void {
  const { flow, wildcards } = packet;
  wildcards.add('dl_src');
  wildcards.add('dl_dst');
  wildcards.add('vlan_tci', VLAN_VID | VLAN_CFI);
  const admission = admit(bridge, packet);
  if (typeof admission === 'string') {
    packet.report(admission);
    return;
  }
  const { ingress, vlan } = admission;
  const pending = learn(bridge, packet, admission);
  const receiver = findReceiver(bridge, flow.get('dl_dst'), vlan, pending);
  if (receiver === undefined) {
    packet.report('no learned MAC for destination, flooding');
    flood(bridge, packet, admission);
  } else if (receiver !== ingress.bundle) {
    packet.report('forwarding to learned port');
    outputNormally(packet, receiver, vlan);
  } else {
    packet.report('learned port is input port, dropping');
  }
}

/** The result for an admitted packet: its VLAN and its ingress. */
interface Admission {
  readonly ingress: Ingress;
  readonly vlan: number;
}

/** Admits a packet, or returns the reason for dropping it. */
function admit(bridge: DatapathBridge, packet: NormalPacket): Admission | string {
  const { flow } = packet;
  const ingress = findIngress(bridge, Number(flow.get('in_port')));
  if (ingress === undefined) return 'no input bundle, dropping';
  const tci = flow.get('vlan_tci');
  if (flow.get('dl_type') === DL_TYPE.VLAN && (tci & VLAN_CFI) === 0n) {
    return 'partial VLAN tag, dropping';
  }
  const { bundle } = ingress;
  if (bundle !== undefined && bridge.mirrors.isOutput(bundle)) {
    return 'input port is mirror output port, dropping';
  }
  const vid = vidOf(tci);
  if (bundle !== undefined && !isVidAllowed(bundle, vid)) {
    return 'disallowed VLAN VID for this input port, dropping';
  }
  const vlan = bundle === undefined ? vid : inputVlan(bundle.vlans, vid);
  return refuse(bridge, packet, ingress, vlan) ?? { ingress, vlan };
}

/** Returns where a packet came from. Mirrors `lookup_input_bundle()`. */
function findIngress(bridge: DatapathBridge, number: number): Ingress | undefined {
  const port = bridge.ports.get(number);
  if (port?.bundle !== undefined) return { port, bundle: port.bundle };
  // Packets that a controller creates have not arrived on any port.
  const made = number === PORT.CONTROLLER || number === PORT.ANY;
  return made ? { port, bundle: undefined } : undefined;
}

/**
 * Returns the reason for dropping a packet of an allowed VLAN, if any. Mirrors `is_admissible()`.
 */
function refuse(
  bridge: DatapathBridge,
  { flow, wildcards }: NormalPacket,
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

/** Records that the bridge will learn the sender. Returns everything it will learn so far. */
function learn(
  bridge: DatapathBridge,
  packet: NormalPacket,
  { ingress: { bundle }, vlan }: Admission,
): readonly Lesson[] {
  if (bundle === undefined) return [];
  packet.learn({ flow: new Flow(packet.flow), vlan });
  if (!packet.hasPacket) return [];
  if (bridge.macs.mayLearn(packet.flow.get('dl_src'), vlan)) {
    isGratuitousArp(packet.flow, packet.wildcards);
  }
  return packet.lessons;
}

function flood(bridge: DatapathBridge, packet: NormalPacket, { ingress, vlan }: Admission): void {
  for (const bundle of bridge.bundles.values()) {
    const takesPart = bundle !== ingress.bundle && bundle.floodable && bundle.includesVlan(vlan);
    if (takesPart && !bridge.mirrors.isOutput(bundle)) outputNormally(packet, bundle, vlan);
  }
}
