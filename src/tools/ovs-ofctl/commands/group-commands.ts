/** Commands about groups. */

import { hashOrder } from '../../../lib/hash-order.js';
import { GROUP, type Group } from '../../../openflow/model/group.js';
import type { GroupCommand } from '../../../openflow/model/group-mod.js';
import { Match } from '../../../openflow/model/match.js';
import { PROTOCOLS } from '../../../openflow/model/protocols.js';
import { applyGroupMod, groupFlows } from '../../../openflow/switch/apply-group-mod.js';
import type { Bridge } from '../../../openflow/switch/bridge.js';
import { type ParsedGroup, parseGroupMod } from '../../../openflow/text/parse-group.js';
import { checkReceivedActions } from '../../../openflow/wire/check-received.js';
import { convertActions } from '../../../openflow/wire/convert-actions.js';
import { convertGroupMod } from '../../../openflow/wire/convert-group-mod.js';
import { encodeGroupMod } from '../../../openflow/wire/encode-group-mod.js';
import { groupValues } from '../../languages/group-words.js';
import { fatal } from '../../program/exit.js';
import type { OfctlCommand } from '../command.js';
import { type Connection, requireProtocol } from '../connection.js';
import { formatGroup, formatGroupStats, groupLength, groupStatsLength } from '../group-text.js';
import { readFile, readLines, readText } from '../input.js';
import { MORE, splitMessages } from '../message-text.js';
import { formatMessage } from '../messages/print-message.js';
import { requireVersion } from '../require-version.js';
import type { Run } from '../run.js';
import { OF12_ACTIONS } from '../table-features.js';

/** The names of the commands in errors about old versions. */
const COMPLAINT_NAMES: Readonly<Record<GroupCommand, string>> = {
  add: 'add-group',
  modify: 'mod-group',
  delete: 'del-group',
  insert_bucket: 'insert-bucket',
  remove_bucket: 'remove-bucket',
};

function sendGroupMods(
  run: Run,
  bridgeName: string,
  command: GroupCommand,
  parsed: readonly ParsedGroup[],
): void {
  const usable = parsed.reduce((set, { protocols }) => set & protocols, PROTOCOLS.ANY);
  requireProtocol(run, usable);
  const connection = run.connect(bridgeName);
  connection.chooseModProtocol(usable);
  const { bridge, version } = connection;
  for (const { mod } of parsed) {
    const needed = command === 'insert_bucket' || command === 'remove_bucket' ? 15 : 11;
    requireVersion(version, needed, COMPLAINT_NAMES[command]);
    connection.order({
      act: () =>
        applyGroupMod(
          bridge,
          convertGroupMod(mod, version, { is: 'switch' }),
          run.context.clock.now(),
        ),
      request: {
        name: GROUP_MOD,
        bytes: (xid) => encodeGroupMod(mod, version, xid),
        text: (xid) => formatMessage(encodeGroupMod(mod, version, xid), 1, run.log),
      },
    });
  }
}

const GROUP_MOD = 'OFPT_GROUP_MOD';

function readGroupFile(run: Run, name: string, command: GroupCommand): ParsedGroup[] {
  const contents = readFile(run, name) ?? fatal(`${name}: open failed (No such file or directory)`);
  return readLines(name, contents, (line) => parseGroupMod(line, command, run.log));
}

const modify =
  (command: GroupCommand): OfctlCommand['run'] =>
  (run, [bridgeName = '', text = '']) => {
    const parsed =
      text === '-'
        ? readGroupFile(run, text, command)
        : [readText(() => parseGroupMod(text, command, run.log))];
    sendGroupMods(run, bridgeName, command, parsed);
  };

/** Returns the groups with a number, or all, in the order of the switch. */
function selectGroups({ groups }: Bridge, id: number): Group[] {
  if (id === GROUP.ALL) return hashOrder([...groups.values()], (group) => group.id);
  const group = groups.get(id);
  return group === undefined ? [] : [group];
}

/** Prints a reply that lists groups, a line for each. */
function printAnswer(
  run: Run,
  connection: Connection,
  name: string,
  items: readonly { readonly line: string; readonly length: number }[],
): void {
  const header = connection.header(name, connection.request());
  const parts = splitMessages(items, 16, ({ length }) => length);
  for (const [i, part] of parts.entries()) {
    run.print(`${header}${i < parts.length - 1 ? MORE : ''}\n`);
    run.print(part.map(({ line }) => ` ${line}\n`).join(''));
  }
}

function groupNumber(run: Run, text: string): number {
  const lower = text.toLowerCase();
  if (lower === 'any') return GROUP.ANY;
  if (lower === 'all') return GROUP.ALL;
  if (/^\s*[+-]?\d+$/.test(text) && Number(text) >= 0 && Number(text) <= 0xffffffff) {
    return Number(text);
  }
  run.log(
    'WARN',
    'ofp_util',
    `${text} is not a valid group ID.  (Valid group IDs are 32-bit nonnegative integers or the keywords ANY or ALL.)`,
  );
  return GROUP.ALL;
}

function dumpGroups(run: Run, [bridgeName = '', text]: readonly string[]): void {
  const connection = run.connect(bridgeName);
  const { bridge, version } = connection;
  const id = text === undefined ? GROUP.ALL : groupNumber(run, text);
  requireVersion(version, 11, 'dump-groups');
  // Versions before 1.5 cannot request one group only.
  const chosen = selectGroups(bridge, version < 15 ? GROUP.ALL : id);
  const groups = chosen.map(({ selection, ...group }) => ({
    ...group,
    ...(version >= 15 && selection !== undefined ? { selection } : {}),
    buckets: group.buckets.map((bucket, i) => ({
      ...bucket,
      id: version < 15 ? i : bucket.id,
      actions: convertActions(bucket.actions, version, Match.ANY),
    })),
  }));
  for (const { actions } of groups.flatMap(({ buckets }) => buckets)) {
    checkReceivedActions(actions, version, { is: 'tool', log: run.log });
  }
  const items = groups.map((group) => ({
    line: formatGroup(group, version),
    length: groupLength(group, version),
  }));
  printAnswer(run, connection, 'OFPST_GROUP_DESC reply', items);
}

function dumpGroupStats(run: Run, [bridgeName = '', text = '']: readonly string[]): void {
  const { mod } = readText(() => parseGroupMod(text, 'delete', run.log));
  const connection = run.connect(bridgeName);
  const { bridge, version } = connection;
  requireVersion(version, 11, 'dump-group-stats');
  const now = run.context.clock.now();
  const items = selectGroups(bridge, mod.id).map((group) => ({
    line: formatGroupStats(group, groupFlows(bridge, group.id).length, version, now),
    length: groupStatsLength(group, version),
  }));
  printAnswer(run, connection, 'OFPST_GROUP reply', items);
}

const TYPE_NAMES = ['all', 'select', 'indirect', 'fast failover'];

function dumpGroupFeatures(run: Run, [bridgeName = '']: readonly string[]): void {
  const connection = run.connect(bridgeName);
  requireVersion(connection.version, 12, 'dump-group-features');
  const header = connection.header('OFPST_GROUP_FEATURES reply', connection.request());
  run.print(`${header}\n Group table:\n    Types:  0xf\n    Capabilities:  0x7\n`);
  for (const name of TYPE_NAMES) {
    run.print(
      `    ${name} group:\n       max_groups=0x${GROUP.MAX.toString(16)}\n       actions: ${OF12_ACTIONS}\n`,
    );
  }
}

export const GROUP_COMMANDS: readonly OfctlCommand[] = [
  {
    name: 'dump-groups',
    usage: 'SWITCH [GROUP]',
    summary: 'list groups',
    run: dumpGroups,
  },
  {
    name: 'dump-group-stats',
    usage: 'SWITCH [GROUP]',
    summary: 'show the statistics of groups',
    run: dumpGroupStats,
  },
  {
    name: 'dump-group-features',
    usage: 'SWITCH',
    summary: 'show the group features of the switch',
    run: dumpGroupFeatures,
  },
  {
    name: 'add-group',
    usage: 'SWITCH GROUP',
    arity: [1, 2],
    summary: 'add a group',
    values: { GROUP: groupValues('define') },
    run: modify('add'),
  },
  {
    name: 'add-groups',
    usage: 'SWITCH FILE',
    summary: 'add the groups in a file',
    run(run, [bridgeName = '', file = '']) {
      sendGroupMods(run, bridgeName, 'add', readGroupFile(run, file, 'add'));
    },
  },
  {
    name: 'mod-group',
    usage: 'SWITCH GROUP',
    arity: [1, 2],
    summary: 'replace the type and the buckets of a group',
    values: { GROUP: groupValues('define') },
    run: modify('modify'),
  },
  {
    name: 'del-groups',
    usage: 'SWITCH [GROUP]',
    summary: 'delete groups and the flows that use them',
    run: modify('delete'),
  },
  {
    name: 'insert-buckets',
    usage: 'SWITCH [GROUP]',
    summary: 'insert buckets into a group',
    values: { GROUP: groupValues('define') },
    run: modify('insert_bucket'),
  },
  {
    name: 'remove-buckets',
    usage: 'SWITCH [GROUP]',
    summary: 'remove buckets from a group',
    run: modify('remove_bucket'),
  },
];
