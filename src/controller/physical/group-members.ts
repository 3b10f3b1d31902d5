/** Maintains the contribution of each port to the flows of multicast groups. */
import type { Layout } from '../../action/layout.js';
import type { Uuid } from '../../lib/uuid.js';
import type { SbRow, Southbound } from '../../logical/databases.js';
import { sameActions } from '../../openflow/model/same-actions.js';
import { diffSets } from '../../ovsdb/set-diff.js';
import type { CtZones } from '../ports/ct-zones.js';
import type { HostPorts } from '../ports/host-ports.js';
import { networkOf, type PortBindings } from '../ports/port-bindings.js';
import { type GroupMember, groupMember } from './physical-flows.js';

export interface GroupMembersOptions {
  readonly sb: Southbound;
  readonly bindings: PortBindings;
  readonly host: HostPorts;
  readonly zones: CtZones;
  readonly layout: Layout;
}

/** The ports of a group, as its row lists them and in order of creation. */
interface Order {
  readonly ports: readonly Uuid[];
  readonly ordered: readonly { readonly uuid: Uuid; readonly ordinal: number }[];
}

const EMPTY: Order = { ports: [], ordered: [] };

/**
 * The contributions of ports to multicast groups. They are cached because a group may have many
 * ports, and its flows change with each of them.
 */
export class GroupMembers {
  readonly #sb: Southbound;
  readonly #bindings: PortBindings;
  readonly #host: HostPorts;
  readonly #zones: CtZones;
  readonly #layout: Layout;
  readonly #members = new Map<Uuid, { readonly datapath: Uuid; readonly member: GroupMember }>();
  readonly #orders = new Map<Uuid, Order>();

  constructor({ sb, bindings, host, zones, layout }: GroupMembersOptions) {
    this.#sb = sb;
    this.#bindings = bindings;
    this.#host = host;
    this.#zones = zones;
    this.#layout = layout;
  }

  /**
   * Updates the contribution of a port, which may have been deleted. Returns true if it differs
   * from before.
   */
  update(uuid: Uuid, row: SbRow<'Port_Binding'> | undefined): boolean {
    if (!row) return this.#members.delete(uuid);
    const zone = this.#zones.get(row.logical_port);
    const member = groupMember(this.#layout, row.tunnel_key, zone, this.#place(row));
    const before = this.#members.get(uuid);
    if (before?.datapath === row.datapath && sameMember(before.member, member)) return false;
    this.#members.set(uuid, { datapath: row.datapath, member });
    return true;
  }

  /**
   * Returns the members of a group in order of creation, and whether the group also lists ports
   * that do not belong to its datapath.
   */
  of(group: SbRow<'Multicast_Group'>): {
    readonly members: readonly GroupMember[];
    readonly foreign: boolean;
  } {
    const order = this.#reorder(this.#orders.get(group._uuid) ?? EMPTY, group.ports);
    this.#orders.set(group._uuid, order);
    const members: GroupMember[] = [];
    let foreign = false;
    for (const { uuid } of order.ordered) {
      const known = this.#members.get(uuid);
      if (known?.datapath === group.datapath) members.push(known.member);
      else if (known) foreign = true;
    }
    return { members, foreign };
  }

  forgetGroup(uuid: Uuid): void {
    this.#orders.delete(uuid);
  }

  #reorder(before: Order, ports: readonly Uuid[]): Order {
    if (before.ports === ports) return before;
    const { removed, added } = diffSets(before.ports, ports);
    const gone = new Set(removed);
    const ordered = before.ordered.filter(({ uuid }) => !gone.has(uuid));
    for (const uuid of added) ordered.push({ uuid, ordinal: this.#bindings.ordinal(uuid) });
    return { ports, ordered: ordered.sort((a, b) => a.ordinal - b.ordinal) };
  }

  #place(row: SbRow<'Port_Binding'>): 'local' | 'patch' | { chassis: string } | undefined {
    if (row.type === 'patch') return 'patch';
    if (this.#host.vif(row.parent_port ?? row.logical_port) !== undefined) return 'local';
    const chassis = row.chassis === undefined ? undefined : this.#sb.get('Chassis', row.chassis);
    if (chassis) return { chassis: chassis.name };
    const network = networkOf(row);
    if (network === undefined) return undefined;
    return this.#host.network(network) === undefined ? undefined : 'local';
  }
}

const sameMember = (a: GroupMember, b: GroupMember): boolean =>
  a.chassis === b.chassis && sameActions(a.local, b.local) && sameActions(a.remote, b.remote);
