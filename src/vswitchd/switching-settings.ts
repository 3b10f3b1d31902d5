/** Configures learning and forwarding of a bridge from its row. */
import type { DatapathBridge } from '../datapath/bridge/datapath-bridge.js';
import { DEFAULT_AGING_TIME, DEFAULT_MAX_ENTRIES } from '../datapath/bridge/mac-table.js';
import type { OvsRow } from './configuration.js';

/** Applies the settings of a row to a bridge. */
export function configureSwitching(bridge: DatapathBridge, row: OvsRow<'Bridge'>): void {
  const { macs } = bridge;
  macs.agingTime = numberIn(row, 'mac-aging-time') || DEFAULT_AGING_TIME;
  macs.maxEntries = numberIn(row, 'mac-table-size') || DEFAULT_MAX_ENTRIES;
  bridge.floodVlans = new Set(row.flood_vlans);
  bridge.forwardBpdu = row.other_config.get('forward-bpdu') === 'true';
}

/** Returns an integer setting, parsed like `atoi()`; 0 if it is missing. */
function numberIn(row: OvsRow<'Bridge'>, key: string): number {
  const number = Number.parseInt(row.other_config.get(key) ?? '', 10);
  return Number.isNaN(number) ? 0 : number;
}
