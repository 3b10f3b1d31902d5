/** Implements the chassis commands of `ovn-sbctl`. */
import type { Command } from '../../../tools/ctl/ctl-command.js';
import { fatal } from '../../../tools/program/exit.js';
import { findChassis, needChassis, type SbCall, type Southbound } from './southbound-rows.js';

const TUNNEL_TYPES = ['geneve', 'stt', 'vxlan'] as const;

type TunnelType = (typeof TUNNEL_TYPES)[number];

function addChassis(call: SbCall): void {
  const [name, types, ip] = [call.arg(0), call.arg(1), call.arg(2)];
  if (findChassis(call, name)) {
    if (call.has('--may-exist')) return;
    fatal(`cannot create a chassis named ${name} because a chassis named ${name} already exists`);
  }
  const encaps = [...new Set(types.split(',').filter((type) => type !== ''))].map((type) =>
    // The database refuses unknown types with its own message.
    call.state.insert('Encap', { type: type as TunnelType, ip }),
  );
  call.state.insert('Chassis', { name, encaps });
}

function deleteChassis(call: SbCall): void {
  const name = call.arg(0);
  const chassis = call.has('--if-exists') ? findChassis(call, name) : needChassis(call, name);
  if (!chassis) return;
  for (const encap of chassis.encaps) call.state.delete('Encap', encap);
  call.state.delete('Chassis', chassis._uuid);
}

export const CHASSIS_COMMANDS: readonly Command<Southbound>[] = [
  {
    name: 'chassis-add',
    usage: 'NEW-CHASSIS ENCAP-TYPE ENCAP-IP',
    options: ['--may-exist'],
    writes: true,
    summary: 'add a chassis with tunnels of one or more types, separated by commas',
    values: { 'ENCAP-TYPE': TUNNEL_TYPES },
    run: addChassis,
  },
  {
    name: 'chassis-del',
    usage: 'CHASSIS',
    options: ['--if-exists'],
    writes: true,
    summary: 'delete a chassis with its tunnels',
    run: deleteChassis,
  },
];
