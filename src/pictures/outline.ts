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
  /** What is known about it, each in a few words. */
  readonly facts: readonly string[];
}

const MARKS: Readonly<Record<PortState, string>> = { up: '+', down: '-', disabled: 'x' };

/** Returns the lines: routers, switches with their ports, then chassis. */
export function outline(topology: Topology): readonly OutlineLine[] {
  const { routers, switches, chassis } = topology;
  const line = (
    kind: OutlineLine['kind'],
    name: string,
    facts: readonly string[],
    state?: PortState,
  ): OutlineLine => ({
    ...{ kind, name, state },
    facts: facts.filter((fact) => fact !== ''),
    depth: kind === 'port' ? 1 : 0,
    mark: kind === 'port' ? (state === undefined ? '=' : MARKS[state]) : '',
  });
  return [
    ...routers.flatMap((router) => [
      line('router', label(router), []),
      ...router.ports.map((port) =>
        line('port', label(port), [port.network, `to ${peerName(port, topology)}`]),
      ),
    ]),
    ...switches.flatMap((row) => [
      line('switch', label(row), []),
      ...row.ports.map((port) =>
        line('port', label(port), [addressText(port), whereabouts(port)], port.state),
      ),
    ]),
    ...chassis.map((row) => line('chassis', row.name, [chassisText(row)])),
  ];
}

/** Returns a line without what is known about it: `  + sw0-port1`. */
export const heading = ({ depth, mark, kind, name }: OutlineLine): string =>
  depth === 0 ? `${kind} ${name}` : `  ${mark} ${name}`;

/** Returns the list as text. */
export const outlineText = (topology: Topology): string =>
  outline(topology)
    .map((line) => `${[heading(line), ...line.facts].join('  ')}\n`)
    .join('');
