/**
 * The OVN driver of Neutron: keeps the northbound database in line with Neutron's state. Answers to
 * the plugin of networking-ovn.
 */
import type { Uuid } from '../../lib/uuid.js';
import { isUuid } from '../../lib/uuid.js';
import type { NeutronDatabase } from '../schema.js';
import { Dirty } from './dirty.js';
import { MadeRows } from './made-rows.js';
import type { Northbound } from './northbound.js';
import { type Difference, Reconciliation } from './reconciliation.js';

export interface DriverOptions {
  readonly neutron: NeutronDatabase;
  readonly nb: Northbound;
}

export class NeutronDriver {
  readonly #neutron: NeutronDatabase;
  readonly #nb: Northbound;
  readonly #dirty: Dirty;
  /** Made when it is first needed: most sandboxes use no Neutron. */
  #made: MadeRows | undefined;

  constructor({ neutron, nb }: DriverOptions) {
    this.#neutron = neutron;
    this.#nb = nb;
    this.#dirty = new Dirty(neutron);
    neutron.observe((change) => this.#dirty.addChange(change));
  }

  /** True if Neutron's state has changed since the last run. */
  get pending(): boolean {
    return this.#dirty.any;
  }

  /** Writes what recent changes of Neutron's state require, in one transaction. */
  run(): void {
    if (!this.#dirty.any) return;
    const work = this.#reconcile(this.#dirty);
    this.#dirty.clear();
    work.commit();
  }

  /**
   * Compares the whole northbound database with Neutron's state. Rows that the driver did not make
   * are left alone.
   *
   * @param repair true to remove the differences
   */
  compare(repair: boolean): readonly Difference[] {
    const { networks, routers, ports } = this.#madeRows();
    const work = this.#reconcile({
      networks: [...this.#ids('Network'), ...networks],
      routers: [...this.#ids('Router'), ...routers],
      ports: [...this.#ids('Port'), ...ports],
    });
    if (repair) work.commit();
    else work.abort();
    return work.differences;
  }

  *#ids(table: 'Network' | 'Router' | 'Port'): IterableIterator<Uuid> {
    for (const { _uuid } of this.#neutron.rows(table)) yield _uuid;
  }

  /** Returns the ids of resources that have rows although they no longer exist. */
  #madeRows() {
    const made = this.#index();
    const neutron = this.#neutron;
    const gone = (names: Iterable<string>, table: 'Network' | 'Router' | 'Port'): Uuid[] =>
      [...names]
        .map((name) => name.replace(/^(neutron|provnet)-/, ''))
        .filter((id) => isUuid(id) && !neutron.get(table, id));
    const switches = gone(made.switches.keys(), 'Network').filter((id) => !neutron.get('Port', id));
    const ports = gone([...made.ports.keys(), ...made.acls.keys()], 'Port');
    return {
      networks: switches,
      routers: gone(made.routers.keys(), 'Router'),
      ports: new Set(ports),
    };
  }

  #index(): MadeRows {
    this.#made ??= new MadeRows(this.#nb);
    return this.#made;
  }

  #reconcile(what: {
    readonly networks: Iterable<Uuid>;
    readonly routers: Iterable<Uuid>;
    readonly ports: Iterable<Uuid>;
  }): Reconciliation {
    const work = new Reconciliation(this.#neutron, this.#nb, this.#index());
    // In order of ids: new rows get random UUIDs, which must not depend on the history of indexes.
    for (const id of sorted(what.networks)) work.network(id);
    for (const id of sorted(what.routers)) work.router(id);
    for (const id of sorted(what.ports)) work.port(id);
    return work;
  }
}

const sorted = (ids: Iterable<Uuid>): readonly Uuid[] => [...new Set(ids)].sort();
