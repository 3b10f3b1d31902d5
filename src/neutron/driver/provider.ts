/** Checks what the OVN driver requires of provider networks. */
import { invalidInput } from '../errors.js';

/** The types of provider networks that OVN can connect to. */
const TYPES = ['flat', 'vlan'];

/** @throws NeutronError if OVN cannot connect to such a network */
export function checkProvider({
  physical_network: physical,
  network_type: type,
}: {
  readonly physical_network: string | undefined;
  readonly network_type: string | undefined;
}): void {
  if (physical === undefined || physical === '' || TYPES.includes(type ?? '')) return;
  throw invalidInput(
    `${type ?? 'None'} network type is not supported with provider networks (only flat or vlan).`,
  );
}
