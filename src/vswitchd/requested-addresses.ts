/** Tracks the addresses that rows of table Port request. */
import { parseMac } from '../lib/addresses.js';
import type { Uuid } from '../lib/uuid.js';
import type { Change } from '../ovsdb/database.js';
import { type Configuration, changedRows, type OvsDatabase, type OvsRow } from './configuration.js';

/** The addresses in column `mac` of table Port. Few ports have one. */
export class RequestedAddresses {
  readonly #configuration: Configuration;
  readonly #addresses = new Map<Uuid, bigint>();

  constructor(ovs: OvsDatabase, configuration: Configuration) {
    this.#configuration = configuration;
    for (const row of ovs.rows('Port')) this.#note(row._uuid, row);
  }

  observe(change: Change): void {
    for (const { uuid, after } of changedRows(change, 'Port')) this.#note(uuid, after);
  }

  /** Yields the addresses of a bridge's ports. */
  *of(bridge: Uuid): IterableIterator<bigint> {
    for (const [port, address] of this.#addresses) {
      if (this.#configuration.bridgeOf(port)?._uuid === bridge) yield address;
    }
  }

  #note(uuid: Uuid, row: OvsRow<'Port'> | undefined): void {
    const address = parseMac(row?.mac ?? '');
    if (address === undefined) this.#addresses.delete(uuid);
    else this.#addresses.set(uuid, address);
  }
}
