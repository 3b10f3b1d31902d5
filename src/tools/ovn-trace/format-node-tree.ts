/** Formats traces in their three forms: detailed, summary and minimal. */
import { type TraceNode, type TraceNodeKind, without } from './node.js';

const INDENT = '    ';

/** Kinds of nodes without children, which are always indented. */
const LEAVES: ReadonlySet<TraceNodeKind> = new Set(['output', 'modify', 'action', 'error']);
/** Kinds of nodes that are underlined headings. */
const TITLES: ReadonlySet<TraceNodeKind> = new Set(['pipeline', 'transformation']);

/** Kinds of nodes that a summary omits. */
const NOT_IN_SUMMARY: ReadonlySet<TraceNodeKind> = new Set(['table', 'modify']);
/** Kinds of nodes that the minimal form omits. */
const NOT_IN_MINIMUM: ReadonlySet<TraceNodeKind> = new Set([
  'action',
  'pipeline',
  'table',
  'output',
]);

/**
 * Formats every table with its flow and actions. The last child of a node is not indented, since
 * it continues the packet's path.
 */
export function formatDetails(nodes: readonly TraceNode[], level = 0): string {
  let text = '';
  for (const [i, { kind, text: name, alwaysIndent, subs }] of nodes.entries()) {
    if (kind === 'modify') continue;
    const goesOn = i === nodes.length - 1 && !alwaysIndent && !LEAVES.has(kind);
    const indent = INDENT.repeat(goesOn ? level : level + 1);
    const isTitle = TITLES.has(kind);
    if (isTitle) text += '\n';
    text += `${indent}${name}\n`;
    if (isTitle) text += `${indent}${'-'.repeat(name.length)}\n`;
    text += formatDetails(subs, goesOn ? level : level + 2);
  }
  return text;
}

/** Formats pipelines and actions, without tables. */
export function formatSummary(nodes: readonly TraceNode[]): string {
  return formatBraces(without(nodes, NOT_IN_SUMMARY), 0);
}

/** Formats the effects that are visible from outside: changes of the packet, and outputs. */
export function formatMinimum(nodes: readonly TraceNode[]): string {
  return formatBraces(without(nodes, NOT_IN_MINIMUM), 0);
}

function formatBraces(nodes: readonly TraceNode[], level: number): string {
  const indent = INDENT.repeat(level);
  return nodes
    .map(({ kind, text, subs }) => {
      if (kind === 'action' && text.startsWith('next(')) return '';
      const block = subs.length === 0 ? '' : ` {\n${formatBraces(subs, level + 1)}${indent}}`;
      return `${indent}${text}${block}${kind === 'action' ? '' : ';'}\n`;
    })
    .join('');
}
