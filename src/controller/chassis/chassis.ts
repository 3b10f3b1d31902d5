/** Maintains the Chassis and Encap rows of this host. Mirrors `chassis_run()`. */
import type { LogSink } from '../../lib/log.js';
import type { SbRow, Southbound } from '../../logical/databases.js';
import type { Change } from '../../ovsdb/database.js';
import { type OvsDatabase, ovsChanges, sbChanges } from '../database-changes.js';
import { isTunnelType, TUNNEL_TYPES, type TunnelType } from './tunnel.js';

/** Registers the host as a chassis, with the encapsulations in its settings. */
export class ChassisRegistration {
  readonly #sb: Southbound;
  readonly #ovs: OvsDatabase;
  readonly #log: LogSink;
  #dirty = true;

  constructor(sb: Southbound, ovs: OvsDatabase, log: LogSink) {
    this.#sb = sb;
    this.#ovs = ovs;
    this.#log = log;
  }

  observe(change: Change): void {
    this.#dirty ||=
      sbChanges(change, 'Chassis').length > 0 ||
      sbChanges(change, 'Encap').length > 0 ||
      ovsChanges(change, 'Open_vSwitch').some(
        ({ before, after }) => before?.external_ids !== after?.external_ids,
      );
  }

  /** @returns the row of this chassis, if it is registered. */
  run(name: string): SbRow<'Chassis'> | undefined {
    if (this.#dirty) this.#register(name);
    this.#dirty = false;
    return this.#sb.findByIndex('Chassis', { name });
  }

  #register(name: string): void {
    const [host] = this.#ovs.rows('Open_vSwitch');
    const wanted = host?.external_ids.get('ovn-encap-type');
    const ip = host?.external_ids.get('ovn-encap-ip');
    if (wanted === undefined || ip === undefined) {
      this.#inform('Need to specify an encap type and ip');
      return;
    }
    const types = this.#parseTypes(wanted);
    const row = this.#sb.findByIndex('Chassis', { name });
    // A chassis has at least one encapsulation, so an empty list changes nothing.
    if (types.length === 0 || (row && this.#isAsWanted(row, types, ip))) return;
    const transaction = this.#sb.begin();
    transaction.setComment(`ovn-controller: registering chassis '${name}'`);
    const encaps = types.map((type) => transaction.insert('Encap', { type, ip }));
    if (row) transaction.update('Chassis', row._uuid, { encaps });
    else transaction.insert('Chassis', { name, encaps });
    transaction.commit();
  }

  /** Returns the known tunnel types in a comma-separated list, in order of preference. */
  #parseTypes(text: string): readonly TunnelType[] {
    const named = text.split(',').filter((type) => type !== '');
    for (const type of named) {
      if (!isTunnelType(type)) this.#inform(`Unknown tunnel type: ${type}`);
    }
    return TUNNEL_TYPES.filter((type) => named.includes(type));
  }

  #isAsWanted(row: SbRow<'Chassis'>, types: readonly TunnelType[], ip: string): boolean {
    const encaps = row.encaps.flatMap((uuid) => this.#sb.get('Encap', uuid) ?? []);
    const current = new Set(encaps.map(({ type }) => type));
    return (
      encaps.every((encap) => encap.ip === ip) &&
      current.size === types.length &&
      types.every((type) => current.has(type))
    );
  }

  #inform(message: string): void {
    this.#log({ program: 'ovn-controller', module: 'chassis', level: 'INFO', message });
  }
}
