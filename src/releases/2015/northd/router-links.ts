/** Tracks the switch ports and router ports that are connected to each router port. */
import type { Uuid } from '../../../lib/uuid.js';
import type { SwitchState } from './datapaths.js';
import type { LogicalPort, Northbound } from './northbound.js';
import type { RouterPort, SwitchPort, TouchedPorts } from './ports.js';

/** The peer of a Port_Binding without one. */
export const NO_PEER = '<error>';

/** Returns the router port that a switch port of type `router` names. */
export const namedRouterPort = ({ type, options }: LogicalPort): string | undefined =>
  type === 'router' ? options.get('router-port') : undefined;

export class RouterLinks {
  /** The switch ports by the router port that they name, whether it exists or not. */
  readonly #switchPorts = new Map<string, Set<SwitchPort>>();

  constructor(
    private readonly nb: Northbound,
    private readonly routerPort: (name: string) => RouterPort | undefined,
  ) {}

  /** Records which router port a switch port names. */
  update(port: SwitchPort, touched: TouchedPorts): void {
    this.#set(port, namedRouterPort(port.row), touched);
  }

  /** Forgets a switch port. */
  remove(port: SwitchPort, touched: TouchedPorts): void {
    this.#set(port, undefined, touched);
  }

  /** Marks everything that is connected to an added, removed or changed router port. */
  routerPortChanged(name: Uuid, { names, rewired }: TouchedPorts): void {
    for (const { datapath } of this.#switchPorts.get(name) ?? []) rewired.add(datapath);
    for (const { table, uuid } of this.nb.referrers(name)) {
      if (table === 'Logical_Router_Port') names.add(uuid);
    }
  }

  /**
   * Returns the router ports that a switch is connected to, sorted by the names of the switch
   * ports.
   */
  ofSwitch({ routerLinks }: SwitchState): RouterPort[] {
    return [...routerLinks]
      .sort(byName)
      .map(({ routerPort }) => (routerPort === undefined ? undefined : this.routerPort(routerPort)))
      .filter((port) => port !== undefined);
  }

  /**
   * Returns the name of the port at the other end of a router port. If both a switch port and a
   * router port are connected to it, the choice depends on a hash table, as in the reference.
   */
  peerOf({ name, row }: RouterPort): string {
    if (row.peer !== undefined) return this.routerPort(row.peer)?.name ?? NO_PEER;
    const [first] = [...(this.#switchPorts.get(name) ?? [])].sort(byName);
    return first?.name ?? NO_PEER;
  }

  #set(port: SwitchPort, routerPort: string | undefined, { names, rewired }: TouchedPorts): void {
    const old = port.routerPort;
    if (old === routerPort) return;
    if (old !== undefined) {
      const others = this.#switchPorts.get(old);
      others?.delete(port);
      if (others?.size === 0) this.#switchPorts.delete(old);
      names.add(old);
      port.datapath.routerLinks.delete(port);
    }
    if (routerPort !== undefined) {
      const others = this.#switchPorts.get(routerPort);
      if (others) others.add(port);
      else this.#switchPorts.set(routerPort, new Set([port]));
      names.add(routerPort);
      port.datapath.routerLinks.add(port);
    }
    port.routerPort = routerPort;
    rewired.add(port.datapath);
  }
}

const byName = (a: SwitchPort, b: SwitchPort): number => (a.name < b.name ? -1 : 1);
