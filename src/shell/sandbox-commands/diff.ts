/** `sandbox diff`: shows the differences between two states. */
import type { Sandbox } from '../../sandbox/sandbox.js';
import { momentNames, NOW, openState, stateAt } from './moments.js';
import { type DatabaseJson, describeRows, Names } from './row-lines.js';
import type { Subcommand } from './subcommand.js';

const NO_FILES = { read: () => undefined };

export const DIFF: Subcommand = {
  name: 'diff',
  text: 'data',
  usage: '[FROM [TO]]',
  summary: 'show what the last line that changed something changed',
  help: `Shows the rows of the databases and the OpenFlow flows that are gone (-) or new
(+), with names instead of UUIDs. Of changed rows, only changed columns.
FROM and TO are a number of changes ago, a snapshot, or now:
  sandbox diff                 the last change
  sandbox diff 3               the last three changes
  sandbox diff before          everything since the snapshot "before"
  sandbox diff before after    between two snapshots`,
  values: { FROM: momentNames, TO: momentNames },
  run(call) {
    const [from = '1', to = NOW] = call.args;
    if (call.args.length === 0 && call.sandbox.undoable === 0) {
      call.print('Nothing has been changed yet.\n');
      return;
    }
    const states = [stateAt(call.sandbox, from), stateAt(call.sandbox, to)] as const;
    const [before, after] = [openState(states[0]), openState(states[1])];
    const [old, now] = [databasesOf(before), databasesOf(after)];
    const names = new Names([...Object.values(old), ...Object.values(now)]);
    const sections = [
      ...DATABASES.map((name) => [name, describeRows(old[name], now[name], names)] as const),
      ['OpenFlow flows', compareLines(flowsOf(before), flowsOf(after))] as const,
    ].filter(([, lines]) => lines.length > 0);
    if (sections.length === 0) call.print('Nothing differs.\n');
    for (const [title, lines] of sections) {
      call.print(`${title}\n${lines.map((line) => `${line}\n`).join('')}`);
    }
  },
};

/** The databases in the order in which a change passes through them. */
const DATABASES = ['Neutron', 'OVN_Northbound', 'OVN_Southbound', 'Open_vSwitch'] as const;

function databasesOf(sandbox: Sandbox): Record<(typeof DATABASES)[number], DatabaseJson> {
  const { neutron, nb, sb, ovs } = sandbox.context();
  return {
    Neutron: neutron.database.toJSON(),
    OVN_Northbound: nb.toJSON(),
    OVN_Southbound: sb.toJSON(),
    Open_vSwitch: ovs.toJSON(),
  };
}

/** Returns the flows of all bridges without counters and ages. */
function flowsOf(sandbox: Sandbox): readonly string[] {
  const ofctl = sandbox.tools.find(({ name }) => name === 'ovs-ofctl');
  const lines: string[] = [];
  for (const bridge of sandbox.context().switch.bridges.keys()) {
    const args = ['-O', 'OpenFlow13', 'dump-flows', bridge];
    const listing = ofctl && sandbox.run(ofctl, args, { stdin: '', files: NO_FILES });
    for (const line of listing?.stdout.split('\n') ?? []) {
      const [, table, rest] = /(table=\d+,) n_packets=\d+, n_bytes=\d+,\s*(.*)$/.exec(line) ?? [];
      if (table !== undefined) lines.push(`${bridge} ${table} ${rest}`);
    }
  }
  return lines;
}

/** Returns the removed and the added lines, each in their order. */
function compareLines(before: readonly string[], after: readonly string[]): readonly string[] {
  const [old, now] = [new Set(before), new Set(after)];
  return [
    ...before.filter((line) => !now.has(line)).map((line) => `- ${line}`),
    ...after.filter((line) => !old.has(line)).map((line) => `+ ${line}`),
  ];
}
