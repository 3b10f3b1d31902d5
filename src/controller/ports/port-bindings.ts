/** Indexes the Port_Binding table by the parts of the host that its rows depend on. */
import type { Uuid } from '../../lib/uuid.js';
import type { SbRow, Southbound } from '../../logical/databases.js';
import type { Change } from '../../ovsdb/database.js';
import { sbChanges } from '../database-changes.js';
import { MultiMap } from '../multi-map.js';
import { Ordinals } from '../ordinals.js';
import type { PortKeys } from '../physical/physical-flows.js';

/** The Port_Binding table, indexed by logical port, parent port and physical network. */
export class PortBindings {
  readonly #sb: Southbound;
  readonly #ordinals = new Ordinals();
  readonly #children = new MultiMap<string, Uuid>();
  readonly #onNetwork = new MultiMap<string, Uuid>();

  constructor(sb: Southbound) {
    this.#sb = sb;
  }

  get(uuid: Uuid): SbRow<'Port_Binding'> | undefined {
    return this.#sb.get('Port_Binding', uuid);
  }

  /** Returns the position of a row in order of creation; 0 for a deleted row. */
  ordinal(uuid: Uuid): number {
    return this.get(uuid) ? this.#ordinals.of(uuid) : 0;
  }

  all(): IterableIterator<SbRow<'Port_Binding'>> {
    return this.#sb.rows('Port_Binding');
  }

  /** Returns the numbers that identify the port in packets. */
  keysOf({ datapath, tunnel_key }: SbRow<'Port_Binding'>): PortKeys | undefined {
    const key = this.#sb.get('Datapath_Binding', datapath)?.tunnel_key;
    return key === undefined ? undefined : { datapath: key, port: tunnel_key };
  }

  /** Iterates over the binding of a logical port and the bindings of the ports behind it. */
  *behind(logicalPort: string): IterableIterator<Uuid> {
    const own = this.#sb.findByIndex('Port_Binding', { logical_port: logicalPort });
    if (own) yield own._uuid;
    yield* this.#children.get(logicalPort);
  }

  /** Returns the bindings of localnet ports that lead to a physical network. */
  onNetwork(network: string): Iterable<Uuid> {
    return this.#onNetwork.get(network);
  }

  /** Iterates over the bindings of ports that are on a chassis. */
  *onChassis(name: string): IterableIterator<Uuid> {
    const chassis = this.#sb.findByIndex('Chassis', { name });
    if (!chassis) return;
    for (const { table, uuid } of this.#sb.referrers(chassis._uuid)) {
      if (table === 'Port_Binding') yield uuid;
    }
  }

  observe(change: Change): void {
    for (const { uuid, before, after } of sbChanges(change, 'Port_Binding')) {
      if (before) this.#index(before, (map, key) => map.delete(key, uuid));
      if (after) this.#index(after, (map, key) => map.add(key, uuid));
      if (after) this.#ordinals.of(uuid);
      else this.#ordinals.delete(uuid);
    }
  }

  #index(
    row: SbRow<'Port_Binding'>,
    apply: (map: MultiMap<string, Uuid>, key: string) => void,
  ): void {
    if (row.parent_port !== undefined) apply(this.#children, row.parent_port);
    const network = networkOf(row);
    if (network !== undefined) apply(this.#onNetwork, network);
  }
}

/** Returns the physical network that a localnet port leads to. */
export function networkOf(row: SbRow<'Port_Binding'>): string | undefined {
  return row.type === 'localnet' ? row.options.get('network_name') : undefined;
}
