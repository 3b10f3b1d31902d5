/** Port_Binding rows: what the southbound database says of each port. */
import type { Uuid } from '../lib/uuid.js';
import type { Database } from '../ovsdb/database.js';
import type { OVN_SOUTHBOUND } from '../ovsdb/schemas/ovn-southbound.js';
import type { Columns } from '../ovsdb/types.js';
import type { SouthboundTransaction } from './flow-book.js';
import type { LogicalPort } from './port-flows.js';
import { MAX_PORT_KEY, nextTunnelKey } from './tunnel-keys.js';

type BindingColumns = Columns<typeof OVN_SOUTHBOUND, 'Port_Binding'>;

/** The columns of a binding that follow from the northbound database. */
export type WantedBinding = Pick<
  BindingColumns,
  'type' | 'options' | 'parent_port' | 'tag' | 'mac'
>;

/** What stands for the peer of a port that has none. */
const NO_PEER = '<error>';

const patch = (peer: string | undefined): Pick<WantedBinding, 'type' | 'options'> => ({
  type: 'patch',
  options: new Map([['peer', peer ?? NO_PEER]]),
});

/** The binding of a logical switch port. A port that leads to a router becomes a patch. */
export const switchPortBinding = (port: LogicalPort): WantedBinding => ({
  ...(port.type === 'router'
    ? patch(port.options.get('router-port'))
    : { type: port.type, options: port.options }),
  parent_port: port.parent_name,
  tag: port.tag,
  mac: port.addresses,
});

/** The binding of a logical router port whose peer, if any, is called `peer`. */
export const routerPortBinding = (peer: string | undefined): WantedBinding => ({
  ...patch(peer),
  parent_port: undefined,
  tag: undefined,
  mac: [],
});

/** A port that has a binding. */
export interface BoundPort {
  readonly name: string;
  /** The switch or router it belongs to. */
  readonly owner: Uuid;
  /** Its Port_Binding. */
  readonly uuid: Uuid;
  readonly tunnelKey: number;
}

/** The bindings that ovn-northd keeps, by northbound row, and the tunnel keys in use. */
export class PortBindings {
  readonly #bound = new Map<Uuid, BoundPort>();
  /** Bindings found in the database that no northbound row has claimed yet, by name. */
  #unclaimed = new Map<string, BoundPort & { readonly datapath: Uuid }>();
  readonly #keys = new Map<Uuid, Set<number>>();

  adopt(sb: Database<typeof OVN_SOUTHBOUND>): void {
    this.#bound.clear();
    this.#keys.clear();
    this.#unclaimed = new Map();
    for (const row of sb.rows('Port_Binding')) {
      this.#unclaimed.set(row.logical_port, {
        name: row.logical_port,
        owner: '',
        uuid: row._uuid,
        tunnelKey: row.tunnel_key,
        datapath: row.datapath,
      });
    }
  }

  /** Takes over the binding that was found for a northbound row, before new keys are given out. */
  claim(northbound: Uuid, name: string, owner: Uuid, datapath: Uuid): void {
    const found = this.#unclaimed.get(name);
    if (!found || found.datapath !== datapath || this.#bound.has(northbound)) return;
    this.#unclaimed.delete(name);
    this.#bound.set(northbound, { ...found, owner });
    this.#keysOf(owner).add(found.tunnelKey);
  }

  /** Deletes the bindings that nobody claimed. */
  dropUnclaimed(transaction: SouthboundTransaction): void {
    for (const { uuid } of this.#unclaimed.values()) transaction.delete('Port_Binding', uuid);
    this.#unclaimed.clear();
  }

  get(northbound: Uuid): BoundPort | undefined {
    return this.#bound.get(northbound);
  }

  /** The northbound rows that have a binding. */
  owners(): IterableIterator<[northbound: Uuid, port: BoundPort]> {
    return this.#bound.entries();
  }

  remove(transaction: SouthboundTransaction, northbound: Uuid): void {
    const port = this.#bound.get(northbound);
    if (!port) return;
    this.#bound.delete(northbound);
    this.#keys.get(port.owner)?.delete(port.tunnelKey);
    if (transaction.get('Port_Binding', port.uuid)) transaction.delete('Port_Binding', port.uuid);
  }

  /**
   * Makes the binding of a port as it should be.
   *
   * @returns `undefined` where the datapath has no tunnel key left.
   */
  put(
    transaction: SouthboundTransaction,
    northbound: Uuid,
    { name, owner, datapath }: { name: string; owner: Uuid; datapath: Uuid },
    wanted: WantedBinding,
  ): BoundPort | undefined {
    const bound = this.#bound.get(northbound);
    if (bound && bound.name === name && bound.owner === owner) {
      transaction.update('Port_Binding', bound.uuid, wanted);
      return bound;
    }
    this.remove(transaction, northbound);
    const keys = this.#keysOf(owner);
    const tunnelKey = nextTunnelKey(keys, highest(keys), MAX_PORT_KEY);
    if (tunnelKey === undefined) return undefined;
    keys.add(tunnelKey);
    const uuid = transaction.insert('Port_Binding', {
      logical_port: name,
      tunnel_key: tunnelKey,
      datapath,
      ...wanted,
    });
    const port = { name, owner, uuid, tunnelKey };
    this.#bound.set(northbound, port);
    return port;
  }

  #keysOf(owner: Uuid): Set<number> {
    const keys = this.#keys.get(owner) ?? new Set();
    this.#keys.set(owner, keys);
    return keys;
  }
}

function highest(keys: ReadonlySet<number>): number {
  let max = 0;
  for (const key of keys) if (key > max) max = key;
  return max;
}
