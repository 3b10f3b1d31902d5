/** The commands of ovs-vswitchd that trace packets through the flow tables. */
import { parseActions } from '../../../openflow/parse-actions.js';
import { OpenFlowTextError } from '../../../openflow/text.js';
import type { ToolContext } from '../../tool.js';
import { CommandError, type TargetCommand } from '../command.js';
import { checkPacketOut } from './check-packet-out.js';
import { runTrace } from './run-trace.js';
import { parseTraceRequest } from './trace-request.js';

function trace(args: readonly string[], context: ToolContext): string {
  const answer = runTrace(parseTraceRequest(args, context), context);
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

export const TRACE_COMMANDS: readonly TargetCommand[] = [
  {
    name: 'ofproto/trace',
    usage: '{[dp_name] odp_flow | bridge br_flow} [-generate|packet]',
    arity: [1, 3],
    run: trace,
  },
  {
    name: 'ofproto/trace-packet-out',
    usage: '[-consistent] {[dp_name] odp_flow | bridge br_flow} [-generate|packet] actions',
    arity: [2, 6],
    run: tracePacketOut,
  },
];
