/** Formats a trace, like `trace_format_*()` of the reference. */

import { formatOdpActions } from '../../../datapath/odp/format-odp-actions.js';
import { SLOW_PATH_REASONS, type SlowPathReason } from '../../../datapath/odp/odp-actions.js';
import type { TraceItem, TraceLookup } from '../../../datapath/translate/trace-recorder.js';
import type { TranslationResult } from '../../../datapath/translate/translation-context.js';
import { REGISTERS } from '../../../openflow/model/members.js';
import { formatActionList } from '../../../openflow/text/format-actions.js';
import { formatMatch } from '../../../openflow/text/format-match.js';
import { hex } from '../../../openflow/values/scanning.js';
import type { Flow } from '../../../packet/flow.js';
import { formatFlow } from '../../../packet/format-flow.js';

export interface Trace {
  /** The bridge that received the packet. */
  readonly bridge: string;
  /** The packet. */
  readonly flow: Flow;
  readonly items: readonly TraceItem[];
  readonly result: TranslationResult;
}

/** Formats the look-ups of a trace and the datapath actions. */
export function formatTrace(trace: Trace): string {
  const { bridge, flow, result } = trace;
  const writer = new TraceWriter(flow);
  writer.line(0, `Bridge: ${bridge}`);
  writer.line(0, `Flow: ${formatFlow(flow)}`);
  writer.items(trace.items);
  writer.line(0, '');
  const final = result.flow.equals(flow) ? 'unchanged' : formatFlow(result.flow);
  writer.line(0, `Final flow: ${final}`);
  writer.line(0, `Megaflow: ${formatMatch(result.wildcards.matchOf(flow))}`);
  writer.line(0, `Datapath actions: ${formatOdpActions(result.actions)}`);
  return writer.text + formatReasons(result.slow);
}

class TraceWriter {
  text = '';
  /** The packet as received, from which megaflows are made. */
  readonly #key: Flow;
  /** The packet as last shown. */
  #shown: Flow;

  constructor(key: Flow) {
    this.#key = key;
    this.#shown = key;
  }

  line(depth: number, text: string): void {
    this.text += `${'\t'.repeat(depth)}${text}\n`;
  }

  items(items: readonly TraceItem[]): void {
    for (const item of items) {
      if (item.type === 'message') this.line(item.depth, item.text);
      else this.#lookup(item);
    }
  }

  #lookup(lookup: TraceLookup): void {
    const { depth, entry } = lookup;
    this.text += '\n';
    if (depth > 0) this.#state(lookup);
    const match = formatMatch(entry.match, entry.priority);
    this.line(depth, `Rule: table=${entry.table} cookie=${hex(entry.cookie)} ${match}`);
    this.line(depth, `OpenFlow actions=${formatActionList(entry.actions)}`);
    this.items(lookup.items);
  }

  /** Shows the state before a flow that was found by a resubmission. */
  #state({ depth, flow, actions, wildcards }: TraceLookup): void {
    const unchanged = flow.equals(this.#shown);
    this.line(depth, `Resubmitted flow: ${unchanged ? 'unchanged' : formatFlow(flow)}`);
    this.#shown = flow;
    const registers = REGISTERS.map((name) => ` ${name}=0x${flow.get(name).toString(16)}`);
    this.line(depth, `Resubmitted regs:${registers.join('')}`);
    this.line(depth, `Resubmitted  odp: ${formatOdpActions(actions)}`);
    this.line(depth, `Resubmitted megaflow: ${formatMatch(wildcards.matchOf(this.#key))}`);
  }
}

const EXPLANATIONS: Readonly<Record<SlowPathReason, string>> = {
  cfm: 'Consists of CFM packets',
  bfd: 'Consists of BFD packets',
  lacp: 'Consists of LACP packets',
  stp: 'Consists of STP packets',
  lldp: 'Consists of LLDP packets',
  controller: 'Sends "packet-in" messages to the OpenFlow controller',
  action: 'Uses action(s) not supported by datapath',
};

function formatReasons(slow: ReadonlySet<SlowPathReason>): string {
  if (slow.size === 0) return '';
  const reasons = SLOW_PATH_REASONS.filter((reason) => slow.has(reason));
  const lines = reasons.map((reason) => `\t- ${EXPLANATIONS[reason]}.\n`);
  return `This flow is handled by the userspace slow path because it:\n${lines.join('')}`;
}
