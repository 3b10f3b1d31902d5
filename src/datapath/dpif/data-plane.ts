/** Holds all bridges and datapaths, and moves packets into and out of them. */
import type { Clock } from '../../lib/clock.js';
import type { LogSink } from '../../lib/log.js';
import type { OfAction } from '../../openflow/model/actions.js';
import type { BridgePort } from '../../openflow/model/bridge-port.js';
import { PORT } from '../../openflow/model/openflow-ports.js';
import type { Bridge } from '../../openflow/switch/bridge.js';
import type { BundleSettings } from '../bridge/bundle.js';
import { DatapathBridge, DatapathPort } from '../bridge/datapath-bridge.js';
import { ConnectionTracker } from '../conntrack/connection-tracker.js';
import { RecirculationIds } from '../translate/recirculation-ids.js';
import { Dpif } from './dpif.js';
import { DEFAULT_FLOW_LIMIT, DEFAULT_MAX_IDLE, type DpifContext } from './dpif-context.js';
import { DummyLinks } from './dummy-links.js';
import { Expiry } from './expiry.js';
import { Forwarding } from './forwarding.js';
import type { ForwardingResult } from './forwarding-result.js';
import { RecirculationReferences } from './recirculation-references.js';

/**
 * The length of the shortest Ethernet frame, without its check sequence. Shorter ones are padded.
 */
const SHORTEST_FRAME = 60;

/**
 * The number of frames that connections between devices carry as a consequence of one incoming
 * frame.
 */
const MAX_CARRIED = 1000;

/** Observes frames that enter and leave through ports. */
export type Tap = (port: DatapathPort, direction: 'in' | 'out', frame: Uint8Array) => void;

/** A frame that entered through a device and left through none. */
export interface LostFrame {
  readonly device: string;
  readonly forwarded: ForwardingResult;
}

/** A port to add. */
export interface NewPort {
  readonly bridge: string;
  readonly port: BridgePort;
  /** The type of the device. */
  readonly type: string;
  /** Its previous number in the datapath. */
  readonly recordedNumber: number | undefined;
}

export class DataPlane {
  readonly taps = new Set<Tap>();
  /** The connections between dummy devices. */
  readonly links = new DummyLinks();
  readonly tracker: ConnectionTracker;
  /** The last frame that was lost. */
  lost: LostFrame | undefined;
  /** The states of translations that are waiting for recirculation. */
  readonly recirculation = new RecirculationIds();
  readonly #context: DpifContext;
  readonly #dpifs = new Map<string, Dpif>();
  readonly #bridges = new Map<string, DatapathBridge>();
  readonly #ports = new Map<string, DatapathPort>();
  readonly #changed = new Set<string>();
  readonly #expiry: Expiry;

  /** @param options `log` receives messages for the operator. */
  constructor({ clock, log }: { readonly clock: Clock; readonly log?: LogSink }) {
    this.tracker = new ConnectionTracker(clock);
    this.#context = {
      clock,
      bridges: this.#bridges,
      recirculation: this.recirculation,
      references: new RecirculationReferences(this.recirculation, clock),
      tracker: this.tracker,
      settings: { maxIdle: DEFAULT_MAX_IDLE, flowLimit: DEFAULT_FLOW_LIMIT },
      noteChange: (port) => this.noteChange(port),
      log: log ?? (() => {}),
    };
    this.#expiry = new Expiry(this.#context, this.#dpifs);
  }

  /** Returns the context that its datapaths share. */
  get context(): DpifContext {
    return this.#context;
  }

  /** The bridges by name. */
  get bridges(): ReadonlyMap<string, DatapathBridge> {
    return this.#bridges;
  }

  /** The datapaths by type. */
  get dpifs(): ReadonlyMap<string, Dpif> {
    return this.#dpifs;
  }

  /** Returns the datapath of a bridge. */
  dpifOf({ type }: DatapathBridge): Dpif {
    const known = this.#dpifs.get(type);
    if (known !== undefined) return known;
    const dpif = new Dpif(type, this.#context);
    this.#dpifs.set(type, dpif);
    return dpif;
  }

  /** Iterates over the ports of all bridges. */
  ports(): IterableIterator<DatapathPort> {
    return this.#ports.values();
  }

  /** Records that the database no longer describes a port correctly. */
  noteChange({ port }: { readonly port: BridgePort }): void {
    this.#changed.add(port.name);
  }

  /** True if the database no longer describes some port correctly. */
  get hasChanges(): boolean {
    return this.#changed.size > 0;
  }

  /** Returns the names of these ports and clears the list. */
  takeChanges(): readonly string[] {
    const names = [...this.#changed];
    this.#changed.clear();
    return names;
  }

  /** Returns the port `name` of any bridge. */
  port(name: string): DatapathPort | undefined {
    return this.#ports.get(name);
  }

  /**
   * Forwards an incoming frame with any contents.
   *
   * @param name the port through which it enters.
   * @returns `undefined` if there is no such port, or if it is a patch port.
   */
  receive(name: string, frame: Uint8Array): ForwardingResult | undefined {
    const result = this.#receive(name, frame);
    if (this.links.any && result !== undefined) this.#carry(result);
    return result;
  }

  #receive(name: string, frame: Uint8Array): ForwardingResult | undefined {
    const port = this.#ports.get(name);
    if (port?.odpPort === undefined) return undefined;
    this.#expiry.run();
    const { counters } = port.port;
    counters.rxPackets++;
    counters.rxBytes += BigInt(frame.length);
    this.noteChange(port);
    for (const tap of this.taps) tap(port, 'in', frame);
    const result = new Forwarding(this.dpifOf(port.bridge));
    result.receive(port, padded(frame));
    // A copy for the bridge itself reaches no device.
    if (result.outputs.every((it) => it.port.port.number === PORT.LOCAL)) {
      this.lost = { device: name, forwarded: result };
    }
    return this.#tapped(result);
  }

  /**
   * Sends a frame from a bridge with actions that a controller specifies, as if it had arrived on
   * `inPort`, which need not exist.
   */
  packetOut(
    bridgeName: string,
    inPort: number,
    actions: readonly OfAction[],
    frame: Uint8Array,
  ): ForwardingResult | undefined {
    const bridge = this.#bridges.get(bridgeName);
    const port = bridge?.ports.get(inPort) ?? bridge?.ports.get(PORT.LOCAL);
    if (port === undefined) return undefined;
    this.#expiry.run();
    const result = new Forwarding(this.dpifOf(port.bridge));
    result.send(port, inPort, actions, frame);
    this.#carry(result);
    return this.#tapped(result);
  }

  /** Carries frames over connections between devices until no frame is left or they loop. */
  #carry(result: ForwardingResult): void {
    const queue = [...result.outputs];
    for (let carried = 0; carried < MAX_CARRIED; carried++) {
      const next = queue.shift();
      if (next === undefined) return;
      for (const peer of this.links.peersOf(next.port.name)) {
        queue.push(...(this.#receive(peer, next.frame)?.outputs ?? []));
      }
    }
  }

  #tapped(result: ForwardingResult): ForwardingResult {
    for (const { port, frame } of result.outputs) {
      for (const tap of this.taps) tap(port, 'out', frame);
    }
    return result;
  }

  /** Deletes everything that has expired, and revalidates the rest. */
  refresh(): void {
    this.#expiry.refresh();
  }

  /** Adds a bridge. The first bridge of a type creates its datapath. */
  addBridge(bridge: Bridge, type: string): void {
    const patchPorts = { patchPort: (name: string) => this.#dpifs.get(type)?.patchPort(name) };
    const added = new DatapathBridge(bridge, type, patchPorts, this.#context.clock);
    this.#bridges.set(bridge.name, added);
    this.dpifOf(added).bridges.set(bridge.name, added);
  }

  /** Removes a bridge that has no ports left. */
  removeBridge(name: string): void {
    const bridge = this.#bridges.get(name);
    if (bridge === undefined) return;
    const dpif = this.dpifOf(bridge);
    this.#bridges.delete(name);
    dpif.bridges.delete(name);
    if (dpif.bridges.size === 0) this.#dpifs.delete(dpif.type);
  }

  /**
   * Adds a port to a bridge.
   *
   * @throws RangeError if there is no such bridge.
   */
  addPort({ bridge: bridgeName, port, type, recordedNumber }: NewPort): DatapathPort {
    const bridge = this.#bridges.get(bridgeName);
    if (bridge === undefined) throw new RangeError(`no bridge ${bridgeName}`);
    const dpif = this.dpifOf(bridge);
    const odpPort = type === 'patch' ? undefined : dpif.freeNumber(port.name, recordedNumber);
    const added = new DatapathPort(bridge, port, { type, odpPort });
    this.#ports.set(port.name, added);
    dpif.addPort(added);
    bridge.addPort(added);
    return added;
  }

  removePort(name: string): void {
    const port = this.#ports.get(name);
    if (port === undefined) return;
    this.#ports.delete(name);
    this.links.delete(name);
    this.dpifOf(port.bridge).removePort(port);
    this.#forget(port.bridge.removePort(port));
  }

  /** Bundles the ports with these names, ignoring names that the bridge does not have. */
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

  /**
   * Makes all bridges forget an address that was behind a deleted bundle. Mirrors
   * `bundle_flush_macs()`.
   */
  #forget(gone: readonly { readonly mac: bigint; readonly vlan: number }[]): void {
    for (const { mac, vlan } of gone) {
      for (const { macs } of this.#bridges.values()) {
        const entry = macs.lookup(mac, vlan);
        if (entry) macs.forget(entry);
      }
    }
  }
}

/** Returns the frame, padded to the minimum length as by a device. */
function padded(frame: Uint8Array): Uint8Array {
  if (frame.length >= SHORTEST_FRAME) return frame;
  const longer = new Uint8Array(SHORTEST_FRAME);
  longer.set(frame);
  return longer;
}
