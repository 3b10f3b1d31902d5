import type { Uuid } from '../lib/uuid.js';
import type { Database } from '../ovsdb/database.js';
import type { OVN_NORTHBOUND } from '../ovsdb/schemas/ovn-northbound.js';
import type { FlowBook, PlacedFlow, SouthboundTransaction } from './flow-book.js';
import { type PortBindings, routerPortBinding } from './port-bindings.js';
import type { LogicalPort } from './port-flows.js';
import {
  arpFlows,
  digestGateway,
  digestRouterPort,
  type RouterPort,
  routerFlows,
  routerPortFlows,
} from './router-flows.js';

interface RoutersOptions {
  readonly nb: Database<typeof OVN_NORTHBOUND>;
  readonly flows: FlowBook;
  readonly bindings: PortBindings;
  /** The Datapath_Binding of a router. */
  readonly datapath: (router: Uuid) => Uuid | undefined;
  readonly warn: (owner: string, message: string) => void;
}

/** The name of the owner of what routers learn of a switch port. */
const arpOwner = (port: Uuid): string => `arp ${port}`;

/**
 * Routers and what leads to them. Routers are few, and each change of one can matter
 * to all that is attached, so that a change of any looks at all of them again; a
 * change of a switch port looks at that port only.
 */
export class Routers {
  readonly #options: RoutersOptions;
  /** Routers that have flows. */
  readonly #routers = new Set<Uuid>();
  /** Router ports that can be used, and the routers they belong to. */
  readonly #ports = new Map<Uuid, { readonly router: Uuid; readonly port: RouterPort }>();
  /** The router ports that each switch leads to, in the order of its ports. */
  #peers = new Map<Uuid, RouterPort[]>();
  /** Switch ports that routers have flows for. */
  readonly #neighbours = new Set<Uuid>();

  constructor(options: RoutersOptions) {
    this.#options = options;
  }

  clear(): void {
    this.#routers.clear();
    this.#ports.clear();
    this.#neighbours.clear();
    this.#peers = new Map();
  }

  /** Takes over the bindings that were found for router ports. */
  claim(): void {
    const { nb, bindings, datapath } = this.#options;
    for (const router of nb.rows('Logical_Router')) {
      const place = datapath(router._uuid);
      if (place === undefined) continue;
      for (const port of router.ports) bindings.claim(port, port, router._uuid, place);
    }
  }

  /** Looks at all routers again. `home` tells the switch of each logical port. */
  put(transaction: SouthboundTransaction, home: ReadonlyMap<Uuid, Uuid>): void {
    this.#readPorts();
    this.#removeGone(transaction);
    for (const { _uuid: router } of this.#options.nb.rows('Logical_Router'))
      this.#putRouter(transaction, router);
    const switchPeers = this.#readPeers(home);
    for (const [uuid, { router, port }] of this.#ports) {
      this.#putRouterPort(transaction, uuid, router, port, switchPeers.get(uuid));
    }
    for (const port of [...this.#neighbours]) {
      if (!home.has(port)) this.#putNeighbour(transaction, port, []);
    }
    for (const [port, owner] of home) {
      const row = this.#options.nb.get('Logical_Port', port);
      if (row && (this.#peers.has(owner) || this.#neighbours.has(port))) {
        this.portChanged(transaction, port, row, owner);
      }
    }
  }

  /** Tells the routers that a switch leads to what a port of the switch has become. */
  portChanged(transaction: SouthboundTransaction, port: Uuid, row: LogicalPort, owner: Uuid): void {
    const peers = this.#peers.get(owner) ?? [];
    const flows = arpFlows(row, peers).flatMap(({ peer, flow }) => {
      const router = this.#ports.get(peer.row._uuid)?.router;
      const datapath = router === undefined ? undefined : this.#options.datapath(router);
      return datapath === undefined ? [] : [{ datapath, flow }];
    });
    this.#putNeighbour(transaction, port, flows);
  }

  #putNeighbour(
    transaction: SouthboundTransaction,
    port: Uuid,
    flows: readonly PlacedFlow[],
  ): void {
    this.#options.flows.put(transaction, arpOwner(port), flows);
    if (flows.length > 0) this.#neighbours.add(port);
    else this.#neighbours.delete(port);
  }

  #readPorts(): void {
    const { nb, warn } = this.#options;
    this.#ports.clear();
    for (const router of nb.rows('Logical_Router')) {
      for (const uuid of router.ports) {
        const row = nb.get('Logical_Router_Port', uuid);
        if (!row) continue;
        const port = digestRouterPort(row);
        if ('problem' in port) warn(uuid, port.problem);
        else if (this.#ports.has(uuid)) warn(uuid, `duplicate logical router port ${uuid}`);
        else this.#ports.set(uuid, { router: router._uuid, port });
      }
    }
  }

  #removeGone(transaction: SouthboundTransaction): void {
    const { nb, flows, bindings } = this.#options;
    for (const router of [...this.#routers]) {
      if (nb.get('Logical_Router', router)) continue;
      flows.put(transaction, router, []);
      this.#routers.delete(router);
    }
    for (const [uuid, { owner }] of [...bindings.owners()]) {
      if (nb.get('Logical_Port', uuid) || this.#ports.get(uuid)?.router === owner) continue;
      flows.put(transaction, uuid, []);
      bindings.remove(transaction, uuid);
    }
  }

  #putRouter(transaction: SouthboundTransaction, router: Uuid): void {
    const { nb, flows, warn } = this.#options;
    const row = nb.get('Logical_Router', router);
    const datapath = this.#options.datapath(router);
    if (!row || datapath === undefined) return;
    const { gateway, problem } = digestGateway(row);
    if (problem !== undefined) warn(router, problem);
    this.#routers.add(router);
    flows.put(
      transaction,
      router,
      routerFlows(gateway).map((flow) => ({ datapath, flow })),
    );
  }

  #putRouterPort(
    transaction: SouthboundTransaction,
    uuid: Uuid,
    router: Uuid,
    port: RouterPort,
    switchPeer: string | undefined,
  ): void {
    const { bindings, flows } = this.#options;
    const datapath = this.#options.datapath(router);
    if (datapath === undefined) return;
    const routerPeer =
      port.row.peer !== undefined && this.#ports.has(port.row.peer) ? port.row.peer : undefined;
    const place = { name: port.name, owner: router, datapath };
    bindings.put(
      transaction,
      uuid,
      place,
      routerPortBinding(port.row.peer === undefined ? switchPeer : routerPeer),
    );
    flows.put(
      transaction,
      uuid,
      routerPortFlows(port).map((flow) => ({ datapath, flow })),
    );
  }

  /** Finds which switch ports lead to router ports; returns the name of each router port's peer. */
  #readPeers(home: ReadonlyMap<Uuid, Uuid>): Map<Uuid, string> {
    const { nb } = this.#options;
    const names = new Map<Uuid, string>();
    this.#peers = new Map();
    if (this.#ports.size === 0) return names;
    for (const [uuid, owner] of home) {
      const row = nb.get('Logical_Port', uuid);
      const peer =
        row?.type === 'router' ? this.#ports.get(row.options.get('router-port') ?? '') : undefined;
      if (!row || !peer) continue;
      names.set(peer.port.row._uuid, row.name);
      const peers = this.#peers.get(owner);
      if (peers) peers.push(peer.port);
      else this.#peers.set(owner, [peer.port]);
    }
    return names;
  }
}
