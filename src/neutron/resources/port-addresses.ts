/** Changes the addresses of an existing port. */
import type { Uuid } from '../../lib/uuid.js';
import { isAutomatic, MAX_FIXED_IPS, requestedAddresses } from '../addressing/allocate.js';
import type { WantedIp } from '../attributes/converters.js';
import { invalidInput } from '../errors.js';
import type { NeutronRow } from '../schema.js';
import type { Session } from '../session.js';
import { subnetsOf } from './networks.js';
import { ROUTER_INTERFACE_OWNER } from './port-rows.js';

/**
 * Replaces the addresses of a port. It keeps those that it asks for again, and those that follow
 * from its Ethernet address. Mirrors `_update_ips_for_port()`.
 *
 * @returns the allocations
 * @throws NeutronError if it cannot have one of them
 */
export function changedAddresses(
  session: Session,
  row: NeutronRow<'Port'>,
  wanted: readonly WantedIp[],
): readonly Uuid[] {
  if (wanted.length > MAX_FIXED_IPS) {
    throw invalidInput('Exceeded maximum amount of fixed ips per port');
  }
  const { tx } = session;
  const { network, mac_address: mac, device_owner: owner } = row;
  const present = new Map<string, Uuid>();
  const kept: Uuid[] = [];
  for (const id of row.fixed_ips) {
    const allocation = tx.get('Allocation', id);
    if (!allocation) continue;
    const { ip_address, subnet } = allocation;
    present.set(ip_address, id);
    const home = subnet === undefined ? undefined : tx.get('Subnet', subnet);
    const stays = owner !== ROUTER_INTERFACE_OWNER && home !== undefined && isAutomatic(home);
    if (stays || wanted.some((one) => one.ip_address === ip_address)) kept.push(id);
    else tx.delete('Allocation', id);
  }
  const added = wanted.filter(({ ip_address }) => !present.has(ip_address ?? ''));
  const to = { network, mac, owner, subnets: [...subnetsOf(session, network)] };
  return [...kept, ...requestedAddresses(session, to, added)];
}
