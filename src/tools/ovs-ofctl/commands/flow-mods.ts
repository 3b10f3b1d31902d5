/** Commands that add, change and delete flows. */

import type { FlowCommand, FlowMod } from '../../../openflow/model/flow-mod.js';
import {
  formatProtocols,
  PROTOCOLS,
  type Protocols,
  SINGLE_PROTOCOLS,
} from '../../../openflow/model/protocols.js';
import { applyFlowMod } from '../../../openflow/switch/apply-flow-mod.js';
import {
  type ParsedFlow,
  parseCommandedFlowMod,
  parseFlowMod,
} from '../../../openflow/text/parse-flow.js';
import { convertFlowMod } from '../../../openflow/wire/convert-flow-mod.js';
import { encodeFlowMod } from '../../../openflow/wire/encode-flow-mod.js';
import { flowCheck } from '../../languages/flow-check.js';
import { flowValues } from '../../languages/flow-words.js';
import { fatal } from '../../program/exit.js';
import type { OfctlCommand } from '../command.js';
import { type Connection, type Order, requireProtocol } from '../connection.js';
import { describeFlowMod, flowModName } from '../describe-flow-mod.js';
import { readFile, readLines, readText } from '../input.js';
import type { Run } from '../run.js';
import { sendBundle } from '../send-bundle.js';

/** Returns the formats that can express all requests. */
function commonProtocols(parsed: readonly ParsedFlow[]): Protocols {
  return parsed.reduce<Protocols>((set, { protocols }) => set & protocols, PROTOCOLS.ANY);
}

/** Returns a flow mod as a request on a connection. */
export function flowModOrder(run: Run, connection: Connection, mod: FlowMod): Order {
  const { bridge, protocol } = connection;
  return {
    act: () => {
      bridge.expireFlows();
      applyFlowMod(bridge, convertFlowMod(mod, protocol, { is: 'switch' }), protocol);
    },
    request: {
      name: flowModName(protocol),
      bytes: (xid) => encodeFlowMod(mod, protocol, xid),
      text: (xid) => describeFlowMod(run, mod, protocol, xid),
    },
  };
}

function sendFlowMods(run: Run, bridgeName: string, parsed: readonly ParsedFlow[]): void {
  const { bundle } = run.settings;
  const usable = commonProtocols(parsed) & (bundle ? PROTOCOLS.OF14_UP : PROTOCOLS.ANY);
  requireProtocol(run, usable);
  const connection = run.connect(bridgeName);
  connection.chooseModProtocol(usable);
  if (bundle) {
    const mods = parsed.map(({ mod }) => mod);
    sendBundle(run, connection, mods);
    return;
  }
  for (const { mod } of parsed) connection.order(flowModOrder(run, connection, mod));
}

function readFlowFile(run: Run, name: string, command: FlowCommand): ParsedFlow[] {
  const contents = readFile(run, name) ?? fatal(`${name}: open failed (No such file or directory)`);
  // The lines of a file of flows to add can start with another command.
  return readLines(name, contents, (line) =>
    command === 'add' ? parseCommandedFlowMod(line, run.log) : parseFlowMod(line, command, run.log),
  );
}

const modify =
  (choose: (run: Run) => FlowCommand): OfctlCommand['run'] =>
  (run, [bridgeName = '', text = '']) => {
    const command = choose(run);
    const parsed =
      text === '-'
        ? readFlowFile(run, text, command)
        : [readText(() => parseFlowMod(text, command, run.log))];
    sendFlowMods(run, bridgeName, parsed);
  };

/** Prints flow mods as messages. */
function printFlowMods(run: Run, parsed: readonly ParsedFlow[]): void {
  const usable = commonProtocols(parsed);
  run.print(`usable protocols: ${formatProtocols(usable)}\n`);
  const allowed = usable & run.settings.protocols;
  const protocol =
    SINGLE_PROTOCOLS.find((candidate) => (candidate & allowed) !== 0) ??
    fatal('no usable protocol');
  run.print(`chosen protocol: ${formatProtocols(protocol)}\n`);
  for (const { mod } of parsed) {
    const { verbosity } = run.settings;
    run.print(describeFlowMod(run, mod, protocol, run.nextXid(), verbosity));
  }
}

export const FLOW_MOD_COMMANDS: readonly OfctlCommand[] = [
  {
    name: 'add-flow',
    usage: 'SWITCH FLOW',
    summary: 'add a flow',
    values: { FLOW: flowValues('add') },
    checks: { FLOW: flowCheck('add') },
    run: modify(() => 'add'),
  },
  {
    name: 'add-flows',
    usage: 'SWITCH FILE',
    summary: 'add the flows in a file, whose lines can also change or delete flows',
    run(run, [bridgeName = '', file = '']) {
      sendFlowMods(run, bridgeName, readFlowFile(run, file, 'add'));
    },
  },
  {
    name: 'mod-flows',
    usage: 'SWITCH FLOW',
    summary: 'replace the actions of the flows that FLOW selects',
    values: { FLOW: flowValues('modify') },
    checks: { FLOW: flowCheck('modify') },
    run: modify(({ settings }) => (settings.strict ? 'modify_strict' : 'modify')),
  },
  {
    name: 'del-flows',
    usage: 'SWITCH [FLOW]',
    summary: 'delete all flows, or those that FLOW selects',
    values: { FLOW: flowValues('delete') },
    checks: { FLOW: flowCheck('delete') },
    run: modify(({ settings }) => (settings.strict ? 'delete_strict' : 'delete')),
  },
];

export const PARSE_COMMANDS: readonly OfctlCommand[] = [
  {
    name: 'parse-flow',
    usage: 'FLOW',
    summary: 'print the message for adding a flow, without sending it',
    values: { FLOW: flowValues('add') },
    checks: { FLOW: flowCheck('add') },
    run(run, [text = '']) {
      printFlowMods(run, [readText(() => parseFlowMod(text, 'add', run.log))]);
    },
  },
  {
    name: 'parse-flows',
    usage: 'FILE',
    summary: 'print the messages for the flows in a file, without sending them',
    run(run, [file = '']) {
      const contents =
        readFile(run, file) ?? fatal(`${file}: open failed (No such file or directory)`);
      printFlowMods(
        run,
        readLines(file, contents, (line) => parseFlowMod(line, 'add', run.log)),
      );
    },
  },
];
