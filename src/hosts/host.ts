/** Simulates the machine behind a logical port: sends packets and answers those it receives. */

import type { IpAddress, IpFamily } from '../lib/ip.js';
import { sameIp } from '../lib/ip.js';
import { encodeIp } from './encode.js';
import type { HostIdentity } from './host-identity.js';
import type { IpPacket, Message, Payload } from './message.js';
import { Neighbours } from './neighbours.js';
import { TcpStack } from './tcp-stack.js';

export type TransportProtocol = 'tcp' | 'udp';

/** Returns the name of a service, such as `tcp/22`. */
export const serviceName = (protocol: TransportProtocol, port: number): string =>
  `${protocol}/${port}`;

const TTL = 64;

/** The number of bytes of a packet that an ICMP error quotes. */
const QUOTE = 576;

export class Host {
  readonly tcp: TcpStack;
  /** Packets for the programs on the host: replies, errors and data. */
  readonly inbox: IpPacket[] = [];
  #identity: HostIdentity;
  #services: ReadonlySet<string>;
  readonly #neighbours: Neighbours;
  /** The UDP ports on which this host waits for answers. */
  readonly #asking = new Set<number>();

  /** @param services the open ports: see {@link serviceName} */
  constructor(identity: HostIdentity, services: Iterable<string> = []) {
    this.#identity = identity;
    this.#services = new Set(services);
    this.tcp = new TcpStack((port) => this.#services.has(serviceName('tcp', port)));
    this.#neighbours = new Neighbours(() => this.#identity);
  }

  get identity(): HostIdentity {
    return this.#identity;
  }

  get services(): ReadonlySet<string> {
    return this.#services;
  }

  /** Changes the addresses and services of the host. */
  update(identity: HostIdentity, services: Iterable<string>): void {
    this.#identity = identity;
    this.#services = new Set(services);
  }

  /** Returns the first address of a family. */
  address(family: IpFamily): IpAddress | undefined {
    return this.identity.subnets.find(({ address }) => address.family === family)?.address;
  }

  /** Tells the host the Ethernet address of a neighbor, which it then does not ask for. */
  meet(neighbour: IpAddress, mac: bigint): void {
    this.#neighbours.hear(neighbour, mac);
  }

  /** Prepares for a new conversation: forgets the neighbours and empties the inbox. */
  begin(): void {
    this.#neighbours.forget();
    this.inbox.length = 0;
  }

  /** True if packets wait for a neighbour that has not answered. */
  get waiting(): boolean {
    return this.#neighbours.waiting;
  }

  /** Returns the frames that send a payload from one of the host's addresses. */
  send(source: IpAddress, destination: IpAddress, payload: Payload): readonly Message[] {
    return this.#neighbours.send({ type: 'ip', source, destination, ttl: TTL, payload });
  }

  /** Returns the frames with which the host answers a frame. */
  receive({ source, destination, body }: Message): readonly Message[] {
    const group = ((destination >> 40n) & 1n) === 1n;
    if (destination !== this.identity.mac && !group) return [];
    if (body.type === 'arp') return this.#neighbours.receiveArp(body);
    const { payload } = body;
    if (payload.type === 'solicitation' || payload.type === 'advertisement') {
      return this.#neighbours.receiveDiscovery(payload, body.source);
    }
    const mine = this.identity.subnets.some(({ address }) => sameIp(address, body.destination));
    if (!mine || group) return [];
    // A sender becomes a known neighbour, so the answer needs no ARP request.
    return [...this.#neighbours.hear(body.source, source), ...this.#receiveIp(body)];
  }

  #receiveIp(packet: IpPacket): readonly Message[] {
    const { source, destination, payload } = packet;
    switch (payload.type) {
      case 'echo':
        if (!payload.reply) return this.send(destination, source, { ...payload, reply: true });
        this.inbox.push(packet);
        return [];
      case 'tcp':
        return this.tcp
          .receive(payload, destination, source)
          .flatMap((segment) => this.send(destination, source, segment));
      case 'udp':
        return this.#receiveUdp(packet, payload.destination);
      case 'error':
        this.inbox.push(packet);
        return [];
      case 'solicitation':
      case 'advertisement':
        return [];
    }
  }

  /** Echoes datagrams to open ports, and rejects those to closed ports. */
  #receiveUdp(packet: IpPacket, port: number): readonly Message[] {
    const { source, destination, payload } = packet;
    if (payload.type !== 'udp') return [];
    if (this.services.has(serviceName('udp', port))) {
      const answer = { ...payload, source: payload.destination, destination: payload.source };
      return this.send(destination, source, answer);
    }
    if (this.#asking.has(port)) {
      this.inbox.push(packet);
      return [];
    }
    const original = encodeIp(packet).slice(0, QUOTE);
    return this.send(destination, source, { type: 'error', reason: 'port-unreachable', original });
  }

  /** Waits for answers on a UDP port while `work` runs. */
  waitingOn<T>(port: number, work: () => T): T {
    this.#asking.add(port);
    try {
      return work();
    } finally {
      this.#asking.delete(port);
    }
  }
}
