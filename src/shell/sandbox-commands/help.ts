/** `sandbox help`: lists the programs and the first commands to try. */
import { helpEntry } from '../../lib/help-entry.js';
import type { Subcommand } from './subcommand.js';

interface Entry {
  readonly name: string;
  readonly summary: string;
}

/** Returns the subcommand that lists all others. */
export const helpOn = (others: readonly Subcommand[]): Subcommand => {
  const help: Subcommand = {
    name: 'help',
    text: 'help',
    usage: '',
    summary: 'list the programs and the first commands to try',
    run({ sandbox, print }) {
      print(helpText(sandbox.tools, [...others, help]));
    },
  };
  return help;
};

const FIRST_STEPS: readonly (readonly [command: string, what: string])[] = [
  ['ovn/env1/setup.sh', 'make a logical switch with two ports, bound to br-int'],
  ['ovn-nbctl show', 'show the logical network'],
  ['ovn-sbctl show', 'show the chassis that logical ports are bound to'],
  [
    'ovn-nbctl acl-add sw0 to-lport 1001 \'outport == "sw0-port1" && ip\' drop',
    'drop IP traffic to the first port',
  ],
  ['ovn-nbctl acl-list sw0', 'list the ACLs of the switch'],
  ['ovn-sbctl lflow-list', 'list the logical flows that are derived from them'],
  ['ovs-ofctl dump-flows br-int', 'list the OpenFlow flows that are derived from those'],
  ['sandbox ping sw0-port2 sw0-port1', 'send packets from the second port to the first'],
];

const table = (rows: readonly (readonly [string, string])[], column: number): string =>
  rows.map(([left, right]) => helpEntry(left, right, column)).join('');

/** Returns the whole text. */
function helpText(tools: readonly Entry[], subcommands: readonly Entry[]): string {
  return [
    'An OVN laboratory: a northbound database, a southbound database, and one\n',
    'hypervisor with the bridge br-int. A change of the first reaches the others\n',
    'before the prompt returns.\n',
    '\nFirst steps:\n',
    table(FIRST_STEPS, 36),
    '\nPrograms (use --help to learn more):\n',
    table(
      tools.map(({ name, summary }) => [name, summary]),
      16,
    ),
    '\nThe sandbox itself:\n',
    table(
      subcommands.map(({ name, summary }) => [`sandbox ${name}`, summary]),
      19,
    ),
    '\nTab completes commands, options and names. Pipes, loops and scripts work as in\n',
    'bash, with grep, cut, sed, awk, sort and jq. Control-D exits.\n',
  ].join('');
}
