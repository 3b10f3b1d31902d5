/** The command `emer-reset`. */
import type { Command } from '../ctl/ctl-command.js';
import type { Vswitch } from './vswitch.js';

/** The tables that a reset empties. */
const FORGOTTEN = [
  'Mirror',
  'Controller',
  'Manager',
  'NetFlow',
  'SSL',
  'sFlow',
  'IPFIX',
  'Flow_Sample_Collector_Set',
] as const;

/** The key of `other_config` that a bridge keeps. */
const KEPT_KEY = 'hwaddr';

function reset({ rows }: Vswitch): void {
  for (const { _uuid, other_config } of rows.rows('Bridge')) {
    const address = other_config.get(KEPT_KEY);
    rows.write('Bridge', _uuid, {
      controller: [],
      fail_mode: undefined,
      mirrors: [],
      netflow: undefined,
      sflow: undefined,
      ipfix: undefined,
      flood_vlans: [],
      other_config: new Map(address === undefined ? [] : [[KEPT_KEY, address]]),
    });
  }
  for (const { _uuid } of rows.rows('Port')) {
    rows.write('Port', _uuid, { other_config: new Map() });
  }
  for (const { _uuid } of rows.rows('Interface')) {
    rows.write('Interface', _uuid, { ingress_policing_rate: 0, ingress_policing_burst: 0 });
  }
  for (const table of FORGOTTEN) {
    for (const { _uuid } of [...rows.rows(table)]) rows.delete(table, _uuid);
  }
}

export const EMERGENCY_RESET: Command<Vswitch> = {
  name: 'emer-reset',
  usage: '',
  writes: true,
  summary: 'reset the configuration to little more than bridges, ports and interfaces',
  run: ({ state }) => {
    state.writeRoot({ manager_options: [], ssl: undefined });
    reset(state);
  },
};
