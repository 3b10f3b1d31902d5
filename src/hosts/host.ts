/** A host behind a logical port: what a machine with these addresses answers. */
import { sameIp, shareNetwork } from './addresses.js';
import { encodeIp } from './encode.js';
import {
  type ArpPacket,
  BROADCAST,
  type IpAddress,
  type IpFamily,
  type IpPacket,
  type Message,
  type Neighbour,
  type Payload,
} from './message.js';
import { TcpStack } from './tcp-stack.js';

/** A network that a host is in, and the router that leads out of it. */
export interface Subnet {
  readonly address: IpAddress;
  /** How many leading bits all addresses of the network share. */
  readonly prefix: number;
  readonly gateway?: IpAddress;
}

/** What a host is called, and where. */
export interface HostIdentity {
  /** The logical port that it is behind. */
  readonly name: string;
  readonly mac: bigint;
  readonly subnets: readonly Subnet[];
}

export type TransportProtocol = 'tcp' | 'udp';

/** `tcp/22`: a port that somebody listens on. */
export const serviceName = (protocol: TransportProtocol, port: number): string =>
  `${protocol}/${port}`;

const TTL = 64;

/** How much of a packet an ICMP error sends back. */
const QUOTE = 576;

const keyOf = ({ family, value }: IpAddress): string => `${family}/${value}`;

/** Where packets to a multicast group of neighbour discovery are sent (RFC 4291, RFC 2464). */
const SOLICITED_NODE = 0xff02_0000_0000_0000_0000_0001_ff00_0000n;
const IPV6_MULTICAST_MAC = 0x3333_0000_0000n;
const solicitedNode = (target: bigint): bigint => SOLICITED_NODE | (target & 0xffffffn);
const multicastMac = (group: bigint): bigint => IPV6_MULTICAST_MAC | (group & 0xffffffffn);

export class Host {
  readonly tcp: TcpStack;
  /** What came and is for whoever sent something: answers, complaints, data. */
  readonly inbox: IpPacket[] = [];
  #identity: HostIdentity;
  #services: ReadonlySet<string>;
  readonly #neighbours = new Map<string, bigint>();
  /** Packets that wait for the Ethernet address of their next hop. */
  readonly #waiting = new Map<string, IpPacket[]>();

  /** @param services what somebody listens on: see {@link serviceName}. */
  constructor(identity: HostIdentity, services: Iterable<string> = []) {
    this.#identity = identity;
    this.#services = new Set(services);
    this.tcp = new TcpStack((port) => this.#services.has(serviceName('tcp', port)));
  }

  get identity(): HostIdentity {
    return this.#identity;
  }

  get services(): ReadonlySet<string> {
    return this.#services;
  }

  /** From now on the host has these addresses and services. */
  update(identity: HostIdentity, services: Iterable<string>): void {
    this.#identity = identity;
    this.#services = new Set(services);
  }

  /** The first address of a family. */
  address(family: IpFamily): IpAddress | undefined {
    return this.identity.subnets.find(({ address }) => address.family === family)?.address;
  }

  /** Forgets its neighbours and what came: a new conversation begins. */
  begin(): void {
    this.#neighbours.clear();
    this.#waiting.clear();
    this.inbox.length = 0;
  }

  /** The next hops that nobody has answered for. */
  get unresolved(): readonly string[] {
    return [...this.#waiting.keys()];
  }

  /** The frames that send a payload from one of the host's addresses. */
  send(source: IpAddress, destination: IpAddress, payload: Payload): readonly Message[] {
    return this.#route({ type: 'ip', source, destination, ttl: TTL, payload });
  }

  /** The frames that answer a frame. */
  receive({ source, destination, body }: Message): readonly Message[] {
    const group = ((destination >> 40n) & 1n) === 1n;
    if (destination !== this.identity.mac && !group) return [];
    if (body.type === 'arp') return this.#receiveArp(body);
    const { payload } = body;
    if (payload.type === 'solicitation' || payload.type === 'advertisement') {
      return this.#receiveNeighbour(payload, body.source);
    }
    if (!this.#owns(body.destination) || group) return [];
    // Whoever speaks is heard of, so that an answer needs no question.
    this.#learn(this.#nextHop(body.source), source);
    return this.#receiveIp(body);
  }

  #owns(address: IpAddress): boolean {
    return this.identity.subnets.some((subnet) => sameIp(subnet.address, address));
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

  /** An echo service on open ports, a complaint on closed ones, and ports of its own for answers. */
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

  /** The UDP ports on which this host waits for answers. */
  readonly #asking = new Set<number>();

  /** Waits for answers on a UDP port while `work` runs. */
  waitingOn<T>(port: number, work: () => T): T {
    this.#asking.add(port);
    try {
      return work();
    } finally {
      this.#asking.delete(port);
    }
  }

  #receiveArp(arp: ArpPacket): readonly Message[] {
    const sender: IpAddress = { family: 4, value: arp.senderIp };
    const target: IpAddress = { family: 4, value: arp.targetIp };
    if (arp.reply) return this.#learn(sender, arp.senderMac);
    if (!this.#owns(target)) return [];
    this.#learn(sender, arp.senderMac);
    return [
      {
        source: this.identity.mac,
        destination: arp.senderMac,
        body: {
          type: 'arp',
          reply: true,
          senderMac: this.identity.mac,
          senderIp: target.value,
          targetMac: arp.senderMac,
          targetIp: arp.senderIp,
        },
      },
    ];
  }

  #receiveNeighbour(payload: Neighbour, source: IpAddress): readonly Message[] {
    const target: IpAddress = { family: 6, value: payload.target };
    if (payload.type === 'advertisement') return this.#learn(target, payload.mac);
    if (!this.#owns(target)) return [];
    this.#learn(source, payload.mac);
    const answer: Payload = { type: 'advertisement', target: target.value, mac: this.identity.mac };
    return [this.#frame(payload.mac, target, source, answer, 255)];
  }

  /** Learns who has an address, and sends what waited for that. */
  #learn(address: IpAddress, mac: bigint): readonly Message[] {
    const key = keyOf(address);
    this.#neighbours.set(key, mac);
    const waiting = this.#waiting.get(key) ?? [];
    this.#waiting.delete(key);
    return waiting.map((packet) => ({
      source: this.identity.mac,
      destination: mac,
      body: packet,
    }));
  }

  #route(packet: IpPacket): readonly Message[] {
    const hop = this.#nextHop(packet.destination);
    const key = keyOf(hop);
    const mac = this.#neighbours.get(key);
    if (mac !== undefined) {
      return [{ source: this.identity.mac, destination: mac, body: packet }];
    }
    const waiting = this.#waiting.get(key);
    if (waiting !== undefined) {
      waiting.push(packet);
      return [];
    }
    this.#waiting.set(key, [packet]);
    return [this.#question(hop, packet.source)];
  }

  /** The neighbour to hand a packet to. */
  #nextHop(destination: IpAddress): IpAddress {
    const { subnets } = this.identity;
    const near = subnets.some(({ address, prefix }) => shareNetwork(address, destination, prefix));
    if (near) return destination;
    const out = subnets.find(
      ({ address, gateway }) => gateway !== undefined && address.family === destination.family,
    );
    return out?.gateway ?? destination;
  }

  /** Asks all neighbours who has an address. */
  #question(target: IpAddress, source: IpAddress): Message {
    if (target.family === 6) {
      const group = solicitedNode(target.value);
      const payload: Payload = {
        type: 'solicitation',
        target: target.value,
        mac: this.identity.mac,
      };
      return this.#frame(multicastMac(group), source, { family: 6, value: group }, payload, 255);
    }
    return {
      source: this.identity.mac,
      destination: BROADCAST,
      body: {
        type: 'arp',
        reply: false,
        senderMac: this.identity.mac,
        senderIp: source.value,
        targetMac: 0n,
        targetIp: target.value,
      },
    };
  }

  #frame(
    mac: bigint,
    source: IpAddress,
    destination: IpAddress,
    payload: Payload,
    ttl: number,
  ): Message {
    return {
      source: this.identity.mac,
      destination: mac,
      body: { type: 'ip', source, destination, ttl, payload },
    };
  }
}
