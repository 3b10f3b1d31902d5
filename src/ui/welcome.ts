/** The text that greets the user. */
import { wrapLines } from '../lib/wrap.js';
import type { Painter } from './styles.js';

/** What a sandbox contains when it is opened. */
export interface Contents {
  readonly switches: number;
  readonly routers: number;
  readonly ports: number;
  readonly acls: number;
  /** Two logical ports that could talk to each other. */
  readonly pair?: readonly [string, string] | undefined;
  /** The lesson that is open. */
  readonly lesson?: string | undefined;
}

export const NOTHING: Contents = { switches: 0, routers: 0, ports: 0, acls: 0 };

const FIRST: readonly string[] = [
  'Open Virtual Network (OVN) in a sandbox: a whole network in this one process.',
  '  `ovn/env1/setup.sh`      start here: two ports; or take a `sandbox lesson`',
  '  `ovn-nbctl show`         the network as configured',
  '  `ovn-sbctl lflow-list`   its logical flows; then `ovs-ofctl dump-flows br-int`',
];

/**
 * Returns the first screen for a sandbox with these contents, with commands between backticks: what
 * to type first, or what is there and how to go on.
 *
 * @param completes true if Tab completes
 */
export function welcomeTo(contents: Contents, completes: boolean): readonly string[] {
  const tab = completes ? 'Tab completes, ' : '';
  const isEmpty = Object.values(contents).every((value) => value === 0 || value === undefined);
  return isEmpty
    ? [
        ...FIRST,
        `${tab}\`help\` lists the commands, \`sandbox reset\` starts over, \`exit\` leaves.`,
      ]
    : [...again(contents), `${tab}\`help\` lists the commands, \`exit\` leaves.`];
}

function again({ switches, routers, ports, acls, pair, lesson }: Contents): readonly string[] {
  const counts = [
    counted(switches, 'switch', 'switches'),
    counted(routers, 'router', 'routers'),
    counted(ports, 'port', 'ports'),
    counted(acls, 'ACL', 'ACLs'),
  ].flat();
  const rows: readonly (readonly [command: string, what: string])[] = [
    ...(lesson === undefined
      ? []
      : [['sandbox lesson show', `go on with the lesson ${lesson}`] as const]),
    ['ovn-nbctl show', 'the network as configured'],
    pair === undefined
      ? ['ovn-sbctl lflow-list', 'its logical flows']
      : [`sandbox ping ${pair.join(' ')}`, 'packets from one port to another'],
    ['sandbox reset', 'start over with a fresh sandbox'],
  ];
  const column = Math.max(...rows.map(([command]) => command.length)) + 2;
  return [
    `As you left it: ${counts.join(', ') || 'an empty network'}.`,
    ...rows.map(
      ([command, what]) => `  \`${command}\`${' '.repeat(column - command.length)} ${what}`,
    ),
  ];
}

const counted = (count: number, one: string, many: string): readonly string[] =>
  count === 0 ? [] : [`${count} ${count === 1 ? one : many}`];

/** Returns the lines as printed on a terminal of this width, with commands highlighted. */
export function formatWelcome(lines: readonly string[], paint: Painter, columns: number): string {
  const measure = (text: string) => text.replaceAll('`', '').length;
  return lines
    .map((line) => `${wrapLines(line, columns, { measure })}\n`)
    .join('')
    .replace(/`([^`]*)`/g, (_, command) => paint('command', command));
}
