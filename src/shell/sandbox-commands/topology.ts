/** `sandbox topology`: shows the logical network as a list. */
import { heading, type OutlineLine, outline, outlineText } from '../../pictures/outline.js';
import { type Topology, topologyOf } from '../../pictures/topology.js';
import type { Sandbox } from '../../sandbox/sandbox.js';
import type { Picture, PictureItem } from '../picture.js';
import type { Subcommand } from './subcommand.js';

/** Returns the logical network of a sandbox. */
export function topologyIn(sandbox: Sandbox): Topology {
  const { nb, sb, neutron } = sandbox.context();
  return topologyOf({ nb, sb, neutron: neutron.database });
}

function pictureOf(topology: Topology): Picture {
  const { switches, routers, chassis } = topology;
  return {
    title: `Topology: switches ${switches.length}, routers ${routers.length}, chassis ${chassis.length}`,
    items: outline(topology).map((line) => ({
      text: heading(line),
      look: lookOf(line),
      facts: line.facts,
    })),
  };
}

function lookOf({ depth, state }: OutlineLine): PictureItem['look'] {
  if (depth === 0) return 'heading';
  switch (state) {
    case 'up':
      return 'good';
    case 'down':
      return 'bad';
    case 'disabled':
      return 'quiet';
    case undefined:
      return 'plain';
  }
}

export const TOPOLOGY: Subcommand = {
  name: 'topology',
  text: 'data',
  usage: '',
  summary: 'show switches, routers, ports and chassis',
  help: `Shows the logical network with addresses, states and chassis; on a terminal, on
the whole screen, which q leaves; elsewhere, as a list. The mark in front
of a port is + if it is up, - if it is down, x if it is disabled, and = if it
leads to a router or a physical network. Networks and virtual machines of
OpenStack are listed by their names.`,
  async run({ sandbox, show, print }) {
    const topology = topologyIn(sandbox);
    const text = outlineText(topology);
    if (show && text !== '') await show(pictureOf(topology));
    else print(text === '' ? 'Nothing here yet.\n' : text);
  },
};
