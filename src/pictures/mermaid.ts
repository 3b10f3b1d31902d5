/** Draws a topology as a Mermaid flowchart. */
import { graphOf, type NodeKind } from './graph.js';
import type { Topology } from './topology.js';

/** The brackets that give a node its shape. */
const SHAPES: Readonly<Record<NodeKind, readonly [string, string]>> = {
  switch: ['[', ']'],
  router: ['{{', '}}'],
  port: ['(', ')'],
  chassis: ['[[', ']]'],
};

/** Returns the text of a flowchart. */
export function mermaid(topology: Topology): string {
  const { nodes, edges } = graphOf(topology);
  const lines = [
    ...nodes.map(({ id, kind, lines: label }) => {
      const [open, close] = SHAPES[kind];
      return `${id}${open}"${label.map(escaped).join('<br/>')}"${close}`;
    }),
    ...edges.map(({ from, to, label, dashed }) => {
      const line = dashed ? '-.-' : '---';
      return `${from} ${line}${label === '' ? '' : `|"${escaped(label)}"|`} ${to}`;
    }),
  ];
  return `flowchart TD\n${lines.map((line) => `  ${line}\n`).join('')}`;
}

/** Returns text with the characters that mean something in a label as character codes. */
const escaped = (text: string): string =>
  text.replace(/["#&<>`\\[\]{}()|;]/g, (character) => `#${character.charCodeAt(0)};`);
