/**
 * The neighbours of a host: whose Ethernet addresses it knows, what it asks for those
 * that it does not, and what it answers when it is asked itself (ARP and neighbour
 * discovery).
 */
import { sameIp, shareNetwork } from './addresses.js';
import type { HostIdentity } from './host-identity.js';
import {
  type ArpPacket,
  BROADCAST,
  type IpAddress,
  type IpPacket,
  type Message,
  type Neighbour,
} from './message.js';

/** Where packets to a multicast group of neighbour discovery are sent (RFC 4291, RFC 2464). */
const SOLICITED_NODE = 0xff02_0000_0000_0000_0000_0001_ff00_0000n;
const IPV6_MULTICAST_MAC = 0x3333_0000_0000n;
const solicitedNode = (target: bigint): bigint => SOLICITED_NODE | (target & 0xffffffn);
const multicastMac = (group: bigint): bigint => IPV6_MULTICAST_MAC | (group & 0xffffffffn);

/** The hop limit of neighbour discovery, which no router lets through. */
const DISCOVERY_TTL = 255;

const keyOf = ({ family, value }: IpAddress): string => `${family}/${value}`;

export class Neighbours {
  readonly #identity: () => HostIdentity;
  readonly #macs = new Map<string, bigint>();
  /** Packets that wait for the Ethernet address of their next hop. */
  readonly #waiting = new Map<string, IpPacket[]>();

  /** @param identity who the host is now. */
  constructor(identity: () => HostIdentity) {
    this.#identity = identity;
  }

  /** Whether packets wait for a neighbour that has not answered. */
  get waiting(): boolean {
    return this.#waiting.size > 0;
  }

  /** Forgets everything. */
  forget(): void {
    this.#macs.clear();
    this.#waiting.clear();
  }

  /** The frames that send a packet to its next hop: the packet itself, or the question who that is. */
  send(packet: IpPacket): readonly Message[] {
    const hop = this.#nextHop(packet.destination);
    const key = keyOf(hop);
    const mac = this.#macs.get(key);
    if (mac !== undefined) return [this.#frame(mac, packet)];
    const waiting = this.#waiting.get(key);
    if (waiting !== undefined) {
      waiting.push(packet);
      return [];
    }
    this.#waiting.set(key, [packet]);
    return [this.#question(hop, packet.source)];
  }

  /** Hears a packet from an address, by way of a neighbour; gives the frames that waited for that. */
  hear(source: IpAddress, mac: bigint): readonly Message[] {
    return this.#learn(this.#nextHop(source), mac);
  }

  /** The frames that answer an ARP packet, or that it sets free. */
  receiveArp(arp: ArpPacket): readonly Message[] {
    const sender: IpAddress = { family: 4, value: arp.senderIp };
    const target: IpAddress = { family: 4, value: arp.targetIp };
    if (arp.reply) return this.#learn(sender, arp.senderMac);
    if (!this.#owns(target)) return [];
    const { mac } = this.#identity();
    const answer: ArpPacket = {
      type: 'arp',
      reply: true,
      senderMac: mac,
      senderIp: target.value,
      targetMac: arp.senderMac,
      targetIp: arp.senderIp,
    };
    return [...this.#learn(sender, arp.senderMac), this.#frame(arp.senderMac, answer)];
  }

  /** The frames that answer neighbour discovery, or that it sets free. */
  receiveDiscovery(payload: Neighbour, source: IpAddress): readonly Message[] {
    const target: IpAddress = { family: 6, value: payload.target };
    if (payload.type === 'advertisement') return this.#learn(target, payload.mac);
    if (!this.#owns(target)) return [];
    const answer = this.#discovery('advertisement', target.value, target, source);
    return [...this.#learn(source, payload.mac), this.#frame(payload.mac, answer)];
  }

  #owns(address: IpAddress): boolean {
    return this.#identity().subnets.some((subnet) => sameIp(subnet.address, address));
  }

  /** Learns who has an address, and sends what waited for that. */
  #learn(address: IpAddress, mac: bigint): readonly Message[] {
    const key = keyOf(address);
    this.#macs.set(key, mac);
    const waiting = this.#waiting.get(key) ?? [];
    this.#waiting.delete(key);
    return waiting.map((packet) => this.#frame(mac, packet));
  }

  /** The neighbour to hand a packet to. */
  #nextHop(destination: IpAddress): IpAddress {
    const { subnets } = this.#identity();
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
      const group: IpAddress = { family: 6, value: solicitedNode(target.value) };
      return this.#frame(
        multicastMac(group.value),
        this.#discovery('solicitation', target.value, source, group),
      );
    }
    return this.#frame(BROADCAST, {
      type: 'arp',
      reply: false,
      senderMac: this.#identity().mac,
      senderIp: source.value,
      targetMac: 0n,
      targetIp: target.value,
    });
  }

  #discovery(
    type: Neighbour['type'],
    target: bigint,
    source: IpAddress,
    destination: IpAddress,
  ): IpPacket {
    const payload: Neighbour = { type, target, mac: this.#identity().mac };
    return { type: 'ip', source, destination, ttl: DISCOVERY_TTL, payload };
  }

  #frame(destination: bigint, body: Message['body']): Message {
    return { source: this.#identity().mac, destination, body };
  }
}
