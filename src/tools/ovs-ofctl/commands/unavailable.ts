/** Commands of the reference that make no sense here or are not there, and say so. */

import { fatal } from '../../program/exit.js';
import type { OfctlCommand } from '../command.js';

const MANY = Number.POSITIVE_INFINITY;

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
  ['ofp-parse', 'FILE', [1, 1], 'messages in bytes cannot be read'],
  ['ofp-parse-pcap', 'PCAP', [1, MANY], 'messages in bytes cannot be read'],
  ['ofp-print', 'HEX [VERBOSITY]', [1, 2], 'messages in bytes cannot be read'],
  ['parse-nx-match', '', [0, 0], 'messages in bytes cannot be read'],
  ['parse-nxm', '', [0, 0], 'messages in bytes cannot be read'],
  ['parse-oxm', 'VERSION', [1, 1], 'messages in bytes cannot be read'],
  ['parse-actions', 'VERSION', [1, 1], 'messages in bytes cannot be read'],
  ['parse-instructions', 'VERSION', [1, 1], 'messages in bytes cannot be read'],
  ['parse-ofp10-match', '', [0, 0], 'messages in bytes cannot be read'],
  ['parse-ofp11-match', '', [0, 0], 'messages in bytes cannot be read'],
  ['parse-pcap', 'PCAP', [1, 1], 'messages in bytes cannot be read'],
  ['check-vlan', 'VLAN_TCI MASK', [2, 2], 'messages in bytes cannot be written'],
  ['print-error', 'ERROR', [1, 1], 'messages in bytes cannot be written'],
  ['encode-error-reply', 'ERROR REQUEST', [2, 2], 'messages in bytes cannot be written'],
  ['encode-hello', 'BITMAP', [1, 1], 'messages in bytes cannot be written'],
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
