/** Maintains the flows between physical and logical ports. Mirrors `physical_run()`. */
import type { Layout } from '../../action/layout.js';
import type { LogSink } from '../../lib/log.js';
import type { Uuid } from '../../lib/uuid.js';
import type { SbRow, Southbound } from '../../logical/databases.js';
import type { Change } from '../../ovsdb/database.js';
import { TUNNEL_TYPES, type Tunnel } from '../chassis/tunnel.js';
import { sbChanges } from '../database-changes.js';
import type { Flow } from '../desired-flow.js';
import type { DesiredFlows } from '../ofctrl.js';
import { Ordinals } from '../ordinals.js';
import type { CtZones } from '../ports/ct-zones.js';
import type { HostPorts } from '../ports/host-ports.js';
import { networkOf, type PortBindings } from '../ports/port-bindings.js';
import { GroupMembers } from './group-members.js';
import { NetworkInputs } from './network-inputs.js';
import {
  baseFlows,
  groupFlows,
  inputFlow,
  type LocalPlace,
  localOutputFlows,
  remoteOutputFlows,
  tunnelInputFlows,
  vxlanInputFlow,
} from './physical-flows.js';

export interface PhysicalOptions {
  readonly sb: Southbound;
  readonly bindings: PortBindings;
  readonly host: HostPorts;
  readonly zones: CtZones;
  readonly desired: DesiredFlows;
  readonly log: LogSink;
  readonly layout: Layout;
}

/** The location of a logical port as seen from this chassis. */
type Place =
  | ({ readonly kind: 'port' | 'network' } & LocalPlace)
  | { readonly kind: 'remote'; readonly tunnel: Tunnel };

/**
 * The flows between physical and logical ports: tables 0, 32, 33, 34 and 64. The flows of a port
 * belong to its binding, those of a multicast group to the group, those of a tunnel to its port,
 * and those for packets from a physical network to the network.
 */
export class Physical {
  readonly #sb: Southbound;
  readonly #bindings: PortBindings;
  readonly #host: HostPorts;
  readonly #desired: DesiredFlows;
  readonly #zones: CtZones;
  readonly #log: LogSink;
  readonly #layout: Layout;
  readonly #members: GroupMembers;
  readonly #networks: NetworkInputs;
  readonly #groups = new Ordinals();
  readonly #dirtyBindings = new Set<Uuid>();
  readonly #dirtyGroups = new Set<Uuid>();
  readonly #dirtyTunnels = new Set<Uuid>();
  readonly #warned = new Set<Uuid>();
  #active = false;

  constructor({ sb, bindings, host, zones, desired, log, layout }: PhysicalOptions) {
    this.#sb = sb;
    this.#bindings = bindings;
    this.#host = host;
    this.#zones = zones;
    this.#desired = desired;
    this.#log = log;
    this.#layout = layout;
    this.#members = new GroupMembers({ sb, bindings, host, zones, layout });
    this.#networks = new NetworkInputs({ bindings, host, desired, layout });
  }

  observe(change: Change): void {
    for (const { uuid } of sbChanges(change, 'Port_Binding')) this.#dirtyBindings.add(uuid);
    for (const { uuid, after } of sbChanges(change, 'Multicast_Group')) {
      if (after) this.#groups.of(uuid);
      this.#dirtyGroups.add(uuid);
    }
    for (const { uuid, before, after } of sbChanges(change, 'Datapath_Binding')) {
      if (before?.tunnel_key !== after?.tunnel_key) this.#markReferrers(uuid);
    }
    for (const { uuid, before, after } of sbChanges(change, 'Chassis')) {
      if (before?.name !== after?.name) this.#markReferrers(uuid);
    }
  }

  /** Notes that the location or the zone of a logical port has changed. */
  portChanged(logicalPort: string): void {
    for (const uuid of this.#bindings.behind(logicalPort)) this.#dirtyBindings.add(uuid);
  }

  networkChanged(network: string): void {
    this.#networks.changed(network);
    for (const uuid of this.#bindings.onNetwork(network)) this.#dirtyBindings.add(uuid);
  }

  tunnelChanged(chassis: string, port: Uuid): void {
    this.#dirtyTunnels.add(port);
    for (const uuid of this.#bindings.onChassis(chassis)) {
      this.#dirtyBindings.add(uuid);
      this.#markGroups(uuid);
    }
  }

  /** @param active true if the host is a chassis; otherwise there are no physical flows. */
  run(active: boolean): void {
    if (active !== this.#active) {
      this.#active = active;
      this.#desired.put({ kind: 'base', id: '' }, 0, active ? baseFlows(this.#layout) : []);
      for (const { _uuid } of this.#bindings.all()) this.#dirtyBindings.add(_uuid);
      for (const { _uuid } of this.#sb.rows('Multicast_Group')) this.#dirtyGroups.add(_uuid);
    }
    for (const uuid of this.#dirtyBindings) this.#updateBinding(uuid);
    this.#networks.run();
    for (const uuid of this.#dirtyGroups) this.#updateGroup(uuid);
    for (const port of this.#dirtyTunnels) this.#updateTunnel(port);
    this.#dirtyBindings.clear();
    this.#dirtyGroups.clear();
    this.#dirtyTunnels.clear();
  }

  /** Marks the groups that a binding belongs to. */
  #markGroups(binding: Uuid): void {
    for (const { table, uuid: group } of this.#sb.referrers(binding)) {
      if (table === 'Multicast_Group') this.#dirtyGroups.add(group);
    }
  }

  #markReferrers(target: Uuid): void {
    for (const { table, uuid } of this.#sb.referrers(target)) {
      if (table === 'Port_Binding') this.#dirtyBindings.add(uuid);
      if (table === 'Multicast_Group') this.#dirtyGroups.add(uuid);
    }
  }

  #updateBinding(uuid: Uuid): void {
    const row = this.#active ? this.#bindings.get(uuid) : undefined;
    const place = row && this.#place(row);
    const isHere = place !== undefined && place.kind !== 'remote';
    this.#networks.place(uuid, isHere ? row : undefined);
    if (this.#members.update(uuid, row)) this.#markGroups(uuid);
    const flows = row ? this.#bindingFlows(row, place) : [];
    this.#desired.put({ kind: 'binding', id: uuid }, this.#bindings.ordinal(uuid), flows);
  }

  #bindingFlows(row: SbRow<'Port_Binding'>, place: Place | undefined): readonly Flow[] {
    const keys = this.#bindings.keysOf(row);
    if (!keys) return [];
    const flows: Flow[] = [];
    const zone = this.#zones.get(row.logical_port);
    if (place?.kind === 'remote')
      flows.push(...remoteOutputFlows(this.#layout, keys, place.tunnel));
    else if (place) flows.push(...localOutputFlows(this.#layout, keys, place, zone));
    if (place?.kind === 'port') flows.push(inputFlow(this.#layout, keys, place, zone));
    const tunnel = this.#tunnelTo(row);
    if (tunnel?.type === 'vxlan') flows.push(vxlanInputFlow(this.#layout, keys, tunnel));
    return flows;
  }

  #place(row: SbRow<'Port_Binding'>): Place | undefined {
    const isNetwork = row.type === 'localnet';
    const network = networkOf(row);
    if (isNetwork && network === undefined) return undefined;
    const contained = !isNetwork && row.parent_port !== undefined;
    if (contained && row.tag === undefined) return undefined;
    const ofport =
      network === undefined
        ? this.#host.vif(row.parent_port ?? row.logical_port)
        : this.#host.network(network);
    if (ofport !== undefined) {
      const tag = isNetwork || contained ? row.tag : undefined;
      return { kind: isNetwork ? 'network' : 'port', ofport, tag };
    }
    const tunnel = this.#tunnelTo(row);
    return tunnel && { kind: 'remote', tunnel };
  }

  #tunnelTo({ chassis }: SbRow<'Port_Binding'>): Tunnel | undefined {
    const name = chassis === undefined ? undefined : this.#sb.get('Chassis', chassis)?.name;
    return name === undefined ? undefined : this.#host.tunnel(name);
  }

  #updateGroup(uuid: Uuid): void {
    const row = this.#active ? this.#sb.get('Multicast_Group', uuid) : undefined;
    const key = row && this.#sb.get('Datapath_Binding', row.datapath)?.tunnel_key;
    if (!row || key === undefined) {
      this.#members.forgetGroup(uuid);
      this.#warned.delete(uuid);
      this.#desired.put({ kind: 'group', id: uuid }, 0, []);
      if (!row) this.#groups.delete(uuid);
      return;
    }
    const { members, foreign } = this.#members.of(row);
    if (foreign) this.#warnForeign(uuid);
    else this.#warned.delete(uuid);
    const chassis = new Set<string>();
    for (const member of members) if (member.chassis !== undefined) chassis.add(member.chassis);
    const tunnels = [...chassis].flatMap((name) => this.#host.tunnel(name) ?? []);
    tunnels.sort((a, b) => rankOf(a) - rankOf(b) || a.ofport - b.ofport);
    this.#desired.put(
      { kind: 'group', id: uuid },
      this.#groups.of(uuid),
      groupFlows(this.#layout, { datapath: key, port: row.tunnel_key }, members, tunnels),
    );
  }

  #warnForeign(group: Uuid): void {
    if (this.#warned.has(group)) return;
    this.#warned.add(group);
    this.#log({
      program: 'ovn-controller',
      module: 'physical',
      level: 'WARN',
      message: `${group}: multicast group contains ports in wrong datapath`,
    });
  }

  #updateTunnel(port: Uuid): void {
    const tunnel = this.#active ? this.#host.tunnelOf(port) : undefined;
    this.#desired.put(
      { kind: 'tunnel', id: port },
      0,
      tunnel ? tunnelInputFlows(this.#layout, tunnel) : [],
    );
  }
}

const rankOf = ({ type }: Tunnel): number => TUNNEL_TYPES.indexOf(type);
