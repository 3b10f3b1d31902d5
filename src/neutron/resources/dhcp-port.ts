/** The port of the DHCP agent, which gets an address in each subnet that it serves. */
import { newAddresses } from '../addressing/allocate.js';
import type { NeutronRow } from '../schema.js';
import type { Session } from '../session.js';
import { DHCP_OWNER, insertPort } from './port-rows.js';

/** Gives the DHCP agent an address in a subnet, and a port in its network if it has none yet. */
export function giveDhcpAddress(session: Session, subnet: NeutronRow<'Subnet'>): void {
  const { network } = subnet;
  const ports = session.referrers(network, 'Port', 'network');
  const known = [...ports].find(({ device_owner }) => device_owner === DHCP_OWNER);
  const mac = known?.mac_address ?? session.newMac(network);
  const to = { network, mac, owner: DHCP_OWNER, subnets: [subnet] };
  const allocations = newAddresses(session, to, [{ subnet_id: subnet._uuid }]);
  if (known) {
    session.tx.update('Port', known._uuid, { fixed_ips: [...known.fixed_ips, ...allocations] });
    return;
  }
  insertPort(session, session.randomId(), {
    tenant: subnet.tenant,
    network,
    mac_address: mac,
    fixed_ips: allocations,
    device_owner: DHCP_OWNER,
    device_id: `dhcp-${network}`,
  });
}
