/** Implements the logical port commands of `ovn-nbctl`. */
import { compareStrings } from '../../../ovsdb/compare.js';
import type { Command } from '../../../tools/ctl/ctl-command.js';
import { scanDecimal } from '../../../tools/program/c-numbers.js';
import { findPort, findSwitch, type NbCall, type Northbound } from './northbound-rows.js';

function addPort(call: NbCall): void {
  const lswitch = findSwitch(call, call.arg(0));
  if (!lswitch) return;
  const [, name = '', parent, tagText] = call.args;
  if ((parent === undefined) !== (tagText === undefined)) {
    // A parent needs a tag, and a tag needs a parent.
    call.warn('Invalid arguments to lport-add.');
    return;
  }
  let nesting = {};
  if (parent !== undefined && tagText !== undefined) {
    const tag = scanDecimal(tagText);
    if (tag === undefined || tag < 0n || tag > 4095n) {
      call.warn(`Invalid tag '${tagText}'`);
      return;
    }
    nesting = { parent_name: parent, tag: Number(tag) };
  }
  const port = call.state.insert('Logical_Port', { name, ...nesting });
  call.state.write('Logical_Switch', lswitch._uuid, { ports: lswitch.ports.concat(port) });
}

function deletePort(call: NbCall): void {
  const port = findPort(call, call.arg(0));
  if (!port) return;
  const [lswitch] = call.state.referrers('Logical_Switch', 'ports', port._uuid);
  if (!lswitch) {
    call.warn(`logical port ${call.arg(0)} is not part of any logical switch`);
    return;
  }
  const ports = lswitch.ports.filter((uuid) => uuid !== port._uuid);
  call.state.write('Logical_Switch', lswitch._uuid, { ports });
  call.state.delete('Logical_Port', port._uuid);
}

function listPorts(call: NbCall): void {
  const lswitch = findSwitch(call, call.arg(0));
  if (!lswitch) return;
  const ports = lswitch.ports.flatMap((uuid) => call.state.get('Logical_Port', uuid) ?? []);
  ports.sort((a, b) => compareStrings(a.name, b.name));
  for (const { _uuid, name } of ports) call.writeLine(`${_uuid} (${name})`);
}

export const PORT_COMMANDS: readonly Command<Northbound>[] = [
  {
    name: 'lport-add',
    usage: 'LSWITCH NEW-LPORT [LPORT] [TAG]',
    writes: true,
    summary: 'add a port to a switch, optionally nested in a parent LPORT with a VLAN TAG',
    run: addPort,
  },
  {
    name: 'lport-del',
    usage: 'LPORT',
    // The reference declares it read-only, which shows in its log.
    writes: false,
    summary: 'delete a port',
    run: deletePort,
  },
  {
    name: 'lport-list',
    usage: 'LSWITCH',
    writes: false,
    summary: 'list the ports of a switch by name',
    run: listPorts,
  },
];
