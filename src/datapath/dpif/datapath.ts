/** The switch around the translation: where packets come in, and what then leaves where. */
import type { Clock } from '../../lib/clock.js';
import type { Bridge, BridgePort } from '../../openflow/bridge.js';
import { DatapathBridge } from './bridge.js';
import type { VlanSettings } from './bundle.js';
import { Dpif } from './dpif.js';
import { DatapathPort } from './port.js';

/** What somebody who adds a port says about it. */
export interface NewPort {
  readonly bridge: string;
  readonly port: BridgePort;
  /** The type of the device. */
  readonly type: string;
  /** The number in the datapath that it had before. */
  readonly recordedNumber: number | undefined;
}

/** All bridges with everything that moves packets between their ports. */
export class Datapath {
  readonly #clock: Clock;
  readonly #dpifs = new Map<string, Dpif>();
  readonly #bridges = new Map<string, DatapathBridge>();
  readonly #ports = new Map<string, DatapathPort>();

  constructor({ clock }: { readonly clock: Clock }) {
    this.#clock = clock;
  }

  /** The bridges by name. */
  get bridges(): ReadonlyMap<string, DatapathBridge> {
    return this.#bridges;
  }

  /** The datapaths by type. */
  get dpifs(): ReadonlyMap<string, Dpif> {
    return this.#dpifs;
  }

  /** The port `name`, on whatever bridge. */
  port(name: string): DatapathPort | undefined {
    return this.#ports.get(name);
  }

  /** Takes a bridge in, whose datapath comes with the first bridge of its type. */
  addBridge(bridge: Bridge, type: string): void {
    const dpif = this.#dpifs.get(type) ?? new Dpif(type);
    this.#dpifs.set(type, dpif);
    const added = new DatapathBridge(bridge, dpif, this.#clock);
    this.#bridges.set(bridge.name, added);
    dpif.bridges.set(bridge.name, added);
  }

  /** Lets a bridge go, whose ports are gone already. */
  removeBridge(name: string): void {
    const bridge = this.#bridges.get(name);
    if (bridge === undefined) return;
    this.#bridges.delete(name);
    bridge.dpif.bridges.delete(name);
    if (bridge.dpif.bridges.size === 0) this.#dpifs.delete(bridge.dpif.type);
  }

  /** Takes a port in, of a bridge that is there. */
  addPort({ bridge: bridgeName, port, type, recordedNumber }: NewPort): DatapathPort {
    const bridge = this.#bridges.get(bridgeName);
    if (bridge === undefined) throw new RangeError(`no bridge ${bridgeName}`);
    const odpPort =
      type === 'patch' ? undefined : bridge.dpif.freeNumber(port.name, recordedNumber);
    const added = new DatapathPort(bridge, port, { type, odpPort });
    this.#ports.set(port.name, added);
    bridge.dpif.addPort(added);
    bridge.addPort(added);
    return added;
  }

  /** Lets a port go. */
  removePort(name: string): void {
    const port = this.#ports.get(name);
    if (port === undefined) return;
    this.#ports.delete(name);
    port.bridge.dpif.removePort(port);
    this.#forget(port.bridge.removePort(port));
  }

  /** Makes the ports of these names, as far as the bridge has them, act as one. */
  setBundle(bridgeName: string, name: string, members: readonly string[], vlans: VlanSettings) {
    const bridge = this.#bridges.get(bridgeName);
    if (bridge === undefined) return;
    const ports = members.flatMap((member) => {
      const port = this.#ports.get(member);
      return port?.bridge === bridge ? [port] : [];
    });
    this.#forget(bridge.setBundle(name, ports, vlans));
  }

  /** Addresses that were behind a bundle that is gone may now be anywhere. */
  #forget(gone: readonly { readonly mac: bigint; readonly vlan: number }[]): void {
    for (const { mac, vlan } of gone) {
      for (const { macs } of this.#bridges.values()) {
        const entry = macs.lookup(mac, vlan);
        if (entry) macs.forget(entry);
      }
    }
  }
}
