/** Hints about calls of ovn-nbctl and ovs-vsctl that succeed without doing what was intended. */

import { didYouMean } from '../../lib/closest.js';
import { type Advice, commandsIn, type Databases } from './advice.js';

const switchNames = ({ nb }: Databases): string[] =>
  [...nb.rows('Logical_Switch')].map(({ name }) => name);

export const portNames = ({ nb }: Databases): string[] =>
  [...nb.rows('Logical_Port')].map(({ name }) => name);

/** Reports a second switch with the same name. */
export const secondSwitch: Advice = function* ({ program, args }, databases) {
  if (program !== 'ovn-nbctl') return;
  for (const {
    name,
    args: [wanted],
  } of commandsIn(args)) {
    if (name !== 'lswitch-add' || wanted === undefined) continue;
    const count = switchNames(databases).filter((known) => known === wanted).length;
    if (count > 1) {
      yield `There are ${count} switches named ${wanted} now, and commands that name it may refuse to choose. To take the last one back: sandbox undo`;
    }
  }
};

const isRouterPort = (wanted: string, { nb }: Databases): boolean =>
  [...nb.rows('Logical_Router_Port')].some(({ name }) => name === wanted);

/** Reports a missing switch or port, which the tools ignore with status 0. */
export const notFound: Advice = function* ({ stderr }, databases) {
  for (const [, kind, name = ''] of stderr.matchAll(
    /\b(lswitch|lport) not found for name: '(.*)'/g,
  )) {
    const [what, known] =
      kind === 'lswitch' ? ['switch', switchNames(databases)] : ['port', portNames(databases)];
    if (isRouterPort(name, databases)) {
      yield `'${name}' is a port of a router, which these commands do not know. Use: ovn-nbctl list Logical_Router_Port`;
      continue;
    }
    yield `Nothing changed, because there is no ${what} '${name}'.${didYouMean(name, known)}`;
  }
};

const ETHERNET = /^([\da-f]{1,2}:){5}[\da-f]{1,2}\b/i;
const IP = /^(\d+\.\d+\.\d+\.\d+|[\da-f]*:[\da-f:.]*:[\da-f:.]*)(\/\d+)?$/i;

/** Reports `MAC IP` without quotes, which is two addresses instead of one. */
export const addressApart: Advice = function* ({ program, args }) {
  if (program !== 'ovn-nbctl') return;
  for (const { name, args: words } of commandsIn(args)) {
    if (name !== 'lport-set-addresses' && name !== 'lport-set-port-security') continue;
    const at = words.findIndex((word, i) => i > 0 && IP.test(word) && !ETHERNET.test(word));
    if (at < 0) continue;
    const before = words[at - 1] ?? '';
    const whole =
      at > 1 && ETHERNET.test(before) ? `"${before} ${words[at]}"` : `"MAC ${words[at]}"`;
    yield `An IP address and its Ethernet address are one argument, in one pair of quotes: ${whole}`;
  }
};

/** Reports an interface for a logical port that does not exist. */
export const danglingInterface: Advice = function* ({ program, args }, databases) {
  if (program !== 'ovs-vsctl') return;
  const known = portNames(databases);
  for (const word of args) {
    const [, name] = /^external[-_]ids:iface-id=(.+)$/.exec(word) ?? [];
    if (name === undefined || known.includes(name)) continue;
    yield `The interface is for a logical port '${name}', which does not exist.${didYouMean(name, known)}`;
  }
};
