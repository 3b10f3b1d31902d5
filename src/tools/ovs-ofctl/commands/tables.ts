/** Commands about the flow tables of a bridge. */

import type { OfctlCommand } from '../command.js';
import { requireVersion } from '../require-version.js';
import type { Run } from '../run.js';
import { fullFeatures, listedFeatures, visibleTables } from '../table-features.js';
import { formatTable, type TableDescription } from '../table-text.js';

/** The text of each table, shortened by what the one before it said. */
function formatTables(descriptions: readonly TableDescription[]): string[] {
  return descriptions.map((description, i) => formatTable(description, descriptions[i - 1]));
}

function dumpTables(run: Run, [bridgeName = '']: readonly string[]): void {
  const connection = run.connect(bridgeName);
  const { bridge, version } = connection;
  bridge.expireFlows();
  const features = listedFeatures(version);
  const descriptions = visibleTables().map((table) => ({
    table,
    statistics: { active: bridge.table(table)?.size ?? 0, ...bridge.tableCounters(table) },
    ...(features === undefined ? {} : { features: features(table) }),
  }));
  const header = connection.header('OFPST_TABLE reply', connection.request());
  const text = [header, ...formatTables(descriptions)].join('\n');
  run.print(text.endsWith('\n') ? text : `${text}\n`);
}

function dumpTableFeatures(run: Run, [bridgeName = '']: readonly string[]): void {
  const connection = run.connect(bridgeName);
  const { version } = connection;
  requireVersion(version, 13, 'dump-table-features');
  connection.request();
  const features = fullFeatures(version);
  const descriptions = visibleTables().map((table) => ({ table, features: features(table) }));
  for (const text of formatTables(descriptions)) run.print(`${text}\n`);
}

function dumpTableDescriptions(run: Run, [bridgeName = '']: readonly string[]): void {
  const connection = run.connect(bridgeName);
  requireVersion(connection.version, 14, 'dump-table-desc');
  const rows = visibleTables().map(
    (table) => `\n  table ${table}:\n   eviction=off eviction_flags=OTHER|IMPORTANCE|LIFETIME\n`,
  );
  const header = connection.header('OFPST_TABLE_DESC reply', connection.request());
  run.print(`${header}${rows.join('')}`);
}

export const TABLE_COMMANDS: readonly OfctlCommand[] = [
  {
    name: 'dump-tables',
    usage: 'SWITCH',
    arity: [1, 1],
    summary: 'how full the tables are',
    run: dumpTables,
  },
  {
    name: 'dump-table-features',
    usage: 'SWITCH',
    arity: [1, 1],
    summary: 'what the tables can do',
    run: dumpTableFeatures,
  },
  {
    name: 'dump-table-desc',
    usage: 'SWITCH',
    arity: [1, 1],
    summary: 'how the tables are set up',
    run: dumpTableDescriptions,
  },
];
