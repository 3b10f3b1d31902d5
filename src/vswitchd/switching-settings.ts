/** What a row of table Bridge says about how the bridge does what an ordinary switch does. */
import type { DatapathBridge } from '../datapath/bridge/datapath-bridge.js';
import { DEFAULT_AGING_TIME, DEFAULT_MAX_ENTRIES } from '../datapath/bridge/mac-table.js';
import type { OvsRow } from './configuration.js';

/** Gives a bridge the settings of its row for learning and for NORMAL. */
export function configureSwitching(bridge: DatapathBridge, row: OvsRow<'Bridge'>): void {
  const { macs } = bridge;
  macs.agingTime = numberIn(row, 'mac-aging-time') || DEFAULT_AGING_TIME;
  macs.maxEntries = numberIn(row, 'mac-table-size') || DEFAULT_MAX_ENTRIES;
  bridge.floodVlans = new Set(row.flood_vlans);
  bridge.forwardBpdu = row.other_config.get('forward-bpdu') === 'true';
}

/** An integer among the settings, read as C reads one; 0 where there is none. */
function numberIn(row: OvsRow<'Bridge'>, key: string): number {
  const number = Number.parseInt(row.other_config.get(key) ?? '', 10);
  return Number.isNaN(number) ? 0 : number;
}
