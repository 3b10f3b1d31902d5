/** What there is to say about error messages of programs. */
import { closest, didYouMean } from '../../lib/closest.js';
import { lookUp } from '../../lib/dictionary.js';
import { ALL_FIELDS } from '../../openflow/model/fields.js';
import { ACTION_NAMES } from '../../openflow/text/parse-actions.js';
import { MATCH_WORDS } from '../../openflow/text/parse-flow.js';
import type { Databases, ObservedCall } from './advice.js';
import { valid } from './valid.js';

/** A message of a program, and what to say about it. */
interface Saying {
  readonly program: RegExp;
  readonly message: RegExp;
  hint(found: readonly string[], databases: Databases, call: ObservedCall): string | undefined;
}

const bridges = ({ ovs }: Databases): string[] => [...ovs.rows('Bridge')].map(({ name }) => name);

const noBridge: Saying['hint'] = ([, name = ''], databases, { args }) => {
  const known = bridges(databases);
  const typed = name === '' ? (args.find((word) => closest(word, known)) ?? args[1] ?? '') : name;
  return `There is no bridge '${typed}'.${valid(typed, known)}`;
};

const FLOW_WORDS: readonly string[] = [
  ...ALL_FIELDS.map(({ name }) => name),
  ...MATCH_WORDS,
  ...['in_port', 'dl_src', 'dl_dst', 'dl_type', 'dl_vlan', 'nw_src', 'nw_dst', 'tp_src', 'tp_dst'],
  ...['table', 'priority', 'cookie', 'idle_timeout', 'hard_timeout', 'actions', 'out_port'],
];

const SAYINGS: readonly Saying[] = [
  {
    program: /^ovn-nbctl$/,
    message: /more than one (logical switch|logical port) named '(.*)'/i,
    hint: ([, what, name = '']) =>
      what === 'logical switch'
        ? `To tell the switches named ${name} apart, use their UUIDs, which ovn-nbctl lswitch-list shows. To remove one: ovn-nbctl lswitch-del UUID`
        : `To tell the ports named ${name} apart, use their UUIDs: ovn-nbctl list Logical_Port`,
  },
  {
    program: /^ovn-[ns]bctl$/,
    message: /unrecognized option '--(?:no-)?wait/,
    hint: () => 'Nothing has to wait here: a change has reached every layer when the command ends.',
  },
  {
    program: /^ovn-nbctl$/,
    message: /Invalid priority '(.*)'/,
    hint: () => 'A priority is a number from 0 to 65534. The ACL with the highest one decides.',
  },
  {
    program: /^ovn-sbctl$/,
    message: /Invalid format of datapath UUID/,
    hint: (_, databases, { args }) => datapathHint(args.at(-1) ?? '', databases),
  },
  {
    program: /^ovn-sbctl$/,
    message: /no port named (.*)/,
    hint: ([, name = ''], { sb }) => {
      const ports = [...sb.rows('Port_Binding')].map(({ logical_port }) => logical_port);
      return `There is no logical port '${name}'.${valid(name, ports)}`;
    },
  },
  {
    program: /^ovs-/,
    message: /(?:no bridge named |)(\S+) is not a bridge or a socket|no bridge named (\S+)/,
    hint: ([all, first, second = ''], ...rest) => noBridge([all ?? '', first ?? second], ...rest),
  },
  { program: /^ovs-appctl$/, message: /Unknown bridge name|no such bridge/, hint: noBridge },
  {
    program: /^ovs-/,
    message: /unknown (?:keyword|field) ([^\s:]+)/,
    hint: ([, name = '']) => `There is no field '${name}' in flows.${valid(name, FLOW_WORDS)}`,
  },
  {
    program: /^ovs-/,
    message: /unknown action ([^\s:]+)/,
    hint: ([, name = '']) => `There is no action '${name}'.${valid(name, ACTION_NAMES)}`,
  },
  {
    program: /^ovs-ofctl$/,
    message: /couldn't find port `(.*)'/,
    hint: ([, name = ''], databases) =>
      `There is no port '${name}'.${valid(name, namesIn('Interface', databases))}`,
  },
  {
    program: /^ovs-ofctl$/,
    message: /invalid table "/,
    hint: () => 'Tables have numbers from 0 to 254.',
  },
  {
    program: /^(?:ovn-[ns]b|ovs-vs)ctl$/,
    message: /no row "(.*)" in table (\S+)/,
    hint: ([, name = '', table = ''], databases) => {
      const names = namesIn(table, databases);
      return `There is no '${name}' in the table ${table}.${valid(name, names)}`;
    },
  },
  {
    program: /^ovs-dpctl$/,
    message: /opening datapath (\S+) failed/,
    hint: () => 'A datapath is not a bridge: all bridges share one, ovs-system.',
  },
  {
    program: /^ovs-vsctl$/,
    message: /no (?:port|interface) named (\S+)/,
    hint: ([, name = ''], { ovs }) =>
      `There is no port '${name}'.${valid(
        name,
        [...ovs.rows('Port')].map((port) => port.name),
      )}`,
  },
  {
    program: /^ovs-appctl$/,
    message: /cannot read pidfile "\/sandbox\/(\S+)\.pid"/,
    hint: ([, name = '']) => `There is no daemon '${name}'.${valid(name, DAEMONS)}`,
  },
  {
    program: /^ovn-trace$/,
    message: /unknown datapath "(.*)"/,
    hint: ([, name = ''], { nb }) => {
      const names = [...nb.rows('Logical_Switch'), ...nb.rows('Logical_Router')].map(
        (row) => row.name,
      );
      return `There is no logical switch or router '${name}'.${valid(name, names)}`;
    },
  },
  {
    program: /^sandbox$/,
    message: /there is no logical port '(.*)'/,
    hint: ([, name = ''], { nb }) => {
      const names = [...nb.rows('Logical_Port')].map((port) => port.name);
      const text = valid(name, names).trim();
      return text === '' ? undefined : text;
    },
  },
];

/** Returns the names in a table. */
function namesIn(table: string, { nb, sb, ovs }: Databases): string[] {
  const rows: Readonly<Record<string, () => Iterable<{ readonly name: string }>>> = {
    bridge: () => ovs.rows('Bridge'),
    chassis: () => sb.rows('Chassis'),
    interface: () => ovs.rows('Interface'),
    logical_port: () => nb.rows('Logical_Port'),
    logical_router: () => nb.rows('Logical_Router'),
    logical_router_port: () => nb.rows('Logical_Router_Port'),
    logical_switch: () => nb.rows('Logical_Switch'),
    port: () => ovs.rows('Port'),
  };
  return [...(lookUp(rows, table.toLowerCase())?.() ?? [])].map(({ name }) => name);
}

const DAEMONS = ['ovn-controller', 'ovn-northd', 'ovs-vswitchd'];

/** Returns what there is to say about the messages of a call. */
export function saidBy(call: ObservedCall, databases: Databases): string | undefined {
  for (const { program, message, hint } of SAYINGS) {
    const found = program.test(call.program) ? message.exec(call.stderr) : null;
    if (found) return hint(found, databases, call);
  }
  return undefined;
}

/** Says which datapath belongs to a logical switch or router. */
function datapathHint(typed: string, { nb, sb }: Databases): string {
  const rows = [...nb.rows('Logical_Switch'), ...nb.rows('Logical_Router')];
  const names = rows.map(({ name }) => name);
  const name = names.includes(typed) ? typed : closest(typed, names);
  const row = rows.find((candidate) => candidate.name === name);
  const datapath = [...sb.rows('Datapath_Binding')].find(({ external_ids }) =>
    [...external_ids.values()].includes(row?._uuid ?? ''),
  );
  return row && datapath
    ? `lflow-list takes the UUID of a datapath. For ${row.name}: ovn-sbctl lflow-list ${datapath._uuid}`
    : `lflow-list takes the UUID of a datapath, which ovn-sbctl list Datapath_Binding shows.${didYouMean(typed, names)}`;
}
