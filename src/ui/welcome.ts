/** The first screen. */
import type { Painter } from './styles.js';

/** What this is, and what to type first. Commands are between backticks. */
export const WELCOME: readonly string[] = [
  'A virtual network laboratory: OVN as of November 2015, whole, in this process.',
  'Build a switch with two ports:  `ovn/env1/setup.sh`   Look at it:  `ovn-nbctl show`',
  'What OVN derives from it, logical flows:  `ovn-sbctl lflow-list`',
  'and what the virtual switch gets to do:   `ovs-ofctl dump-flows br-int`',
  'Tab completes, `help` lists the commands, `exit` leaves. You can break nothing.',
];

/** The lines as they are printed, with the commands set off. */
export function formatWelcome(lines: readonly string[], paint: Painter): string {
  return lines
    .map((line) => `${line.replace(/`([^`]*)`/g, (_, command) => paint('command', command))}\n`)
    .join('');
}
