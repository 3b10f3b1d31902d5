/** Looks up the tunnel keys of ports and multicast groups by name. */
import type { Names, Warn } from './names.js';
import type { Datapath, LogicalNetwork } from './network.js';

/** Resolves the names of ports and multicast groups to their tunnel keys in a datapath. */
export class PortKeys {
  readonly #unknown = new Set<string>();

  constructor(
    private readonly network: LogicalNetwork,
    private readonly names: Names,
    private readonly warn: Warn,
  ) {}

  /**
   * Returns the tunnel key for a name in a logical flow. Warns once about each name that exists in
   * no datapath.
   */
  inFlows(datapath: Datapath, name: string): number | undefined {
    const port = this.network.portNamed(name);
    if (port !== undefined) return port.datapath === datapath._uuid ? port.tunnel_key : undefined;
    const group = this.network.groupNamed(datapath, name);
    if (group === undefined && name !== '' && !this.#unknown.has(name)) {
      this.#unknown.add(name);
      this.warn(`${name}: unknown logical port`);
    }
    return group?.tunnel_key;
  }

  /**
   * Returns the tunnel key for a name that a user typed. Warns if the datapath does not have it.
   */
  inMicroflow(datapath: Datapath, name: string): number | undefined {
    if (name === '') return 0;
    const port = this.names.findPort(name, this.warn);
    if (port === undefined) return this.inFlows(datapath, name);
    if (port.datapath === datapath._uuid) return port.tunnel_key;
    this.warn(`${name}: not in datapath ${this.names.datapath(datapath)}`);
    return undefined;
  }
}
