/** Resolves the Ethernet addresses of a host's neighbors, and answers their requests (ARP and ND). */

import type { IpAddress } from '../lib/ip.js';
import { sameIp, shareNetwork } from '../lib/ip.js';
import type { HostIdentity } from './host-identity.js';
import {
  type ArpPacket,
  BROADCAST,
  type IpPacket,
  type Message,
  type Neighbour,
} from './message.js';

/** The solicited-node multicast addresses (RFC 4291) and their Ethernet addresses (RFC 2464). */
const SOLICITED_NODE = 0xff02_0000_0000_0000_0000_0001_ff00_0000n;
const IPV6_MULTICAST_MAC = 0x3333_0000_0000n;
const solicitedNode = (target: bigint): bigint => SOLICITED_NODE | (target & 0xffffffn);
const multicastMac = (group: bigint): bigint => IPV6_MULTICAST_MAC | (group & 0xffffffffn);

/** The hop limit of neighbor discovery; packets that were routed have a lower one. */
const DISCOVERY_TTL = 255;

const keyOf = ({ family, value }: IpAddress): string => `${family}/${value}`;

export class Neighbours {
  readonly #identity: () => HostIdentity;
  readonly #macs = new Map<string, bigint>();
  /** Packets that wait for the Ethernet address of their next hop. */
  readonly #waiting = new Map<string, IpPacket[]>();

  /** @param identity returns the current identity of the host */
  constructor(identity: () => HostIdentity) {
    this.#identity = identity;
  }

  /** True if packets wait for a neighbor that has not answered. */
  get waiting(): boolean {
    return this.#waiting.size > 0;
  }

  /** Forgets everything. */
  forget(): void {
    this.#macs.clear();
    this.#waiting.clear();
  }

  /** Returns the frame to send a packet: the packet itself, or a request for its next hop. */
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
    return [this.#request(hop, packet.source)];
  }

  /** Learns the next hop towards `source` from a packet; returns the frames that waited for it. */
  hear(source: IpAddress, mac: bigint): readonly Message[] {
    return this.#learn(this.#nextHop(source), mac);
  }

  /** Returns the reply to an ARP packet and the frames that waited for it. */
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

  /** Returns the reply to a discovery message and the frames that waited for it. */
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

  /** Learns an Ethernet address; returns the frames that waited for it. */
  #learn(address: IpAddress, mac: bigint): readonly Message[] {
    const key = keyOf(address);
    this.#macs.set(key, mac);
    const waiting = this.#waiting.get(key) ?? [];
    this.#waiting.delete(key);
    return waiting.map((packet) => this.#frame(mac, packet));
  }

  /** Returns the neighbor to send a packet to. */
  #nextHop(destination: IpAddress): IpAddress {
    const { subnets } = this.#identity();
    const near = subnets.some(({ address, prefix }) => shareNetwork(address, destination, prefix));
    if (near) return destination;
    const out = subnets.find(
      ({ address, gateway }) => gateway !== undefined && address.family === destination.family,
    );
    return out?.gateway ?? destination;
  }

  /** Returns a request for the Ethernet address of a neighbor. */
  #request(target: IpAddress, source: IpAddress): Message {
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
