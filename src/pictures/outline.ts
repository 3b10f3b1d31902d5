/** Draws a topology as an indented list. */
import type { PortState, Topology } from './topology.js';
import { addressText, chassisText, label, peerName, whereabouts } from './words.js';

/** A line of the list. */
export interface OutlineLine {
  readonly depth: 0 | 1;
  /** The mark in front of a port, which repeats its state. */
  readonly mark: string;
  readonly kind: 'switch' | 'router' | 'chassis' | 'port';
  readonly state: PortState | undefined;
  readonly name: string;
  readonly detail: string;
}

const MARKS: Readonly<Record<PortState, string>> = { up: '+', down: '-', disabled: 'x' };

/** Returns the lines: routers, switches with their ports, then chassis. */
export function outline(topology: Topology): readonly OutlineLine[] {
  const { routers, switches, chassis } = topology;
  const line = (
    kind: OutlineLine['kind'],
    name: string,
    detail: string,
    state?: PortState,
  ): OutlineLine => ({
    ...{ kind, name, detail, state },
    depth: kind === 'port' ? 1 : 0,
    mark: kind === 'port' ? (state === undefined ? '=' : MARKS[state]) : '',
  });
  return [
    ...routers.flatMap((router) => [
      line('router', label(router), ''),
      ...router.ports.map((port) =>
        line('port', label(port), `${port.network}  to ${peerName(port, topology)}`),
      ),
    ]),
    ...switches.flatMap((row) => [
      line('switch', label(row), ''),
      ...row.ports.map((port) =>
        line(
          'port',
          label(port),
          [addressText(port), whereabouts(port)].filter(Boolean).join('  '),
          port.state,
        ),
      ),
    ]),
    ...chassis.map((row) => line('chassis', row.name, chassisText(row))),
  ];
}

/** Returns the list as text. */
export function outlineText(topology: Topology): string {
  return outline(topology)
    .map(({ depth, mark, kind, name, detail }) =>
      (depth === 0 ? `${kind} ${name}  ${detail}` : `  ${mark} ${name}  ${detail}`).trimEnd(),
    )
    .map((line) => `${line}\n`)
    .join('');
}
