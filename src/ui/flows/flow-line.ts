/** Recognizes the lines of flow listings by their form, to colour them and to keep their columns. */
import type { Style } from '../styles.js';

export interface Part {
  readonly text: string;
  readonly style: Style;
}

/** A line that lists a flow, or a heading above such lines. */
export interface FlowLine {
  readonly kind: 'flow' | 'heading';
  /** The whole line. */
  readonly parts: readonly Part[];
  /** The table and the priority, which identify the flow while the line is scrolled. */
  readonly label: string;
  /** The offset of what the label does not say. */
  readonly rest?: number;
  /** What stays the same while packets pass; absent if the listing has no counters. */
  readonly key?: string;
  readonly packets?: number;
}

/** A range of a line with a style. */
type Range = readonly [start: number, end: number, style: Style];

const HEADING = /^(?:Datapath: \S+ {2}Pipeline: \w+|\w+_FLOW reply \(.*\):)$/;
const LOGICAL = /^ {2}table=\d+\( *([^)]*)\), (priority= *\d+), match=\(/;
const OPENFLOW = /^ ?(?:cookie|duration|table|n_packets)=/;
const COUNTERS = /n_packets=(\d+), n_bytes=\d+/;

/** Reads a line of `ovn-sbctl lflow-list` or `ovs-ofctl dump-flows`; undefined for any other. */
export function readFlowLine(line: string): FlowLine | undefined {
  if (HEADING.test(line)) {
    return { kind: 'heading', parts: [{ text: line, style: 'heading' }], label: '' };
  }
  const logical = LOGICAL.exec(line);
  if (logical !== null) return logicalFlow(line, logical);
  return OPENFLOW.test(line) ? openFlow(line) : undefined;
}

function logicalFlow(line: string, [head, stage = '', priority = '']: RegExpExecArray): FlowLine {
  const actions = line.lastIndexOf('), action=(');
  const stageAt = line.indexOf('table=');
  const priorityAt = head.lastIndexOf(priority);
  const ranges: Range[] = [
    [stageAt, priorityAt - 2, 'stage'],
    [priorityAt, priorityAt + priority.length, 'priority'],
  ];
  if (actions > 0) ranges.push([actions + '), action=('.length, line.length - 1, 'action']);
  return {
    kind: 'flow',
    parts: partsOf(line, ranges),
    label: `${stage} ${priority}`,
    rest: head.length - 'match=('.length,
  };
}

function openFlow(line: string): FlowLine | undefined {
  const actions = line.indexOf('actions=');
  const counters = COUNTERS.exec(line);
  if (actions < 0 || (counters === null && !line.includes('table='))) return undefined;
  const head = line.slice(0, actions);
  const table = /table=\d+/.exec(head);
  const priority = /priority=\d+/.exec(head);
  const ranges: Range[] = [];
  if (table) ranges.push([table.index, table.index + table[0].length, 'stage']);
  if (counters) {
    const style = counters[1] === '0' ? 'quiet' : 'plain';
    ranges.push([counters.index, counters.index + counters[0].length, style]);
  }
  if (priority) {
    ranges.push([priority.index, priority.index + priority[0].length, 'priority']);
  }
  ranges.push([actions, line.length, 'action']);
  const label = [table?.[0], priority?.[0]].filter((part) => part !== undefined).join(' ');
  const named = priority ?? table;
  const rest = named === null ? 0 : named.index + named[0].length;
  const flow: FlowLine = { kind: 'flow', parts: partsOf(line, ranges), label, rest };
  if (counters === null) return flow;
  const key = line.replace(/\b(?:duration|n_packets|n_bytes|idle_age|hard_age)=[\d.]+s?,? ?/g, '');
  return { ...flow, key, packets: Number(counters[1]) };
}

function partsOf(line: string, ranges: readonly Range[]): Part[] {
  const parts: Part[] = [];
  let at = 0;
  for (const [start, end, style] of ranges) {
    if (start > at) parts.push({ text: line.slice(at, start), style: 'plain' });
    parts.push({ text: line.slice(start, end), style });
    at = end;
  }
  if (at < line.length) parts.push({ text: line.slice(at), style: 'plain' });
  return parts;
}
