/** `sandbox explain`: where a flow comes from. */
import type { ExplainContext } from '../../explain/context.js';
import { formatExplanation } from '../../explain/explanation.js';
import { findFlows } from '../../explain/find-flows.js';
import { explainFlow } from '../../explain/flow.js';
import type { Bridge } from '../../openflow/bridge.js';
import { OpenFlowTextError } from '../../openflow/text.js';
import type { Sandbox } from '../../sandbox/sandbox.js';
import { type Call, Refusal, type Subcommand, type SubcommandOption } from './subcommand.js';

const BRIDGE: SubcommandOption = {
  name: 'bridge',
  argument: 'required',
  argumentName: 'NAME',
  help: 'the bridge that the flow is on',
};

/** So many flows that a text can mean are explained. */
const MAX_FLOWS = 10;

export const EXPLAIN: Subcommand = {
  name: 'explain',
  usage: 'FLOW...',
  summary: 'which logical flow and which rows of OVN a flow comes from',
  help: `FLOW is a line of ovs-ofctl dump-flows, in quotes, or a part of one:
  sandbox explain 'table=48,priority=0,metadata=0x1'
With - for FLOW, each line of standard input is explained:
  ovs-ofctl dump-flows br-int table=49 | sandbox explain -`,
  options: [BRIDGE],
  run(call) {
    const [first = '', ...others] = call.args;
    const texts =
      first === '-' && others.length === 0
        ? call
            .stdin()
            .split('\n')
            .filter((line) => line.includes('actions='))
        : [call.args.join(' ')];
    const explanations = texts.map((text) => explainText(call, text));
    call.print(explanations.join('\n'));
  },
};

function explainText(call: Call, text: string): string {
  const context = explainContext(call.sandbox);
  const found = readFlows(text, bridgesOf(call, context));
  if (found.length === 0) throw new Refusal(`there is no flow '${text.trim()}'`);
  const shown = found.slice(0, MAX_FLOWS);
  const rest = found.length - shown.length;
  return [
    ...shown.map(({ bridge, flow }) => formatExplanation(explainFlow(context, bridge, flow))),
    ...(rest > 0 ? [`There are ${rest} more such flows.\n`] : []),
  ].join('\n');
}

function readFlows(text: string, bridges: readonly Bridge[]) {
  try {
    return findFlows(bridges, text);
  } catch (error) {
    if (!(error instanceof OpenFlowTextError)) throw error;
    throw new Refusal(`'${text.trim()}' is no flow: ${error.message}`);
  }
}

function bridgesOf({ options }: Call, { switch: { bridges } }: ExplainContext): readonly Bridge[] {
  const name = options.get(BRIDGE.name);
  if (name === undefined) return [...bridges.values()];
  const bridge = bridges.get(name);
  if (!bridge) throw new Refusal(`there is no bridge '${name}'`);
  return [bridge];
}

export function explainContext(sandbox: Sandbox): ExplainContext {
  const { nb, sb, ovs, switch: ofSwitch } = sandbox.context({ read: () => undefined });
  return { nb, sb, ovs, switch: ofSwitch, provenance: sandbox.provenance };
}
