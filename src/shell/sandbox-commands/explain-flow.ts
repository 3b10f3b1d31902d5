/** Explains the flows that a text selects. */
import type { ExplainContext } from '../../explain/context.js';
import { explainFlow } from '../../explain/explain-flow.js';
import { formatExplanation } from '../../explain/explanation.js';
import { findFlows } from '../../explain/find-flows.js';
import type { Bridge } from '../../openflow/switch/bridge.js';
import { OpenFlowTextError } from '../../openflow/values/scanning.js';
import type { Sandbox } from '../../sandbox/sandbox.js';
import { explainContext } from './explain-context.js';
import { Refusal } from './subcommand.js';

/** The number of flows that are explained at most. */
const MAX_FLOWS = 10;

/** Explains the flows of one bridge, or of all, that a text selects. @throws Refusal */
export function explainFlowText(
  sandbox: Sandbox,
  text: string,
  bridge: string | undefined,
): string {
  const context = explainContext(sandbox);
  const found = readFlows(text, bridgesOf(context, bridge));
  if (found.length === 0) throw new Refusal(`there is no flow '${text.trim()}'`);
  const shown = found.slice(0, MAX_FLOWS);
  const rest = found.length - shown.length;
  return [
    ...shown.map((it) => formatExplanation(explainFlow(context, it.bridge, it.flow))),
    ...(rest > 0 ? [`There are ${rest} more.\n`] : []),
  ].join('\n');
}

function readFlows(text: string, bridges: readonly Bridge[]) {
  try {
    return findFlows(bridges, text);
  } catch (error) {
    if (!(error instanceof OpenFlowTextError)) throw error;
    throw new Refusal(`'${text.trim()}' is not a flow: ${error.message}`);
  }
}

function bridgesOf(
  { switch: { bridges } }: ExplainContext,
  name: string | undefined,
): readonly Bridge[] {
  if (name === undefined) return [...bridges.values()];
  const bridge = bridges.get(name);
  if (!bridge) throw new Refusal(`there is no bridge '${name}'`);
  return [bridge];
}
