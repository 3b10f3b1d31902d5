/** What a logical port adds to its switch: port security and the way to its addresses. */
import type { OVN_NORTHBOUND } from '../ovsdb/schemas/ovn-northbound.js';
import type { Row } from '../ovsdb/types.js';
import { flow, type LogicalFlow } from './logical-flow.js';
import { scanMac } from './scan.js';

export type LogicalPort = Row<typeof OVN_NORTHBOUND, 'Logical_Port'>;

/** A port is enabled unless someone says otherwise. */
export const isEnabled = ({ enabled }: { enabled: boolean | undefined }): boolean =>
  enabled !== false;

/** A port's name as the logical language writes it. */
export const quote = (name: string): string => JSON.stringify(name);

/** Whether packets to unknown addresses go to this port. */
export const takesUnknown = (port: LogicalPort): boolean =>
  isEnabled(port) && port.addresses.some((address) => address === 'unknown');

/** Addresses of a port that are neither Ethernet addresses nor `unknown`. */
export const invalidAddresses = (port: LogicalPort): string[] =>
  port.addresses.filter((address) => address !== 'unknown' && scanMac(address) === undefined);

/** Limits `match` to the Ethernet addresses that port security allows, if it names any. */
function secured(match: string, field: 'eth.src' | 'eth.dst', port: LogicalPort): string {
  const macs = port.port_security.map(scanMac).filter((mac) => mac !== undefined);
  return macs.length > 0 ? `${match} && ${field} == {${macs.join(' ')}}` : match;
}

export function portFlows(port: LogicalPort): LogicalFlow[] {
  const name = quote(port.name);
  const lookup = port.addresses
    .map(scanMac)
    .filter((mac) => mac !== undefined)
    .map((mac) => flow('switchInL2Lkup', 50, `eth.dst == ${mac}`, `outport = ${name}; output;`));
  if (!isEnabled(port)) {
    return [...lookup, flow('switchOutPortSec', 150, `outport == ${name}`, 'drop;')];
  }
  return [
    flow('switchInPortSec', 50, secured(`inport == ${name}`, 'eth.src', port), 'next;'),
    ...lookup,
    flow('switchOutPortSec', 50, secured(`outport == ${name}`, 'eth.dst', port), 'output;'),
  ];
}
