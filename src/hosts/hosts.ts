/** Keeps the hosts of a sandbox: one behind each logical port that is bound to this chassis. */

import type { IpAddress } from '../lib/ip.js';
import { parseIp, sameIp } from '../lib/ip.js';
import { attachmentOf, type NoHost } from './attachment.js';
import type { Databases } from './databases.js';
import { Host } from './host.js';
import { type HostSettings, identityOf } from './identity.js';
import type { Directory, Station } from './network.js';

/** The settings of hosts, by logical port. Plain JSON that is kept between runs. */
export type HostsState = Record<string, HostSettings>;

/** Settings outlive their hosts, which come and go with the ports. */
export class Hosts {
  readonly #databases: Databases;
  readonly #state: HostsState;
  readonly #hosts = new Map<string, Host>();
  #conversations = 0;

  readonly #alias: (name: string) => string | undefined;

  /** @param alias returns the logical port that has another name as well */
  constructor(
    databases: Databases,
    state: HostsState,
    alias: (name: string) => string | undefined = () => undefined,
  ) {
    this.#databases = databases;
    this.#state = state;
    this.#alias = alias;
  }

  /** Returns the logical port with this name or alias; if there is none, the name itself. */
  portNamed(name: string): string {
    if (this.#databases.nb.findByIndex('Logical_Port', { name })) return name;
    return this.#alias(name) ?? name;
  }

  /** Returns the host behind a logical port, or the reason why there is none. */
  station(nameOrAlias: string): Station | NoHost {
    const name = this.portNamed(nameOrAlias);
    const attachment = attachmentOf(name, this.#databases);
    const port = this.#databases.nb.findByIndex('Logical_Port', { name });
    if ('problem' in attachment) return attachment;
    if (!port) return { problem: `there is no logical port '${name}'` };
    const settings = this.#state[name];
    const identity = identityOf(port, attachment.device, settings, this.#databases);
    let host = this.#hosts.get(name);
    if (host === undefined) {
      host = new Host(identity);
      this.#hosts.set(name, host);
    }
    host.update(identity, settings?.services ?? []);
    return { host, attachment };
  }

  /** Returns the host that is attached to a device: see {@link Directory}. */
  readonly at: Directory = (device, vlan) => {
    const { ovs, sb } = this.#databases;
    const id = ovs.findByIndex('Interface', { name: device })?.external_ids.get('iface-id');
    if (id === undefined) return undefined;
    const name = vlan === undefined ? id : containerBehind(id, vlan, sb);
    const station = name === undefined ? undefined : this.station(name);
    return station && 'host' in station && station.attachment.device === device
      ? station
      : undefined;
  };

  /** Returns all hosts. */
  stations(): readonly Station[] {
    const found: Station[] = [];
    for (const { name } of this.#databases.nb.rows('Logical_Port')) {
      const station = this.station(name);
      if ('host' in station) found.push(station);
    }
    return found;
  }

  /** Resolves `text`, an IP address or a logical port, to an IP address. */
  addressOf(text: string, family: IpAddress['family']): IpAddress | NoHost {
    const literal = parseIp(text);
    if (literal !== undefined) return literal;
    const name = this.portNamed(text);
    const port = this.#databases.nb.findByIndex('Logical_Port', { name });
    if (!port) return { problem: `there is no logical port '${text}'` };
    // A port has addresses even if nothing is attached to it.
    const attachment = attachmentOf(name, this.#databases);
    const device = 'device' in attachment ? attachment.device : '';
    const identity = identityOf(port, device, this.#state[name], this.#databases);
    const found = identity.subnets.find(({ address }) => address.family === family);
    return found?.address ?? { problem: `'${text}' has no IPv${family} address` };
  }

  /** Returns the settings of the host behind a port, which may be changed. */
  settings(nameOrAlias: string): HostSettings {
    const name = this.portNamed(nameOrAlias);
    this.#state[name] ??= { addresses: [], services: [] };
    return this.#state[name];
  }

  /** Returns a number that no earlier conversation used. */
  nextConversation(): number {
    this.#conversations += 1;
    return this.#conversations;
  }
}

/** Returns the logical port of the container behind a parent port that uses a VLAN. */
function containerBehind(parent: string, vlan: number, sb: Databases['sb']): string | undefined {
  for (const { logical_port, parent_port, tag } of sb.rows('Port_Binding')) {
    if (parent_port === parent && tag === vlan) return logical_port;
  }
  return undefined;
}

/** Returns the host that has an address, with its attachment. */
export function stationWith(address: IpAddress, stations: readonly Station[]): Station | undefined {
  return stations.find(({ host }) =>
    host.identity.subnets.some((subnet) => sameIp(subnet.address, address)),
  );
}
