/** The commands for bridges' OpenFlow controllers and fail modes. */
import { compareStrings } from '../../ovsdb/compare.js';
import type { Command } from '../ctl/ctl-command.js';
import { fatal } from '../program/exit.js';
import { needBridge, needRealBridge } from './bridge-model.js';
import type { BridgeRow, VsCall, Vswitch } from './vswitch.js';
import { warnAboutTarget } from './warn-about-target.js';

const FAIL_MODES = ['standalone', 'secure'] as const;

function deleteControllers({ rows }: Vswitch, { controller }: BridgeRow): void {
  for (const uuid of controller) rows.delete('Controller', uuid);
}

function setControllers(call: VsCall): void {
  const vswitch = call.state;
  const { row } = needRealBridge(vswitch, call.arg(0));
  deleteControllers(vswitch, row);
  const controller = call.args.slice(1).map((target) => {
    warnAboutTarget(call, target);
    return vswitch.rows.insert('Controller', { target });
  });
  vswitch.rows.write('Bridge', row._uuid, { controller });
}

function getControllers(call: VsCall): void {
  const { rows } = call.state;
  const { row } = needBridge(call.state, call.arg(0));
  const targets = row.controller.flatMap((uuid) => rows.get('Controller', uuid)?.target ?? []);
  for (const target of targets.sort(compareStrings)) call.writeLine(target);
}

function setFailMode(call: VsCall): void {
  const { row } = needRealBridge(call.state, call.arg(0));
  const mode =
    FAIL_MODES.find((name) => name === call.arg(1)) ??
    fatal('fail-mode must be "standalone" or "secure"');
  call.state.rows.write('Bridge', row._uuid, { fail_mode: mode });
}

export const CONTROLLER_COMMANDS: readonly Command<Vswitch>[] = [
  {
    name: 'get-controller',
    usage: 'BRIDGE',
    writes: false,
    summary: 'print the OpenFlow controllers of a bridge',
    run: getControllers,
  },
  {
    name: 'del-controller',
    usage: 'BRIDGE',
    writes: true,
    summary: 'remove the OpenFlow controllers of a bridge',
    run: (call) => {
      const { row } = needRealBridge(call.state, call.arg(0));
      if (row.controller.length === 0) return;
      deleteControllers(call.state, row);
      call.state.rows.write('Bridge', row._uuid, { controller: [] });
    },
  },
  {
    name: 'set-controller',
    usage: 'BRIDGE TARGET...',
    arity: [1, Number.POSITIVE_INFINITY],
    writes: true,
    summary: 'set the OpenFlow controllers of a bridge',
    run: setControllers,
  },
  {
    name: 'get-fail-mode',
    usage: 'BRIDGE',
    writes: false,
    summary: 'print the fail mode of a bridge: its behavior without a controller',
    run: (call) => {
      const { row } = needBridge(call.state, call.arg(0));
      if (row.fail_mode) call.writeLine(row.fail_mode);
    },
  },
  {
    name: 'del-fail-mode',
    usage: 'BRIDGE',
    writes: true,
    summary: 'reset the fail mode of a bridge to the default',
    run: (call) => {
      const { row } = needRealBridge(call.state, call.arg(0));
      call.state.rows.write('Bridge', row._uuid, { fail_mode: undefined });
    },
  },
  {
    name: 'set-fail-mode',
    usage: 'BRIDGE MODE',
    writes: true,
    summary: 'set the fail mode of a bridge',
    values: { MODE: FAIL_MODES },
    run: setFailMode,
  },
];
