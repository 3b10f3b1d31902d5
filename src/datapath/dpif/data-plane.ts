/** The switch around the translation: where packets come in, and what then leaves where. */

import type { Clock } from '../../lib/clock.js';
import type { LogSink } from '../../lib/log.js';
import type { OfAction } from '../../openflow/model/actions.js';
import type { BridgePort } from '../../openflow/model/bridge-port.js';
import { PORT } from '../../openflow/model/openflow-ports.js';
import type { Bridge } from '../../openflow/switch/bridge.js';
import type { BundleSettings } from '../bridge/bundle.js';
import { DatapathBridge } from '../bridge/datapath-bridge.js';
import { DatapathPort } from '../bridge/datapath-port.js';
import { ConnectionTracker } from '../conntrack/connection-tracker.js';
import { RecirculationIds } from '../translate/recirculation-ids.js';
import { Dpif, type DpifSurroundings } from './dpif.js';
import { Journey } from './forwarding.js';
import type { Reception } from './forwarding-result.js';
import { RecirculationReferences } from './recirculation-references.js';

/** The shortest Ethernet frame, without its check sequence. Shorter ones are padded. */
const SHORTEST_FRAME = 60;

/** Milliseconds between two looks for flows of the datapaths that are too old. */
const EXPIRY_INTERVAL = 1000;

/** Somebody who wants to see the frames that come and go at ports. */
export type Tap = (port: DatapathPort, direction: 'in' | 'out', frame: Uint8Array) => void;

/** A frame that came in by a device, and got nowhere. */
export interface Lost {
  readonly device: string;
  readonly reception: Reception;
}

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
  /** Those who look on. */
  readonly taps = new Set<Tap>();
  readonly tracker: ConnectionTracker;
  /** The last frame that got nowhere. */
  lost: Lost | undefined;
  /** Where translations go on that wait for the datapath. */
  readonly recirculation = new RecirculationIds();
  readonly #clock: Clock;
  readonly #surroundings: DpifSurroundings;
  readonly #dpifs = new Map<string, Dpif>();
  readonly #bridges = new Map<string, DatapathBridge>();
  readonly #ports = new Map<string, DatapathPort>();
  readonly #changed = new Set<string>();
  /** When tables were last looked through for what is too old, and when datapaths were. */
  #expired = Number.NaN;
  #swept = 0;

  /** `log` is told what an operator should know about packets. */
  constructor({ clock, log }: { readonly clock: Clock; readonly log?: LogSink }) {
    this.#clock = clock;
    this.tracker = new ConnectionTracker(clock);
    this.#surroundings = {
      clock,
      bridges: this.#bridges,
      recirculation: this.recirculation,
      references: new RecirculationReferences(this.recirculation, clock),
      tracker: this.tracker,
      noteChange: (port) => this.noteChange(port),
      log: log ?? (() => {}),
    };
  }

  /** The bridges by name. */
  get bridges(): ReadonlyMap<string, DatapathBridge> {
    return this.#bridges;
  }

  /** The datapaths by type. */
  get dpifs(): ReadonlyMap<string, Dpif> {
    return this.#dpifs;
  }

  /** The ports of all bridges. */
  ports(): IterableIterator<DatapathPort> {
    return this.#ports.values();
  }

  /** Notes that the database says something about a port that is not so any more. */
  noteChange({ port }: { readonly port: BridgePort }): void {
    this.#changed.add(port.name);
  }

  /** Whether there are ports of which the database does not say how they are. */
  get hasChanges(): boolean {
    return this.#changed.size > 0;
  }

  /** The names of these ports, which from now on are not among them any more. */
  takeChanges(): readonly string[] {
    const names = [...this.#changed];
    this.#changed.clear();
    return names;
  }

  /** The port `name`, on whatever bridge. */
  port(name: string): DatapathPort | undefined {
    return this.#ports.get(name);
  }

  /**
   * A frame comes in through the port `name`: what became of it, whatever bytes it
   * has; `undefined` where there is no such port, or only a patch port.
   */
  receive(name: string, frame: Uint8Array): Reception | undefined {
    const port = this.#ports.get(name);
    if (port?.odpPort === undefined) return undefined;
    this.#expire();
    const { counters } = port.port;
    counters.rxPackets++;
    counters.rxBytes += BigInt(frame.length);
    this.noteChange(port);
    for (const tap of this.taps) tap(port, 'in', frame);
    const journey = new Journey(port.bridge.dpif);
    journey.arrive(port, padded(frame));
    // A copy that a bridge keeps for itself is nobody's.
    if (journey.departures.every((it) => it.port.port.number === PORT.LOCAL)) {
      this.lost = { device: name, reception: journey };
    }
    return this.#tapped(journey);
  }

  /**
   * A controller sends a frame from a bridge, by actions of its own, as if it had come
   * in through the port `inPort`, which need not be there.
   */
  packetOut(
    bridgeName: string,
    inPort: number,
    actions: readonly OfAction[],
    frame: Uint8Array,
  ): Reception | undefined {
    const bridge = this.#bridges.get(bridgeName);
    const port = bridge?.ports.get(inPort) ?? bridge?.ports.get(PORT.LOCAL);
    if (port === undefined) return undefined;
    this.#expire();
    const journey = new Journey(port.bridge.dpif);
    journey.send(port, inPort, actions, frame);
    return this.#tapped(journey);
  }

  #tapped(journey: Journey): Reception {
    for (const departure of journey.departures) {
      for (const tap of this.taps) tap(departure.port, 'out', departure.frame);
    }
    return journey;
  }

  /** Lets everything go whose time is over, and makes the rest right. */
  refresh(): void {
    this.#expireTables();
    for (const { flows } of this.#dpifs.values()) {
      flows.expire();
      flows.revalidate();
    }
    this.#surroundings.references.sweep();
  }

  #expire(): void {
    const now = this.#clock.now();
    if (now === this.#expired) return;
    this.#expired = now;
    this.#expireTables();
    if (now - this.#swept < EXPIRY_INTERVAL) return;
    this.#swept = now;
    for (const { flows } of this.#dpifs.values()) flows.expire();
    this.#surroundings.references.sweep();
  }

  #expireTables(): void {
    for (const { bridge, macs } of this.#bridges.values()) {
      bridge.expireFlows();
      macs.expire();
    }
  }

  /** Takes a bridge in, whose datapath comes with the first bridge of its type. */
  addBridge(bridge: Bridge, type: string): void {
    const dpif = this.#dpifs.get(type) ?? new Dpif(type, this.#surroundings);
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
  setBundle(
    bridgeName: string,
    name: string,
    members: readonly string[],
    settings: BundleSettings,
  ): void {
    const bridge = this.#bridges.get(bridgeName);
    if (bridge === undefined) return;
    const ports = members.flatMap((member) => {
      const port = this.#ports.get(member);
      return port?.bridge === bridge ? [port] : [];
    });
    this.#forget(bridge.setBundle(name, ports, settings));
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

/** What a device makes of a frame that is too short. */
function padded(frame: Uint8Array): Uint8Array {
  if (frame.length >= SHORTEST_FRAME) return frame;
  const longer = new Uint8Array(SHORTEST_FRAME);
  longer.set(frame);
  return longer;
}
