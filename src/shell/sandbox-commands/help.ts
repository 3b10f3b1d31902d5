/** What there is, and what to type first. */
import { helpEntry } from '../../lib/help-entry.js';
import type { Subcommand } from './subcommand.js';

interface Entry {
  readonly name: string;
  readonly summary: string;
}

/** The subcommand that tells of all others. */
export const helpOn = (others: readonly Subcommand[]): Subcommand => {
  const help: Subcommand = {
    name: 'help',
    usage: '',
    summary: 'what there is, and what to type first',
    run({ sandbox, print }) {
      print(helpText(sandbox.tools, [...others, help]));
    },
  };
  return help;
};

const FIRST_STEPS: readonly (readonly [command: string, what: string])[] = [
  ['ovn/env1/setup.sh', 'make a logical switch with two ports, bound to br-int'],
  ['ovn-nbctl show', 'the logical network'],
  ['ovn-sbctl show', 'which chassis each logical port is bound to'],
  [
    'ovn-nbctl acl-add sw0 to-lport 1001 \'outport == "sw0-port1" && ip\' drop',
    'keep IP traffic from the first port',
  ],
  ['ovn-nbctl acl-list sw0', 'the access control lists of the switch'],
  ['ovn-sbctl lflow-list', 'the logical flows that follow from all this'],
  ['ovs-ofctl dump-flows br-int', 'the OpenFlow flows that follow from those'],
  ['sandbox ping sw0-port2 sw0-port1', 'packets from the second port to the first'],
];

const table = (rows: readonly (readonly [string, string])[], column: number): string =>
  rows.map(([left, right]) => helpEntry(left, right, column)).join('');

/** The whole text, from the tables of what there is. */
function helpText(tools: readonly Entry[], subcommands: readonly Entry[]): string {
  return [
    'An OVN laboratory: a northbound database, a southbound database, and one\n',
    'hypervisor with the bridge br-int. What you change in the first arrives in\n',
    'the others before the prompt comes back.\n',
    '\nTo begin:\n',
    table(FIRST_STEPS, 36),
    '\nPrograms (each tells more with --help):\n',
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
    'bash, with grep, cut, sed, awk, sort and jq. Control-D leaves.\n',
  ].join('');
}
