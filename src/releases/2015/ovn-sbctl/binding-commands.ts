/** Implements the port binding commands of `ovn-sbctl`. */
import type { Command } from '../../../tools/ctl/ctl-command.js';
import { fatal } from '../../../tools/program/exit.js';
import {
  findBinding,
  needBinding,
  needChassis,
  type SbCall,
  type Southbound,
} from './southbound-rows.js';

function bindPort(call: SbCall): void {
  const [port, chassisName] = [call.arg(0), call.arg(1)];
  const binding = needBinding(call, port);
  const chassis = needChassis(call, chassisName);
  if (binding.chassis !== undefined) {
    if (call.has('--may-exist') && binding.chassis === chassis._uuid) return;
    const bound = call.state.get('Chassis', binding.chassis)?.name ?? binding.chassis;
    fatal(`lport (${port}) has already been binded to chassis (${bound})`);
  }
  call.state.write('Port_Binding', binding._uuid, { chassis: chassis._uuid });
}

function unbindPort(call: SbCall): void {
  const port = call.arg(0);
  const binding = call.has('--if-exists') ? findBinding(call, port) : needBinding(call, port);
  if (binding) call.state.write('Port_Binding', binding._uuid, { chassis: undefined });
}

export const BINDING_COMMANDS: readonly Command<Southbound>[] = [
  {
    name: 'lport-bind',
    usage: 'LPORT CHASSIS',
    options: ['--may-exist'],
    writes: true,
    summary: 'bind a logical port to a chassis',
    run: bindPort,
  },
  {
    name: 'lport-unbind',
    usage: 'LPORT',
    options: ['--if-exists'],
    writes: true,
    summary: 'unbind a logical port from its chassis',
    run: unbindPort,
  },
];
