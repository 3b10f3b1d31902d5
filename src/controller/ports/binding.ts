/** Binds logical ports to this chassis. Mirrors `binding_run()`. */
import { hashString } from '../../lib/hash.js';
import { byBucket } from '../../lib/hash-order.js';
import type { LogSink } from '../../lib/log.js';
import type { Uuid } from '../../lib/uuid.js';
import type { SbRow, Southbound } from '../../logical/databases.js';
import type { Change } from '../../ovsdb/database.js';
import { sbChanges } from '../database-changes.js';
import type { CtZones } from './ct-zones.js';
import type { HostPorts } from './host-ports.js';
import type { PortBindings } from './port-bindings.js';

export interface BindingOptions {
  readonly sb: Southbound;
  readonly bindings: PortBindings;
  readonly host: HostPorts;
  readonly zones: CtZones;
  readonly log: LogSink;
  /** Called when a logical port gets or loses its zone. */
  readonly zoneChanged: (logicalPort: string) => void;
}

/**
 * Binds the logical ports that interfaces of the integration bridge name, and their child ports.
 * Each port that an interface names has a conntrack zone.
 */
export class Binding {
  readonly #options: BindingOptions;
  readonly #dirtyInterfaces = new Set<string>();
  readonly #dirtyBindings = new Set<Uuid>();
  #chassis: Uuid | undefined;

  constructor(options: BindingOptions) {
    this.#options = options;
    for (const port of options.zones.ports()) this.#dirtyInterfaces.add(port);
  }

  observe(change: Change): void {
    for (const { uuid } of sbChanges(change, 'Port_Binding')) this.#dirtyBindings.add(uuid);
  }

  /** Notes that an interface with this iface-id was added or removed. */
  interfaceChanged(logicalPort: string): void {
    this.#dirtyInterfaces.add(logicalPort);
  }

  /** Updates the zones and the bindings. */
  run(chassis: SbRow<'Chassis'>): void {
    const { bindings } = this.#options;
    this.#updateZones();
    if (chassis._uuid !== this.#chassis) {
      this.#chassis = chassis._uuid;
      for (const { _uuid } of bindings.all()) this.#dirtyBindings.add(_uuid);
    }
    for (const port of this.#dirtyInterfaces) {
      for (const uuid of bindings.behind(port)) this.#dirtyBindings.add(uuid);
    }
    this.#dirtyInterfaces.clear();
    if (this.#dirtyBindings.size === 0) return;
    const transaction = this.#options.sb.begin();
    transaction.setComment(`ovn-controller: updating port bindings for '${chassis.name}'`);
    for (const uuid of this.#dirtyBindings) {
      const row = bindings.get(uuid);
      if (!row) continue;
      if (this.#isHere(row)) {
        if (row.chassis === chassis._uuid) continue;
        this.#announce(row, chassis);
        transaction.update('Port_Binding', uuid, { chassis: chassis._uuid });
      } else if (row.chassis === chassis._uuid) {
        transaction.update('Port_Binding', uuid, { chassis: undefined });
      }
    }
    this.#dirtyBindings.clear();
    transaction.commit();
  }

  /**
   * Releases unused zones before assigning new ones. Mirrors `update_ct_zones()`, which iterates
   * over a hash table of all ports; ports in the same hash chain are sorted by OpenFlow port
   * number.
   */
  #updateZones(): void {
    const { host, zones, zoneChanged } = this.#options;
    const missing: string[] = [];
    for (const port of this.#dirtyInterfaces) {
      if (host.hasInterface(port)) missing.push(port);
      else if (zones.release(port)) zoneChanged(port);
    }
    const place = (port: string) => host.vif(port) ?? Number.POSITIVE_INFINITY;
    missing.sort((a, b) => (place(a) === place(b) ? (a < b ? -1 : 1) : place(a) - place(b)));
    for (const port of byBucket(missing, host.interfaceIdCount, hashString)) {
      if (zones.allocate(port)) zoneChanged(port);
    }
  }

  #isHere({ logical_port, parent_port }: SbRow<'Port_Binding'>): boolean {
    const { host } = this.#options;
    return (
      host.hasInterface(logical_port) || (parent_port ? host.hasInterface(parent_port) : false)
    );
  }

  #announce(row: SbRow<'Port_Binding'>, chassis: SbRow<'Chassis'>): void {
    if (row.chassis === undefined) return;
    const before = this.#options.sb.get('Chassis', row.chassis)?.name ?? '';
    this.#options.log({
      program: 'ovn-controller',
      module: 'binding',
      level: 'INFO',
      message: `Changing chassis for lport ${row.logical_port} from ${before} to ${chassis.name}`,
    });
  }
}
