/** Indexes the logical network of the southbound database. */
import type { Uuid } from '../lib/uuid.js';
import type { SbRow, Southbound } from './databases.js';

export type Datapath = SbRow<'Datapath_Binding'>;
export type Port = SbRow<'Port_Binding'>;
export type Group = SbRow<'Multicast_Group'>;

export class LogicalNetwork {
  constructor(private readonly sb: Southbound) {}

  datapath(uuid: Uuid): Datapath | undefined {
    return this.sb.get('Datapath_Binding', uuid);
  }

  /** Returns the datapath with a tunnel key. */
  datapathByKey(key: number): Datapath | undefined {
    return this.sb.findByIndex('Datapath_Binding', { tunnel_key: key });
  }

  /** Returns the port with a tunnel key in a datapath. */
  port({ _uuid: datapath }: Datapath, key: number): Port | undefined {
    return this.sb.findByIndex('Port_Binding', { datapath, tunnel_key: key });
  }

  /** Returns the port with a name, in any datapath. */
  portNamed(name: string): Port | undefined {
    return this.sb.findByIndex('Port_Binding', { logical_port: name });
  }

  /** Returns the multicast group with a tunnel key in a datapath. */
  group({ _uuid: datapath }: Datapath, key: number): Group | undefined {
    return this.sb.findByIndex('Multicast_Group', { datapath, tunnel_key: key });
  }

  groupNamed({ _uuid: datapath }: Datapath, name: string): Group | undefined {
    return this.sb.findByIndex('Multicast_Group', { datapath, name });
  }

  /**
   * Returns the ports of a group in the order in which OpenFlow outputs to them: patch ports first,
   * then the others, each in order of creation.
   */
  members({ datapath, ports }: Group): Port[] {
    const wanted = new Set(ports);
    const members = [...this.sb.rows('Port_Binding')].filter(
      (port) => wanted.has(port._uuid) && port.datapath === datapath,
    );
    const isPatch = ({ type }: Port) => type === 'patch';
    return [...members.filter(isPatch), ...members.filter((port) => !isPatch(port))];
  }

  /** Returns the peer of a patch port, provided that each names the other. */
  peer(port: Port): Port | undefined {
    const name = port.options.get('peer');
    if (port.type !== 'patch' || name === undefined) return undefined;
    const peer = this.portNamed(name);
    return peer?.type === 'patch' && peer.options.get('peer') === port.logical_port
      ? peer
      : undefined;
  }
}
