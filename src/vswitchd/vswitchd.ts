/**
 * Implements ovs-vswitchd, which keeps bridges and ports in line with the Open_vSwitch database
 * (`vswitchd/bridge.c`).
 */
import type { DataPlane } from '../datapath/dpif/data-plane.js';
import { DEFAULT_FLOW_LIMIT, DEFAULT_MAX_IDLE } from '../datapath/dpif/dpif-context.js';
import type { Clock } from '../lib/clock.js';
import type { RandomSource } from '../lib/random.js';
import type { Switch } from '../openflow/switch/switch.js';
import type { OPEN_VSWITCH } from '../ovsdb/schemas/open-vswitch.js';
import type { Transaction } from '../ovsdb/transaction.js';
import { bridgeAddress, configureVersions, datapathId, pickAddress } from './bridge-settings.js';
import { Bundles } from './bundle-configurator.js';
import { Configuration, type OvsDatabase, type OvsRow } from './configuration.js';
import { ConnectionManagers } from './connection-managers.js';
import { inOrderOfCreation } from './creation-order.js';
import { DATAPATH_TYPES, INTERFACE_TYPES } from './device-types.js';
import { DirtyNames } from './dirty-names.js';
import { HardwareAddresses } from './hardware-addresses.js';
import { failedInterfaceStatus, interfaceStatus } from './interface-status.js';
import { configureMirrors, reportMirrors } from './mirror-configurator.js';
import { PortManager } from './port-manager.js';
import { RequestedAddresses } from './requested-addresses.js';
import { integerSetting } from './settings.js';
import { SplinterPorts } from './splinter-ports.js';
import { configureSwitching } from './switching-settings.js';
import { configureTables } from './table-settings.js';
import type { VswitchdState } from './vswitchd-state.js';

export interface VswitchdOptions {
  readonly ovs: OvsDatabase;
  readonly switch: Switch;
  readonly datapath: DataPlane;
  readonly random: RandomSource;
  readonly clock: Clock;
  /** The state that outlives the process; modified in place. */
  readonly state: VswitchdState;
}

/** The version that the datapath reports. */
const DATAPATH_VERSION = '<built-in>';

/**
 * Keeps the switch in line with the database, and the status columns of the database in line with
 * the switch. `run` processes only rows that have changed since its last call.
 */
export class Vswitchd {
  readonly #ovs: OvsDatabase;
  readonly #switch: Switch;
  readonly #datapath: DataPlane;
  readonly #configuration: Configuration;
  readonly #dirty: DirtyNames;
  readonly #requested: RequestedAddresses;
  readonly #splinters: SplinterPorts;
  readonly #addresses: HardwareAddresses;
  readonly #ports: PortManager;
  readonly #bundles: Bundles;
  readonly #connections: ConnectionManagers;
  /** The datapath type of each existing bridge, by name. */
  readonly #bridgeTypes = new Map<string, string>();
  /** True until the switch has been restored. */
  #restoring = true;
  #committing = false;

  constructor({ ovs, switch: ofSwitch, datapath, random, clock, state }: VswitchdOptions) {
    const configuration = new Configuration(ovs);
    this.#ovs = ovs;
    this.#switch = ofSwitch;
    this.#datapath = datapath;
    this.#configuration = configuration;
    this.#dirty = new DirtyNames(ovs, configuration);
    this.#requested = new RequestedAddresses(ovs, configuration);
    this.#splinters = new SplinterPorts(ovs, configuration);
    const addresses = new HardwareAddresses(state, random);
    this.#addresses = addresses;
    this.#ports = new PortManager({
      switch: ofSwitch,
      datapath,
      configuration,
      addresses,
      clock,
      state,
    });
    this.#bundles = new Bundles(configuration, datapath, addresses);
    this.#connections = new ConnectionManagers(configuration, clock, datapath.context.log);
    this.#dirty.addAll();
    ovs.observe((change) => {
      if (this.#committing) return;
      this.#requested.observe(change);
      this.#splinters.observe(change);
      this.#dirty.observe(change);
    });
  }

  /** True if there is anything to update. */
  get pending(): boolean {
    return this.#dirty.any || this.#datapath.hasChanges;
  }

  /** Updates the switch, and then the status columns. */
  run(): void {
    const dirty = this.#dirty;
    const root = this.#configuration.root;
    if (!this.pending) return;
    const errors = dirty.any ? this.#reconfigure() : new Map();
    const transaction = this.#ovs.begin();
    for (const name of dirty.bridges) this.#reportBridge(transaction, name);
    for (const name of new Set([...dirty.ports, ...this.#datapath.takeChanges()])) {
      this.#reportPort(transaction, name, errors.get(name));
    }
    reportMirrors(transaction, this.#configuration, this.#datapath);
    if (root) {
      transaction.update('Open_vSwitch', root._uuid, {
        cur_cfg: root.next_cfg,
        datapath_types: DATAPATH_TYPES,
        iface_types: INTERFACE_TYPES,
      });
    }
    dirty.clear();
    this.#restoring = false;
    this.#committing = true;
    try {
      transaction.commit();
    } finally {
      this.#committing = false;
    }
  }

  /**
   * Updates bridges and ports. Deletions come first, because additions may need their names and
   * numbers.
   *
   * @returns the errors of ports that could not be created, by name.
   */
  #reconfigure(): ReadonlyMap<string, string | undefined> {
    this.#configureFlowCache();
    const { bridges, ports } = this.#dirty;
    for (const name of this.#splinters.update()) ports.add(name);
    if (this.#restoring) this.#dirty.sortPorts((names) => this.#addresses.inOrder(names));
    for (const name of bridges) if (this.#isObsolete(name)) this.#removeBridge(name);
    const missing = this.#ports.removeObsolete(ports);
    for (const name of bridges) this.#addBridge(name);
    const added = this.#restoring ? [...missing] : inOrderOfCreation(missing, this.#configuration);
    const errors = this.#ports.add(added, this.#restoring);
    for (const name of added) ports.delete(name);
    for (const name of added) ports.add(name);
    for (const name of bridges) this.#configureBridge(name);
    this.#bundles.configure(ports);
    this.#configureSplinters();
    configureMirrors(this.#configuration, this.#datapath);
    for (const name of ports) {
      this.#ports.setAddress(name, ({ bridge }) =>
        pickAddress(bridge, this.#requested.of(bridge._uuid)),
      );
    }
    return errors;
  }

  /** Configures all VLAN devices. Mirrors `configure_splinter_port()`. */
  #configureSplinters(): void {
    for (const [name, { realDevice, vlan }] of this.#splinters.ports) {
      const port = this.#datapath.port(name);
      const real = this.#datapath.port(realDevice);
      if (port && real) port.bridge.setSplinter(port.port.number, real.port.number, vlan);
    }
  }

  /** Applies the limits on datapath flows that table Open_vSwitch sets. */
  #configureFlowCache(): void {
    const settings = this.#configuration.root?.other_config ?? new Map<string, string>();
    const unsigned = (key: string): number | undefined => {
      const value = integerSetting(settings, key);
      return value === undefined ? undefined : value >>> 0;
    };
    const cache = this.#datapath.context.settings;
    cache.maxIdle = unsigned('max-idle') ?? DEFAULT_MAX_IDLE;
    cache.flowLimit = unsigned('flow-limit') ?? DEFAULT_FLOW_LIMIT;
  }

  /** Returns true if a bridge should not exist, or needs another datapath type. */
  #isObsolete(name: string): boolean {
    const type = this.#bridgeTypes.get(name);
    if (type === undefined) return false;
    const row = this.#configuration.bridge(name);
    return !row || typeOf(row) !== type;
  }

  #removeBridge(name: string): void {
    for (const port of this.#ports.removeBridge(name)) this.#dirty.ports.add(port);
    this.#switch.removeBridge(name);
    this.#datapath.removeBridge(name);
    this.#bridgeTypes.delete(name);
    this.#connections.delete(name);
  }

  #addBridge(name: string): void {
    const row = this.#configuration.bridge(name);
    if (!row || this.#bridgeTypes.has(name)) return;
    this.#datapath.addBridge(this.#switch.addBridge(name, 0n), typeOf(row));
    this.#bridgeTypes.set(name, typeOf(row));
  }

  #configureBridge(name: string): void {
    const row = this.#configuration.bridge(name);
    const bridge = this.#switch.bridge(name);
    if (!row || !bridge) return;
    const address = bridgeAddress(row, this.#requested.of(row._uuid));
    this.#ports.setLocalAddress(bridge, address);
    this.#dirty.ports.add(name);
    bridge.datapathId = datapathId(row, address);
    bridge.description = row.other_config.get('dp-desc') ?? 'None';
    configureVersions(bridge, row);
    const connections = this.#connections.configure(bridge, row, address, this.#restoring);
    if (this.#connections.setsLocalAddress(row)) this.#ports.bringLocalUp(bridge);
    configureTables(this.#ovs, bridge, row);
    const datapathBridge = this.#datapath.bridges.get(name);
    if (!datapathBridge) return;
    configureSwitching(datapathBridge, row);
    datapathBridge.packetInOnMiss = connections.controlled;
    datapathBridge.hasInBand = connections.hasInBand;
  }

  #reportBridge(transaction: Transaction<typeof OPEN_VSWITCH>, name: string): void {
    const row = this.#configuration.bridge(name);
    const bridge = this.#switch.bridge(name);
    if (!row || !bridge) return;
    transaction.update('Bridge', row._uuid, {
      datapath_id: bridge.datapathId.toString(16).padStart(16, '0'),
      datapath_version: DATAPATH_VERSION,
    });
  }

  #reportPort(
    transaction: Transaction<typeof OPEN_VSWITCH>,
    name: string,
    error: string | undefined,
  ): void {
    const row = this.#configuration.port(name)?.interface;
    if (!row) return;
    const port = this.#ports.get(name);
    const status = port ? interfaceStatus(port, row) : failedInterfaceStatus(error);
    transaction.update('Interface', row._uuid, status);
  }
}

/** Returns the datapath type of a bridge; the default is `system`. */
const typeOf = ({ datapath_type }: OvsRow<'Bridge'>): string => datapath_type || 'system';
