/** Maintains Logical_Port's `up`, which is true if the port is bound to a chassis. */

import type { Northbound, Southbound } from '../logical/databases.js';
import type { Change } from '../ovsdb/database.js';

/** The tables whose inserted and deleted rows trigger a run of ovn-northd. */
const WATCHED = ['Logical_Flow', 'Multicast_Group', 'Datapath_Binding', 'Port_Binding', 'Chassis'];

export class PortStatus {
  /** Names of ports whose `up` may be outdated. */
  readonly #suspects = new Set<string>();
  #pending = true;

  constructor(
    private readonly nb: Northbound,
    private readonly sb: Southbound,
  ) {
    for (const { logical_port } of sb.rows('Port_Binding')) this.#suspects.add(logical_port);
  }

  /** Records a commit to the southbound database. */
  southboundChanged({ tables }: Change): void {
    for (const table of WATCHED) {
      for (const { before, after } of tables.get(table) ?? [])
        if (!before || !after) this.#pending = true;
    }
    for (const { before, after } of tables.get('Port_Binding') ?? []) {
      if (!after || (before && before['chassis'] === after['chassis'])) continue;
      this.#suspects.add(String(after['logical_port']));
      this.#pending = true;
    }
  }

  /**
   * Records a commit to the northbound database that is not northd's own. A user's change of `up`
   * stays until the southbound database changes, as in the reference.
   */
  northboundChanged({ tables }: Change): void {
    for (const { after } of tables.get('Logical_Port') ?? []) {
      if (after) this.#suspects.add(String(after['name']));
    }
  }

  /** Corrects `up`, in one transaction. */
  update(): void {
    if (!this.#pending) return;
    this.#pending = false;
    if (this.#suspects.size === 0) return;
    const transaction = this.nb.begin();
    transaction.setComment('ovn-northd: southbound db changed');
    for (const name of this.#suspects) {
      const port = this.nb.findByIndex('Logical_Port', { name });
      const binding = this.sb.findByIndex('Port_Binding', { logical_port: name });
      if (!port || !binding) continue;
      transaction.update('Logical_Port', port._uuid, { up: binding.chassis !== undefined });
    }
    this.#suspects.clear();
    transaction.commit();
  }
}
