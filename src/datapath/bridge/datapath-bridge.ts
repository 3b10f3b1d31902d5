/** A bridge as the datapath knows it: its ports, their bundles, what it has learned. */
import type { Clock } from '../../lib/clock.js';
import type { Bridge } from '../../openflow/switch/bridge.js';
import type { Dpif } from '../dpif/dpif.js';
import type { XlateBridge } from '../translate/ports.js';
import type { TranslationContext } from '../translate/translation-context.js';
import { Bundle, type BundleSettings, sameSet, sameVlans } from './bundle.js';
import type { DatapathPort } from './datapath-port.js';
import { type MacEntry, MacTable } from './mac-table.js';
import { forwardNormally } from './normal.js';

export class DatapathBridge implements XlateBridge {
  /** The bridge with its flow tables. */
  readonly bridge: Bridge;
  /** The datapath that it is a part of. */
  readonly dpif: Dpif;
  readonly macs: MacTable<Bundle>;
  #packetInOnMiss = false;
  #forwardBpdu = false;
  readonly #ports = new Map<number, DatapathPort>();
  readonly #bundles = new Map<string, Bundle>();

  constructor(bridge: Bridge, dpif: Dpif, clock: Clock) {
    this.bridge = bridge;
    this.dpif = dpif;
    this.macs = new MacTable(clock);
  }

  get name(): string {
    return this.bridge.name;
  }

  get ports(): ReadonlyMap<number, DatapathPort> {
    return this.#ports;
  }

  normal(context: TranslationContext): void {
    forwardNormally(this, context);
  }

  /** The bundles, in the order in which NORMAL floods them. */
  get bundles(): Iterable<Bundle> {
    return this.#bundles.values();
  }

  get packetInOnMiss(): boolean {
    return this.#packetInOnMiss;
  }

  set packetInOnMiss(wanted: boolean) {
    if (wanted !== this.#packetInOnMiss) this.bridge.touch();
    this.#packetInOnMiss = wanted;
  }

  /** Whether NORMAL forwards packets to addresses that are reserved for bridges. */
  get forwardBpdu(): boolean {
    return this.#forwardBpdu;
  }

  set forwardBpdu(forward: boolean) {
    if (forward !== this.#forwardBpdu) this.bridge.touch();
    this.#forwardBpdu = forward;
  }

  /** Sets the VLANs in which nothing is learned and every packet goes everywhere. */
  set floodVlans(vlans: ReadonlySet<number>) {
    if (sameSet(vlans, this.macs.floodVlans)) return;
    this.macs.floodVlans = vlans;
    this.macs.flush();
    this.bridge.touch();
  }

  addPort(port: DatapathPort): void {
    this.#ports.set(port.port.number, port);
  }

  /** Returns the addresses that are forgotten with it. */
  removePort(port: DatapathPort): readonly MacEntry<Bundle>[] {
    this.#ports.delete(port.port.number);
    return this.#leaveBundle(port);
  }

  /**
   * Makes ports act as one under `name`; without ports there is no such bundle.
   * Returns the addresses that are forgotten with bundles that thereby go.
   */
  setBundle(
    name: string,
    ports: readonly DatapathPort[],
    { vlans, bond }: BundleSettings,
  ): readonly MacEntry<Bundle>[] {
    const gone: MacEntry<Bundle>[] = [];
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

  /** A bundle goes with its last port, and what was behind it is forgotten. */
  #leaveBundle(port: DatapathPort): readonly MacEntry<Bundle>[] {
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
