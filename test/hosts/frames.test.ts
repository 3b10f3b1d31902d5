/** Tests encoding and decoding the frames of hosts. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeMessage } from '../../src/hosts/decode.js';
import { encodeMessage } from '../../src/hosts/encode.js';
import type { Message, Payload } from '../../src/hosts/message.js';
import type { IpAddress } from '../../src/lib/ip.js';
import { ETH_TYPE } from '../../src/lib/protocol-numbers.js';
import { popVlan, pushVlan, vlanOf } from '../../src/packet/push-pop.js';

const bits = (n: number) => fc.bigInt({ min: 0n, max: (1n << BigInt(n)) - 1n });
const int = (n: number) => fc.integer({ min: 0, max: 2 ** n - 1 });
const data = fc.uint8Array({ maxLength: 64 });

const shared: fc.Arbitrary<Payload>[] = [
  fc.record({
    type: fc.constant('tcp' as const),
    source: int(16),
    destination: int(16),
    sequence: int(32),
    acknowledgement: int(32),
    flags: int(5),
    data,
  }),
  fc.record({ type: fc.constant('udp' as const), source: int(16), destination: int(16), data }),
  fc.record({
    type: fc.constant('echo' as const),
    reply: fc.boolean(),
    id: int(16),
    sequence: int(16),
    data,
  }),
  fc.record({
    type: fc.constant('error' as const),
    reason: fc.constantFrom(
      'port-unreachable' as const,
      'host-unreachable' as const,
      'time-exceeded' as const,
    ),
    original: data,
  }),
];

const discovery: fc.Arbitrary<Payload> = fc.record({
  type: fc.constantFrom('solicitation' as const, 'advertisement' as const),
  target: bits(128),
  mac: bits(48),
});

const packet = (family: 4 | 6, payload: fc.Arbitrary<Payload>) => {
  const address: fc.Arbitrary<IpAddress> = fc.record({
    family: fc.constant(family),
    value: bits(family === 4 ? 32 : 128),
  });
  return fc.record({
    type: fc.constant('ip' as const),
    source: address,
    destination: address,
    ttl: int(8),
    payload,
  });
};

const messages: fc.Arbitrary<Message> = fc.record({
  source: bits(48),
  destination: bits(48),
  body: fc.oneof(
    packet(4, fc.oneof(...shared)),
    packet(6, fc.oneof(...shared, discovery)),
    fc.record({
      type: fc.constant('arp' as const),
      reply: fc.boolean(),
      senderMac: bits(48),
      senderIp: bits(32),
      targetMac: bits(48),
      targetIp: bits(32),
    }),
  ),
});

describe('frames', () => {
  it('decode to the messages they were encoded from', () => {
    fc.assert(
      fc.property(messages, (message) => {
        expect(decodeMessage(encodeMessage(message))).toEqual(message);
      }),
    );
  });

  it('with arbitrary bytes are decoded or ignored', () => {
    fc.assert(
      fc.property(messages, fc.nat(120), fc.uint8Array(), (message, length, noise) => {
        const frame = encodeMessage(message).slice(0, length);
        expect(() => [decodeMessage(frame), decodeMessage(noise)]).not.toThrow();
      }),
    );
  });

  it('lose only the tag when it is removed', () => {
    fc.assert(
      fc.property(messages, fc.integer({ min: 1, max: 4095 }), (message, vlan) => {
        const frame = encodeMessage(message);
        expect(vlanOf(pushVlan(frame, ETH_TYPE.VLAN, vlan))).toBe(vlan);
        expect(popVlan(pushVlan(frame, ETH_TYPE.VLAN, vlan))).toEqual(frame);
      }),
    );
  });
});
