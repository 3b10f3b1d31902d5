/** Sends packets through bundles, tagged for their VLAN (`output_normal`). */
import type { Flow, Wildcards } from '../../packet/flow.js';
import type { AnyBundle } from './bundle.js';
import { outputTci, vidOf } from './vlans.js';

/** A packet that a bridge forwards. */
export interface ForwardedPacket {
  readonly flow: Flow;
  readonly wildcards: Wildcards;
  /** Sends the packet through an OpenFlow port. */
  output(port: number): void;
}

/** Sends a packet of a VLAN through one port of a bundle. Mirrors `output_normal()`. */
export function outputNormally(packet: ForwardedPacket, bundle: AnyBundle, vlan: number): void {
  const { flow, wildcards } = packet;
  const before = flow.get('vlan_tci');
  const tci = outputTci(bundle.vlans, vlan, before);
  const port = bundle.bond ? bundle.bond.choose(flow, wildcards, vidOf(tci)) : bundle.ports[0];
  if (port === undefined) return;
  flow.set('vlan_tci', tci);
  packet.output(port.port.number);
  packet.flow.set('vlan_tci', before);
}
