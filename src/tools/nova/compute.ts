/** The virtual machines of Nova: their ports, and the tap devices through which they are plugged in. */
import type { Json, JsonObject } from '../../lib/json.js';
import { newUuid, type Uuid } from '../../lib/uuid.js';
import type { Caller } from '../../neutron/api.js';
import type { NeutronRow } from '../../neutron/schema.js';
import { Client, ClientError, idOf } from '../neutron/client.js';
import type { ToolContext } from '../tool.js';

export type Server = NeutronRow<'Server'>;

/** An error of Nova's server, whose messages end in its status. */
export class NovaError extends Error {}

/** The maximum length of the name of a network device. */
const DEVICE_NAME = 14;

const INTEGRATION_BRIDGE = 'br-int';

/** A network card that a new machine asks for: a port, or a network and perhaps an address. */
export interface Nic {
  readonly port?: string;
  readonly network?: string;
  readonly address?: string;
}

export interface BootRequest {
  readonly name: string;
  readonly image: string;
  readonly flavor: string;
  readonly key: string | undefined;
  readonly zone: string;
  readonly metadata: ReadonlyMap<string, string>;
  readonly nics: readonly Nic[];
  readonly groups: readonly string[];
}

export const tapName = (port: Uuid): string => `tap${port}`.slice(0, DEVICE_NAME);

export class Compute {
  readonly #context: ToolContext;
  readonly #client: Client;
  readonly #caller: Caller;

  constructor(context: ToolContext, caller: Caller) {
    this.#context = context;
    this.#client = new Client(context.neutron.server, caller);
    this.#caller = caller;
  }

  /** Returns the machines that the user sees, oldest first. */
  list(): readonly Server[] {
    return [...this.#context.neutron.database.rows('Server')].filter(
      ({ tenant }) => this.#caller.admin || tenant === this.#caller.tenant,
    );
  }

  /**
   * Finds a machine by name or id.
   *
   * @throws NovaError unless there is exactly one
   */
  find(nameOrId: string): Server {
    const all = this.list();
    const byId = all.find(({ _uuid }) => _uuid === nameOrId.toLowerCase());
    const [only, ...others] = byId ? [byId] : all.filter(({ name }) => name === nameOrId);
    if (only && others.length === 0) return only;
    throw new NovaError(
      only
        ? `Multiple server matches found for '${nameOrId}', use an ID to be more specific.`
        : `No server with a name or ID of '${nameOrId}' exists.`,
    );
  }

  /** Returns the ports of a machine. */
  portsOf({ _uuid }: Server): readonly JsonObject[] {
    return this.#client.list('port', [['device_id', _uuid]]);
  }

  /** Returns the addresses of a machine by the name of the network. */
  addressesOf(server: Server): ReadonlyMap<string, readonly string[]> {
    const networks = new Map<string, readonly string[]>();
    for (const { network_id: id, fixed_ips: ips } of this.portsOf(server)) {
      const { name } = this.#client.show('network', String(id));
      const label = String(name);
      const addresses = Array.isArray(ips) ? ips.map(addressIn) : [];
      networks.set(label, [...(networks.get(label) ?? []), ...addresses]);
    }
    return networks;
  }

  /** Returns the names of the security groups of a machine. */
  groupsOf(server: Server): readonly string[] {
    const ids = this.portsOf(server).flatMap(({ security_groups: groups }) =>
      Array.isArray(groups) ? groups.map(String) : [],
    );
    return [...new Set(ids)]
      .map((id) => String(this.#client.show('security_group', id)['name']))
      .sort();
  }

  /**
   * Boots a machine: makes its ports, and plugs them into the integration bridge.
   *
   * @throws NovaError or ClientError; nothing is changed then
   */
  boot(request: BootRequest): Server {
    const { neutron, ovs, random, clock } = this.#context;
    const bridge = [...ovs.rows('Bridge')].find(({ name }) => name === INTEGRATION_BRIDGE);
    if (!bridge) throw new NovaError(`There is no bridge ${INTEGRATION_BRIDGE} (HTTP 500)`);
    const id = newUuid(random);
    const made: string[] = [];
    const adopted: string[] = [];
    try {
      const groups = request.groups.map((group) => this.#group(group));
      for (const nic of this.#nicsOf(request)) {
        if (nic.port !== undefined) {
          this.#adopt(nic.port, id, request.zone);
          adopted.push(nic.port);
        } else {
          made.push(this.#createPort(nic, groups, id, request.zone));
        }
      }
    } catch (error) {
      for (const port of made) this.#client.delete('port', port);
      for (const port of adopted) {
        this.#client.update('port', port, { device_id: '', device_owner: '' });
      }
      throw error;
    }
    const { name, image, flavor, key: key_name, zone: availability_zone, metadata } = request;
    const tx = neutron.database.begin();
    tx.insert(
      'Server',
      {
        ...{ tenant: this.#caller.tenant, name, image, flavor, key_name, availability_zone },
        ...{ created: Math.floor(clock.now()), metadata },
      },
      id,
    );
    tx.commit();
    const server = this.find(id);
    this.#plug(server, bridge._uuid);
    return server;
  }

  /** Returns the network cards of a new machine: by default one in its tenant's only network. */
  #nicsOf({ nics }: BootRequest): readonly Nic[] {
    if (nics.length > 0) {
      return nics.map((nic) =>
        nic.network === undefined ? nic : { ...nic, network: this.#network(nic.network) },
      );
    }
    const networks = this.#client.list('network', [['router:external', 'False']]);
    if (networks.length > 1) {
      throw new NovaError(
        'Multiple possible networks found, use a Network ID to be more specific. (HTTP 409)',
      );
    }
    return networks.map((network) => ({ network: idOf(network) }));
  }

  /** Nova takes ids of networks only; names are accepted for convenience. */
  #network(nameOrId: string): string {
    try {
      return this.#client.find('network', nameOrId);
    } catch (error) {
      if (!(error instanceof ClientError)) throw error;
      throw new NovaError(`Network ${nameOrId} could not be found. (HTTP 400)`);
    }
  }

  #group(nameOrId: string): string {
    const groups = this.#client.list('security_group');
    const byId = groups.find(({ id }) => id === nameOrId);
    const [only, ...others] = byId ? [byId] : groups.filter(({ name }) => name === nameOrId);
    if (!only) throw new NovaError(`Security group ${nameOrId} not found. (HTTP 400)`);
    if (others.length === 0) return idOf(only);
    throw new NovaError(
      `Multiple security groups found matching '${nameOrId}'. Use an ID to be more specific. ` +
        '(HTTP 409)',
    );
  }

  #createPort(
    { network, address }: Nic,
    groups: readonly string[],
    id: Uuid,
    zone: string,
  ): string {
    const created = this.#client.create('port', {
      ...{ network_id: network ?? '', admin_state_up: true, tenant_id: this.#caller.tenant },
      ...{ device_id: id, device_owner: `compute:${zone}`, security_groups: groups },
      ...(address === undefined ? {} : { fixed_ips: [{ ip_address: address }] }),
    });
    return idOf(created);
  }

  #adopt(port: string, id: Uuid, zone: string): void {
    const { device_id: device } = this.#client.show('port', port);
    if (typeof device === 'string' && device !== '') {
      throw new NovaError(`Port ${port} is still in use. (HTTP 409)`);
    }
    this.#client.update('port', port, { device_id: id, device_owner: `compute:${zone}` });
  }

  /** Adds the tap devices of a machine to the integration bridge. */
  #plug(server: Server, bridge: Uuid): void {
    const { ovs, settle } = this.#context;
    const tx = ovs.begin();
    const added: Uuid[] = [];
    for (const port of this.portsOf(server)) {
      const name = tapName(idOf(port));
      if (ovs.findByIndex('Interface', { name })) continue;
      const external_ids = new Map([
        ['attached-mac', String(port['mac_address'])],
        ['iface-id', idOf(port)],
        ['iface-status', 'active'],
        ['vm-id', server._uuid],
      ]);
      const iface = tx.insert('Interface', { name, external_ids });
      added.push(tx.insert('Port', { name, interfaces: [iface] }));
    }
    const ports = tx.get('Bridge', bridge)?.ports ?? [];
    tx.update('Bridge', bridge, { ports: [...ports, ...added] });
    this.#configured(tx);
    tx.commit();
    settle();
  }

  /** Deletes a machine, its tap devices and the ports that were made for it. */
  delete(server: Server): void {
    const { neutron, ovs, settle } = this.#context;
    const ports = this.portsOf(server);
    const taps = new Set(ports.map((port) => tapName(idOf(port))));
    const tx = ovs.begin();
    for (const bridge of ovs.rows('Bridge')) {
      const kept = bridge.ports.filter((id) => !taps.has(ovs.get('Port', id)?.name ?? ''));
      if (kept.length < bridge.ports.length) tx.update('Bridge', bridge._uuid, { ports: kept });
    }
    this.#configured(tx);
    tx.commit();
    for (const port of ports) this.#client.delete('port', idOf(port));
    const change = neutron.database.begin();
    change.delete('Server', server._uuid);
    change.commit();
    settle();
  }

  /** Records a change of the configuration, as ovs-vsctl does. */
  #configured(tx: ReturnType<ToolContext['ovs']['begin']>): void {
    for (const root of tx.rows('Open_vSwitch')) {
      tx.update('Open_vSwitch', root._uuid, { next_cfg: root.next_cfg + 1 });
    }
  }
}

const addressIn = (fixed: Json): string =>
  typeof fixed === 'object' && fixed !== null && 'ip_address' in fixed
    ? String(fixed['ip_address'])
    : '';
