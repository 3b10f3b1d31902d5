/**
 * Commands of the real programs that are missing here or make no sense in a sandbox. Each is
 * refused with the reason.
 */
import { parseIpv4, parseIpv6, parseMac } from '../../../lib/addresses.js';
import type { Arity } from '../../program/command-row.js';
import type { ToolContext } from '../../tool.js';
import { CommandError, type TargetCommand } from '../target-command.js';

const MANY = Number.POSITIVE_INFINITY;

/** Returns the real program's message about wrong arguments. */
type Check = (args: readonly string[], context: ToolContext) => string | undefined;

type Row = readonly [name: string, usage: string, arity: Arity, reason: string, check?: Check];

const findDpif = ({ datapath }: ToolContext, name: string) =>
  [...datapath.dpifs.values()].find((dpif) => dpif.name.endsWith(`@${name}`));

const checkDpif: Check = ([name], context) => {
  const { size } = context.datapath.dpifs;
  const isKnown = name === undefined ? size === 1 : findDpif(context, name) !== undefined;
  return isKnown ? undefined : 'please specify an existing datapath';
};

const checkDummyPort: Check = ([name = '', port], context) => {
  const dpif = findDpif(context, name);
  if (dpif === undefined) return 'unknown datapath or not a dummy';
  const ports = [...dpif.ports.values()];
  return ports.some((known) => known.name === port) ? undefined : 'unknown port';
};

const checkDummy: Check = ([name = ''], { datapath }) => {
  const port = datapath.port(name);
  return port === undefined || port.type === 'patch' ? 'Unknown Dummy Interface' : undefined;
};

const checkNeighbor: Check = ([, ip = '', mac = '']) => {
  if (parseIpv4(ip) === undefined && parseIpv6(ip) === undefined) return 'bad IP address';
  return parseMac(mac) === undefined ? 'bad MAC address' : undefined;
};

const COUNTERS = 'events inside the program are not counted';
const MEMORY = 'all programs share the memory of one process';
const EXIT = "the programs of a sandbox end with it; leave it with 'exit' alone";
const DATAPATH = 'datapaths, their ports and flows follow from bridges and OpenFlow flows';
const TUNNELS = 'tunnel ports are dummy devices, as in ovs-sandbox, which encapsulate nothing';
const ONE_PROCESS = 'the databases are part of the sandbox and have no server to set up';

/** Commands that every program has. */
const COMMON: readonly Row[] = [
  ['coverage/show', '', [0, 0], COUNTERS],
  ['exit', '', [0, 0], EXIT],
];

const SWITCH: readonly Row[] = [
  ['memory/show', '', [0, 0], MEMORY],
  ['dpif-dummy/change-port-number', 'dp port new-number', [3, 3], DATAPATH, checkDummyPort],
  ['dpif-dummy/delete-port', 'dp port', [2, 2], DATAPATH, checkDummyPort],
  ['dpif-netdev/pmd-stats-clear', '[dp]', [0, 1], COUNTERS, checkDpif],
  ['dpif-netdev/pmd-stats-show', '[dp]', [0, 1], COUNTERS, checkDpif],
  [
    'netdev-dummy/ip4addr',
    '[netdev] ipaddr/mask-prefix-len',
    [2, 2],
    'devices have no addresses',
    checkDummy,
  ],
  ['ofproto/tnl-push-pop', '[on]|[off]', [1, 1], TUNNELS],
  ['ovs/route/add', 'ip_addr/prefix_len out_br_name gw', [2, 3], TUNNELS],
  ['ovs/route/del', 'ip_addr/prefix_len', [1, 1], TUNNELS],
  ['tnl/arp/set', 'BRIDGE IP MAC', [3, 3], TUNNELS, checkNeighbor],
  ['tnl/egress_port_range', 'min max', [0, 2], TUNNELS],
];

const DPCTL: readonly Row[] = [
  ['dpctl/add-dp', '', [1, MANY], DATAPATH],
  ['dpctl/add-flow', '', [2, 3], DATAPATH],
  ['dpctl/add-if', '', [2, MANY], DATAPATH],
  ['dpctl/del-dp', '', [1, 1], DATAPATH],
  ['dpctl/del-flow', '', [1, 2], DATAPATH],
  ['dpctl/del-if', '', [2, MANY], DATAPATH],
  ['dpctl/mod-flow', '', [2, 3], DATAPATH],
  ['dpctl/normalize-actions', '', [2, MANY], DATAPATH],
  ['dpctl/parse-actions', '', [1, MANY], DATAPATH],
  ['dpctl/set-if', '', [2, MANY], DATAPATH],
];

const DATABASE: readonly Row[] = [
  ['memory/show', '', [0, 0], MEMORY],
  ['ovsdb-server/add-db', 'DB', [1, 1], ONE_PROCESS],
  ['ovsdb-server/add-remote', 'REMOTE', [1, 1], ONE_PROCESS],
  ['ovsdb-server/perf-counters-clear', '', [0, 0], COUNTERS],
  ['ovsdb-server/perf-counters-show', '', [0, 0], COUNTERS],
  ['ovsdb-server/remove-db', 'DB', [1, 1], ONE_PROCESS],
  ['ovsdb-server/remove-remote', 'REMOTE', [1, 1], ONE_PROCESS],
];

/** Returns the error of a program that refuses a command of the real one. */
const unavailable = (name: string, reason: string): CommandError =>
  new CommandError(`"${name}" is not available in this sandbox: ${reason}`);

const refuse = ([name, usage, arity, reason, check]: Row): TargetCommand => ({
  name,
  usage,
  arity,
  refused: reason,
  run(args, context) {
    const problem = check?.(args, context);
    if (problem !== undefined) throw new CommandError(problem);
    throw unavailable(name, reason);
  },
});

export const UNAVAILABLE = {
  common: COMMON.map(refuse),
  switch: SWITCH.map(refuse),
  dpctl: DPCTL.map(refuse),
  database: DATABASE.map(refuse),
};
