/** Implements `ovn-nbctl show`. */
import { CreationOrder } from '../../../tools/ctl/creation-order.js';
import type { Command } from '../../../tools/ctl/ctl-command.js';
import { findSwitch, type LogicalSwitch, type NbCall, type Northbound } from './northbound-rows.js';

function showSwitch(call: NbCall, row: LogicalSwitch, order: CreationOrder): void {
  call.writeLine(`    lswitch ${row._uuid} (${row.name})`);
  for (const uuid of order.sort('Logical_Port', row.ports)) {
    const port = call.state.get('Logical_Port', uuid);
    if (!port) continue;
    call.writeLine(`        lport ${port.name}`);
    if (port.parent_name !== undefined) call.writeLine(`            parent: ${port.parent_name}`);
    if (port.tag !== undefined) call.writeLine(`            tag: ${port.tag}`);
    if (port.addresses.length > 0) {
      call.writeLine(`            addresses: ${port.addresses.join(' ')}`);
    }
  }
}

export const SHOW: Command<Northbound> = {
  name: 'show',
  usage: '[LSWITCH]',
  writes: false,
  summary: 'show all switches with their ports, or one of them',
  run: (call) => {
    const order = new CreationOrder(call.session);
    const [id] = call.args;
    if (id === undefined) {
      for (const row of call.state.rows('Logical_Switch')) showSwitch(call, row, order);
      return;
    }
    const row = findSwitch(call, id);
    if (row) showSwitch(call, row, order);
  },
};
