/** Frames between the two ports of the first environment, from a line of text each. */

import { ETH_TYPE, IP_PROTO } from '../../src/lib/protocol-numbers.js';
import { internetChecksum, sumWords } from '../../src/packet/checksum.js';
import { FrameWriter } from '../../src/packet/frame-writer.js';

export type Family = 4 | 6;

/** A direction between ports: the numbers of the sender and of the receiver. */
export type Way = '1>2' | '2>1';

const FLAGS: ReadonlyMap<string, number> = new Map([
  ['F', 0x01],
  ['S', 0x02],
  ['R', 0x04],
  ['P', 0x08],
  ['A', 0x10],
]);

const PAYLOAD = [104, 101, 108, 108, 111];

const address = (family: Family, port: number): Uint8Array =>
  family === 4
    ? Uint8Array.of(10, 0, 0, port)
    : Uint8Array.of(0xfd, ...new Array<number>(14).fill(0), port);

interface Ends {
  readonly family: Family;
  readonly source: number;
  readonly destination: number;
}

/** Writes a checksum at `at`, including the pseudo-header if there is one. */
function seal(bytes: Uint8Array, at: number, protocol: number, ends: Ends | undefined): Uint8Array {
  const addresses =
    ends === undefined
      ? 0
      : sumWords(address(ends.family, ends.source)) +
        sumWords(address(ends.family, ends.destination)) +
        protocol +
        bytes.length;
  const sealed = new FrameWriter().bytes(bytes);
  sealed.patch16(at, internetChecksum(bytes, addresses));
  return sealed.from();
}

function ipPacket({ family, source, destination }: Ends, protocol: number, payload: Uint8Array) {
  const [from, to] = [address(family, source), address(family, destination)];
  if (family === 6) {
    const header = new FrameWriter().u32(0x60000000).u16(payload.length).u8(protocol, 64);
    return header.bytes(from).bytes(to).bytes(payload).from();
  }
  const header = new FrameWriter()
    .u8(0x45, 0)
    .u16(20 + payload.length, 1, 0)
    .u8(64, protocol);
  const bytes = header.u16(0).bytes(from).bytes(to).from();
  return new FrameWriter()
    .bytes(seal(bytes, 10, 0, undefined))
    .bytes(payload)
    .from();
}

/** Makes frames; remembers the sequence numbers of TCP between them. */
export class FrameMaker {
  readonly #sequences = new Map<string, number>();

  constructor(private readonly family: Family) {}

  /**
   * The frame for a line such as
   *
   *     2>1 tcp 1000>22 SA       flags as tcpdump has them; P carries five octets
   *     2>1 udp 1000>53
   *     2>1 echo 7               and: reply 7
   *     1>2 error udp 1000>53    an ICMP error about such a packet the other way
   *     1>2 neighbor             an ARP request, or a neighbor solicitation
   *     2>1 tcp 1000>22 S !      with a wrong checksum
   */
  frame(line: string): { readonly from: number; readonly to: number; readonly bytes: Uint8Array } {
    const [way = '', ...words] = line.trim().split(/\s+/);
    const [from, to] = way.split('>').map(Number);
    if (from === undefined || to === undefined) throw new Error(line);
    const wrong = words.at(-1) === '!';
    const ends = { family: this.family, source: from, destination: to };
    const packet = this.#packet(ends, wrong ? words.slice(0, -1) : words);
    if (wrong) packet[packet.length - 1] = (packet.at(-1) ?? 0) ^ 0xff;
    const arp = this.family === 4 && words[0] === 'neighbor';
    const type = arp ? ETH_TYPE.ARP : this.family === 4 ? ETH_TYPE.IPV4 : ETH_TYPE.IPV6;
    const ethernet = new FrameWriter().big(BigInt(to), 6).big(BigInt(from), 6).u16(type);
    return { from, to, bytes: ethernet.bytes(packet).from() };
  }

  #packet(ends: Ends, [kind, ...words]: readonly string[]): Uint8Array {
    switch (kind) {
      case 'tcp':
        return this.#tcp(ends, words);
      case 'udp':
        return this.#udp(ends, words);
      case 'echo':
        return this.#icmp(ends, this.family === 4 ? 8 : 128, Number(words[0]), PAYLOAD);
      case 'reply':
        return this.#icmp(ends, this.family === 4 ? 0 : 129, Number(words[0]), PAYLOAD);
      case 'error': {
        const back = { ...ends, source: ends.destination, destination: ends.source };
        return this.#icmp(ends, this.family === 4 ? 3 : 1, 0, this.#packet(back, words));
      }
      case 'neighbor':
        return this.#neighbor(ends);
      default:
        throw new Error(`what is ${kind}?`);
    }
  }

  #tcp(ends: Ends, [ports = '', letters = 'A']: readonly string[]): Uint8Array {
    const [from = 0, to = 0] = ports.split('>').map(Number);
    const there = `${ends.source}:${from} ${ends.destination}:${to}`;
    const back = `${ends.destination}:${to} ${ends.source}:${from}`;
    const flags = [...letters].reduce((all, letter) => all | (FLAGS.get(letter) ?? 0), 0);
    const payload = letters.includes('P') ? PAYLOAD : [];
    const sequence = this.#sequences.get(there) ?? 1000;
    const taken = payload.length + (/[SF]/.test(letters) ? 1 : 0);
    this.#sequences.set(there, sequence + taken);
    const acknowledgment = letters.includes('A') ? (this.#sequences.get(back) ?? 1000) : 0;
    const segment = new FrameWriter().u16(from, to).u32(sequence).u32(acknowledgment);
    segment.u8(0x50, flags).u16(8192, 0, 0).bytes(payload);
    return ipPacket(ends, IP_PROTO.TCP, seal(segment.from(), 16, IP_PROTO.TCP, ends));
  }

  #udp(ends: Ends, [ports = '']: readonly string[]): Uint8Array {
    const datagram = new FrameWriter().u16(...ports.split('>').map(Number));
    datagram.u16(8 + PAYLOAD.length, 0).bytes(PAYLOAD);
    return ipPacket(ends, IP_PROTO.UDP, seal(datagram.from(), 6, IP_PROTO.UDP, ends));
  }

  #icmp(ends: Ends, type: number, id: number, rest: Iterable<number>): Uint8Array {
    const protocol = this.family === 4 ? IP_PROTO.ICMP : IP_PROTO.ICMPV6;
    const message = new FrameWriter()
      .u8(type, 0)
      .u16(0, id, id === 0 ? 0 : 1)
      .bytes(rest)
      .from();
    return ipPacket(
      ends,
      protocol,
      seal(message, 2, protocol, this.family === 4 ? undefined : ends),
    );
  }

  #neighbor(ends: Ends): Uint8Array {
    const [from, to] = [address(this.family, ends.source), address(this.family, ends.destination)];
    if (this.family === 6) return this.#icmp(ends, 135, 0, to);
    const request = new FrameWriter().u16(1, ETH_TYPE.IPV4).u8(6, 4).u16(1);
    return request.big(BigInt(ends.source), 6).bytes(from).big(0n, 6).bytes(to).from();
  }
}
