/** Commands that add, change and delete flows. */

import { applyFlowMod } from '../../../openflow/apply-flow-mod.js';
import { type FlowCommand, type FlowMod, wireFlowMod } from '../../../openflow/flow-mod.js';
import {
  type ParsedFlow,
  parseCommandedFlowMod,
  parseFlowMod,
} from '../../../openflow/parse-flow.js';
import {
  formatProtocols,
  PROTOCOLS,
  type Protocols,
  protocolVersion,
  SINGLE_PROTOCOLS,
} from '../../../openflow/protocols.js';
import { fatal } from '../../ctl/exit.js';
import type { OfctlCommand } from '../command.js';
import { type Connection, requireProtocol } from '../connection.js';
import { formatFlowMod } from '../flow-text.js';
import { readFile, readLines, readText } from '../input.js';
import type { Run } from '../run.js';
import { switchError } from '../switch-error.js';

/** Which formats can carry all of the requests. */
function commonProtocols(parsed: readonly ParsedFlow[]): Protocols {
  return parsed.reduce<Protocols>((set, { protocols }) => set & protocols, PROTOCOLS.ANY);
}

/** Sends a request over a connection; the switch carries it out or complains. */
export function flowModOrder(
  connection: Connection,
  mod: FlowMod,
): { text: (xid: number) => string; act: () => void } {
  const { bridge, protocol } = connection;
  return {
    text: (xid) => describeFlowMod(mod, protocol, xid),
    act: () => {
      bridge.expireFlows();
      applyFlowMod(bridge, wireFlowMod(mod, protocol), protocol);
    },
  };
}

/** The text of a request as a message in a flow format. */
export function describeFlowMod(mod: FlowMod, protocol: Protocols, xid: number): string {
  const nxm = (protocol & PROTOCOLS.NXM_ANY) !== 0;
  const named = (protocol & PROTOCOLS.TABLE_ID) !== 0;
  const shown = named ? mod : { ...mod, table: 0 };
  return formatFlowMod(shown, protocolVersion(protocol), nxm, xid);
}

function sendFlowMods(run: Run, bridgeName: string, parsed: readonly ParsedFlow[]): void {
  const usable = run.settings.bundle
    ? commonProtocols(parsed) & PROTOCOLS.OF12_UP & ~PROTOCOLS.NXM_ANY
    : commonProtocols(parsed);
  requireProtocol(run, usable);
  const connection = run.connect(bridgeName);
  connection.chooseModProtocol(usable);
  for (const { mod } of parsed) connection.orderAll([flowModOrder(connection, mod)]);
}

function readFlowFile(run: Run, name: string, command: FlowCommand): ParsedFlow[] {
  const contents = readFile(run, name) ?? fatal(`${name}: open failed (No such file or directory)`);
  // Lines of a file of flows to add may say that they are to do something else.
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

/** Prints what requests look like on their way to a switch. */
function printFlowMods(run: Run, parsed: readonly ParsedFlow[]): void {
  const usable = commonProtocols(parsed);
  run.print(`usable protocols: ${formatProtocols(usable)}\n`);
  const allowed = usable & run.settings.protocols;
  const protocol =
    SINGLE_PROTOCOLS.find((candidate) => (candidate & allowed) !== 0) ??
    fatal('no usable protocol');
  run.print(`chosen protocol: ${formatProtocols(protocol)}\n`);
  for (const { mod } of parsed) {
    const xid = run.nextXid();
    try {
      run.print(describeFlowMod(wireFlowMod(mod, protocol, run.log), protocol, xid));
    } catch (error) {
      throw switchError(error, protocolVersion(protocol), xid, '');
    }
  }
}

export const FLOW_MOD_COMMANDS: readonly OfctlCommand[] = [
  {
    name: 'add-flow',
    usage: 'SWITCH FLOW',
    arity: [2, 2],
    summary: 'add a flow',
    run: modify(() => 'add'),
  },
  {
    name: 'add-flows',
    usage: 'SWITCH FILE',
    arity: [2, 2],
    summary: 'add the flows in a file, or do what its lines say',
    run(run, [bridgeName = '', file = '']) {
      sendFlowMods(run, bridgeName, readFlowFile(run, file, 'add'));
    },
  },
  {
    name: 'mod-flows',
    usage: 'SWITCH FLOW',
    arity: [2, 2],
    summary: 'give other actions to the flows that FLOW covers',
    run: modify(({ settings }) => (settings.strict ? 'modify_strict' : 'modify')),
  },
  {
    name: 'del-flows',
    usage: 'SWITCH [FLOW]',
    arity: [1, 2],
    summary: 'delete flows, all or those that FLOW covers',
    run: modify(({ settings }) => (settings.strict ? 'delete_strict' : 'delete')),
  },
];

export const PARSE_COMMANDS: readonly OfctlCommand[] = [
  {
    name: 'parse-flow',
    usage: 'FLOW',
    arity: [1, 1],
    summary: 'show what becomes of a flow on its way to a switch',
    run(run, [text = '']) {
      printFlowMods(run, [readText(() => parseFlowMod(text, 'add', run.log))]);
    },
  },
  {
    name: 'parse-flows',
    usage: 'FILE',
    arity: [1, 1],
    summary: 'the same for the flows in a file',
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
