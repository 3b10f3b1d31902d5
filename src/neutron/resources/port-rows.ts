/** Rows of ports and their addresses, which several kinds of resources make and remove. */
import { formatIp, parseIp } from '../../lib/ip.js';
import type { Uuid } from '../../lib/uuid.js';
import { conflict, type NeutronError } from '../errors.js';
import type { NeutronColumns, NeutronRow, NeutronTransaction } from '../schema.js';
import type { Session } from '../session.js';

export const DHCP_OWNER = 'network:dhcp';
export const ROUTER_INTERFACE_OWNER = 'network:router_interface';
export const ROUTER_GATEWAY_OWNER = 'network:router_gateway';

/** The ports of Neutron's own agents, to which security groups do not apply. */
export const isTrusted = (deviceOwner: string): boolean => deviceOwner.startsWith('network:');

/** An address of a port, and its subnet. */
export interface FixedIp {
  readonly ip_address: string;
  readonly subnet?: Uuid | undefined;
}

export const ipInUse = (network: Uuid, ip_address: string): NeutronError =>
  conflict(
    'IpAddressInUse',
    `Unable to complete operation for network ${network}. The IP address ${ip_address} is in use.`,
  );

/** Adds an address to a network. @throws NeutronError if it is taken */
export function insertAllocation(
  { tx }: Session,
  network: Uuid,
  { ip_address, subnet }: FixedIp,
): Uuid {
  if (tx.findByIndex('Allocation', { network, ip_address })) throw ipInUse(network, ip_address);
  return tx.insert('Allocation', { network, subnet, ip_address });
}

/** Returns the addresses of a port, sorted as text. */
export function fixedIps(
  rows: Pick<NeutronTransaction, 'get'>,
  port: Pick<NeutronRow<'Port'>, 'fixed_ips'>,
): readonly FixedIp[] {
  return port.fixed_ips
    .flatMap((id) => {
      const allocation = rows.get('Allocation', id);
      return allocation ? [allocation] : [];
    })
    .sort((a, b) => (a.ip_address < b.ip_address ? -1 : 1));
}

/** The columns of a new port that have no default here. */
type NewPort = Pick<NeutronColumns<'Port'>, 'tenant' | 'network'> & Partial<NeutronColumns<'Port'>>;

/** Adds a port, with a random Ethernet address unless it has one. */
export function insertPort(session: Session, id: Uuid, port: NewPort): Uuid {
  const { network, mac_address = session.newMac(network) } = port;
  return session.tx.insert(
    'Port',
    {
      admin_state_up: true,
      vnic_type: 'normal',
      binding_profile: '{}',
      extra_dhcp_opts: '[]',
      ...port,
      mac_address,
    },
    id,
  );
}

/** @throws NeutronError if a port of the network has the Ethernet address */
export function assertMacIsFree(session: Session, network: Uuid, mac_address: string): void {
  if (!session.hasMac(network, mac_address)) return;
  throw conflict(
    'MacAddressInUse',
    `Unable to complete operation for network ${network}. ` +
      `The mac address ${mac_address} is in use.`,
  );
}

/** Removes a port with its addresses. */
export function removePort({ tx }: Session, port: NeutronRow<'Port'>): void {
  // Otherwise they would refer to the network until the end, and it may go as well.
  for (const allocation of port.fixed_ips) tx.delete('Allocation', allocation);
  tx.delete('Port', port._uuid);
}

/** Returns an address in the form in which it is stored. */
export function normalIp(text: string): string {
  const ip = parseIp(text);
  return ip ? formatIp(ip) : text;
}
