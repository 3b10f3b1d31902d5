/** `sandbox topology`: shows the logical network as a list. */
import { outlineText } from '../../pictures/outline.js';
import { type Topology, topologyOf } from '../../pictures/topology.js';
import type { Sandbox } from '../../sandbox/sandbox.js';
import type { Subcommand } from './subcommand.js';

/** Returns the logical network of a sandbox. */
export function topologyIn(sandbox: Sandbox): Topology {
  const { nb, sb, neutron } = sandbox.context();
  return topologyOf({ nb, sb, neutron: neutron.database });
}

export const TOPOLOGY: Subcommand = {
  name: 'topology',
  text: 'data',
  usage: '',
  summary: 'list switches, routers, ports and chassis',
  help: `Lists the logical network with addresses, states and chassis. The mark in front
of a port is + if it is up, - if it is down, x if it is disabled, and = if it
leads to a router or a physical network. Networks and virtual machines of
OpenStack are listed by their names.`,
  run({ sandbox, print }) {
    const text = outlineText(topologyIn(sandbox));
    print(text === '' ? 'Nothing here yet.\n' : text);
  },
};
