/** The commands of ovs-vswitchd that trace packets through the flow tables. */
import { parseActions } from '../../../openflow/text/parse-actions.js';
import { OpenFlowTextError } from '../../../openflow/values/scanning.js';
import { completeActions } from '../../languages/action-words.js';
import { ACTIONS_CHECK, flowCheck } from '../../languages/flow-check.js';
import { completeFlow } from '../../languages/flow-words.js';
import type { CheckLists, CompletionPlace, ValueLists } from '../../program/command-row.js';
import type { ToolContext } from '../../tool.js';
import { CommandError, type TargetCommand } from '../target-command.js';
import { checkPacketOut } from './check-packet-out.js';
import { splitCtNext } from './ct-next.js';
import { runTrace } from './run-trace.js';
import { parseTraceRequest } from './trace-request.js';

const TRACE = 'ofproto/trace';

/** The greatest number of arguments without the options of later releases. */
const MOST_ARGUMENTS = 3;

function trace(words: readonly string[], context: ToolContext): string {
  const { states, rest } = splitCtNext(words);
  if (rest.length > MOST_ARGUMENTS) {
    throw new CommandError(`"${TRACE}" command takes at most ${MOST_ARGUMENTS} arguments`);
  }
  const answer = runTrace(parseTraceRequest(rest, context, states), context);
  context.settle();
  return answer;
}

function tracePacketOut(args: readonly string[], context: ToolContext): string {
  const parsed = readActions(args.at(-1) ?? '');
  const consistent = args[0] === '-consistent';
  const request = parseTraceRequest(args.slice(consistent ? 1 : 0, -1), context);
  checkPacketOut(request.flow, parsed, consistent);
  const answer = runTrace(request, context, parsed.actions);
  context.settle();
  return answer;
}

function readActions(text: string): ReturnType<typeof parseActions> {
  try {
    return parseActions(text, () => {}, false);
  } catch (error) {
    if (!(error instanceof OpenFlowTextError)) throw error;
    throw new CommandError(error.message);
  }
}

const bridgesAndDatapaths = ({ context: { datapath } }: CompletionPlace) => [
  ...datapath.bridges.keys(),
  ...[...datapath.dpifs.values()].map(({ name }) => name),
];

const TRACE_VALUES: ValueLists = {
  'bridge|dp': bridgesAndDatapaths,
  // The first argument is the flow only if it is one of a datapath.
  flow: ({ context, args, word }) =>
    args.length === 0 ? [] : completeFlow(word, 'packet', { context, bridge: args.at(-1) }),
  '-generate|packet': () => [
    { text: '-generate', help: 'make a packet, so that the trace has effects' },
  ],
  '-consistent': () => [{ text: '-consistent', help: 'refuse inconsistent actions' }],
  actions: ({ context, args, word }) =>
    completeActions(word, { context, bridge: args.find((arg) => context.switch.bridges.has(arg)) }),
};

const packetCheck = flowCheck('packet');

const TRACE_CHECKS: CheckLists = {
  'bridge|dp': { noun: 'bridge' },
  // The flow of a datapath is written in another language, with parentheses.
  flow: {
    check: (place) => (place.word.includes('(') ? undefined : packetCheck.check(place)),
  },
  '-generate|packet': {
    check: ({ word }) =>
      word === '-generate' || /^[\da-f\s]+$/i.test(word)
        ? undefined
        : { message: `${word} is not a packet in hexadecimal` },
  },
  actions: ACTIONS_CHECK,
};

export const TRACE_COMMANDS: readonly TargetCommand[] = [
  {
    name: TRACE,
    usage: '[bridge|dp] flow [-generate|packet]',
    shownUsage: '{[dp_name] odp_flow | bridge br_flow} [-generate|packet]',
    arity: [1, Number.POSITIVE_INFINITY],
    values: TRACE_VALUES,
    checks: TRACE_CHECKS,
    run: trace,
  },
  {
    name: 'ofproto/trace-packet-out',
    usage: '[-consistent] [bridge|dp] flow [-generate|packet] actions',
    shownUsage: '[-consistent] {[dp_name] odp_flow | bridge br_flow} [-generate|packet] actions',
    arity: [2, 6],
    values: TRACE_VALUES,
    checks: TRACE_CHECKS,
    run: tracePacketOut,
  },
];
