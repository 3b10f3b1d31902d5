/** Creates the integration bridge if it is missing. Mirrors `get_br_int()`. */
import type { Change } from '../../ovsdb/database.js';
import { type OvsDatabase, type OvsRow, ovsChanges } from '../database-changes.js';

/** The name of the integration bridge if the host's settings do not specify one. */
const DEFAULT_NAME = 'br-int';

/** Keeps the integration bridge in existence. */
export class IntegrationBridge {
  readonly #ovs: OvsDatabase;
  #dirty = true;
  #name = DEFAULT_NAME;

  constructor(ovs: OvsDatabase) {
    this.#ovs = ovs;
  }

  observe(change: Change): void {
    this.#dirty ||=
      ovsChanges(change, 'Open_vSwitch').length > 0 ||
      ovsChanges(change, 'Bridge').some(({ before, after }) => !before || !after);
  }

  /**
   * Returns the row of the bridge, which is created if it is missing; `undefined` if there is no
   * Open_vSwitch row.
   */
  run(): OvsRow<'Bridge'> | undefined {
    if (this.#dirty) this.#ensure();
    this.#dirty = false;
    return this.#ovs.findByIndex('Bridge', { name: this.#name });
  }

  #ensure(): void {
    const [host] = this.#ovs.rows('Open_vSwitch');
    if (!host) return;
    const name = host.external_ids.get('ovn-bridge') ?? DEFAULT_NAME;
    this.#name = name;
    if (this.#ovs.findByIndex('Bridge', { name })) return;
    const transaction = this.#ovs.begin();
    transaction.setComment(`ovn-controller: creating integration bridge '${name}'`);
    const local = transaction.insert('Interface', { name, type: 'internal' });
    const port = transaction.insert('Port', { name, interfaces: [local] });
    const bridge = transaction.insert('Bridge', {
      name,
      fail_mode: 'secure',
      other_config: new Map([['disable-in-band', 'true']]),
      ports: [port],
    });
    transaction.update('Open_vSwitch', host._uuid, { bridges: [...host.bridges, bridge] });
    transaction.commit();
  }
}
