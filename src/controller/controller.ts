/** ovn-controller: from the southbound database to the flows of the integration bridge. */
import type { LogSink } from '../lib/log.js';
import type { Uuid } from '../lib/uuid.js';
import type { Switch } from '../openflow/bridge.js';
import type { Change, Database } from '../ovsdb/database.js';
import type { OPEN_VSWITCH } from '../ovsdb/schemas/open-vswitch.js';
import type { OVN_SOUTHBOUND } from '../ovsdb/schemas/ovn-southbound.js';
import type { AnyRow } from '../ovsdb/types.js';
import { updateBindings } from './binding.js';
import { hostSettings, registerChassis } from './chassis.js';
import { CtZones } from './ct-zones.js';
import { FlowInstaller } from './flow-installer.js';
import { ensureIntegrationBridge, LocalInterfaces } from './integration-bridge.js';
import { LogicalFlows } from './logical-flows.js';
import { localGroupFlows, localPortFlows, type PortBinding, STATIC_FLOWS } from './physical.js';

/** What outlives the process: the connection tracking zones, by logical port. */
export interface ControllerState {
  zones?: Record<string, number>;
}

export interface ControllerOptions {
  readonly sb: Database<typeof OVN_SOUTHBOUND>;
  readonly ovs: Database<typeof OPEN_VSWITCH>;
  readonly switch: Switch;
  readonly log: LogSink;
  readonly state: ControllerState;
}

/** Flows of ports and groups come in no order among each other; nobody wants the same. */
const PHYSICAL_RANK = 0;

const text = (row: AnyRow | undefined, column: string): string | undefined => {
  const value = row?.[column];
  return typeof value === 'string' ? value : undefined;
};

/**
 * The controller of the one chassis that a sandbox is. Every flow is owned by the
 * logical flow, port binding or multicast group that it comes from; `run` looks again
 * only at owners that a change made dirty.
 */
export class Controller {
  readonly #sb: ControllerOptions['sb'];
  readonly #ovs: ControllerOptions['ovs'];
  readonly #switch: Switch;
  readonly #log: LogSink;
  readonly #interfaces: LocalInterfaces;
  readonly #zones: CtZones;
  readonly #installer = new FlowInstaller();
  readonly #lflows: LogicalFlows;
  /** How many ports and multicast groups each datapath has. */
  readonly #datapathUsers = new Map<Uuid, number>();
  /** Bindings behind the same parent. */
  readonly #children = new Map<string, Set<Uuid>>();
  readonly #dirtyBindings = new Set<Uuid>();
  readonly #dirtyGroups = new Set<Uuid>();
  #hostChanged = true;
  #chassis: Uuid | undefined;

  constructor({ sb, ovs, switch: bridges, log, state }: ControllerOptions) {
    this.#sb = sb;
    this.#ovs = ovs;
    this.#switch = bridges;
    this.#log = log;
    this.#interfaces = new LocalInterfaces(ovs);
    state.zones ??= {};
    this.#zones = new CtZones(state.zones);
    this.#lflows = new LogicalFlows(
      {
        flow: (uuid) => sb.get('Logical_Flow', uuid),
        datapathKey: (uuid) =>
          this.#datapathUsers.has(uuid) ? sb.get('Datapath_Binding', uuid)?.tunnel_key : undefined,
        portKey: (datapath, name) => this.#portKey(datapath, name),
      },
      this.#installer,
      log,
    );
    this.#installer.put('static', PHYSICAL_RANK, STATIC_FLOWS);
    for (const row of sb.rows('Port_Binding')) this.#bindingChanged(row._uuid, undefined, row);
    for (const row of sb.rows('Multicast_Group')) this.#groupChanged(row._uuid, undefined, row);
    for (const row of sb.rows('Logical_Flow')) this.#lflows.flowChanged(row._uuid);
    sb.observe((change) => this.#southboundChanged(change));
    ovs.observe((change) => {
      this.#hostChanged ||= change.tables.has('Open_vSwitch') || change.tables.has('Bridge');
    });
  }

  /** Brings bindings and flows up to date. */
  run(): void {
    const bridge = this.#updateHost();
    this.#localPortsChanged(this.#interfaces.update(bridge));
    const chassis = this.#chassis && this.#sb.get('Chassis', this.#chassis);
    const bindings = [...this.#dirtyBindings];
    if (chassis && bindings.length > 0) {
      updateBindings(this.#sb, chassis, bindings, (port) => this.#interfaces.has(port));
    }
    for (const uuid of bindings) this.#putBinding(uuid);
    for (const uuid of bindings) this.#dirtyBindings.delete(uuid);
    for (const uuid of this.#dirtyGroups) this.#putGroup(uuid);
    this.#dirtyGroups.clear();
    this.#lflows.update();
  }

  /** Registers the chassis and finds the integration bridge, whose row it returns. */
  #updateHost(): Uuid | undefined {
    const settings = hostSettings(this.#ovs);
    if (!settings) return undefined;
    if (this.#hostChanged) {
      this.#hostChanged = false;
      ensureIntegrationBridge(this.#ovs, settings.integrationBridge);
      const chassis = registerChassis(this.#sb, settings, this.#log)?._uuid;
      if (chassis !== this.#chassis) {
        this.#chassis = chassis;
        for (const { _uuid } of this.#sb.rows('Port_Binding')) this.#dirtyBindings.add(_uuid);
      }
    }
    this.#installer.use(this.#switch.bridge(settings.integrationBridge));
    return this.#ovs.findByIndex('Bridge', { name: settings.integrationBridge })?._uuid;
  }

  #southboundChanged(change: Change): void {
    this.#hostChanged ||= change.tables.has('Chassis') || change.tables.has('Encap');
    for (const { uuid, before, after } of change.tables.get('Port_Binding') ?? []) {
      this.#bindingChanged(uuid, before, after);
    }
    for (const { uuid, before, after } of change.tables.get('Multicast_Group') ?? []) {
      this.#groupChanged(uuid, before, after);
    }
    for (const { uuid, before, after } of change.tables.get('Datapath_Binding') ?? []) {
      if (before && after) this.#keyOfDatapathChanged(uuid);
    }
    for (const { uuid } of change.tables.get('Logical_Flow') ?? []) this.#lflows.flowChanged(uuid);
  }

  #bindingChanged(uuid: Uuid, before: AnyRow | undefined, after: AnyRow | undefined): void {
    this.#dirtyBindings.add(uuid);
    this.#groupsOfBindingDirty(uuid);
    this.#memberChanged(before, after, 'logical_port');
    const parentBefore = text(before, 'parent_port');
    const parent = text(after, 'parent_port');
    if (parentBefore === parent) return;
    if (parentBefore !== undefined) this.#children.get(parentBefore)?.delete(uuid);
    if (parent === undefined) return;
    const children = this.#children.get(parent);
    if (children) children.add(uuid);
    else this.#children.set(parent, new Set([uuid]));
  }

  #groupChanged(uuid: Uuid, before: AnyRow | undefined, after: AnyRow | undefined): void {
    this.#dirtyGroups.add(uuid);
    this.#memberChanged(before, after, 'name');
  }

  /** A port or group of a datapath changed: names may mean something else now. */
  #memberChanged(before: AnyRow | undefined, after: AnyRow | undefined, nameColumn: string): void {
    const same =
      before?.['tunnel_key'] === after?.['tunnel_key'] &&
      before?.['datapath'] === after?.['datapath'] &&
      before?.[nameColumn] === after?.[nameColumn];
    if (same) return;
    for (const [row, step] of [
      [before, -1],
      [after, +1],
    ] as const) {
      const datapath = text(row, 'datapath');
      const name = text(row, nameColumn);
      if (datapath === undefined || name === undefined) continue;
      this.#countUser(datapath, step);
      this.#lflows.nameChanged(datapath, name);
    }
  }

  #countUser(datapath: Uuid, step: 1 | -1): void {
    const before = this.#datapathUsers.get(datapath) ?? 0;
    const after = before + step;
    if (after > 0) this.#datapathUsers.set(datapath, after);
    else this.#datapathUsers.delete(datapath);
    if (before === 0 || after === 0) this.#lflows.datapathChanged(datapath);
  }

  #keyOfDatapathChanged(datapath: Uuid): void {
    this.#lflows.datapathChanged(datapath);
    for (const { table, uuid } of this.#sb.referrers(datapath)) {
      if (table === 'Port_Binding') this.#dirtyBindings.add(uuid);
      if (table === 'Multicast_Group') this.#dirtyGroups.add(uuid);
    }
  }

  #groupsOfBindingDirty(binding: Uuid): void {
    for (const { table, uuid } of this.#sb.referrers(binding)) {
      if (table === 'Multicast_Group') this.#dirtyGroups.add(uuid);
    }
  }

  /** Interfaces came or went: zones, and everything about these ports and their children. */
  #localPortsChanged(ports: readonly string[]): void {
    for (const port of ports) if (!this.#interfaces.has(port)) this.#zones.release(port);
    for (const port of ports) {
      if (this.#interfaces.has(port)) this.#zones.assign(port);
      const binding = this.#sb.findByIndex('Port_Binding', { logical_port: port })?._uuid;
      for (const uuid of [
        ...(binding === undefined ? [] : [binding]),
        ...(this.#children.get(port) ?? []),
      ]) {
        this.#dirtyBindings.add(uuid);
        this.#groupsOfBindingDirty(uuid);
      }
    }
  }

  #putBinding(uuid: Uuid): void {
    const binding = this.#sb.get('Port_Binding', uuid);
    this.#installer.put(`port ${uuid}`, PHYSICAL_RANK, binding ? this.#bindingFlows(binding) : []);
  }

  #bindingFlows(binding: PortBinding) {
    const contained = binding.parent_port !== undefined;
    if (contained && binding.tag === undefined) return [];
    const port = this.#interfaces.port(binding.parent_port ?? binding.logical_port);
    const datapathKey = this.#sb.get('Datapath_Binding', binding.datapath)?.tunnel_key;
    if (port === undefined || datapathKey === undefined) return [];
    return localPortFlows({
      binding,
      datapathKey,
      port,
      tag: contained ? binding.tag : undefined,
      zone: this.#zones.get(binding.logical_port),
    });
  }

  #putGroup(uuid: Uuid): void {
    const group = this.#sb.get('Multicast_Group', uuid);
    const datapathKey = group && this.#sb.get('Datapath_Binding', group.datapath)?.tunnel_key;
    if (!group || datapathKey === undefined) {
      this.#installer.put(`group ${uuid}`, PHYSICAL_RANK, []);
      return;
    }
    const members = group.ports.flatMap((port) => {
      const binding = this.#sb.get('Port_Binding', port);
      if (binding?.datapath !== group.datapath) return [];
      return [
        {
          tunnelKey: binding.tunnel_key,
          zone: this.#zones.get(binding.logical_port),
          local: this.#interfaces.port(binding.parent_port ?? binding.logical_port) !== undefined,
        },
      ];
    });
    members.sort((a, b) => a.tunnelKey - b.tunnelKey);
    this.#installer.put(
      `group ${uuid}`,
      PHYSICAL_RANK,
      localGroupFlows(datapathKey, group.tunnel_key, members),
    );
  }

  #portKey(datapath: Uuid, name: string): number | undefined {
    const group = this.#sb.findByIndex('Multicast_Group', { datapath, name });
    if (group) return group.tunnel_key;
    const binding = this.#sb.findByIndex('Port_Binding', { logical_port: name });
    return binding?.datapath === datapath ? binding.tunnel_key : undefined;
  }
}
