/** Defines the tree of a trace, which all output formats are generated from. */

export type TraceNodeKind =
  /** The entry into a pipeline of a datapath. */
  | 'pipeline'
  /** A table, and the flow found there. */
  | 'table'
  /** A step that continues with a changed packet. */
  | 'transformation'
  /** A remark about the path of a packet. */
  | 'output'
  /** An effect that is visible from outside: a change of the packet, or an output. */
  | 'modify'
  /** An action as written in the flow. */
  | 'action'
  /** A problem. */
  | 'error';

export interface TraceNode {
  readonly kind: TraceNodeKind;
  readonly text: string;
  /** True if details indent the node even if it is the last one. */
  readonly alwaysIndent: boolean;
  /** Its consequences, in order. */
  readonly subs: TraceNode[];
}

export const newNode = (kind: TraceNodeKind, text: string, alwaysIndent = false): TraceNode => ({
  kind,
  text,
  alwaysIndent,
  subs: [],
});

/** Appends a new node to `parent` and returns it. */
export function append(parent: TraceNode[], kind: TraceNodeKind, text: string): TraceNode {
  const node = newNode(kind, text);
  parent.push(node);
  return node;
}

/** Returns `nodes` without those of some kinds, which are replaced by their children. */
export function without(
  nodes: readonly TraceNode[],
  kinds: ReadonlySet<TraceNodeKind>,
): TraceNode[] {
  return nodes.flatMap((node) => {
    const subs = without(node.subs, kinds);
    return kinds.has(node.kind) ? subs : [{ ...node, subs }];
  });
}
