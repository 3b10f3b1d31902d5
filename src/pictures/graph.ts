/** Flattens a topology into nodes and edges, for languages that lay graphs out themselves. */
import type { Topology } from './topology.js';
import { addressText, chassisText, label, whereabouts } from './words.js';

export type NodeKind = 'switch' | 'router' | 'port' | 'chassis';

export interface Node {
  /** A word that is unique in the graph. */
  readonly id: string;
  readonly kind: NodeKind;
  readonly lines: readonly string[];
}

export interface Edge {
  readonly from: string;
  readonly to: string;
  readonly label: string;
  /** True for the binding of a port to a chassis. */
  readonly dashed: boolean;
}

export interface Graph {
  readonly nodes: readonly Node[];
  readonly edges: readonly Edge[];
}

/** Returns the nodes and edges; each port of a switch is a node, each port of a router an edge. */
export function graphOf({ routers, switches, chassis }: Topology): Graph {
  const nodes: Node[] = [];
  const edges: Edge[] = [];
  const ids = new Map<string, string>();
  const add = (kind: NodeKind, key: string, lines: readonly string[]): string => {
    const id = `n${nodes.length + 1}`;
    ids.set(`${kind} ${key}`, id);
    nodes.push({ id, kind, lines: lines.filter((line) => line !== '') });
    return id;
  };
  for (const row of routers) add('router', row.id, [label(row)]);
  for (const row of switches) add('switch', row.id, [label(row)]);
  for (const row of chassis) add('chassis', row.name, [row.name, chassisText(row)]);
  for (const row of switches) {
    const home = ids.get(`switch ${row.id}`);
    for (const port of row.ports) {
      const id = add('port', port.id, [label(port), addressText(port), whereabouts(port)]);
      if (home) edges.push({ from: home, to: id, label: '', dashed: false });
      const host = ids.get(`chassis ${port.chassis}`);
      if (host) edges.push({ from: id, to: host, label: '', dashed: true });
    }
  }
  const linked = new Set<string>();
  for (const row of routers) {
    const from = ids.get(`router ${row.id}`);
    for (const { id, network, peer, name } of row.ports) {
      const to = peer && ids.get(`${peer.type} ${peer.id}`);
      // A link between routers is a port of each; it is drawn once.
      const link = [id, peer?.type === 'router' ? `${peer.id} ${peer.port}` : ''].join();
      if (from === undefined || linked.has(link)) continue;
      if (peer?.type === 'router') {
        const others = routers.find((other) => other.id === peer.id)?.ports ?? [];
        for (const other of others) {
          if (other.peer?.id === row.id) linked.add(`${other.id},${row.id} ${name}`);
        }
      }
      const target = to ?? add('port', id, [name, 'leads nowhere']);
      edges.push({ from, to: target, label: network, dashed: false });
    }
  }
  return { nodes, edges };
}
