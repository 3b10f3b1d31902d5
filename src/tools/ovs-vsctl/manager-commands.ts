/** The commands for the database's managers and SSL settings. */
import { compareStrings } from '../../ovsdb/compare.js';
import type { Command } from '../ctl/ctl-command.js';
import type { VsCall, Vswitch } from './vswitch.js';
import { warnAboutTarget } from './warn-about-target.js';

function deleteManagers({ root, rows }: Vswitch): void {
  for (const uuid of root.manager_options) rows.delete('Manager', uuid);
}

function setManagers(call: VsCall): void {
  const vswitch = call.state;
  deleteManagers(vswitch);
  const managers = call.args.map((target) => {
    warnAboutTarget(call, target);
    return vswitch.rows.insert('Manager', { target });
  });
  vswitch.writeRoot({ manager_options: managers });
}

function managerTargets({ root, rows }: Vswitch): string[] {
  const targets = root.manager_options.flatMap((uuid) => rows.get('Manager', uuid)?.target ?? []);
  return [...new Set(targets)].sort(compareStrings);
}

function getSsl(call: VsCall): void {
  const { root, rows } = call.state;
  const ssl = root.ssl === undefined ? undefined : rows.get('SSL', root.ssl);
  if (!ssl) return;
  call.writeLine(`Private key: ${ssl.private_key}`);
  call.writeLine(`Certificate: ${ssl.certificate}`);
  call.writeLine(`CA Certificate: ${ssl.ca_cert}`);
  call.writeLine(`Bootstrap: ${ssl.bootstrap_ca_cert}`);
}

function deleteSsl({ root, rows }: Vswitch): void {
  if (root.ssl !== undefined) rows.delete('SSL', root.ssl);
}

function setSsl(call: VsCall): void {
  const vswitch = call.state;
  deleteSsl(vswitch);
  const ssl = vswitch.rows.insert('SSL', {
    private_key: call.arg(0),
    certificate: call.arg(1),
    ca_cert: call.arg(2),
    bootstrap_ca_cert: call.has('--bootstrap'),
  });
  vswitch.writeRoot({ ssl });
}

export const MANAGER_COMMANDS: readonly Command<Vswitch>[] = [
  {
    name: 'get-manager',
    usage: '',
    writes: false,
    summary: 'print the managers of the database',
    run: (call) => {
      for (const target of managerTargets(call.state)) call.writeLine(target);
    },
  },
  {
    name: 'del-manager',
    usage: '',
    writes: true,
    summary: 'remove the managers of the database',
    run: ({ state }) => {
      deleteManagers(state);
      state.writeRoot({ manager_options: [] });
    },
  },
  {
    name: 'set-manager',
    usage: 'TARGET...',
    writes: true,
    summary: 'set the managers of the database',
    run: setManagers,
  },
];

export const SSL_COMMANDS: readonly Command<Vswitch>[] = [
  {
    name: 'get-ssl',
    usage: '',
    writes: false,
    summary: 'print the SSL configuration',
    run: getSsl,
  },
  {
    name: 'del-ssl',
    usage: '',
    writes: true,
    summary: 'remove the SSL configuration',
    run: ({ state }) => {
      deleteSsl(state);
      state.writeRoot({ ssl: undefined });
    },
  },
  {
    name: 'set-ssl',
    usage: 'PRIVATE-KEY CERTIFICATE CA-CERT',
    options: ['--bootstrap'],
    writes: true,
    summary: 'set the SSL configuration',
    run: setSsl,
  },
];
