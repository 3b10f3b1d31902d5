/** Hints about calls of ovn-nbctl and ovs-vsctl that succeed without doing what was intended. */
import { type Advice, commandsIn, type Databases } from './advice.js';
import { didYouMean } from './closest.js';

const switchNames = ({ nb }: Databases): string[] =>
  [...nb.rows('Logical_Switch')].map(({ name }) => name);

const portNames = ({ nb }: Databases): string[] =>
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
      yield `There are ${count} switches named ${wanted} now. ovn-nbctl lswitch-list shows their UUIDs; lswitch-del UUID removes one.`;
    }
  }
};

/** Reports a missing switch or port, which the tools ignore with status 0. */
export const notFound: Advice = function* ({ stderr }, databases) {
  for (const [, kind, name = ''] of stderr.matchAll(
    /\b(lswitch|lport) not found for name: '(.*)'/g,
  )) {
    const [what, known] =
      kind === 'lswitch' ? ['switch', switchNames(databases)] : ['port', portNames(databases)];
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

/** Reports an ACL whose match cannot work as intended. */
export const deafMatch: Advice = function* ({ program, args, stderr }, databases) {
  if (program !== 'ovn-nbctl') return;
  for (const { name, args: words } of commandsIn(args)) {
    if (name !== 'acl-add') continue;
    if (/takes at most \d+ arguments/.test(stderr)) {
      yield `ovn-nbctl expects the match as one argument. Put it in single quotes: 'outport == "sw0-port1" && ip'`;
      continue;
    }
    const [, direction = '', , match] = words;
    if (match === undefined || ![...databases.nb.rows('ACL')].some((acl) => acl.match === match))
      continue;
    yield* portAdvice(match, direction, databases);
  }
};

function* portAdvice(match: string, direction: string, databases: Databases): Iterable<string> {
  const bare = /\b(?:in|out)port\s*[!=]=\s*([A-Za-z][\w.-]*)/.exec(match)?.[1];
  if (bare !== undefined) {
    yield `Put the name of a port in double quotes, and the whole match in single quotes: 'outport == "${bare}"'`;
    return;
  }
  const known = portNames(databases);
  for (const name of namedPorts(match)) {
    if (!known.includes(name)) {
      yield `The match refers to a port '${name}', which does not exist.${didYouMean(name, known)}`;
    }
  }
  if (direction.startsWith('from') && /\boutport\b/.test(match)) {
    yield 'A from-lport ACL is evaluated before the output port is known, so outport is always empty there.';
  }
}

/** Returns the ports that a match compares `inport` and `outport` with. */
function namedPorts(match: string): string[] {
  const values = match.matchAll(/\b(?:in|out)port\s*[!=]=\s*(\{[^}]*\}|"[^"]*")/g);
  return [...values]
    .flatMap(([, value = '']) => [...value.matchAll(/"([^"]*)"/g)].map(([, name = '']) => name))
    .filter((name) => name !== '');
}

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
