/** The text that greets the user. */
import type { Painter } from './styles.js';

/** Explains the sandbox and what to type first, with commands between backticks. */
export const WELCOME: readonly string[] = [
  'Open Virtual Network (OVN) in a sandbox: a whole network in this one process.',
  '  `ovn/env1/setup.sh`      start here: a logical switch with two ports',
  '  `ovn-nbctl show`         the network as configured',
  '  `ovn-sbctl lflow-list`   its logical flows; then `ovs-ofctl dump-flows br-int`',
  'Tab completes, `help` lists the commands, `sandbox reset` starts over, `exit` leaves.',
];

/** The contents of a sandbox when it was opened. */
export interface Remains {
  readonly switches: number;
  readonly ports: number;
}

/** Returns the first screen for a sandbox with this content. */
export function welcomeTo({ switches, ports }: Remains): readonly string[] {
  if (switches + ports === 0) return WELCOME;
  return [
    ...WELCOME,
    `Restored from last time: ${switches} ${switches === 1 ? 'switch' : 'switches'}, ${ports} ${ports === 1 ? 'port' : 'ports'}.`,
  ];
}

/** Returns the lines as printed, with commands highlighted. */
export function formatWelcome(lines: readonly string[], paint: Painter): string {
  return lines
    .map((line) => `${line.replace(/`([^`]*)`/g, (_, command) => paint('command', command))}\n`)
    .join('');
}
