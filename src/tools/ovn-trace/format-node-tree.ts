/** The forms of output of a trace. */
import { type TraceNode, type TraceNodeKind, without } from './node.js';

const INDENT = '    ';

/** Kinds of nodes that nothing is below, and that always stand indented below another. */
const LEAVES: ReadonlySet<TraceNodeKind> = new Set(['output', 'modify', 'action', 'error']);
/** Kinds of nodes that are headings. */
const TITLES: ReadonlySet<TraceNodeKind> = new Set(['pipeline', 'transformation']);

/** Kinds of nodes that a summary leaves out. */
const NOT_IN_SUMMARY: ReadonlySet<TraceNodeKind> = new Set(['table', 'modify']);
/** Kinds of nodes that the minimal form leaves out. */
const NOT_IN_MINIMUM: ReadonlySet<TraceNodeKind> = new Set([
  'action',
  'pipeline',
  'table',
  'output',
]);

/**
 * Every table that was looked up, with the flow found and its actions. What comes
 * last of something is not indented: it is where the packet goes on.
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

/** The pipelines and the actions, without tables. */
export function formatSummary(nodes: readonly TraceNode[]): string {
  return formatBraces(without(nodes, NOT_IN_SUMMARY), 0);
}

/** What can be seen from outside: how the packet changes, and who gets it. */
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
