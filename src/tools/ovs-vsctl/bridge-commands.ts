/** The commands for bridges. */
import { compareStrings } from '../../ovsdb/compare.js';
import type { Command } from '../ctl/ctl-command.js';
import { parseInt32 } from '../program/c-numbers.js';
import { fatal, ToolExit } from '../program/exit.js';
import {
  allBridges,
  allPorts,
  type Bridge,
  checkConflicts,
  deletePorts,
  fakeBridges,
  findBridge,
  needBridge,
  portsOf,
} from './bridge-model.js';
import type { VsCall, Vswitch } from './vswitch.js';

/** The arguments of `add-br`: a real bridge, or a fake one on a VLAN of its parent. */
interface NewBridge {
  readonly name: string;
  readonly on?: { readonly parent: string; readonly vlan: number };
}

function parseNewBridge(call: VsCall): NewBridge {
  const [name = '', parent, vlanText] = call.args;
  if (parent === undefined) return { name };
  if (vlanText === undefined) fatal(`'${call.name}' command takes exactly 1 or 3 arguments`);
  const vlan = parseInt32(vlanText);
  if (vlan < 0 || vlan > 4095) fatal(`${call.name}: vlan must be between 0 and 4095`);
  return { name, on: { parent, vlan } };
}

/** Checks that an existing bridge is the wanted one. @throws ToolExit */
function checkExisting(bridge: Bridge, { name, on }: NewBridge): void {
  const asked = on ? `${name} ${on.parent} ${on.vlan}` : name;
  const complain = (what: string) => fatal(`"--may-exist add-br ${asked}" but ${name} ${what}`);
  if (!on) {
    if (bridge.kind === 'fake') complain(`is a VLAN bridge for VLAN ${bridge.vlan}`);
  } else if (bridge.kind === 'real') {
    complain('is not a VLAN bridge');
  } else if (bridge.row.name !== on.parent) {
    complain(`has the wrong parent ${bridge.row.name}`);
  } else if (bridge.vlan !== on.vlan) {
    complain(`is a VLAN bridge for the wrong VLAN ${bridge.vlan}`);
  }
}

function addRealBridge(vswitch: Vswitch, name: string): void {
  const iface = vswitch.insertInterface({ name, type: 'internal' });
  const port = vswitch.rows.insert('Port', { name, interfaces: [iface] });
  const bridge = vswitch.rows.insert('Bridge', { name, ports: [port] });
  vswitch.writeRoot({ bridges: [...vswitch.root.bridges, bridge] });
}

function addFakeBridge(
  vswitch: Vswitch,
  name: string,
  { parent: parentName, vlan }: NonNullable<NewBridge['on']>,
): void {
  const parent = findBridge(vswitch, parentName);
  if (parent?.kind === 'fake') fatal('cannot create bridge with fake bridge as parent');
  if (!parent) fatal(`parent bridge ${parentName} does not exist`);
  const other = fakeBridges(vswitch, parent.row).find((fake) => fake.vlan === vlan);
  if (other) {
    fatal(`bridge ${parentName} already has a child VLAN bridge ${other.name} on VLAN ${vlan}`);
  }
  const iface = vswitch.insertInterface({ name, type: 'internal' });
  const port = { name, interfaces: [iface], fake_bridge: true, tag: vlan };
  const ports = [...parent.row.ports, vswitch.rows.insert('Port', port)];
  vswitch.rows.write('Bridge', parent.row._uuid, { ports });
}

function addBridge(call: VsCall): void {
  const vswitch = call.state;
  const wanted = parseNewBridge(call);
  const existing = call.has('--may-exist') ? findBridge(vswitch, wanted.name) : undefined;
  if (existing) {
    checkExisting(existing, wanted);
    return;
  }
  checkConflicts(vswitch, wanted.name, `cannot create a bridge named ${wanted.name}`);
  if (wanted.on) addFakeBridge(vswitch, wanted.name, wanted.on);
  else addRealBridge(vswitch, wanted.name);
}

function deleteBridge(call: VsCall): void {
  const vswitch = call.state;
  const [name, { rows }] = [call.arg(0), vswitch];
  const bridge = call.has('--if-exists') ? findBridge(vswitch, name) : needBridge(vswitch, name);
  if (!bridge) return;
  const { row } = bridge;
  if (bridge.kind === 'fake') {
    deletePorts(vswitch, row, portsOf(vswitch, bridge));
    return;
  }
  deletePorts(vswitch, row, allPorts(vswitch, row));
  for (const set of [...rows.rows('Flow_Sample_Collector_Set')]) {
    if (set.bridge === row._uuid) rows.delete('Flow_Sample_Collector_Set', set._uuid);
  }
  rows.delete('Bridge', row._uuid);
  vswitch.writeRoot({ bridges: vswitch.root.bridges.filter((uuid) => uuid !== row._uuid) });
}

function listBridges(call: VsCall): void {
  const [real, fake] = [call.has('--real'), call.has('--fake')];
  const names = allBridges(call.state)
    .filter(({ kind }) => real === fake || (kind === 'real' ? real : fake))
    .map(({ name }) => name);
  for (const name of names.sort(compareStrings)) call.writeLine(name);
}

export const BRIDGE_COMMANDS: readonly Command<Vswitch>[] = [
  {
    name: 'add-br',
    usage: 'NEW-BRIDGE [PARENT] [NEW-VLAN]',
    options: ['--may-exist'],
    writes: true,
    summary: 'add a bridge, or a fake bridge on a VLAN of PARENT',
    run: addBridge,
  },
  {
    name: 'del-br',
    usage: 'BRIDGE',
    options: ['--if-exists'],
    writes: true,
    summary: 'delete a bridge with its ports',
    run: deleteBridge,
  },
  {
    name: 'list-br',
    usage: '',
    options: ['--real', '--fake'],
    writes: false,
    summary: 'list the bridges',
    run: listBridges,
  },
  {
    name: 'br-exists',
    usage: 'BRIDGE',
    writes: false,
    summary: 'exit with status 2 if a bridge does not exist',
    checks: { BRIDGE: 'unchecked' },
    run: (call) => {
      if (!findBridge(call.state, call.arg(0))) throw ToolExit.silent(2);
    },
  },
  {
    name: 'br-to-vlan',
    usage: 'BRIDGE',
    writes: false,
    summary: 'print the VLAN of a fake bridge, 0 for a real one',
    run: (call) => {
      const bridge = needBridge(call.state, call.arg(0));
      call.writeLine(bridge.kind === 'fake' ? String(bridge.vlan) : '0');
    },
  },
  {
    name: 'br-to-parent',
    usage: 'BRIDGE',
    writes: false,
    summary: 'print the parent of a fake bridge, or the name of a real one',
    run: (call) => call.writeLine(needBridge(call.state, call.arg(0)).row.name),
  },
];
