/** Sorts new ports in the order in which the reference creates them. */
import { hashString } from '../lib/hash.js';
import { byBucket } from '../lib/hash-order.js';
import type { Configuration, WantedPort } from './configuration.js';
import { requestedNumber } from './port-plan.js';

interface NamedPort {
  readonly name: string;
  readonly port: WantedPort;
}

/**
 * Sorts the names of ports in the order in which the reference creates them: it iterates over hash
 * tables of bridges and of their ports, and the ports that request a number come first in each
 * bridge.
 */
export function inOrderOfCreation(names: Iterable<string>, configuration: Configuration): string[] {
  const bridges = new Map<string, NamedPort[]>();
  for (const name of names) {
    const port = configuration.port(name);
    if (!port) continue;
    const others = bridges.get(port.bridge.name);
    if (others) others.push({ name, port });
    else bridges.set(port.bridge.name, [{ name, port }]);
  }
  const count = configuration.root?.bridges.length ?? 0;
  return byBucket([...bridges], count, ([name]) => hashString(name)).flatMap(([, ports]) =>
    claimingFirst(
      byBucket(ports, ports[0]?.port.bridge.ports.length ?? 0, ({ name, port }) =>
        hashString(port.isSplinter === true ? name : port.port.name),
      ),
    ).map(({ name }) => name),
  );
}

function claimingFirst(ports: readonly NamedPort[]): NamedPort[] {
  const claims = ({ port }: NamedPort): boolean => requestedNumber(port) !== undefined;
  return [...ports.filter(claims), ...ports.filter((port) => !claims(port))];
}
