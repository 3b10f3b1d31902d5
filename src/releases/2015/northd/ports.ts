/**
 * Tracks the effective ports of logical switches and routers. A name denotes one port: if several
 * rows claim the same name, or several datapaths the same row, one of them wins.
 */
import type { Uuid } from '../../../lib/uuid.js';
import type { DirtyRows } from '../../../northd/dirty-rows.js';
import { FlowOwner } from '../../../northd/logical-flow-table.js';
import { type Notices, warning } from '../../../northd/notices.js';
import type { Datapaths, RouterState, SwitchState } from './datapaths.js';
import type { LogicalPort, LogicalRouterPort, Northbound, NorthboundTable } from './northbound.js';
import { RouterLinks } from './router-links.js';
import { parseRouterPort, type RouterInterface } from './router-port.js';

export class SwitchPort {
  readonly kind = 'switch';
  /** The owner of the flows in the switch. */
  readonly flows: FlowOwner;
  /** The owner of the flows by which routers resolve this port's addresses. */
  readonly resolutions: FlowOwner;
  /** Its Port_Binding, once it exists. */
  binding: Uuid | undefined;
  /** The router port that its row names, whether it exists or not. */
  routerPort: Uuid | undefined;

  constructor(
    public row: LogicalPort,
    readonly datapath: SwitchState,
  ) {
    const northbound = { table: 'Logical_Port', uuid: row._uuid } as const;
    this.flows = new FlowOwner(northbound);
    this.resolutions = new FlowOwner(northbound);
  }

  get name(): string {
    return this.row.name;
  }
}

export class RouterPort {
  readonly kind = 'router';
  readonly flows: FlowOwner;
  /** Its Port_Binding, once it exists. */
  binding: Uuid | undefined;

  constructor(
    public row: LogicalRouterPort,
    public digest: RouterInterface,
    readonly datapath: RouterState,
  ) {
    this.flows = new FlowOwner({ table: 'Logical_Router_Port', uuid: row._uuid });
  }

  get name(): string {
    return this.row._uuid;
  }
}

export type Port = SwitchPort | RouterPort;

/** The rows that an update of the ports affects. */
export interface TouchedPorts {
  /** Ports that no longer exist. */
  readonly released: Set<Port>;
  /** Ports that are new or whose row changed. */
  readonly changed: Set<Port>;
  /** Names whose Port_Binding may have to change. */
  readonly names: Set<string>;
  /** Switches whose routers, or whose routers' addresses, changed. */
  readonly rewired: Set<SwitchState>;
}

export class Ports {
  readonly #byName = new Map<string, Port>();
  readonly #switchPorts = new Map<Uuid, SwitchPort>();
  readonly #routerPorts = new Map<Uuid, RouterPort>();
  readonly #links: RouterLinks;

  constructor(
    private readonly nb: Northbound,
    private readonly datapaths: Datapaths,
    private readonly notices: Notices,
  ) {
    this.#links = new RouterLinks(nb, (name) => this.#routerPorts.get(name));
  }

  /** Returns the port with a name. */
  get(name: string): Port | undefined {
    return this.#byName.get(name);
  }

  /** Returns the name of the port at the other end of a router port. */
  peerOf(port: RouterPort): string {
    return this.#links.peerOf(port);
  }

  /**
   * Returns the router ports that a switch is connected to, sorted by the names of the switch
   * ports.
   */
  routersOf(datapath: SwitchState): RouterPort[] {
    return this.#links.ofSwitch(datapath);
  }

  /**
   * Brings the ports up to date with the rows that changed. Their datapaths must already be up to
   * date.
   */
  update(dirty: DirtyRows<NorthboundTable>): TouchedPorts {
    const touched: TouchedPorts = {
      released: new Set(),
      changed: new Set(),
      names: new Set(),
      rewired: new Set(),
    };
    this.#updateSwitchPorts(dirty, touched);
    this.#updateRouterPorts(dirty, touched);
    return touched;
  }

  #updateSwitchPorts(dirty: DirtyRows<NorthboundTable>, touched: TouchedPorts): void {
    const claims: { row: LogicalPort; home: SwitchState }[] = [];
    for (const uuid of dirty.of('Logical_Port')) {
      const row = this.nb.get('Logical_Port', uuid);
      const [home] = row ? this.datapaths.homesOfPort(uuid) : [];
      const port = this.#switchPorts.get(uuid);
      if (port && (port.datapath !== home || port.name !== row?.name)) {
        this.#release(port, dirty, touched);
      }
      if (row && home) claims.push({ row, home });
    }
    // A name can move to another port, so all old claims are released before new ones are made.
    for (const { row, home } of claims) {
      const port = this.#switchPorts.get(row._uuid) ?? this.#claim(row, home, dirty, touched);
      port.row = row;
      this.#links.update(port, touched);
      touched.changed.add(port);
      touched.names.add(port.name);
    }
  }

  #claim(
    row: LogicalPort,
    home: SwitchState,
    dirty: DirtyRows<NorthboundTable>,
    touched: TouchedPorts,
  ): SwitchPort {
    const rival = this.#byName.get(row.name);
    if (rival) this.#release(rival, dirty, touched);
    const port = new SwitchPort(row, home);
    this.#byName.set(row.name, port);
    this.#switchPorts.set(row._uuid, port);
    home.ports.add(port);
    return port;
  }

  #updateRouterPorts(dirty: DirtyRows<NorthboundTable>, touched: TouchedPorts): void {
    for (const uuid of dirty.of('Logical_Router_Port')) {
      const row = this.nb.get('Logical_Router_Port', uuid);
      const homes = row ? this.datapaths.homesOfRouterPort(uuid) : [];
      const [home] = homes;
      const parsed = row && home && parseRouterPort(row);
      const found = parsed && 'interface' in parsed ? parsed.interface : undefined;
      const taken = this.#byName.get(uuid)?.kind === 'switch';
      const old = this.#routerPorts.get(uuid);
      if (old && (old.datapath !== home || !found || taken)) this.#release(old, dirty, touched);
      this.notices.about(uuid, [
        ...(parsed && 'problem' in parsed ? [warning(parsed.problem)] : []),
        ...(found && (homes.length > 1 || taken)
          ? [warning(`duplicate logical router port ${uuid}`)]
          : []),
      ]);
      if (!row || !home || !found || taken) continue;
      const port = this.#routerPorts.get(uuid) ?? new RouterPort(row, found, home);
      port.row = row;
      port.digest = found;
      this.#byName.set(uuid, port);
      this.#routerPorts.set(uuid, port);
      touched.changed.add(port);
      touched.names.add(uuid);
      this.#links.routerPortChanged(uuid, touched);
    }
  }

  #release(port: Port, dirty: DirtyRows<NorthboundTable>, touched: TouchedPorts): void {
    const { name } = port;
    this.#byName.delete(name);
    touched.released.add(port);
    touched.names.add(name);
    if (port.kind === 'router') {
      this.#routerPorts.delete(port.row._uuid);
      this.#links.routerPortChanged(name, touched);
      return;
    }
    this.#switchPorts.delete(port.row._uuid);
    port.datapath.ports.delete(port);
    this.#links.remove(port, touched);
    // A router port may have been waiting for the name.
    if (this.nb.get('Logical_Router_Port', name)) dirty.add('Logical_Router_Port', name);
  }
}
