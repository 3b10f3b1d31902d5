/** Indexes patch ports by their peers. */
import type { Uuid } from '../../lib/uuid.js';
import type { Change } from '../../ovsdb/database.js';
import { type OvsDatabase, type OvsRow, ovsChanges } from '../database-changes.js';
import { MultiMap } from '../multi-map.js';

/** Keys of a Port's external_ids that record the purpose of a patch port. */
export const NETWORK_KEY = 'ovn-localnet-port';
export const LOGICAL_KEY = 'ovn-logical-patch-port';

/** Returns true if a port is a patch port of ovn-controller. */
export const isPatchOfOurs = (port: OvsRow<'Port'> | undefined): boolean =>
  port !== undefined && (port.external_ids.has(NETWORK_KEY) || port.external_ids.has(LOGICAL_KEY));

const peerOf = (row: OvsRow<'Interface'> | undefined): string | undefined =>
  row?.type === 'patch' ? row.options.get('peer') : undefined;

export class PatchIndex {
  readonly #ovs: OvsDatabase;
  /** The interfaces by their peers. */
  readonly #byPeer = new MultiMap<string, Uuid>();
  readonly #ours = new Set<Uuid>();

  constructor(ovs: OvsDatabase) {
    this.#ovs = ovs;
  }

  /** Applies a change. Returns the peers and the ports of the changed interfaces. */
  observe(change: Change): {
    readonly peers: ReadonlySet<string>;
    readonly ports: ReadonlySet<Uuid>;
  } {
    const peers = new Set<string>();
    const ports = new Set<Uuid>();
    for (const { uuid, before, after } of ovsChanges(change, 'Interface')) {
      const [old, now] = [peerOf(before), peerOf(after)];
      if (old === now) continue;
      if (old !== undefined) this.#byPeer.delete(old, uuid);
      if (now !== undefined) this.#byPeer.add(now, uuid);
      for (const peer of [old, now]) if (peer !== undefined) peers.add(peer);
      for (const port of this.#portsOf(uuid)) ports.add(port);
    }
    for (const { uuid, after } of ovsChanges(change, 'Port')) {
      if (isPatchOfOurs(after)) this.#ours.add(uuid);
      else this.#ours.delete(uuid);
    }
    return { peers, ports };
  }

  /** Iterates over the patch ports of ovn-controller. */
  ours(): Iterable<Uuid> {
    return this.#ours;
  }

  /** Returns the peers of a port. */
  peersOf(port: Uuid): readonly string[] {
    const { interfaces = [] } = this.#ovs.get('Port', port) ?? {};
    return interfaces.flatMap((uuid) => peerOf(this.#ovs.get('Interface', uuid)) ?? []);
  }

  /** Returns the patch ports of ovn-controller that are connected to a peer. */
  oursTo(peer: string): Uuid[] {
    const ports = [...this.#byPeer.get(peer)].flatMap((uuid) => this.#portsOf(uuid));
    return ports.filter((port) => this.#ours.has(port));
  }

  /** Returns the port of a bridge that is connected to a peer. */
  find(bridge: Uuid, peer: string): Uuid | undefined {
    const ports = [...this.#byPeer.get(peer)].flatMap((uuid) => this.#portsOf(uuid));
    // Of several, the first in the order of the bridge's ports counts.
    return ports.filter((port) => this.#isOn(bridge, port)).sort()[0];
  }

  #isOn(bridge: Uuid, port: Uuid): boolean {
    for (const { table, uuid } of this.#ovs.referrers(port)) {
      if (table === 'Bridge' && uuid === bridge) return true;
    }
    return false;
  }

  #portsOf(iface: Uuid): Uuid[] {
    const ports: Uuid[] = [];
    for (const { table, uuid } of this.#ovs.referrers(iface))
      if (table === 'Port') ports.push(uuid);
    return ports;
  }
}
