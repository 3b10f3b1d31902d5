/** Derives the addresses and OpenFlow versions of a bridge from its row. */
import { parseMac } from '../lib/addresses.js';
import { DEFAULT_VERSIONS, versionFromName } from '../openflow/model/protocols.js';
import type { Bridge } from '../openflow/switch/bridge.js';
import type { OvsRow } from './configuration.js';
import { addressOfBridge, isLocallyAdministered, isMulticast } from './hardware-addresses.js';

/**
 * Returns the address of a bridge's local port: the requested one, otherwise the lowest real
 * address of its ports, otherwise one derived from its UUID. Mirrors `bridge_pick_local_hw_addr()`.
 */
export function bridgeAddress(bridge: OvsRow<'Bridge'>, portAddresses: Iterable<bigint>): bigint {
  const asked = parseMac(bridge.other_config.get('hwaddr') ?? '');
  if (asked !== undefined && asked !== 0n && !isMulticast(asked)) return asked;
  return pickAddress(bridge, portAddresses);
}

/** Returns the address if none is requested, as for the port of a fake bridge. */
export function pickAddress(bridge: OvsRow<'Bridge'>, portAddresses: Iterable<bigint>): bigint {
  let least: bigint | undefined;
  for (const mac of portAddresses) {
    const usable = mac !== 0n && !isMulticast(mac) && !isLocallyAdministered(mac);
    if (usable && (least === undefined || mac < least)) least = mac;
  }
  return least ?? addressOfBridge(bridge._uuid);
}

/**
 * Returns the datapath ID of a bridge whose local port has this address. Mirrors
 * `bridge_pick_datapath_id()`.
 */
export function datapathId(bridge: OvsRow<'Bridge'>, address: bigint): bigint {
  const asked = bridge.other_config.get('datapath-id') ?? '';
  const id = /^[0-9a-f]{16}$/i.test(asked) ? BigInt(`0x${asked}`) : 0n;
  return id === 0n ? address : id;
}

/**
 * Sets the OpenFlow versions that a bridge supports: those of column `protocols`, or the default
 * ones.
 */
export function configureVersions(bridge: Bridge, row: OvsRow<'Bridge'>): void {
  const requested = row.protocols.flatMap((name) => versionFromName(name) ?? []);
  bridge.versions = requested.length > 0 ? requested : DEFAULT_VERSIONS;
}
