/** The chassis that this controller speaks for, and its row in the southbound database. */
import type { LogSink } from '../lib/log.js';
import type { Database } from '../ovsdb/database.js';
import type { OPEN_VSWITCH } from '../ovsdb/schemas/open-vswitch.js';
import type { OVN_SOUTHBOUND } from '../ovsdb/schemas/ovn-southbound.js';
import type { Row } from '../ovsdb/types.js';

type Southbound = Database<typeof OVN_SOUTHBOUND>;
export type ChassisRow = Row<typeof OVN_SOUTHBOUND, 'Chassis'>;
type EncapType = Row<typeof OVN_SOUTHBOUND, 'Encap'>['type'];

const ENCAP_TYPES: readonly string[] = ['geneve', 'stt', 'vxlan'] satisfies EncapType[];
const isEncapType = (type: string): type is EncapType => ENCAP_TYPES.includes(type);

/** What the host was told about OVN. */
export interface HostSettings {
  readonly systemId: string | undefined;
  readonly encapTypes: readonly EncapType[];
  readonly encapIp: string | undefined;
  readonly integrationBridge: string;
}

export function hostSettings(ovs: Database<typeof OPEN_VSWITCH>): HostSettings | undefined {
  const [host] = ovs.rows('Open_vSwitch');
  if (!host) return undefined;
  const get = (key: string) => host.external_ids.get(key);
  return {
    systemId: get('system-id'),
    encapTypes: (get('ovn-encap-type') ?? '').split(',').filter(isEncapType),
    encapIp: get('ovn-encap-ip'),
    integrationBridge: get('ovn-bridge') ?? 'br-int',
  };
}

/**
 * Registers the chassis, or brings its row up to date.
 *
 * @returns its row, where there is enough to make one.
 */
export function registerChassis(
  sb: Southbound,
  { systemId, encapTypes, encapIp }: HostSettings,
  log: LogSink,
): ChassisRow | undefined {
  if (systemId === undefined) return undefined;
  const existing = sb.findByIndex('Chassis', { name: systemId });
  if (encapTypes.length === 0 || encapIp === undefined) {
    if (!existing) {
      log({
        program: 'ovn-controller',
        module: 'chassis',
        level: 'INFO',
        message: 'Need to specify an encap type and ip',
      });
    }
    return existing;
  }
  if (existing && hasEncaps(sb, existing, encapTypes, encapIp)) return existing;
  const transaction = sb.begin();
  transaction.setComment(`ovn-controller: registering chassis '${systemId}'`);
  const encaps = encapTypes.map((type) => transaction.insert('Encap', { type, ip: encapIp }));
  if (existing) transaction.update('Chassis', existing._uuid, { encaps });
  else transaction.insert('Chassis', { name: systemId, encaps });
  transaction.commit();
  return sb.findByIndex('Chassis', { name: systemId });
}

function hasEncaps(
  sb: Southbound,
  chassis: ChassisRow,
  types: readonly EncapType[],
  ip: string,
): boolean {
  const encaps = chassis.encaps.map((uuid) => sb.get('Encap', uuid));
  return (
    encaps.every((encap) => encap?.ip === ip) &&
    encaps.length === new Set(types).size &&
    types.every((type) => encaps.some((encap) => encap?.type === type))
  );
}
