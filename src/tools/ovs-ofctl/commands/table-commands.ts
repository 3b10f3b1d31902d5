/** Commands about the flow tables of a bridge. */

import { type OpenFlowVersion, versionName } from '../../../openflow/model/protocols.js';
import { TABLE_MISSES } from '../../../openflow/model/table-mod.js';
import { applyTableMod } from '../../../openflow/switch/apply-table-mod.js';
import type { Bridge } from '../../../openflow/switch/bridge.js';
import { formatTableMod, parseTableMod } from '../../../openflow/text/table-mod-text.js';
import { BAD_MESSAGE } from '../../../openflow/values/text-log.js';
import { fatal } from '../../program/exit.js';
import type { OfctlCommand } from '../command.js';
import { readText } from '../input.js';
import { requireVersion } from '../require-version.js';
import type { Run } from '../run.js';
import { fullFeatures, listedFeatures, visibleTables } from '../table-features.js';
import { formatTable, type TableDescription } from '../table-text.js';

/** Returns the text of each table, shortened if the table equals the previous one. */
function formatTables(descriptions: readonly TableDescription[]): string[] {
  return descriptions.map((description, i) => formatTable(description, descriptions[i - 1]));
}

function dumpTables(run: Run, [bridgeName = '']: readonly string[]): void {
  const connection = run.connect(bridgeName);
  const { bridge, version } = connection;
  bridge.expireFlows();
  const features = listedFeatures(bridge, version);
  const descriptions = visibleTables().map((table) => ({
    table,
    statistics: { active: bridge.tableSize(table), ...bridge.tableCounters(table) },
    ...(features === undefined
      ? {}
      : { features: { ...features(table), ...missOf(run, bridge, table, version) } }),
  }));
  const header = connection.header('OFPST_TABLE reply', connection.request());
  const text = [header, ...formatTables(descriptions)].join('\n');
  run.print(text.endsWith('\n') ? text : `${text}\n`);
}

/** Returns the action for packets that match no flow, if the version supports it. */
function missOf(run: Run, bridge: Bridge, table: number, version: OpenFlowVersion) {
  const miss = bridge.tableMiss(table);
  if (version === 10) return {};
  if (version === 12) return { miss: miss === 'default' ? 'controller' : miss };
  // The reference sends its internal number, although OpenFlow 1.1 numbers the actions
  // differently.
  const number = TABLE_MISSES.indexOf(miss);
  const told = (['controller', 'continue', 'drop'] as const)[number];
  if (told === undefined)
    run.log('WARN', 'ofp_util', `bad table miss config ${number}`, BAD_MESSAGE);
  return { miss: told ?? 'controller' };
}

function modifyTable(
  run: Run,
  [bridgeName = '', table = '', setting = '']: readonly string[],
): void {
  const { mod, versions } = readText(() => parseTableMod(table, setting));
  const { settings } = run;
  const usable = settings.versions.filter((version) => versions.includes(version));
  if (usable.length === 0) {
    const names = settings.versions.map(versionName).join(', ');
    fatal(
      `table_mod '${setting}' requires one of the OpenFlow versions ${names} but none is enabled (use -O)`,
    );
  }
  settings.versions = usable;
  const connection = run.connect(bridgeName);
  const name = 'OFPT_TABLE_MOD';
  connection.order({
    act: () => applyTableMod(connection.bridge, mod),
    request: { name, text: (xid) => `${connection.header(name, xid)} ${formatTableMod(mod)}\n` },
  });
}

function dumpTableFeatures(run: Run, [bridgeName = '']: readonly string[]): void {
  const connection = run.connect(bridgeName);
  const { bridge, version } = connection;
  requireVersion(version, 13, 'dump-table-features');
  connection.request();
  const features = fullFeatures(bridge, version);
  const descriptions = visibleTables().map((table) => ({ table, features: features(table) }));
  for (const text of formatTables(descriptions)) run.print(`${text}\n`);
}

function dumpTableDescriptions(run: Run, [bridgeName = '']: readonly string[]): void {
  const connection = run.connect(bridgeName);
  requireVersion(connection.version, 14, 'dump-table-desc');
  const rows = visibleTables().map((table) => {
    const eviction = connection.bridge.evictsOnRequest(table) ? 'on' : 'off';
    return `\n  table ${table}:\n   eviction=${eviction} eviction_flags=OTHER|IMPORTANCE|LIFETIME\n`;
  });
  const header = connection.header('OFPST_TABLE_DESC reply', connection.request());
  run.print(`${header}${rows.join('')}`);
}

export const TABLE_COMMANDS: readonly OfctlCommand[] = [
  {
    name: 'dump-tables',
    usage: 'SWITCH',
    summary: 'show the statistics of the tables',
    run: dumpTables,
  },
  {
    name: 'dump-table-features',
    usage: 'SWITCH',
    summary: 'show the features of the tables',
    run: dumpTableFeatures,
  },
  {
    name: 'dump-table-desc',
    usage: 'SWITCH',
    summary: 'show the configuration of the tables',
    run: dumpTableDescriptions,
  },
  {
    name: 'mod-table',
    usage: 'SWITCH TABLE SETTING',
    values: { SETTING: ['controller', 'continue', 'drop', 'evict', 'noevict'] },
    summary: 'set the handling of packets that match no flow, or the eviction of flows',
    run: modifyTable,
  },
];
