/** Reads the roles of a port of the integration bridge from its external_ids. */
import { PORT_MAX } from '../../openflow/model/openflow-ports.js';
import { isTunnelType, type Tunnel } from '../chassis/tunnel.js';
import type { OvsRow } from '../database-changes.js';

/** The roles of a port of the integration bridge. */
export interface PortRoles {
  /** The iface-ids of its interfaces, whether the interfaces work or not. */
  readonly interfaceIds: readonly string[];
  /** Logical ports that it leads to, with their OpenFlow ports. */
  readonly vifs: ReadonlyMap<string, number>;
  /** Physical networks that it leads to, with their OpenFlow ports. */
  readonly networks: ReadonlyMap<string, number>;
  /** Chassis that it leads to. */
  readonly tunnels: ReadonlyMap<string, Tunnel>;
}

export const NO_ROLES: PortRoles = {
  interfaceIds: [],
  vifs: new Map(),
  networks: new Map(),
  tunnels: new Map(),
};

type InterfaceRow = Pick<OvsRow<'Interface'>, 'type' | 'ofport' | 'external_ids'>;

/**
 * Returns the roles of a port, which its own and its interfaces' external_ids determine. A tunnel
 * to the chassis itself has none.
 */
export function rolesOf(
  port: Pick<OvsRow<'Port'>, 'external_ids'>,
  interfaces: readonly InterfaceRow[],
  thisChassis: string | undefined,
): PortRoles {
  const interfaceIds = interfaces.flatMap(({ external_ids }) => external_ids.get('iface-id') ?? []);
  const chassis = port.external_ids.get('ovn-chassis-id');
  const nothing = { ...NO_ROLES, interfaceIds };
  if (chassis !== undefined && chassis === thisChassis) return nothing;
  const network = port.external_ids.get('ovn-localnet-port');
  const patch = port.external_ids.get('ovn-logical-patch-port');
  const vifs = new Map<string, number>();
  for (const { type, ofport, external_ids } of interfaces) {
    if (!isUsable(ofport)) continue;
    const isPatch = type === 'patch';
    if (isPatch && network !== undefined) {
      return { ...nothing, vifs, networks: new Map([[network, ofport]]) };
    }
    if (isPatch && patch !== undefined) return { ...nothing, vifs: vifs.set(patch, ofport) };
    if (chassis !== undefined) {
      if (isTunnelType(type)) {
        return { ...nothing, vifs, tunnels: new Map([[chassis, { type, ofport }]]) };
      }
      continue;
    }
    const id = external_ids.get('iface-id');
    if (id !== undefined) vifs.set(id, ofport);
  }
  return { ...nothing, vifs };
}

function isUsable(ofport: number | undefined): ofport is number {
  return ofport !== undefined && ofport >= 1 && ofport <= PORT_MAX;
}
