/** Hints about commands of later releases, and about programs that only exist on real hosts. */

import { didYouMean } from '../../lib/closest.js';
import { lookUp } from '../../lib/dictionary.js';
import type { Tool } from '../../tools/tool.js';
import { type Advice, commandsIn } from './advice.js';

/** Commands by their later names, with their names of 2015. */
const RENAMED: Readonly<Record<string, string>> = {
  'ls-add': 'lswitch-add',
  'ls-del': 'lswitch-del',
  'ls-list': 'lswitch-list',
  'lsp-add': 'lport-add',
  'lsp-bind': 'lport-bind',
  'lsp-del': 'lport-del',
  'lsp-get-addresses': 'lport-get-addresses',
  'lsp-get-enabled': 'lport-get-enabled',
  'lsp-get-options': 'lport-get-options',
  'lsp-get-parent': 'lport-get-parent',
  'lsp-get-port-security': 'lport-get-port-security',
  'lsp-get-tag': 'lport-get-tag',
  'lsp-get-type': 'lport-get-type',
  'lsp-get-up': 'lport-get-up',
  'lsp-list': 'lport-list',
  'lsp-set-addresses': 'lport-set-addresses',
  'lsp-set-enabled': 'lport-set-enabled',
  'lsp-set-options': 'lport-set-options',
  'lsp-set-port-security': 'lport-set-port-security',
  'lsp-set-type': 'lport-set-type',
  'lsp-unbind': 'lport-unbind',
};

/** Commands of earlier releases, and what took their place. */
const EARLIER: Readonly<Record<string, string>> = {
  'lport-get-macs': 'lport-get-addresses',
  'lport-set-macs': 'lport-set-addresses',
};

/** Later commands that have no counterpart with another name. */
const LATER: readonly (readonly [command: RegExp, instead: string])[] = [
  [/^(lr|lrouter)-add$/, 'Use: ovn-nbctl create Logical_Router name=NAME'],
  [/^(lr|lrouter)-del$/, 'Use: ovn-nbctl destroy Logical_Router UUID'],
  [/^(lrp|lrport)-add$/, 'Use: ovn-nbctl create Logical_Router_Port with name, mac and network.'],
  [/^(lr|lrouter)-list$/, 'Use: ovn-nbctl list Logical_Router'],
  [
    /^lr-route-/,
    'Routers of this release have no routes other than default_gw and their networks.',
  ],
  [/^lr-nat-/, 'This release has no address translation.'],
  [/^(ls-|lr-)?lb-/, 'This release has no load balancers.'],
  [/^dhcp-options-/, 'This release has no DHCP.'],
  [
    /^(pg|meter|qos|ha-chassis|lrp-set-gateway|mirror|fwd-group)-/,
    'This release has nothing like it.',
  ],
  [/^(sync|init)$/, 'A change has reached every layer when the command ends.'],
  [/^set-(connection|ssl)$/, 'The databases of the sandbox take no connections.'],
];

/** Translates commands of later releases, such as `ovn-nbctl ls-add`. */
export const laterSpelling: Advice = function* ({ program, args, stderr }) {
  if (!/^ovn-[ns]bctl$/.test(program) || !stderr.includes('unknown command')) return;
  for (const { name } of commandsIn(args)) {
    const then = lookUp(RENAMED, name);
    if (then !== undefined)
      yield `${name} is the name in later releases; in this one it is ${then}.`;
    const now = lookUp(EARLIER, name);
    if (now !== undefined)
      yield `${name} is the name in earlier releases; in this one it is ${now}.`;
    const later = LATER.find(([pattern]) => pattern.test(name));
    if (then === undefined && later) yield `${name} belongs to later releases. ${later[1]}`;
  }
};

const NO_EDITOR = 'There is no editor. To write a file: cat > FILE, its text, and Control-D';
const RUNS_ALREADY = 'Everything that a host starts runs already, and needs no installation.';
const DAEMON = 'It runs already, in this process. Its commands: ovs-appctl -t NAME help';

/** Programs of real hosts, and what to do here. */
const ELSEWHERE: Readonly<Record<string, string>> = {
  apt: RUNS_ALREADY,
  'apt-get': RUNS_ALREADY,
  arping: 'Use: sandbox ping SRC DST',
  brctl: 'Use: ovs-vsctl show',
  curl: 'Use: sandbox tcp SRC DST:80',
  dnf: RUNS_ALREADY,
  emacs: NO_EDITOR,
  ifconfig: 'Use: sandbox host PORT show',
  ip: 'Use: sandbox host PORT show',
  nano: NO_EDITOR,
  nc: 'Use: sandbox tcp SRC DST:PORT',
  ncat: 'Use: sandbox tcp SRC DST:PORT',
  'ovn-appctl': 'Use: ovs-appctl -t ovn-northd, or -t ovn-controller',
  'ovn-controller': DAEMON,
  'ovn-ctl': RUNS_ALREADY,
  'ovn-northd': DAEMON,
  'ovs-ctl': RUNS_ALREADY,
  'ovs-sandbox': 'This is one already. To start over: sandbox reset',
  'ovs-tcpdump': 'Use: sandbox capture PORT FILE',
  'ovs-vswitchd': DAEMON,
  'ovsdb-server': DAEMON,
  'ovsdb-tool': 'The databases are in the state file. To print one: ovsdb-client dump',
  ping: 'Use: sandbox ping SRC DST',
  ping6: 'Use: sandbox ping SRC DST',
  reset: 'To start over: sandbox reset. To clear the screen: clear',
  service: RUNS_ALREADY,
  ssh: 'Use: sandbox tcp SRC DST:22',
  systemctl: RUNS_ALREADY,
  tcpdump: 'Use: sandbox capture PORT FILE',
  telnet: 'Use: sandbox tcp SRC DST:PORT',
  traceroute: 'Use: ovn-trace SWITCH FLOW',
  tshark: 'Use: sandbox capture PORT FILE',
  vi: NO_EDITOR,
  vim: NO_EDITOR,
  yum: RUNS_ALREADY,
};

/** Reports a name that is not a program. */
export const unknownProgram =
  (tools: readonly Tool[], programs: readonly string[], subcommands: readonly string[]): Advice =>
  ({ program, args, known }) => {
    if (known) return [];
    const here = lookUp(ELSEWHERE, program);
    if (here !== undefined) return [`${program} is not available in the sandbox. ${here}`];
    if (subcommands.includes(program)) {
      return [`It is a subcommand: ${['sandbox', program, ...args].join(' ')}`];
    }
    const command = lookUp(RENAMED, program) ?? program;
    const lists = tools.flatMap(({ commandLists = [] }) => commandLists);
    const list = lists.find(({ groups }) =>
      groups.some(({ commands }) => commands.some(({ name }) => name === command)),
    );
    if (list) return [`It is a command of a program: ${[list.prefix, command, ...args].join(' ')}`];
    const meant = didYouMean(program, [
      ...programs,
      ...subcommands.map((name) => `sandbox ${name}`),
    ]);
    return meant === '' ? [] : [meant.trim()];
  };
