/**
 * Represents a bridge as the datapath sees it: its ports, their bundles, and the addresses it has
 * learned.
 */
import type { Clock } from '../../lib/clock.js';
import { type BridgePort, PORT_STATE } from '../../openflow/model/bridge-port.js';
import { VLAN_CFI } from '../../openflow/model/members.js';
import type { Bridge } from '../../openflow/switch/bridge.js';
import { Flow } from '../../packet/flow.js';
import { Bundle, type BundleSettings, sameSet, sameVlans } from './bundle.js';
import { type MacEntry, MacTable } from './mac-table.js';
import { type MirrorSettings, Mirrors } from './mirrors.js';
import { VlanSplinters } from './vlan-splinters.js';

/** Finds the patch ports of all bridges that share a datapath. */
export interface PatchPorts {
  /** Returns the patch port of this name. */
  patchPort(name: string): DatapathPort | undefined;
}

/** The device behind a port. */
export interface DatapathPortSpec {
  /** The type of the device: `system`, `dummy`, `patch`, `geneve` ... */
  readonly type: string;
  /** Its number in the datapath; a patch port has none. */
  readonly odpPort: number | undefined;
}

/** A port of a bridge as the datapath sees it (`struct ofport_dpif`). */
export class DatapathPort {
  readonly bridge: DatapathBridge;
  /** The OpenFlow port, which also holds the counters. */
  readonly port: BridgePort;
  readonly type: string;
  readonly odpPort: number | undefined;
  #peerName: string | undefined;
  /** The bundle that the port belongs to. */
  bundle: PortBundle | undefined;

  constructor(bridge: DatapathBridge, port: BridgePort, spec: DatapathPortSpec) {
    this.bridge = bridge;
    this.port = port;
    this.type = spec.type;
    this.odpPort = spec.odpPort;
  }

  get name(): string {
    return this.port.name;
  }

  /** True if its link is up. */
  get live(): boolean {
    return (this.port.state & PORT_STATE.LINK_DOWN) === 0;
  }

  /** The name of the patch port at the other end, as configured. */
  get peerName(): string | undefined {
    return this.#peerName;
  }

  set peerName(name: string | undefined) {
    if (name === this.#peerName) return;
    this.#peerName = name;
    this.bridge.bridge.touch();
  }

  /** The patch port at the other end, provided that each names the other. */
  get peer(): DatapathPort | undefined {
    if (this.#peerName === undefined) return undefined;
    const peer = this.bridge.patchPorts.patchPort(this.#peerName);
    return peer?.peerName === this.name ? peer : undefined;
  }
}

export type PortBundle = Bundle<DatapathPort>;

/** The parts of a bridge that forwarding needs (`struct xbridge`). */
export class DatapathBridge {
  /** The bridge with its flow tables. */
  readonly bridge: Bridge;
  /** Its datapath type: `system`, `netdev` or `dummy`. */
  readonly type: string;
  readonly patchPorts: PatchPorts;
  readonly macs: MacTable<PortBundle>;
  readonly mirrors = new Mirrors<PortBundle>();
  readonly splinters = new VlanSplinters();
  #packetInOnMiss = false;
  #hasInBand = false;
  #forwardBpdu = false;
  readonly #ports = new Map<number, DatapathPort>();
  readonly #bundles = new Map<string, PortBundle>();

  constructor(bridge: Bridge, type: string, patchPorts: PatchPorts, clock: Clock) {
    this.bridge = bridge;
    this.type = type;
    this.patchPorts = patchPorts;
    this.macs = new MacTable(clock);
  }

  get name(): string {
    return this.bridge.name;
  }

  /** The ports by OpenFlow number, in the order in which they were added. */
  get ports(): ReadonlyMap<number, DatapathPort> {
    return this.#ports;
  }

  /** The bundles by name, in the order in which NORMAL floods them. */
  get bundles(): ReadonlyMap<string, PortBundle> {
    return this.#bundles;
  }

  /** True if packets that match no flow go to a controller. */
  get packetInOnMiss(): boolean {
    return this.#packetInOnMiss;
  }

  set packetInOnMiss(wanted: boolean) {
    if (wanted !== this.#packetInOnMiss) this.bridge.touch();
    this.#packetInOnMiss = wanted;
  }

  /** True if DHCP replies must reach the local port, for in-band control. */
  get hasInBand(): boolean {
    return this.#hasInBand;
  }

  set hasInBand(wanted: boolean) {
    if (wanted !== this.#hasInBand) this.bridge.touch();
    this.#hasInBand = wanted;
  }

  /** True if NORMAL forwards packets to reserved multicast addresses. */
  get forwardBpdu(): boolean {
    return this.#forwardBpdu;
  }

  set forwardBpdu(forward: boolean) {
    if (forward !== this.#forwardBpdu) this.bridge.touch();
    this.#forwardBpdu = forward;
  }

  /** Sets the VLANs in which nothing is learned and every packet is flooded. */
  set floodVlans(vlans: ReadonlySet<number>) {
    if (sameSet(vlans, this.macs.floodVlans)) return;
    this.macs.floodVlans = vlans;
    this.macs.flush();
    this.bridge.touch();
  }

  /** Makes `port` the device for a VLAN of `realPort`. Mirrors `set_realdev()`. */
  setSplinter(port: number, realPort: number, vlan: number): void {
    if (this.splinters.set(port, realPort, vlan)) this.bridge.touch();
  }

  setMirror(id: string, settings: MirrorSettings<PortBundle>): void {
    if (this.mirrors.set(id, settings)) this.bridge.touch();
  }

  removeMirror(id: string): void {
    if (this.mirrors.delete(id)) this.bridge.touch();
  }

  addPort(port: DatapathPort): void {
    this.#ports.set(port.port.number, port);
  }

  /** Removes a port. Returns the learned addresses that are forgotten with it. */
  removePort(port: DatapathPort): readonly MacEntry<PortBundle>[] {
    this.#ports.delete(port.port.number);
    this.splinters.delete(port.port.number);
    return this.#leaveBundle(port);
  }

  /**
   * Bundles ports under `name`, or removes the bundle if there are no ports.
   *
   * @returns the learned addresses that are forgotten with bundles that became empty.
   */
  setBundle(
    name: string,
    ports: readonly DatapathPort[],
    { vlans, bond }: BundleSettings,
  ): readonly MacEntry<PortBundle>[] {
    const gone: MacEntry<PortBundle>[] = [];
    const bundle = this.#bundles.get(name) ?? new Bundle(name);
    if (ports.length > 0) this.#bundles.set(name, bundle);
    for (const port of ports) {
      if (port.bundle === bundle) continue;
      gone.push(...this.#leaveBundle(port));
      port.bundle = bundle;
      bundle.add(port);
      this.bridge.touch();
    }
    for (const port of [...bundle.ports]) {
      if (!ports.includes(port)) gone.push(...this.#leaveBundle(port));
    }
    bundle.configureBond(bond);
    if (!sameVlans(bundle.vlans, vlans)) {
      bundle.vlans = vlans;
      this.macs.forgetPort(bundle);
      this.bridge.touch();
    }
    return gone;
  }

  /**
   * Removes a port from its bundle. An empty bundle is deleted together with its learned addresses.
   */
  #leaveBundle(port: DatapathPort): readonly MacEntry<PortBundle>[] {
    const { bundle } = port;
    if (bundle === undefined) return [];
    port.bundle = undefined;
    bundle.remove(port);
    this.bridge.touch();
    if (bundle.ports.length > 0) return [];
    this.#bundles.delete(bundle.name);
    return this.macs.forgetPort(bundle);
  }
}

/**
 * Returns the flow as if it had arrived on the real device of a VLAN device. Mirrors
 * `vsp_adjust_flow()`.
 */
export function onRealDevice({ splinters }: DatapathBridge, flow: Flow): Flow {
  const real = splinters.any ? splinters.realOf(Number(flow.get('in_port'))) : undefined;
  if (real === undefined) return flow;
  const adjusted = new Flow(flow);
  adjusted.set('in_port', BigInt(real.realPort));
  adjusted.set('vlan_tci', BigInt(real.vlan) | VLAN_CFI);
  return adjusted;
}
