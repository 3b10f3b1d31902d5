/**
 * Maintains the Port_Binding table, which has one row for each port. Its column `chassis` belongs
 * to ovn-controller and ovn-sbctl. Mirrors `build_ports()`.
 */
import type { Uuid } from '../../../lib/uuid.js';
import type {
  SbRow,
  Southbound,
  SouthboundSchema,
  SouthboundTransaction,
} from '../../../logical/databases.js';
import { type Notices, warning } from '../../../northd/notices.js';
import { PortKeys } from '../../../northd/port-keys.js';
import type { Columns } from '../../../ovsdb/types.js';
import type { Port, RouterPort } from './ports.js';
import { NO_PEER, namedRouterPort } from './router-links.js';

type BindingColumns = Pick<
  Columns<SouthboundSchema, 'Port_Binding'>,
  'type' | 'options' | 'parent_port' | 'tag' | 'mac'
>;

/** Looks up ports by name, and the peers of router ports. */
interface PortDirectory {
  get(name: string): Port | undefined;
  peerOf(port: RouterPort): string;
}

export class PortBindings {
  /** The keys in use, by Datapath_Binding. */
  readonly #keys = new Map<Uuid, PortKeys>();
  /** Datapaths that lost a port since the last update; they may have been deleted as well. */
  readonly #shrunk = new Set<Uuid>();
  /** The names of the rows that existed at the start. */
  readonly #found: string[];

  constructor(
    private readonly sb: Southbound,
    private readonly ports: PortDirectory,
    private readonly notices: Notices,
  ) {
    this.#found = Array.from(sb.rows('Port_Binding'), ({ logical_port }) => logical_port);
  }

  /**
   * Updates the rows with these names and stores them in their ports. New ports get their keys
   * last, once all keys in use are known, in the order of `names`.
   */
  update(names: ReadonlySet<string>, transaction: SouthboundTransaction): void {
    this.#forgetDatapaths();
    const moved: { port: Port; row: SbRow<'Port_Binding'> }[] = [];
    const created: Port[] = [];
    for (const name of new Set([...this.#found.splice(0), ...names])) {
      const port = this.ports.get(name);
      const row = this.sb.findByIndex('Port_Binding', { logical_port: name });
      if (!row) {
        if (port) created.push(port);
        continue;
      }
      const keys = this.#keysOf(row.datapath);
      if (port?.datapath.binding === row.datapath) {
        keys.add(row.tunnel_key);
      } else {
        keys.delete(row.tunnel_key);
        this.#shrunk.add(row.datapath);
        if (port) moved.push({ port, row });
      }
      if (port) {
        port.binding = row._uuid;
        transaction.update('Port_Binding', row._uuid, this.#columnsOf(port));
      } else {
        transaction.delete('Port_Binding', row._uuid);
      }
    }
    for (const { port, row } of moved) this.#move(port, row, transaction);
    for (const port of created) this.#create(port, transaction);
  }

  #forgetDatapaths(): void {
    for (const datapath of this.#shrunk) {
      if (!this.sb.get('Datapath_Binding', datapath)) this.#keys.delete(datapath);
    }
    this.#shrunk.clear();
  }

  /** Moves a row to its port's new datapath, where it keeps its key if possible. */
  #move(port: Port, row: SbRow<'Port_Binding'>, transaction: SouthboundTransaction): void {
    const datapath = port.datapath.binding;
    const keys = this.#keysOf(datapath);
    const key = keys.has(row.tunnel_key) ? this.#allocate(keys) : row.tunnel_key;
    if (key === undefined) {
      port.binding = undefined;
      transaction.delete('Port_Binding', row._uuid);
      return;
    }
    keys.add(key);
    transaction.update('Port_Binding', row._uuid, { datapath, tunnel_key: key });
  }

  #create(port: Port, transaction: SouthboundTransaction): void {
    const datapath = port.datapath.binding;
    const key = this.#allocate(this.#keysOf(datapath));
    if (key === undefined) return;
    port.binding = transaction.insert('Port_Binding', {
      ...this.#columnsOf(port),
      logical_port: port.name,
      datapath,
      tunnel_key: key,
    });
  }

  #allocate(keys: PortKeys): number | undefined {
    const key = keys.allocate();
    if (key === undefined) this.notices.say(warning('all port tunnel ids exhausted'));
    return key;
  }

  #keysOf(datapath: Uuid): PortKeys {
    let keys = this.#keys.get(datapath);
    if (!keys) {
      keys = new PortKeys();
      this.#keys.set(datapath, keys);
    }
    return keys;
  }

  /** Returns the columns that `ovn_port_update_sbrec()` writes. */
  #columnsOf(port: Port): BindingColumns {
    if (port.kind === 'router') {
      return {
        type: 'patch',
        options: new Map([['peer', this.ports.peerOf(port)]]),
        parent_port: undefined,
        tag: undefined,
        mac: [],
      };
    }
    const { type, options, parent_name: parent_port, tag, addresses: mac } = port.row;
    if (type !== 'router') return { type, options, parent_port, tag, mac };
    const peer = namedRouterPort(port.row) ?? NO_PEER;
    return { type: 'patch', options: new Map([['peer', peer]]), parent_port, tag, mac };
  }
}
