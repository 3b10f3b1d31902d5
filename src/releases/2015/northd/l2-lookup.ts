/**
 * Generates the flows of the stage switch_in_l2_lkup, which maps destination addresses to ports.
 */
import { type LogicalFlow, quoted } from '../../../northd/logical-flow.js';
import { FLOOD, UNKNOWN } from '../../../northd/multicast.js';
import { scanMac } from '../../../northd/scan.js';
import { isEnabled, type LogicalPort } from './northbound.js';
import { flow } from './purpose.js';

const UNKNOWN_ADDRESS = 'unknown';

const toGroup = (name: string): string => `outport = ${quoted(name)}; output;`;

/**
 * Returns the flows for all ports of a switch.
 *
 * @param hasUnknown true if a port accepts packets for unknown addresses.
 */
export function switchLookup(hasUnknown: boolean): LogicalFlow[] {
  const flows = [flow('flood', 'switch_in_l2_lkup', 100, 'eth.mcast', toGroup(FLOOD.name))];
  if (hasUnknown)
    flows.push(flow('flood-unknown', 'switch_in_l2_lkup', 0, '1', toGroup(UNKNOWN.name)));
  return flows;
}

/** Returns a flow for each Ethernet address of a port, enabled or not. */
export function portLookup({ name, addresses }: LogicalPort): LogicalFlow[] {
  return addresses
    .map(scanMac)
    .filter((mac) => mac !== undefined)
    .map((mac) =>
      flow(
        'find-port',
        'switch_in_l2_lkup',
        50,
        `eth.dst == ${mac}`,
        `outport = ${quoted(name)}; output;`,
      ),
    );
}

/** Returns true if a port accepts packets for unknown addresses. */
export const takesUnknown = (port: LogicalPort): boolean =>
  isEnabled(port) && port.addresses.includes(UNKNOWN_ADDRESS);

/** Returns the addresses of a port that are not valid. */
export const invalidAddresses = ({ addresses }: LogicalPort): readonly string[] =>
  addresses.filter((address) => address !== UNKNOWN_ADDRESS && scanMac(address) === undefined);
