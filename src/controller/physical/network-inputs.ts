/** Maintains the flows for packets from physical networks. */
import type { Layout } from '../../action/layout.js';
import type { Uuid } from '../../lib/uuid.js';
import type { SbRow } from '../../logical/databases.js';
import { MultiMap } from '../multi-map.js';
import type { DesiredFlows } from '../ofctrl.js';
import type { HostPorts } from '../ports/host-ports.js';
import { networkOf, type PortBindings } from '../ports/port-bindings.js';
import { networkInputFlow, type PortKeys } from './physical-flows.js';

export interface NetworkInputsOptions {
  readonly bindings: PortBindings;
  readonly host: HostPorts;
  readonly desired: DesiredFlows;
  readonly layout: Layout;
}

/** A logical port on this chassis. */
interface Here {
  readonly datapath: Uuid;
  /** The physical network that it leads to, if any. */
  readonly network: string | undefined;
}

/**
 * The flows for packets from physical networks. One OpenFlow port serves all datapaths that are
 * attached to a network, so these flows belong to the network. Only datapaths that have another
 * port on this chassis receive the packets.
 */
export class NetworkInputs {
  readonly #options: NetworkInputsOptions;
  readonly #here = new Map<Uuid, Here>();
  /** The number of ports of each datapath on this chassis, apart from localnet ports. */
  readonly #others = new Map<Uuid, number>();
  /** The localnet ports of each datapath. */
  readonly #attached = new MultiMap<Uuid, Uuid>();
  readonly #dirty = new Set<string>();

  constructor(options: NetworkInputsOptions) {
    this.#options = options;
  }

  /** Notes that the port that leads to a network has changed or disappeared. */
  changed(network: string): void {
    this.#dirty.add(network);
  }

  /**
   * Records a port.
   *
   * @param row undefined unless the port is on this chassis.
   */
  place(uuid: Uuid, row: SbRow<'Port_Binding'> | undefined): void {
    const before = this.#here.get(uuid);
    const now = row && { datapath: row.datapath, network: networkOf(row) };
    if (now?.network !== undefined) this.#dirty.add(now.network);
    if (before?.datapath === now?.datapath && before?.network === now?.network) return;
    if (before) this.#leave(uuid, before);
    if (now) this.#come(uuid, now);
  }

  run(): void {
    for (const network of this.#dirty) this.#update(network);
    this.#dirty.clear();
  }

  #come(uuid: Uuid, port: Here): void {
    this.#here.set(uuid, port);
    if (port.network !== undefined) this.#attached.add(port.datapath, uuid);
    else this.#countOthers(port.datapath, +1);
  }

  #leave(uuid: Uuid, port: Here): void {
    this.#here.delete(uuid);
    if (port.network === undefined) {
      this.#countOthers(port.datapath, -1);
    } else {
      this.#attached.delete(port.datapath, uuid);
      this.#dirty.add(port.network);
    }
  }

  /**
   * Counts the ports of a datapath. The first one attaches the datapath to its networks, and
   * removing the last one detaches it.
   */
  #countOthers(datapath: Uuid, step: 1 | -1): void {
    const before = this.#others.get(datapath) ?? 0;
    const now = before + step;
    if (now === 0) this.#others.delete(datapath);
    else this.#others.set(datapath, now);
    if (before > 0 && now > 0) return;
    for (const port of this.#attached.get(datapath)) {
      const network = this.#here.get(port)?.network;
      if (network !== undefined) this.#dirty.add(network);
    }
  }

  #update(network: string): void {
    const { bindings, host, desired, layout } = this.#options;
    const ofport = host.network(network);
    const attached = [...bindings.onNetwork(network)].filter((uuid) => this.#here.has(uuid));
    attached.sort((a, b) => bindings.ordinal(a) - bindings.ordinal(b));
    const byTag = new Map<number | undefined, PortKeys[]>();
    for (const uuid of attached) {
      const row = bindings.get(uuid);
      const keys = row && this.#others.has(row.datapath) ? bindings.keysOf(row) : undefined;
      if (!row || !keys) continue;
      const ports = byTag.get(row.tag);
      if (ports) ports.push(keys);
      else byTag.set(row.tag, [keys]);
    }
    const flows =
      ofport === undefined
        ? []
        : Array.from(byTag, ([tag, ports]) => networkInputFlow(layout, { ofport, tag }, ports));
    desired.put({ kind: 'network', id: network }, 0, flows);
  }
}
