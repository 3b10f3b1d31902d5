/** The commands for ports and interfaces. */
import { compareStrings } from '../../ovsdb/compare.js';
import { findTable } from '../ctl/abbreviated-names.js';
import type { Command } from '../ctl/ctl-command.js';
import { setColumn } from '../ctl/db-commands/set-column.js';
import type { CompletionPlace } from '../program/command-row.js';
import { joinArguments } from '../program/command-text.js';
import { fatal } from '../program/exit.js';
import {
  type AttachedPort,
  checkConflicts,
  deletePorts,
  findBridge,
  findInterface,
  findPort,
  interfacesOf,
  needBridge,
  needPort,
  portsOf,
} from './bridge-model.js';
import { TABLES } from './vsctl-tables.js';
import type { VsCall, Vswitch } from './vswitch.js';

/** The arguments of `add-port` or `add-bond`. */
interface NewPort {
  readonly bridge: string;
  readonly name: string;
  readonly interfaces: readonly string[];
  readonly fakeInterface: boolean;
  /** Columns of the port to set, in the form of arguments of `set`. */
  readonly settings: readonly string[];
}

const sorted = (names: readonly string[]) => [...names].sort(compareStrings);

/** Checks that an existing port is the wanted one. @throws ToolExit */
function checkExisting(call: VsCall, port: AttachedPort, wanted: NewPort): void {
  const command = joinArguments([...call.options.keys(), call.name, ...call.args]);
  const complain = (what: string) => fatal(`"${command}" but ${wanted.name} actually ${what}`);
  if (port.bridge.name !== wanted.bridge) {
    fatal(`"${command}" but ${wanted.name} is actually attached to bridge ${port.bridge.name}`);
  }
  const have = sorted(interfacesOf(call.state, port.row).map(({ name }) => name));
  const want = sorted(wanted.interfaces);
  if (have.length !== want.length || have.some((name, i) => name !== want[i])) {
    complain(`has interface(s) ${have.join(', ')}`);
  }
}

function insertPort(call: VsCall, wanted: NewPort): void {
  const vswitch = call.state;
  const { name } = wanted;
  checkConflicts(vswitch, name, `cannot create a port named ${name}`);
  for (const iface of wanted.interfaces) {
    checkConflicts(vswitch, iface, `cannot create an interface named ${iface}`);
  }
  const bridge = needBridge(vswitch, wanted.bridge);
  const port = vswitch.rows.insert('Port', {
    name,
    interfaces: wanted.interfaces.map((iface) => vswitch.insertInterface({ name: iface })),
    bond_fake_iface: wanted.fakeInterface,
    ...(bridge.kind === 'fake' ? { tag: bridge.vlan } : {}),
  });
  const table = findTable(TABLES, 'Port');
  for (const setting of wanted.settings) setColumn(call, table, port, setting);
  vswitch.rows.write('Bridge', bridge.row._uuid, { ports: bridge.row.ports.concat(port) });
}

function addPort(call: VsCall, wanted: NewPort): void {
  const existing = call.has('--may-exist') ? findPort(call.state, wanted.name) : undefined;
  if (existing) checkExisting(call, existing, wanted);
  else insertPort(call, wanted);
}

function addBond(call: VsCall): void {
  const [bridge = '', name = '', ...rest] = call.args;
  const firstSetting = rest.findIndex((word) => word.includes('='));
  const count = firstSetting < 0 ? rest.length : firstSetting;
  if (count < 2) {
    fatal(`add-bond requires at least 2 interfaces, but only ${count} were specified`);
  }
  addPort(call, {
    bridge,
    name,
    interfaces: rest.slice(0, count),
    fakeInterface: call.has('--fake-iface'),
    settings: rest.slice(count),
  });
}

/** Returns the port that `del-port` is to delete. With `--if-exists`, it may be missing. */
function findDoomed(call: VsCall, target: string): AttachedPort | undefined {
  const vswitch = call.state;
  const mustExist = !call.has('--if-exists');
  if (findBridge(vswitch, target)) {
    if (!mustExist) return undefined;
    fatal(
      `cannot delete port ${target} because it is the local port for bridge ${target} ` +
        '(deleting this port requires deleting the entire bridge)',
    );
  }
  if (!call.has('--with-iface')) {
    return mustExist ? needPort(vswitch, target) : findPort(vswitch, target);
  }
  const port = findPort(vswitch, target) ?? findInterface(vswitch, target);
  return port || !mustExist ? port : fatal(`no port or interface named ${target}`);
}

function deletePort(call: VsCall): void {
  const vswitch = call.state;
  const target = call.args.at(-1) ?? '';
  const port = findDoomed(call, target);
  if (!port) return;
  if (call.args.length === 2) {
    const bridge = needBridge(vswitch, call.arg(0));
    if (port.bridge.name !== bridge.name) {
      fatal(`bridge ${bridge.name} does not have a port ${target}`);
    }
  }
  deletePorts(vswitch, port.bridge.row, [port.row]);
}

/** Prints sorted names without that of the bridge. */
function printNames(call: VsCall, names: readonly string[]): void {
  const others = names.filter((name) => name !== call.arg(0));
  for (const name of others.sort(compareStrings)) call.writeLine(name);
}

const portsOfNamed = (call: VsCall) => portsOf(call.state, needBridge(call.state, call.arg(0)));

/** Completes to the ports of the bridge that comes first, or of all if there is none. */
function* deletable({ context: { ovs }, args: [name] }: CompletionPlace): Iterable<string> {
  const bridge = name === undefined ? undefined : ovs.findByIndex('Bridge', { name });
  const ports =
    bridge === undefined
      ? ovs.rows('Port')
      : bridge.ports.flatMap((uuid) => ovs.get('Port', uuid) ?? []);
  for (const port of ports) yield port.name;
}

export const PORT_COMMANDS: readonly Command<Vswitch>[] = [
  {
    name: 'list-ports',
    usage: 'BRIDGE',
    writes: false,
    summary: 'list the ports of a bridge',
    run: (call) =>
      printNames(
        call,
        portsOfNamed(call).map(({ name }) => name),
      ),
  },
  {
    name: 'add-port',
    usage: 'BRIDGE NEW-PORT [PORT-COLUMN[:KEY]=VALUE]...',
    options: ['--may-exist'],
    writes: true,
    summary: 'add a port to a bridge',
    run: (call) => {
      const [bridge = '', name = '', ...settings] = call.args;
      addPort(call, { bridge, name, interfaces: [name], fakeInterface: false, settings });
    },
  },
  {
    name: 'add-bond',
    usage: 'BRIDGE NEW-BOND-PORT SYSIFACE... [PORT-COLUMN[:KEY]=VALUE]...',
    arity: [4, Number.POSITIVE_INFINITY],
    options: ['--may-exist', '--fake-iface'],
    writes: true,
    summary: 'add a port that bonds several interfaces to a bridge',
    run: addBond,
  },
  {
    name: 'del-port',
    usage: '[BRIDGE] PORT|IFACE',
    options: ['--if-exists', '--with-iface'],
    writes: true,
    summary: 'delete a port',
    values: { 'PORT|IFACE': deletable },
    run: deletePort,
  },
  {
    name: 'port-to-br',
    usage: 'PORT',
    writes: false,
    summary: 'print the bridge of a port',
    run: (call) => call.writeLine(needPort(call.state, call.arg(0)).bridge.name),
  },
  {
    name: 'list-ifaces',
    usage: 'BRIDGE',
    writes: false,
    summary: 'list the interfaces of a bridge',
    run: (call) => {
      const interfaces = portsOfNamed(call).flatMap((port) => interfacesOf(call.state, port));
      printNames(
        call,
        interfaces.map(({ name }) => name),
      );
    },
  },
  {
    name: 'iface-to-br',
    usage: 'IFACE',
    writes: false,
    summary: 'print the bridge of an interface',
    run: (call) => {
      const name = call.arg(0);
      const port = findInterface(call.state, name) ?? fatal(`no interface named ${name}`);
      call.writeLine(port.bridge.name);
    },
  },
];
