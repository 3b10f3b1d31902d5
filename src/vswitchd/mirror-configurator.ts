/** Configures the mirrors of bridges from table Mirror, and reports their statistics. */
import type { DatapathBridge, PortBundle } from '../datapath/bridge/datapath-bridge.js';
import type { MirrorOutput } from '../datapath/bridge/mirrors.js';
import type { DataPlane } from '../datapath/dpif/data-plane.js';
import type { LogLevel } from '../lib/log.js';
import type { OPEN_VSWITCH } from '../ovsdb/schemas/open-vswitch.js';
import type { Transaction } from '../ovsdb/transaction.js';
import type { Configuration, OvsRow } from './configuration.js';

/** Configures the mirrors of all bridges. Mirrors `bridge_configure_mirrors()`. */
export function configureMirrors(configuration: Configuration, datapath: DataPlane): void {
  for (const bridge of datapath.bridges.values()) {
    const row = configuration.bridge(bridge.name);
    const mirrors = row === undefined ? [] : configuration.mirrors(row);
    for (const id of bridge.mirrors.ids) {
      if (!mirrors.some(({ _uuid }) => _uuid === id)) bridge.removeMirror(id);
    }
    for (const mirror of mirrors) configure(bridge, mirror, configuration, datapath);
  }
}

/** Configures one mirror. Mirrors `mirror_configure()`. */
function configure(
  bridge: DatapathBridge,
  row: OvsRow<'Mirror'>,
  configuration: Configuration,
  datapath: DataPlane,
): void {
  const log = (level: LogLevel, message: string): void =>
    datapath.context.log({ program: 'ovs-vswitchd', module: 'bridge', level, message });
  const title = `bridge ${bridge.name}: mirror ${row.name}`;
  const output = outputOf(bridge, row, configuration);
  if (typeof output === 'string') {
    log('ERR', `${title} ${output}`);
    bridge.removeMirror(row._uuid);
    return;
  }
  if (row.output_port !== undefined && row.output_vlan !== undefined) {
    log('ERR', `${title} specifies both output port and output vlan; ignoring output vlan`);
  }
  const collect = (ports: OvsRow<'Mirror'>['select_src_port']): Set<PortBundle> => {
    const found = configuration.portNames(ports).map((name) => {
      const bundle = bridge.bundles.get(name);
      if (!bundle) log('WARN', `${title} cannot match on nonexistent port ${name}`);
      return bundle ?? [];
    });
    return new Set(found.flat());
  };
  const all = new Set(bridge.bundles.values());
  bridge.setMirror(row._uuid, {
    sources: row.select_all ? all : collect(row.select_src_port),
    destinations: row.select_all ? all : collect(row.select_dst_port),
    vlans: row.select_vlan.length === 0 ? undefined : new Set(row.select_vlan),
    output,
  });
}

/** Returns the destination of copies, or an error message. */
function outputOf(
  bridge: DatapathBridge,
  row: OvsRow<'Mirror'>,
  configuration: Configuration,
): MirrorOutput<PortBundle> | string {
  const { output_port: port, output_vlan: vlan } = row;
  if (port !== undefined) {
    const [name = ''] = configuration.portNames([port]);
    const bundle = bridge.bundles.get(name);
    return bundle ? { type: 'bundle', bundle } : 'outputs to port not on bridge';
  }
  return vlan === undefined ? 'does not specify output; ignoring' : { type: 'vlan', vlan };
}

/** Writes column `statistics` of table Mirror. Mirrors `mirror_refresh_stats()`. */
export function reportMirrors(
  transaction: Transaction<typeof OPEN_VSWITCH>,
  configuration: Configuration,
  datapath: DataPlane,
): void {
  for (const bridge of datapath.bridges.values()) {
    const row = bridge.mirrors.any ? configuration.bridge(bridge.name) : undefined;
    for (const { _uuid } of row === undefined ? [] : configuration.mirrors(row)) {
      const mirror = bridge.mirrors.get(_uuid);
      if (mirror === undefined) continue;
      const statistics = new Map([
        ['tx_bytes', mirror.bytes],
        ['tx_packets', mirror.packets],
      ]);
      transaction.update('Mirror', _uuid, { statistics });
    }
  }
}
