/**
 * Configures bundles, patch ports and the links of dummy devices from tables Port and Interface.
 */
import type { BondSettings } from '../datapath/bridge/bond.js';
import { vlanSettings } from '../datapath/bridge/bundle.js';
import type { DataPlane } from '../datapath/dpif/data-plane.js';
import type { Configuration, OvsRow } from './configuration.js';
import { isDummy } from './device-types.js';
import type { HardwareAddresses } from './hardware-addresses.js';

/** Bundles the ports of rows of table Port. Mirrors `port_configure()`. */
export class Bundles {
  readonly #configuration: Configuration;
  readonly #datapath: DataPlane;
  readonly #addresses: HardwareAddresses;

  constructor(configuration: Configuration, datapath: DataPlane, addresses: HardwareAddresses) {
    this.#configuration = configuration;
    this.#datapath = datapath;
    this.#addresses = addresses;
  }

  /** Configures the bundles and connections of the ports with these names. */
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
    const settings = { vlans: vlanSettings(row), bond: bondSettings(row) };
    this.#datapath.setBundle(bridge.name, row.name, members, settings);
  }

  #join(name: string): void {
    const port = this.#datapath.port(name);
    if (port === undefined) return;
    const options = this.#configuration.port(name)?.interface?.options;
    if (port.type === 'patch') port.peerName = options?.get('peer');
    else if (isDummy(port.port)) {
      const [pstream, stream] = [options?.get('pstream'), options?.get('stream')];
      this.#datapath.links.configure(name, { pstream, stream });
    }
  }
}

/** Returns the bond settings of a row of table Port. Mirrors `port_configure_bond()`. */
function bondSettings(row: OvsRow<'Port'>): BondSettings {
  const number = (key: string): number => Number.parseInt(row.other_config.get(key) ?? '', 10) || 0;
  return {
    mode: row.bond_mode ?? 'active-backup',
    lacp: row.lacp === 'active' || row.lacp === 'passive',
    fallback: row.other_config.get('lacp-fallback-ab') === 'true',
    basis: number('bond-hash-basis'),
    upDelay: Math.max(0, row.bond_updelay),
    downDelay: Math.max(0, row.bond_downdelay),
  };
}
