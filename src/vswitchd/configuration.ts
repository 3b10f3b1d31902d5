/** Looks up bridges, ports and their settings in the Open_vSwitch database. */
import type { Uuid } from '../lib/uuid.js';
import type { Change, Database } from '../ovsdb/database.js';
import type { OPEN_VSWITCH } from '../ovsdb/schemas/open-vswitch.js';
import type { Row, TableName } from '../ovsdb/types.js';

export type OvsDatabase = Database<typeof OPEN_VSWITCH>;
export type OvsTable = TableName<typeof OPEN_VSWITCH>;
export type OvsRow<T extends OvsTable> = Row<typeof OPEN_VSWITCH, T>;

/** An OpenFlow port that should exist. */
export interface WantedPort {
  readonly bridge: OvsRow<'Bridge'>;
  readonly port: OvsRow<'Port'>;
  /** Its Interface row. The extra port of a bond with `bond_fake_iface` has none. */
  readonly interface: OvsRow<'Interface'> | undefined;
  /** True for a VLAN device, which has the rows of its real device. */
  readonly isSplinter?: boolean;
}

/** A VLAN device that should exist. */
export interface SplinterPort {
  /** The name of the real device. */
  readonly realDevice: string;
  readonly vlan: number;
}

/** The configuration in the Open_vSwitch database. */
export class Configuration {
  readonly #ovs: OvsDatabase;
  /** The VLAN devices that should exist, by name. */
  splinters: ReadonlyMap<string, SplinterPort> = new Map();

  constructor(ovs: OvsDatabase) {
    this.#ovs = ovs;
  }

  /** The single row of table Open_vSwitch. */
  get root(): OvsRow<'Open_vSwitch'> | undefined {
    for (const row of this.#ovs.rows('Open_vSwitch')) return row;
    return undefined;
  }

  /** Returns the bridge `name`, if the switch has it. */
  bridge(name: string): OvsRow<'Bridge'> | undefined {
    const row = this.#ovs.findByIndex('Bridge', { name });
    if (row === undefined) return undefined;
    return this.#referrer(row._uuid, 'Open_vSwitch') === undefined ? undefined : row;
  }

  /** Returns the OpenFlow port `name`. */
  port(name: string): WantedPort | undefined {
    const splinter = this.splinters.get(name);
    if (splinter !== undefined) {
      const real = this.port(splinter.realDevice);
      return real && { ...real, interface: undefined, isSplinter: true };
    }
    const row = this.#ovs.findByIndex('Interface', { name });
    const port = row ? this.#portOf(row._uuid) : this.#fakeBond(name);
    const bridge = port && this.bridgeOf(port._uuid);
    return bridge && { bridge, port, interface: row };
  }

  /** Returns the bridge that a port belongs to. */
  bridgeOf(port: Uuid): OvsRow<'Bridge'> | undefined {
    const uuid = this.#referrer(port, 'Bridge');
    const row = uuid === undefined ? undefined : this.#ovs.get('Bridge', uuid);
    return row && this.bridge(row.name);
  }

  /** Returns the Port row of the OpenFlow port or bond `name`. */
  portRow(name: string): OvsRow<'Port'> | undefined {
    const row = this.#ovs.findByIndex('Interface', { name });
    const port = row && this.#portOf(row._uuid);
    return port ?? this.#ovs.findByIndex('Port', { name });
  }

  /** Returns the names of a port's interfaces. */
  interfaceNames(port: Pick<OvsRow<'Port'>, 'interfaces'>): string[] {
    return port.interfaces.flatMap((uuid) => this.#ovs.get('Interface', uuid)?.name ?? []);
  }

  /** Yields the names of all OpenFlow ports that a Port row can create. */
  *names(port: Pick<OvsRow<'Port'>, 'name' | 'interfaces'>): IterableIterator<string> {
    yield* this.interfaceNames(port);
    yield port.name;
  }

  /** Returns the controllers to which a bridge connects actively. */
  controllers(bridge: OvsRow<'Bridge'>): OvsRow<'Controller'>[] {
    return bridge.controller.flatMap((uuid) => {
      const row = this.#ovs.get('Controller', uuid);
      return row && /^(tcp|ssl|unix):/.test(row.target) ? [row] : [];
    });
  }

  /** Returns the mirrors of a bridge. */
  mirrors(bridge: OvsRow<'Bridge'>): OvsRow<'Mirror'>[] {
    return bridge.mirrors.flatMap((uuid) => this.#ovs.get('Mirror', uuid) ?? []);
  }

  /** Returns the names of rows of table Port. */
  portNames(ports: readonly Uuid[]): string[] {
    return ports.flatMap((uuid) => this.#ovs.get('Port', uuid)?.name ?? []);
  }

  /** The managers of the switch. */
  get managers(): OvsRow<'Manager'>[] {
    const uuids = this.root?.manager_options ?? [];
    return uuids.flatMap((uuid) => this.#ovs.get('Manager', uuid) ?? []);
  }

  #portOf(uuid: Uuid): OvsRow<'Port'> | undefined {
    const port = this.#referrer(uuid, 'Port');
    return port === undefined ? undefined : this.#ovs.get('Port', port);
  }

  #fakeBond(name: string): OvsRow<'Port'> | undefined {
    const port = this.#ovs.findByIndex('Port', { name });
    return port?.bond_fake_iface && port.interfaces.length > 1 ? port : undefined;
  }

  #referrer(uuid: Uuid, wanted: OvsTable): Uuid | undefined {
    for (const { table, uuid: referrer } of this.#ovs.referrers(uuid)) {
      if (table === wanted) return referrer;
    }
    return undefined;
  }
}

/** Returns the changed rows of a table, typed. */
export function changedRows<T extends OvsTable>(
  change: Change,
  table: T,
): readonly { uuid: Uuid; before?: OvsRow<T>; after?: OvsRow<T> }[] {
  // The change comes from a database with this schema.
  return (change.tables.get(table) ?? []) as readonly {
    uuid: Uuid;
    before?: OvsRow<T>;
    after?: OvsRow<T>;
  }[];
}
