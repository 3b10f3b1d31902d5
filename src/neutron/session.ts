/** What the handlers of a request work with. */
import { formatMac } from '../lib/addresses.js';
import type { RandomSource } from '../lib/random.js';
import { isUuid, newUuid, type Uuid } from '../lib/uuid.js';
import type { Caller } from './api.js';
import type { NeutronDatabase, NeutronRow, NeutronTable, NeutronTransaction } from './schema.js';

/** The first half of the Ethernet addresses that Neutron gives to ports. */
const MAC_PREFIX = 0xfa_16_3en << 24n;

/** The maximum number of random addresses that are tried. */
const MAC_TRIES = 16;

export class Session {
  readonly tx: NeutronTransaction;
  readonly caller: Caller;
  /** Milliseconds since the epoch. */
  readonly now: number;
  readonly #database: NeutronDatabase;
  readonly #random: RandomSource;

  constructor(database: NeutronDatabase, random: RandomSource, caller: Caller, now: number) {
    this.tx = database.begin();
    this.caller = caller;
    this.now = now;
    this.#database = database;
    this.#random = random;
  }

  /**
   * Iterates over the rows of a table that refer to a row in one of their columns: those that did
   * before the request, as they are now.
   */
  *referrers<T extends NeutronTable>(
    target: Uuid,
    table: T,
    column: keyof NeutronRow<T>,
  ): IterableIterator<NeutronRow<T>> {
    for (const referrer of this.#database.referrers(target)) {
      if (referrer.table !== table || referrer.column !== column) continue;
      const row = this.tx.get(table, referrer.uuid);
      if (row) yield row;
    }
  }

  /** Returns the id of a new resource: the next one that was asked for, or a random one. */
  newId(): Uuid {
    const [queue] = this.tx.rows('Next_Ids');
    if (!queue) return newUuid(this.#random);
    const [id, ...rest]: readonly string[] = JSON.parse(queue.ids);
    if (rest.length > 0) this.tx.update('Next_Ids', queue._uuid, { ids: JSON.stringify(rest) });
    else this.tx.delete('Next_Ids', queue._uuid);
    if (id === undefined || !isUuid(id) || isTaken(this.tx, id)) return newUuid(this.#random);
    return id;
  }

  /** Returns a random id, for a resource that the user did not ask for. */
  randomId(): Uuid {
    return newUuid(this.#random);
  }

  /** Returns true if a resource is the caller's, or the caller is the admin. */
  owns(row: { readonly tenant: string }): boolean {
    return this.caller.admin || row.tenant === this.caller.tenant;
  }

  /** Returns true if a port of the network has this Ethernet address. */
  hasMac(network: Uuid, mac: string): boolean {
    for (const { mac_address } of this.referrers(network, 'Port', 'network')) {
      if (mac_address === mac) return true;
    }
    return false;
  }

  /** Returns a random Ethernet address that no port of the network has. */
  newMac(network: Uuid): string {
    let mac = '';
    for (let i = 0; i < MAC_TRIES; i++) {
      mac = formatMac(MAC_PREFIX | BigInt(this.#random.next() & 0xff_ffff));
      if (!this.hasMac(network, mac)) break;
    }
    return mac;
  }
}

const TABLES = [
  'Network',
  'Subnet',
  'Port',
  'Router',
  'Security_Group',
  'Security_Group_Rule',
  'Server',
] as const;

/** Returns true if a resource has this id. */
export const isTaken = (database: Pick<NeutronTransaction, 'get'>, id: Uuid): boolean =>
  TABLES.some((table) => database.get(table, id) !== undefined);
