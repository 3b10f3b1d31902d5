/** Draws a topology in the DOT language of Graphviz. */
import { graphOf, type NodeKind } from './graph.js';
import type { Topology } from './topology.js';

const SHAPES: Readonly<Record<NodeKind, string>> = {
  switch: 'box',
  router: 'hexagon',
  port: 'ellipse',
  chassis: 'box3d',
};

/** Returns the text of a graph. */
export function dot(topology: Topology): string {
  const { nodes, edges } = graphOf(topology);
  const lines = [
    ...nodes.map(
      ({ id, kind, lines: label }) =>
        `${id} [shape=${SHAPES[kind]}, label="${label.map(escaped).join('\\n')}"];`,
    ),
    ...edges.map(({ from, to, label, dashed }) => {
      const settings = [
        ...(label === '' ? [] : [`label="${escaped(label)}"`]),
        ...(dashed ? ['style=dashed'] : []),
      ];
      return `${from} -- ${to}${settings.length > 0 ? ` [${settings.join(', ')}]` : ''};`;
    }),
  ];
  return `graph ovn {\n${lines.map((line) => `  ${line}\n`).join('')}}\n`;
}

const escaped = (text: string): string => text.replace(/["\\]/g, '\\$&');
