/** Carries out a trace: `ofproto_trace`. */
import { applyEffects } from '../../../datapath/dpif/effects.js';
import type { Effect } from '../../../datapath/translate/effects.js';
import { TraceRecorder } from '../../../datapath/translate/trace.js';
import { translate } from '../../../datapath/translate/translate.js';
import type { OfAction } from '../../../openflow/actions.js';
import type { ToolContext } from '../../tool.js';
import { formatTrace } from './format-trace.js';
import type { TraceRequest } from './trace-request.js';

/**
 * The text of what becomes of a packet, by the flow tables or by `actions`. A packet
 * that is there is learned from; nothing counts it.
 */
export function runTrace(
  { bridge, flow, hasPacket }: TraceRequest,
  { datapath, clock }: ToolContext,
  actions?: readonly OfAction[],
): string {
  datapath.refresh();
  const recorder = new TraceRecorder();
  const result = translate({
    bridge,
    flow,
    hasPacket,
    ...(actions === undefined ? {} : { actions }),
    recirculation: datapath.recirculation,
    trace: recorder,
  });
  const effects = result.effects.filter((effect) => happens(effect, hasPacket));
  const packet = { bytes: 0, tcpFlags: Number(flow.get('tcp_flags')), time: clock.now() };
  const { surroundings } = bridge.dpif;
  applyEffects(effects, packet, surroundings);
  // Nothing is to go on where the trace ends.
  surroundings.references.take(result.recirculations);
  surroundings.references.release(result.recirculations);
  return formatTrace({ bridge: bridge.name, flow, items: recorder.items, result });
}

/** Whether a trace has an effect. */
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
    case 'group':
      return false;
  }
}
