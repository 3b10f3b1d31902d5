/** `sandbox graph`: prints the logical network in a language for pictures. */
import { dot } from '../../pictures/dot.js';
import { mermaid } from '../../pictures/mermaid.js';
import { svg } from '../../pictures/svg.js';
import type { Topology } from '../../pictures/topology.js';
import { Refusal, type Subcommand, type SubcommandOption } from './subcommand.js';
import { topologyIn } from './topology.js';

const FORMAT: SubcommandOption = {
  name: 'format',
  short: 'f',
  argument: 'required',
  argumentName: 'FORMAT',
  help: 'mermaid (the default), dot or svg',
};

const FORMATS: ReadonlyMap<string, (topology: Topology) => string> = new Map([
  ['mermaid', mermaid],
  ['dot', dot],
  ['svg', svg],
]);

export const GRAPH: Subcommand = {
  name: 'graph',
  text: 'data',
  usage: '',
  summary: 'print a picture of the logical network',
  help: `Prints switches, routers, ports and chassis in the language of Mermaid or of
Graphviz, or as an SVG picture:
  sandbox graph > network.mmd
  sandbox graph --format=svg > network.svg`,
  options: [FORMAT],
  run({ sandbox, options, print }) {
    const name = options.get(FORMAT.name) ?? 'mermaid';
    const draw = FORMATS.get(name);
    if (!draw) throw new Refusal(`unknown format '${name}'; use ${[...FORMATS.keys()].join(', ')}`);
    print(draw(topologyIn(sandbox)));
  },
};
