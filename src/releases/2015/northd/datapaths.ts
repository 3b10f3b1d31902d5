/** Tracks the logical switches and routers. Mirrors `join_datapaths()`. */
import type { Uuid } from '../../../lib/uuid.js';
import type { SouthboundTransaction } from '../../../logical/databases.js';
import type { DatapathBindings } from '../../../northd/datapath-bindings.js';
import type { DirtyRows } from '../../../northd/dirty-rows.js';
import { FlowOwner, type LogicalFlowTable } from '../../../northd/logical-flow-table.js';
import { FLOOD, MulticastGroup, UNKNOWN } from '../../../northd/multicast.js';
import { diffSets } from '../../../ovsdb/set-diff.js';
import type { SwitchTraits } from './generators.js';
import type { LogicalRouter, LogicalSwitch, Northbound, NorthboundTable } from './northbound.js';
import type { SwitchPort } from './ports.js';
import { SwitchAcls } from './switch-acls.js';

export class SwitchState {
  readonly kind = 'switch';
  /** The owner of the flows that belong to no port or ACL. */
  readonly flows: FlowOwner;
  /** The traits from which those flows were generated. */
  flowTraits: SwitchTraits | undefined;
  readonly acls: SwitchAcls;
  readonly flood: MulticastGroup;
  readonly unknown: MulticastGroup;
  readonly ports = new Set<SwitchPort>();
  /** Its ports that name a router port. */
  readonly routerLinks = new Set<SwitchPort>();

  /**
   * @param binding its Datapath_Binding.
   * @param age its place in order of creation, lowest first.
   */
  constructor(
    public row: LogicalSwitch,
    readonly binding: Uuid,
    readonly age: number,
    table: LogicalFlowTable,
  ) {
    this.flows = new FlowOwner({ table: 'Logical_Switch', uuid: row._uuid });
    this.acls = new SwitchAcls(binding, table);
    this.flood = new MulticastGroup(binding, FLOOD);
    this.unknown = new MulticastGroup(binding, UNKNOWN);
  }
}

export class RouterState {
  readonly kind = 'router';
  /** The owner of the flows that belong to no port. */
  readonly flows: FlowOwner;

  constructor(
    public row: LogicalRouter,
    readonly binding: Uuid,
    readonly age: number,
  ) {
    this.flows = new FlowOwner({ table: 'Logical_Router', uuid: row._uuid });
  }
}

export class Datapaths {
  readonly #switches = new Map<Uuid, SwitchState>();
  readonly #routers = new Map<Uuid, RouterState>();
  #count = 0;

  constructor(
    private readonly nb: Northbound,
    private readonly bindings: DatapathBindings,
    private readonly table: LogicalFlowTable,
  ) {}

  switch(uuid: Uuid): SwitchState | undefined {
    return this.#switches.get(uuid);
  }

  router(uuid: Uuid): RouterState | undefined {
    return this.#routers.get(uuid);
  }

  /**
   * Brings switches and routers up to date, and the ACLs of the switches.
   *
   * @param dirty receives the ports that joined or left a datapath.
   * @returns the switches whose own flows may change, and the routers whose do.
   */
  update(
    dirty: DirtyRows<NorthboundTable>,
    transaction: SouthboundTransaction,
  ): { switches: Set<SwitchState>; routers: Set<RouterState> } {
    const switches = new Set<SwitchState>();
    const routers = new Set<RouterState>();
    for (const uuid of dirty.of('Logical_Switch')) {
      const state = this.#updateSwitch(uuid, dirty, transaction);
      if (state) switches.add(state);
    }
    for (const uuid of dirty.of('ACL')) {
      const row = this.nb.get('ACL', uuid);
      if (!row) continue;
      for (const state of this.#switchesWith('acls', uuid)) {
        state.acls.put(row);
        switches.add(state);
      }
    }
    for (const uuid of dirty.of('Logical_Router')) {
      const state = this.#updateRouter(uuid, dirty, transaction);
      if (state) routers.add(state);
    }
    return { switches, routers };
  }

  /** Returns the switches that list a Logical_Port. The port belongs to the first. */
  homesOfPort(port: Uuid): SwitchState[] {
    return byAge(this.#switchesWith('ports', port));
  }

  /** Returns the routers that list a Logical_Router_Port. The port belongs to the first. */
  homesOfRouterPort(port: Uuid): RouterState[] {
    return byAge(this.#holders('Logical_Router', 'ports', port, this.#routers));
  }

  #switchesWith(column: 'acls' | 'ports', uuid: Uuid): SwitchState[] {
    return this.#holders('Logical_Switch', column, uuid, this.#switches);
  }

  #holders<S>(table: string, column: string, uuid: Uuid, states: ReadonlyMap<Uuid, S>): S[] {
    const holders: S[] = [];
    for (const referrer of this.nb.referrers(uuid)) {
      if (referrer.table !== table || referrer.column !== column) continue;
      const state = states.get(referrer.uuid);
      if (state) holders.push(state);
    }
    return holders;
  }

  #updateSwitch(
    uuid: Uuid,
    dirty: DirtyRows<NorthboundTable>,
    transaction: SouthboundTransaction,
  ): SwitchState | undefined {
    const row = this.nb.get('Logical_Switch', uuid);
    const old = this.#switches.get(uuid);
    const ports = diffSets(old?.row.ports ?? [], row?.ports ?? []);
    for (const port of [...ports.removed, ...ports.added]) dirty.add('Logical_Port', port);
    if (!row) {
      if (!old) return undefined;
      old.acls.clear();
      this.table.set(old.flows, []);
      this.#switches.delete(uuid);
      this.bindings.unbind(uuid);
      return undefined;
    }
    const acls = diffSets(old?.row.acls ?? [], row.acls);
    for (const acl of acls.added) dirty.add('ACL', acl);
    const state = old ?? this.#newSwitch(row, transaction);
    for (const acl of acls.removed) state.acls.delete(acl);
    state.row = row;
    return state;
  }

  #newSwitch(row: LogicalSwitch, transaction: SouthboundTransaction): SwitchState {
    const binding = this.bindings.bind(row._uuid, 'switch', transaction);
    const state = new SwitchState(row, binding, this.#count++, this.table);
    this.#switches.set(row._uuid, state);
    return state;
  }

  #updateRouter(
    uuid: Uuid,
    dirty: DirtyRows<NorthboundTable>,
    transaction: SouthboundTransaction,
  ): RouterState | undefined {
    const row = this.nb.get('Logical_Router', uuid);
    const old = this.#routers.get(uuid);
    const ports = diffSets(old?.row.ports ?? [], row?.ports ?? []);
    for (const port of [...ports.removed, ...ports.added]) dirty.add('Logical_Router_Port', port);
    if (!row) {
      if (!old) return undefined;
      this.table.set(old.flows, []);
      this.#routers.delete(uuid);
      this.bindings.unbind(uuid);
      return undefined;
    }
    const state = old ?? this.#newRouter(row, transaction);
    state.row = row;
    return state;
  }

  #newRouter(row: LogicalRouter, transaction: SouthboundTransaction): RouterState {
    const binding = this.bindings.bind(row._uuid, 'router', transaction);
    const state = new RouterState(row, binding, this.#count++);
    this.#routers.set(row._uuid, state);
    return state;
  }
}

const byAge = <S extends { readonly age: number }>(states: S[]): S[] =>
  states.sort((a, b) => a.age - b.age);
