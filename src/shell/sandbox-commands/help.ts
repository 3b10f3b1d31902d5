/** What there is, and what to type first. */
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
  ['ovn-nbctl acl-add sw0 to-lport 1001 \'outport == "sw0-port1" && ip\' drop', ''],
  ['ovn-nbctl acl-list sw0', 'the access control lists of the switch'],
  ['ovn-sbctl lflow-list', 'the logical flows that follow from all this'],
  ['ovs-ofctl dump-flows br-int', 'the OpenFlow flows that follow from those'],
];

const table = (rows: readonly (readonly [string, string])[], width: number): string =>
  rows
    .map(([left, right]) => `  ${right === '' ? left : `${left.padEnd(width)}  ${right}`}\n`)
    .join('');

/** The whole text, from the tables of what there is. */
function helpText(tools: readonly Entry[], subcommands: readonly Entry[]): string {
  return [
    'An OVN laboratory: a northbound database, a southbound database, and one\n',
    'hypervisor with the bridge br-int. What you change in the first arrives in\n',
    'the others before the prompt comes back.\n',
    '\nTo begin:\n',
    table(FIRST_STEPS, 28),
    '\nPrograms (each tells more with --help):\n',
    table(
      tools.map(({ name, summary }) => [name, summary]),
      10,
    ),
    '\nThe sandbox itself:\n',
    table(
      subcommands.map(({ name, summary }) => [`sandbox ${name}`, summary]),
      14,
    ),
    '\nTab completes commands, options and names. Pipes, loops and scripts work as in\n',
    'bash, with grep, cut, sed, awk, sort and jq. Control-D leaves.\n',
  ].join('');
}
