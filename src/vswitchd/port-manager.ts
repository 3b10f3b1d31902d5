/** Creates and deletes the OpenFlow ports of all bridges. */
import type { DataPlane } from '../datapath/dpif/data-plane.js';
import { parseMac } from '../lib/addresses.js';
import type { Clock } from '../lib/clock.js';
import { emptyDictionary } from '../lib/dictionary.js';
import {
  type BridgePort,
  PORT_CONFIG,
  PORT_STATE,
  type PortKind,
} from '../openflow/model/bridge-port.js';
import { PORT } from '../openflow/model/openflow-ports.js';
import type { Bridge } from '../openflow/switch/bridge.js';
import type { Switch } from '../openflow/switch/switch.js';
import type { Configuration, WantedPort } from './configuration.js';
import { type HardwareAddresses, isMulticast } from './hardware-addresses.js';
import { PortNumbers } from './openflow-port-numbers.js';
import { type PortPlan, planPort, recordedNumber, requestedNumber } from './port-plan.js';
import type { VswitchdState } from './vswitchd-state.js';

/** An existing port. */
interface Device {
  readonly bridge: string;
  readonly type: string;
  readonly number: number;
}

export interface PortManagerOptions {
  readonly switch: Switch;
  readonly datapath: DataPlane;
  readonly configuration: Configuration;
  readonly addresses: HardwareAddresses;
  readonly clock: Clock;
  readonly state: VswitchdState;
}

/** The OpenFlow ports of all bridges, by name. */
export class PortManager {
  readonly #switch: Switch;
  readonly #datapath: DataPlane;
  readonly #configuration: Configuration;
  readonly #addresses: HardwareAddresses;
  readonly #clock: Clock;
  readonly #state: VswitchdState;
  readonly #devices = new Map<string, Device>();
  /** Ports that have a number other than the one they request. */
  readonly #unsatisfied = new Set<string>();

  constructor(options: PortManagerOptions) {
    const { configuration, addresses, clock, state } = options;
    this.#switch = options.switch;
    this.#datapath = options.datapath;
    this.#configuration = configuration;
    this.#addresses = addresses;
    this.#clock = clock;
    this.#state = state;
  }

  /** Returns the port `name`. */
  get(name: string): BridgePort | undefined {
    const device = this.#devices.get(name);
    return device && this.#switch.bridge(device.bridge)?.ports.get(device.number);
  }

  /** Deletes the ports of a bridge that is about to be deleted, and returns their names. */
  removeBridge(bridge: string): string[] {
    const removed = [...this.#devices].filter(([, device]) => device.bridge === bridge);
    for (const [name, device] of removed) this.#remove(name, device);
    delete this.#state.numbers?.[bridge];
    return removed.map(([name]) => name);
  }

  /**
   * Deletes obsolete and changed ports among those with these names, and the ports that have the
   * numbers these request.
   *
   * @returns the names of the ports to add.
   */
  removeObsolete(names: Iterable<string>): ReadonlySet<string> {
    const missing = new Set<string>();
    for (const name of new Set([...names, ...this.#unsatisfied])) {
      const wanted = this.#configuration.port(name);
      const device = this.#devices.get(name);
      if (device && !(wanted && isAsWanted(name, device, wanted))) this.#remove(name, device);
      else if (device && wanted) this.#makeRoom(name, device, wanted, missing);
      if (wanted && !this.#devices.has(name)) missing.add(name);
    }
    return missing;
  }

  /**
   * Adds ports in this order.
   *
   * @param restore true if the ports existed before the process started; then their previous
   *   numbers take precedence over requested ones.
   * @returns the errors by port name; an error may have no text.
   */
  add(names: Iterable<string>, restore: boolean): ReadonlyMap<string, string | undefined> {
    const errors = new Map<string, string | undefined>();
    const claim = restore ? recordedNumber : requestedNumber;
    for (const name of names) {
      const port = this.#configuration.port(name);
      if (!port) continue;
      const plan = planPort(name, port);
      const number = claim(port) ?? requestedNumber(port) ?? recordedNumber(port);
      if ('error' in plan) errors.set(name, plan.error);
      else if (!this.#add(name, port, plan, number)) errors.set(name, undefined);
    }
    return errors;
  }

  /**
   * Sets the address of an internal port. Mirrors `iface_set_mac()`.
   *
   * @param pick returns the address for the port of a fake bridge that requests none.
   */
  setAddress(name: string, pick: (wanted: WantedPort) => bigint): void {
    const port = this.get(name);
    const wanted = port?.kind === 'internal' ? this.#configuration.port(name) : undefined;
    if (!port || !wanted) return;
    const asked = parseMac(wanted.interface?.mac ?? '');
    const address = asked ?? (wanted.port.fake_bridge ? pick(wanted) : undefined);
    if (address === undefined || isMulticast(address)) return;
    port.address = this.#addresses.set(name, address);
  }

  /** Sets the address of a bridge's local port, if it has one. */
  setLocalAddress(bridge: Bridge, address: bigint): void {
    const port = bridge.ports.get(PORT.LOCAL);
    if (port) port.address = this.#addresses.set(port.name, address);
  }

  /** Brings up the local port of a bridge. Mirrors `bridge_configure_local_iface_netdev()`. */
  bringLocalUp(bridge: Bridge): void {
    const port = bridge.ports.get(PORT.LOCAL);
    if (port === undefined || (port.config & PORT_CONFIG.PORT_DOWN) === 0) return;
    port.config &= ~PORT_CONFIG.PORT_DOWN;
    port.state &= ~PORT_STATE.LINK_DOWN;
    bridge.touch();
  }

  /**
   * Deletes a port that requests a different number, and the port that has this number unless that
   * one requests it as well.
   */
  #makeRoom(name: string, device: Device, wanted: WantedPort, missing: Set<string>): void {
    const request = requestedNumber(wanted);
    this.#unsatisfied.delete(name);
    if (request === undefined || request === device.number || device.number === PORT.LOCAL) return;
    const victim = this.#switch.bridge(device.bridge)?.ports.get(request)?.name;
    const victimDevice = victim === undefined ? undefined : this.#devices.get(victim);
    if (victim !== undefined && victimDevice) {
      const other = this.#configuration.port(victim);
      if (other && requestedNumber(other) === request) {
        this.#unsatisfied.add(name);
        return;
      }
      this.#remove(victim, victimDevice);
      missing.add(victim);
    }
    this.#remove(name, device);
  }

  #add(name: string, wanted: WantedPort, plan: PortPlan, preferred: number | undefined): boolean {
    const bridge = this.#switch.bridge(wanted.bridge.name);
    if (!bridge) return false;
    const number =
      plan.kind === 'local'
        ? PORT.LOCAL
        : this.#numbers(bridge.name).take(
            (n) => bridge.ports.has(n),
            preferred ?? this.#state.splinterNumbers?.[name],
          );
    if (number === undefined || bridge.ports.has(number)) return false;
    const port = bridge.addPort(number, {
      name,
      kind: plan.kind,
      address: this.#addresses.of(name, plan.kind !== 'patch'),
      ...initialState(plan.kind),
    });
    if (wanted.isSplinter === true) {
      this.#state.splinterNumbers ??= emptyDictionary();
      this.#state.splinterNumbers[name] = number;
    }
    this.#addToDatapath(bridge.name, port, plan.type);
    this.#devices.set(name, { bridge: bridge.name, type: plan.type, number });
    const request = requestedNumber(wanted);
    if (request !== undefined && request !== number && plan.kind !== 'local') {
      this.#unsatisfied.add(name);
    }
    return true;
  }

  /** Adds a port to the datapath, in which it keeps its number until it is deleted. */
  #addToDatapath(bridge: string, port: BridgePort, type: string): void {
    this.#state.datapathNumbers ??= emptyDictionary();
    const numbers = this.#state.datapathNumbers;
    const recordedNumber = numbers[port.name];
    const { odpPort } = this.#datapath.addPort({ bridge, port, type, recordedNumber });
    if (odpPort !== undefined) numbers[port.name] = odpPort;
  }

  #remove(name: string, device: Device): void {
    this.#datapath.removePort(name);
    delete this.#state.datapathNumbers?.[name];
    delete this.#state.splinterNumbers?.[name];
    this.#switch.bridge(device.bridge)?.removePort(device.number);
    this.#numbers(device.bridge).release(device.number);
    this.#addresses.forget(name);
    this.#devices.delete(name);
    this.#unsatisfied.delete(name);
  }

  #numbers(bridge: string): PortNumbers {
    this.#state.numbers ??= emptyDictionary();
    this.#state.numbers[bridge] ??= { last: 0, released: {} };
    return new PortNumbers(this.#state.numbers[bridge], this.#clock);
  }
}

/** Returns true if a port has the bridge and the type that it should have. */
function isAsWanted(name: string, device: Device, wanted: WantedPort): boolean {
  const plan = planPort(name, wanted);
  return 'type' in plan && plan.type === device.type && wanted.bridge.name === device.bridge;
}

/**
 * Returns the initial state of a device. A dummy device is down and has no link; a patch port is
 * always up.
 */
function initialState(kind: PortKind): Pick<BridgePort, 'config' | 'state'> {
  return kind === 'patch'
    ? { config: 0, state: 0 }
    : { config: PORT_CONFIG.PORT_DOWN, state: PORT_STATE.LINK_DOWN };
}
