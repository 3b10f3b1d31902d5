/** The commands of `ovn-nbctl` that show and change the settings of a logical port. */
import { compareStrings } from '../../../ovsdb/compare.js';
import type { Command } from '../../../tools/ctl/ctl-command.js';
import type { CompletionPlace, ValueLists } from '../../../tools/program/command-row.js';
import type { Suggestion } from '../../../tools/program/suggestion.js';
import { findPort, type LogicalPort, type NbCall, type Northbound } from './northbound-rows.js';

/** The types of ports, and the options that they need. */
export const PORT_TYPES: readonly Suggestion[] = [
  { text: 'localnet', help: 'connects to a network of the hosts: network_name' },
  { text: 'router', help: 'connects to a router: router-port' },
  { text: 'vtep', help: 'connects to a gateway: vtep-physical-switch, vtep-logical-switch' },
];

/** Completes to the addresses that the port has. */
const ownAddresses = ({ context: { nb }, args: [name = ''] }: CompletionPlace) =>
  nb.findByIndex('Logical_Port', { name })?.addresses ?? [];

const OPTION_KEYS = ['network_name', 'router-port', 'vtep-physical-switch', 'vtep-logical-switch'];

/** Completes options; the value of `router-port` is the name of a router's port. */
function* optionWords({ context: { nb }, word }: CompletionPlace): Iterable<Suggestion> {
  const start = word.indexOf('=') + 1;
  if (start === 0) for (const key of OPTION_KEYS) yield { text: `${key}=`, open: true };
  else if (word.startsWith('router-port=')) {
    for (const { name } of nb.rows('Logical_Router_Port')) yield { text: name, start };
  }
}

/** Creates a command that prints a setting, one line per element. */
const getter = (
  name: string,
  summary: string,
  lines: (port: LogicalPort) => readonly string[],
): Command<Northbound> => ({
  name,
  usage: 'LPORT',
  writes: false,
  summary,
  run: (call) => {
    const port = findPort(call, call.arg(0));
    for (const line of port ? lines(port) : []) call.writeLine(line);
  },
});

/** Returns the columns to write, or `undefined` if the arguments are not valid. */
type Setting = (values: readonly string[], call: NbCall) => Partial<LogicalPort> | undefined;

/** Creates a command that changes a setting; `parameters` follow the port in its usage. */
const setter = (
  name: string,
  parameters: string,
  summary: string,
  setting: Setting,
  values: ValueLists = {},
): Command<Northbound> => ({
  name,
  usage: `LPORT ${parameters}`,
  writes: true,
  summary,
  values,
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

/** Sets options. Words without `=` are ignored. */
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
  getter('lport-get-parent', 'print the parent of a port', (port) => some(port.parent_name)),
  getter('lport-get-tag', 'print the VLAN tag of a port inside its parent', (port) =>
    some(port.tag),
  ),
  setter(
    'lport-set-addresses',
    '[ADDRESS]...',
    'set the addresses of a port: MACs, each optionally followed by IPs, or "unknown"',
    (addresses) => ({ addresses }),
    { ADDRESS: () => [{ text: 'unknown', help: 'any address that no other port has' }] },
  ),
  getter('lport-get-addresses', 'print the addresses of a port', (port) => sorted(port.addresses)),
  setter(
    'lport-set-port-security',
    '[ADDRS]...',
    'set the addresses that a port may send from',
    (addresses) => ({ port_security: addresses }),
    { ADDRS: ownAddresses },
  ),
  getter('lport-get-port-security', 'print the addresses that a port may send from', (port) =>
    sorted(port.port_security),
  ),
  getter('lport-get-up', 'print whether a port is up or down', (port) => [port.up ? 'up' : 'down']),
  setter('lport-set-enabled', 'STATE', 'enable or disable a port', setEnabled, {
    STATE: ['enabled', 'disabled'],
  }),
  getter('lport-get-enabled', 'print whether a port is enabled or disabled', (port) => [
    port.enabled === false ? 'disabled' : 'enabled',
  ]),
  setter('lport-set-type', 'TYPE', 'set the type of a port', ([type = '']) => ({ type }), {
    TYPE: PORT_TYPES,
  }),
  getter('lport-get-type', 'print the type of a port', (port) => [port.type]),
  setter(
    'lport-set-options',
    '[KEY=VALUE]...',
    'set the options of a port, which depend on its type',
    setOptions,
    { 'KEY=VALUE': optionWords },
  ),
  getter('lport-get-options', 'print the options of a port', (port) =>
    [...port.options].map(([key, value]) => `${key}=${value}`),
  ),
];
