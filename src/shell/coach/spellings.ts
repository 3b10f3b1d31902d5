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

/** Later commands that have no counterpart with another name. */
const LATER: readonly (readonly [command: RegExp, instead: string])[] = [
  [/^lr-add$/, 'Use: ovn-nbctl create Logical_Router name=NAME'],
  [/^lrp-add$/, 'Use: ovn-nbctl create Logical_Router_Port with name, mac and network.'],
  [/^lr-list$/, 'Use: ovn-nbctl list Logical_Router'],
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
  [/^set-(connection|ssl)$/, 'The databases of the sandbox take no connections.'],
];

/** Translates commands of later releases, such as `ovn-nbctl ls-add`. */
export const laterSpelling: Advice = function* ({ program, args, stderr }) {
  if (!/^ovn-[ns]bctl$/.test(program) || !stderr.includes('unknown command')) return;
  for (const { name } of commandsIn(args)) {
    const then = lookUp(RENAMED, name);
    if (then !== undefined)
      yield `${name} is the name in later releases; in this one it is ${then}.`;
    const later = LATER.find(([pattern]) => pattern.test(name));
    if (then === undefined && later) yield `${name} belongs to later releases. ${later[1]}`;
  }
};

/** Programs of real hosts, and their counterparts here. */
const ELSEWHERE: Readonly<Record<string, string>> = {
  arping: 'sandbox ping SRC DST',
  curl: 'sandbox tcp SRC DST:80',
  ifconfig: 'sandbox host PORT show',
  ip: 'sandbox host PORT show',
  nc: 'sandbox tcp SRC DST:PORT',
  ncat: 'sandbox tcp SRC DST:PORT',
  'ovn-appctl': 'ovs-appctl -t ovn-northd, or -t ovn-controller',
  'ovs-tcpdump': 'sandbox capture PORT FILE',
  ping: 'sandbox ping SRC DST',
  ping6: 'sandbox ping SRC DST',
  ssh: 'sandbox tcp SRC DST:22',
  tcpdump: 'sandbox capture PORT FILE',
  telnet: 'sandbox tcp SRC DST:PORT',
  traceroute: 'ovn-trace SWITCH FLOW',
  tshark: 'sandbox capture PORT FILE',
};

/** Reports a name that is not a program. */
export const unknownProgram =
  (tools: readonly Tool[]): Advice =>
  ({ program, known }) => {
    if (known) return [];
    const here = lookUp(ELSEWHERE, program);
    if (here !== undefined) return [`${program} is not available in the sandbox. Use: ${here}`];
    const meant = didYouMean(program, [...tools.map(({ name }) => name), 'sandbox']).trim();
    return meant === '' ? [] : [meant];
  };
