/** A trace as a tree, which each form of output prunes and prints in its own way. */

export type TraceNodeKind =
  /** A way into a pipeline of a datapath. */
  | 'pipeline'
  /** A table, and the flow found there. */
  | 'table'
  /** Something that goes on with another packet than before. */
  | 'transformation'
  /** A remark about where a packet goes. */
  | 'output'
  /** Something that can be seen from outside: what becomes of the packet, and who gets it. */
  | 'modify'
  /** An action as the flow has it. */
  | 'action'
  /** A problem. */
  | 'error';

export interface TraceNode {
  readonly kind: TraceNodeKind;
  readonly text: string;
  /** Whether details indent what is below, even where nothing follows. */
  readonly alwaysIndent: boolean;
  /** What came of it, in order. */
  readonly subs: TraceNode[];
}

export const newNode = (kind: TraceNodeKind, text: string, alwaysIndent = false): TraceNode => ({
  kind,
  text,
  alwaysIndent,
  subs: [],
});

/** Appends a new node to `parent` and gives it back. */
export function append(parent: TraceNode[], kind: TraceNodeKind, text: string): TraceNode {
  const node = newNode(kind, text);
  parent.push(node);
  return node;
}

/** `nodes` without those of some kinds, each of which its own children stand in for. */
export function without(
  nodes: readonly TraceNode[],
  kinds: ReadonlySet<TraceNodeKind>,
): TraceNode[] {
  return nodes.flatMap((node) => {
    const subs = without(node.subs, kinds);
    return kinds.has(node.kind) ? subs : [{ ...node, subs }];
  });
}
