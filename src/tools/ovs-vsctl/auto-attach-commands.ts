/** The commands for auto-attach mappings. */
import type { Command } from '../ctl/ctl-command.js';
import { fatal } from '../program/exit.js';
import { needBridge } from './bridge-model.js';
import type { VsCall, Vswitch } from './vswitch.js';

/** Parses the number at the front of an argument. @throws ToolExit */
function parseNumber(text: string): number {
  const digits = /^\s*\+?\d+/.exec(text)?.[0] ?? fatal(`Invalid argument ${text}`);
  return Number(digits);
}

/** Returns a bridge's row and the mappings of its auto-attach row, if it has one. */
function lookUp({ state }: VsCall, bridgeName: string) {
  const { row } = needBridge(state, bridgeName);
  const uuid = row.auto_attach;
  const mappings = uuid === undefined ? undefined : state.rows.get('AutoAttach', uuid)?.mappings;
  return { row, uuid, mappings };
}

function addMapping(call: VsCall): void {
  const [isid, vlan] = [parseNumber(call.arg(1)), parseNumber(call.arg(2))];
  const { row, uuid, mappings = new Map<number, number>() } = lookUp(call, call.arg(0));
  const { rows } = call.state;
  // The reference's database keeps the lower of two VLANs for one service.
  const changed = new Map(mappings).set(isid, Math.min(vlan, mappings.get(isid) ?? vlan));
  if (uuid !== undefined) {
    rows.write('AutoAttach', uuid, { mappings: changed });
  } else {
    const auto_attach = rows.insert('AutoAttach', { mappings: changed });
    rows.write('Bridge', row._uuid, { auto_attach });
  }
}

function deleteMapping(call: VsCall): void {
  const [isid, vlan] = [parseNumber(call.arg(1)), parseNumber(call.arg(2))];
  const { uuid, mappings } = lookUp(call, call.arg(0));
  if (uuid === undefined || mappings?.get(isid) !== vlan) return;
  // As in the reference, other services on the same VLAN go as well.
  const rest = [...mappings].filter(([key, value]) => key !== isid && value !== vlan);
  call.state.rows.write('AutoAttach', uuid, { mappings: new Map(rest) });
}

export const AUTO_ATTACH_COMMANDS: readonly Command<Vswitch>[] = [
  {
    name: 'add-aa-mapping',
    usage: 'BRIDGE I-SID VLAN',
    writes: true,
    summary: 'map a service to a VLAN',
    run: addMapping,
  },
  {
    name: 'del-aa-mapping',
    usage: 'BRIDGE I-SID VLAN',
    writes: true,
    summary: 'remove the mapping of a service to a VLAN',
    run: deleteMapping,
  },
  {
    name: 'get-aa-mapping',
    usage: 'BRIDGE',
    writes: false,
    summary: 'print the mappings of a bridge',
    run: (call) => {
      const { mappings } = lookUp(call, call.arg(0));
      for (const [isid, vlan] of mappings ?? []) call.writeLine(`${isid} ${vlan}`);
    },
  },
];
