/** Runs a trace, like `ofproto_trace()`. */

import { formatCtState } from '../../../datapath/conntrack/parse-ct-state.js';
import { applyEffects } from '../../../datapath/dpif/apply-effects.js';
import type { Effect } from '../../../datapath/translate/effects.js';
import {
  type RecirculationIds,
  ScratchRecirculationIds,
} from '../../../datapath/translate/recirculation-ids.js';
import { TraceRecorder } from '../../../datapath/translate/trace-recorder.js';
import { translate } from '../../../datapath/translate/translate.js';
import type { TranslationResult } from '../../../datapath/translate/translation-context.js';
import type { OfAction } from '../../../openflow/model/actions.js';
import { hex } from '../../../openflow/values/scanning.js';
import type { Flow } from '../../../packet/flow.js';
import type { ToolContext } from '../../tool.js';
import { DEFAULT_CT_STATE } from './ct-next.js';
import { formatTrace } from './format-ofproto-trace.js';
import { packetsThatComeBack } from './recirculated.js';
import type { TraceRequest } from './trace-request.js';

/** The number of times a datapath recirculates a packet before it drops it. */
const MAX_RECIRCULATIONS = 5;

/**
 * Traces a packet through the flow tables, or through `actions`, and returns the text. Bridges
 * learn from a packet that is given as such, but do not count it. If the request has answers of
 * the connection tracker, the trace continues with the packets that return from it.
 */
export function runTrace(
  request: TraceRequest,
  context: ToolContext,
  actions?: readonly OfAction[],
): string {
  context.datapath.refresh();
  const { recirculation } = context.datapath;
  const { ctNext } = request;
  if (ctNext.length === 0) {
    const { text: whole, result } = traceOnce(request, context, recirculation, actions);
    const { references } = context.datapath.context;
    // Frees the recirculation ids of this trace, since no packet will use them.
    references.take(result.recirculations);
    references.release(result.recirculations);
    return whole;
  }
  const scratch = new ScratchRecirculationIds(recirculation);
  const states = [...ctNext];
  let text = '';
  let queue = [{ flow: request.flow, recirculations: 0 }];
  for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
    const { flow, recirculations } = next;
    if (recirculations > 0) text += resumption(flow, scratch, states);
    const { text: once, result } = traceOnce({ ...request, flow }, context, scratch, actions);
    text += once;
    const back = packetsThatComeBack(flow, result.actions);
    if (back.length > 0 && recirculations === MAX_RECIRCULATIONS) {
      text += 'The datapath drops the packet now, since it was recirculated too often.\n';
    } else {
      queue = [
        ...queue,
        ...back.map((again) => ({ flow: again, recirculations: recirculations + 1 })),
      ];
    }
  }
  return text;
}

const RULER = '='.repeat(79);

/** Sets the connection state of a recirculated packet and returns the heading of its trace. */
function resumption(flow: Flow, ids: RecirculationIds, states: number[]): string {
  const id = Number(flow.get('recirc_id'));
  let said = '';
  if (ids.get(id)?.conntracked === true) {
    const state = states.shift();
    flow.set('ct_state', BigInt(state ?? DEFAULT_CT_STATE));
    said =
      state === undefined
        ? ' - resume conntrack with default ct_state=trk|new (use --ct-next to customize)'
        : ` - resume conntrack with ct_state=${formatCtState(state)}`;
  }
  return `\n${RULER}\nrecirc(${hex(id)})${said}\n${RULER}\n\n`;
}

/** Traces one pass through the flow tables. */
function traceOnce(
  { bridge, flow, hasPacket }: TraceRequest,
  { clock, datapath }: ToolContext,
  recirculation: RecirculationIds,
  actions: readonly OfAction[] | undefined,
): { readonly text: string; readonly result: TranslationResult } {
  const recorder = new TraceRecorder();
  const result = translate({
    bridge,
    flow,
    hasPacket,
    ...(actions === undefined ? {} : { actions }),
    recirculation,
    trace: recorder,
  });
  const effects = result.effects.filter((effect) => happens(effect, hasPacket));
  const packet = { bytes: 0, tcpFlags: Number(flow.get('tcp_flags')), time: clock.now() };
  applyEffects(effects, packet, datapath.context);
  const text = formatTrace({ bridge: bridge.name, flow, items: recorder.items, result });
  return { text, result };
}

/** True if a trace has an effect. */
function happens(effect: Effect, hasPacket: boolean): boolean {
  switch (effect.type) {
    case 'learn':
    case 'mac':
      return hasPacket;
    case 'fin_timeout':
      return true;
    case 'table':
    case 'flow':
    case 'ports':
    case 'mirror':
    case 'group':
      return false;
  }
}
