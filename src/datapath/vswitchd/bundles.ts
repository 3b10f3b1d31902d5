import { vlanSettings } from '../dpif/bundle.js';
import type { Datapath } from '../dpif/datapath.js';
import type { Configuration, OvsRow } from './configuration.js';
import type { HardwareAddresses } from './hardware-addresses.js';

/** Makes the ports of a row of table Port act as one, as the row says (`port_configure`). */
export class Bundles {
  readonly #configuration: Configuration;
  readonly #datapath: Datapath;
  readonly #addresses: HardwareAddresses;

  constructor(configuration: Configuration, datapath: Datapath, addresses: HardwareAddresses) {
    this.#configuration = configuration;
    this.#datapath = datapath;
    this.#addresses = addresses;
  }

  /** Configures the bundles of the ports with these names, and which patch ports are joined. */
  configure(names: Iterable<string>): void {
    const rows = new Set<OvsRow<'Port'>>();
    for (const name of names) {
      this.#join(name);
      const row = this.#configuration.portRow(name);
      if (row) rows.add(row);
    }
    for (const row of rows) this.#configure(row);
  }

  #configure(row: OvsRow<'Port'>): void {
    const bridge = this.#configuration.bridgeOf(row._uuid);
    if (!bridge) return;
    const members = this.#addresses.inOrder(this.#configuration.interfaceNames(row));
    this.#datapath.setBundle(bridge.name, row.name, members, vlanSettings(row));
  }

  #join(name: string): void {
    const port = this.#datapath.port(name);
    if (port?.type !== 'patch') return;
    port.peerName = this.#configuration.port(name)?.interface?.options.get('peer');
  }
}
