import { compareStrings } from '../../../ovsdb/compare.js';
import type { Command } from '../../../tools/ctl/ctl-command.js';
import { findPort, type LogicalPort, type NbCall, type Northbound } from './northbound-rows.js';

/** A command that prints something of a port, one line an element. */
const getter = (
  name: string,
  summary: string,
  lines: (port: LogicalPort) => readonly string[],
): Command<Northbound> => ({
  name,
  usage: 'LPORT',
  arity: [1, 1],
  writes: false,
  summary,
  run: (call) => {
    const port = findPort(call, call.arg(0));
    for (const line of port ? lines(port) : []) call.writeLine(line);
  },
});

/** What a command writes to a port; nothing where what it was given makes no sense. */
type Setting = (values: readonly string[], call: NbCall) => Partial<LogicalPort> | undefined;

/** A command that sets something of a port; `parameters` stand for its values in the usage. */
const setter = (
  name: string,
  parameters: string,
  max: number,
  summary: string,
  setting: Setting,
): Command<Northbound> => ({
  name,
  usage: `LPORT ${parameters}`,
  arity: [parameters.startsWith('[') ? 1 : 2, max],
  writes: true,
  summary,
  run: (call) => {
    const port = findPort(call, call.arg(0));
    const columns = port && setting(call.args.slice(1), call);
    if (columns) call.state.write('Logical_Port', port._uuid, columns);
  },
});

const some = (value: string | number | undefined) => (value === undefined ? [] : [String(value)]);

const sorted = (values: readonly string[]) => [...values].sort(compareStrings);

const setEnabled: Setting = ([state = ''], call) => {
  switch (state.toLowerCase()) {
    case 'enabled':
      return { enabled: true };
    case 'disabled':
      return { enabled: false };
    default:
      call.error(`Invalid state '${state}' provided to lport-set-enabled`);
      return undefined;
  }
};

/** Words without `=` are passed over. */
const setOptions: Setting = (words) => ({
  options: new Map(
    words
      .filter((word) => word.includes('='))
      .map((word): [string, string] => {
        const equals = word.indexOf('=');
        return [word.slice(0, equals), word.slice(equals + 1)];
      }),
  ),
});

export const PORT_SETTING_COMMANDS: readonly Command<Northbound>[] = [
  getter('lport-get-parent', 'print the port that it is nested in', (port) =>
    some(port.parent_name),
  ),
  getter('lport-get-tag', 'print the VLAN tag inside its parent', (port) => some(port.tag)),
  setter(
    'lport-set-addresses',
    '[ADDRESS]...',
    Number.POSITIVE_INFINITY,
    'set its addresses: MACs, perhaps with IPs, or unknown',
    (addresses) => ({ addresses }),
  ),
  getter('lport-get-addresses', 'print its addresses', (port) => sorted(port.addresses)),
  setter(
    'lport-set-port-security',
    '[ADDRS]...',
    Number.POSITIVE_INFINITY,
    'set the addresses that it may send from',
    (addresses) => ({ port_security: addresses }),
  ),
  getter('lport-get-port-security', 'print the addresses that it may send from', (port) =>
    sorted(port.port_security),
  ),
  getter('lport-get-up', 'print whether it is up or down', (port) => [port.up ? 'up' : 'down']),
  setter('lport-set-enabled', 'STATE', 2, 'enable or disable it', setEnabled),
  getter('lport-get-enabled', 'print whether it is enabled or disabled', (port) => [
    port.enabled === false ? 'disabled' : 'enabled',
  ]),
  setter('lport-set-type', 'TYPE', 2, 'set its type', ([type = '']) => ({ type })),
  getter('lport-get-type', 'print its type', (port) => [port.type]),
  setter(
    'lport-set-options',
    '[KEY=VALUE]...',
    Number.POSITIVE_INFINITY,
    'set the options that belong to its type',
    setOptions,
  ),
  getter('lport-get-options', 'print the options of its type', (port) =>
    [...port.options].map(([key, value]) => `${key}=${value}`),
  ),
];
