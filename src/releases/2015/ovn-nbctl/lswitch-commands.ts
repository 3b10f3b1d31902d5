/** Implements the logical switch commands of `ovn-nbctl`. */
import { compareStrings } from '../../../ovsdb/compare.js';
import type { Command } from '../../../tools/ctl/ctl-command.js';
import { findSwitch, type Northbound } from './northbound-rows.js';

export const SWITCH_COMMANDS: readonly Command<Northbound>[] = [
  {
    name: 'lswitch-add',
    usage: '[LSWITCH]',
    writes: true,
    summary: 'add a switch, optionally with a name',
    // A new name, so the existing ones do not help.
    values: { LSWITCH: () => [] },
    checks: { LSWITCH: 'unchecked' },
    run: ({ args: [name = ''], state }) => {
      state.insert('Logical_Switch', { name });
    },
  },
  {
    name: 'lswitch-del',
    usage: 'LSWITCH',
    writes: true,
    summary: 'delete a switch with its ports and ACLs',
    run: (call) => {
      const row = findSwitch(call, call.arg(0));
      if (row) call.state.delete('Logical_Switch', row._uuid);
    },
  },
  {
    name: 'lswitch-list',
    usage: '',
    writes: false,
    summary: 'list the switches by name',
    run: (call) => {
      const rows = [...call.state.rows('Logical_Switch')];
      rows.sort((a, b) => compareStrings(a.name, b.name));
      for (const { _uuid, name } of rows) call.writeLine(`${_uuid} (${name})`);
    },
  },
];
