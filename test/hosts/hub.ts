/** A hub that connects hosts without a switch, for tests. */

import { Host } from '../../src/hosts/host.js';
import { type ForwardingResult, Network, type Station } from '../../src/hosts/network.js';
import type { Parties } from '../../src/hosts/traffic.js';
import type { IpAddress } from '../../src/lib/ip.js';
import { linkLocal, parseIp } from '../../src/lib/ip.js';

/** Parses an address, which must be valid. */
export function ip(text: string): IpAddress {
  const address = parseIp(text);
  if (address === undefined) throw new Error(`${text} is no address`);
  return address;
}

/** Returns the nth host of the network 10.0.0.0/24, with the given services. */
export function station(n: number, services: readonly string[] = []): Station {
  const mac = BigInt(n);
  const host = new Host(
    {
      name: `host${n}`,
      mac,
      subnets: [
        { address: ip(`10.0.0.${n}`), prefix: 24, gateway: ip('10.0.0.254') },
        { address: linkLocal(mac), prefix: 10 },
      ],
    },
    services,
  );
  return { host, attachment: { device: `port${n}` } };
}

/** Returns true if a frame passes from one device to another. */
export type Filter = (frame: Uint8Array, from: string, to: string) => boolean;

/** Connects hosts to a hub that forwards the frames that `filter` accepts. */
export function hub(
  stations: readonly Station[],
  filter: Filter = () => true,
): Network<ForwardingResult> {
  const devices = stations.map(({ attachment }) => attachment.device);
  return new Network(
    {
      receive: (from, frame) => ({
        outputs: devices
          .filter((to) => to !== from && filter(frame, from, to))
          .map((name) => ({ port: { name }, frame })),
      }),
    },
    (device) => stations.find(({ attachment }) => attachment.device === device),
  );
}

/** The source and destination of a conversation, by address family. */
export function parties(from: Station, to: Station, family: 4 | 6 = 4): Parties {
  const source = from.host.address(family);
  const destination = to.host.address(family);
  if (!source || !destination) throw new Error('no address');
  return { from, source, destination };
}
