/** Fills the status columns of table Interface. */
import { formatMac } from '../lib/addresses.js';
import { type BridgePort, PORT_CONFIG, PORT_STATE } from '../openflow/model/bridge-port.js';
import type { OvsRow } from './configuration.js';
import { isDummy } from './device-types.js';
import { integerSetting } from './settings.js';

/** The MTU of a dummy device, in bytes. */
const DUMMY_MTU = 1500;

/** Returns the status of an interface with a port. Mirrors `iface_refresh_netdev_status()`. */
export function interfaceStatus(
  port: BridgePort,
  { options }: OvsRow<'Interface'>,
): Partial<OvsRow<'Interface'>> {
  return {
    ofport: port.number,
    error: undefined,
    status: new Map(),
    admin_state: (port.config & PORT_CONFIG.PORT_DOWN) === 0 ? 'up' : 'down',
    link_state: (port.state & PORT_STATE.LINK_DOWN) === 0 ? 'up' : 'down',
    link_resets: 0,
    link_speed: undefined,
    duplex: undefined,
    mtu: port.kind === 'patch' ? undefined : DUMMY_MTU,
    mac_in_use: formatMac(port.address),
    ifindex: isDummy(port) ? Math.max(0, integerSetting(options, 'ifindex') ?? 0) : 0,
    statistics: statistics(port),
  };
}

/** Returns the status of an interface without a port. Mirrors `iface_clear_db_record()`. */
export function failedInterfaceStatus(error: string | undefined): Partial<OvsRow<'Interface'>> {
  return {
    ofport: -1,
    error,
    status: new Map(),
    admin_state: undefined,
    link_state: undefined,
    link_resets: undefined,
    link_speed: undefined,
    duplex: undefined,
    mtu: undefined,
    mac_in_use: undefined,
    ifindex: undefined,
    lacp_current: undefined,
    statistics: new Map(),
  };
}

function statistics({ counters }: BridgePort): ReadonlyMap<string, number> {
  return new Map([
    ['rx_packets', Number(counters.rxPackets)],
    ['tx_packets', Number(counters.txPackets)],
    ['rx_bytes', Number(counters.rxBytes)],
    ['tx_bytes', Number(counters.txBytes)],
    ['rx_dropped', Number(counters.rxDropped)],
    ['tx_dropped', Number(counters.txDropped)],
    ['rx_errors', 0],
    ['tx_errors', 0],
    ['rx_frame_err', 0],
    ['rx_over_err', 0],
    ['rx_crc_err', 0],
    ['collisions', 0],
  ]);
}
