/** Commands of the reference that are refused, with the reason. */

import { fatal } from '../../program/exit.js';
import type { OfctlCommand } from '../command.js';

const ROWS: readonly (readonly [
  name: string,
  usage: string,
  arity: readonly [number, number],
  reason: string,
])[] = [
  ['monitor', 'SWITCH [MISSLEN]', [1, 3], 'no command can wait for what a switch will send'],
  ['snoop', 'SWITCH', [1, 1], 'no command can wait for what a switch will send'],
  ['benchmark', 'TARGET N COUNT', [3, 3], 'there is no connection to measure'],
  ['add-geneve-map', 'SWITCH MAP', [2, 2], 'Geneve options cannot be mapped'],
  ['del-geneve-map', 'SWITCH [MAP]', [1, 2], 'Geneve options cannot be mapped'],
  ['dump-geneve-map', 'SWITCH', [1, 1], 'Geneve options cannot be mapped'],
];

export const UNAVAILABLE_COMMANDS: readonly OfctlCommand[] = ROWS.map(
  ([name, usage, arity, reason]) => ({
    name,
    usage,
    arity,
    refused: reason,
    run: () => fatal(`'${name}' is not available in this sandbox: ${reason}`),
  }),
);
