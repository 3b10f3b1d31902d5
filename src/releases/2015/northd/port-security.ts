/**
 * Generates the flows of the stages switch_in_port_sec and switch_out_port_sec, which check
 * addresses. Mirrors `build_port_security()`.
 */
import { type LogicalFlow, quoted } from '../../../northd/logical-flow.js';
import { scanMac } from '../../../northd/scan.js';
import { isEnabled, type LogicalPort } from './northbound.js';
import { flow } from './purpose.js';

/** Returns the flows for all ports of a switch. */
export function switchPortSecurity(): LogicalFlow[] {
  return [
    flow('drop-tagged', 'switch_in_port_sec', 100, 'vlan.present', 'drop;'),
    flow('drop-multicast-source', 'switch_in_port_sec', 100, 'eth.src[40]', 'drop;'),
    flow('deliver-multicast', 'switch_out_port_sec', 100, 'eth.mcast', 'output;'),
  ];
}

/**
 * Returns the flows for one port. Tables drop by default, so a disabled port needs no flow to drop
 * its packets. It does need one to drop the packets sent to it, with a higher priority than the
 * flow for `eth.mcast`.
 */
export function portSecurity(port: LogicalPort): LogicalFlow[] {
  const name = quoted(port.name);
  if (!isEnabled(port)) {
    return [flow('disable-port', 'switch_out_port_sec', 150, `outport == ${name}`, 'drop;')];
  }
  const macs = port.port_security.map(scanMac).filter((mac) => mac !== undefined);
  const among = (field: string) => (macs.length > 0 ? ` && ${field} == {${macs.join(' ')}}` : '');
  return [
    flow(
      'admit-from-port',
      'switch_in_port_sec',
      50,
      `inport == ${name}${among('eth.src')}`,
      'next;',
    ),
    flow(
      'deliver-to-port',
      'switch_out_port_sec',
      50,
      `outport == ${name}${among('eth.dst')}`,
      'output;',
    ),
  ];
}
