/** The first screen. */
import type { Painter } from './styles.js';

/** What this is, and what to type first. Commands are between backticks. */
export const WELCOME: readonly string[] = [
  'An Open Virtual Network (OVN) of your own, all of it in this one process.',
  '  `ovn/env1/setup.sh`      type this first: a logical switch with two ports',
  '  `ovn-nbctl show`         the network as it was asked for',
  '  `ovn-sbctl lflow-list`   what OVN makes of it; then `ovs-ofctl dump-flows br-int`',
  'Tab completes, `help` explains, `exit` leaves, `sandbox reset` begins anew.',
];

/** What a sandbox had in it when it was opened. */
export interface Remains {
  readonly switches: number;
  readonly ports: number;
}

/** The first screen for a sandbox with these things in it. */
export function welcomeTo({ switches, ports }: Remains): readonly string[] {
  if (switches + ports === 0) return WELCOME;
  return [
    ...WELCOME,
    `There from last time: ${switches} ${switches === 1 ? 'switch' : 'switches'}, ${ports} ${ports === 1 ? 'port' : 'ports'}.`,
  ];
}

/** The lines as they are printed, with the commands set off. */
export function formatWelcome(lines: readonly string[], paint: Painter): string {
  return lines
    .map((line) => `${line.replace(/`([^`]*)`/g, (_, command) => paint('command', command))}\n`)
    .join('');
}
