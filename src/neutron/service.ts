/** Neutron as the rest of the sandbox sees it. */
import type { Clock } from '../lib/clock.js';
import type { RandomSource } from '../lib/random.js';
import type { Uuid } from '../lib/uuid.js';
import type { NeutronDriver } from './driver/driver.js';
import type { Difference } from './driver/reconciliation.js';
import type { NeutronDatabase } from './schema.js';
import { NeutronServer } from './server.js';
import { isTaken } from './session.js';

export interface ServiceOptions {
  readonly database: NeutronDatabase;
  /** The driver of the release; some have none. */
  readonly driver: NeutronDriver | undefined;
  readonly random: RandomSource;
  readonly clock: Clock;
  readonly settle: () => void;
}

export class NeutronService {
  readonly database: NeutronDatabase;
  readonly server: NeutronServer;
  readonly #driver: NeutronDriver | undefined;
  readonly #settle: () => void;

  constructor(options: ServiceOptions) {
    this.database = options.database;
    this.server = new NeutronServer(options);
    this.#driver = options.driver;
    this.#settle = options.settle;
  }

  /** True if Neutron can be used with this release of OVN. */
  get available(): boolean {
    return this.#driver !== undefined;
  }

  /**
   * Compares the northbound database with Neutron's state.
   *
   * @param repair true to remove the differences
   */
  compare(repair: boolean): readonly Difference[] {
    const differences = this.#driver?.compare(repair) ?? [];
    if (repair) this.#settle();
    return differences;
  }

  /** Returns the first port of a virtual machine of Nova, by the machine's name. */
  portOfServer(name: string): Uuid | undefined {
    for (const server of this.database.rows('Server')) {
      if (server.name !== name) continue;
      for (const port of this.database.rows('Port')) {
        if (port.device_id === server._uuid) return port._uuid;
      }
    }
    return undefined;
  }

  /** The ids that the next resources get. */
  get nextIds(): readonly Uuid[] {
    const [queue] = this.database.rows('Next_Ids');
    return queue ? JSON.parse(queue.ids) : [];
  }

  /** Sets the ids that the next resources get, in their order. */
  set nextIds(ids: readonly Uuid[]) {
    const [queue] = this.database.rows('Next_Ids');
    const tx = this.database.begin();
    if (queue) tx.delete('Next_Ids', queue._uuid);
    if (ids.length > 0) tx.insert('Next_Ids', { ids: JSON.stringify(ids) });
    tx.commit();
  }

  /** Returns true if a resource has this id. */
  isTaken(id: Uuid): boolean {
    return isTaken(this.database, id);
  }
}
