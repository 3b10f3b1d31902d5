/** Tests the conversations between hosts on a hub. */
import { describe, expect, it } from 'vitest';
import { decodeMessage } from '../../src/hosts/decode.js';
import type { Message } from '../../src/hosts/message.js';
import type { Journey } from '../../src/hosts/network.js';
import { connect, datagram, echo } from '../../src/hosts/traffic.js';
import { type Filter, hub, ip, parties, station } from './hub.js';

/** Describes a frame in a few words. */
function words({ body }: Message): string {
  if (body.type === 'arp') return body.reply ? 'arp-reply' : 'arp-request';
  const { payload } = body;
  switch (payload.type) {
    case 'tcp': {
      const names = ['FIN', 'SYN', 'RST', 'PSH', 'ACK'];
      const flags = names.filter((_, bit) => (payload.flags & (1 << bit)) !== 0);
      return `${flags.join('+')}${payload.data.length > 0 ? ` ${payload.data.length}` : ''}`;
    }
    case 'echo':
      return payload.reply ? 'echo-reply' : 'echo-request';
    case 'error':
      return payload.reason;
    default:
      return payload.type;
  }
}

const said = (journeys: readonly Journey[]): readonly string[] =>
  journeys.map(({ from, message }) => `${from.host.identity.name}: ${words(message)}`);

const options = { sourcePort: 40_000, port: 22, size: 0, keep: false };

describe('an echo request', () => {
  it.each([
    [4, ['arp-request', 'arp-reply'], 64],
    [6, ['solicitation', 'advertisement'], 64],
  ] as const)('is answered, over IPv%i', (family, [question, answer], bytes) => {
    const [a, b] = [station(1), station(2)];
    const { outcome, journeys } = echo(hub([a, b]), parties(a, b, family), {
      id: 1,
      sequence: 1,
      size: 56,
    });
    expect(outcome).toEqual({ type: 'answered', bytes, ttl: 64 });
    expect(said(journeys)).toEqual([
      `host1: ${question}`,
      `host2: ${answer}`,
      'host1: echo-request',
      'host2: echo-reply',
    ]);
  });

  it('resolves a neighbour only once', () => {
    const [a, b] = [station(1), station(2)];
    const network = hub([a, b]);
    echo(network, parties(a, b), { id: 1, sequence: 1, size: 0 });
    const { journeys } = echo(network, parties(a, b), { id: 1, sequence: 2, size: 0 });
    expect(said(journeys)).toEqual(['host1: echo-request', 'host2: echo-reply']);
  });

  it('reports that no host has the address', () => {
    const a = station(1);
    const to = { from: a, source: ip('10.0.0.1'), destination: ip('10.0.0.9') };
    const { outcome } = echo(hub([a]), to, { id: 1, sequence: 1, size: 0 });
    expect(outcome).toEqual({ type: 'unreachable' });
  });

  it('goes through the router if the destination is on another network', () => {
    const a = station(1);
    const to = { from: a, source: ip('10.0.0.1'), destination: ip('10.0.1.1') };
    const { journeys } = echo(hub([a]), to, { id: 1, sequence: 1, size: 0 });
    const [first] = journeys;
    const body = first?.message.body;
    expect(body?.type === 'arp' && body.targetIp).toBe(ip('10.0.0.254').value);
  });

  it('gets no answer if it is dropped', () => {
    const [a, b] = [station(1), station(2)];
    const noEcho: Filter = (frame) => {
      const body = decodeMessage(frame)?.body;
      return !(body?.type === 'ip' && body.payload.type === 'echo');
    };
    const { outcome } = echo(hub([a, b], noEcho), parties(a, b), { id: 1, sequence: 1, size: 0 });
    expect(outcome).toEqual({ type: 'silence' });
  });
});

describe('a TCP connection', () => {
  it.each([4, 6] as const)('opens, carries data and closes, over IPv%i', (family) => {
    const [a, b] = [station(1), station(2, ['tcp/22'])];
    const { outcome, journeys } = connect(hub([a, b]), parties(a, b, family), {
      ...options,
      size: 10,
    });
    expect(outcome.type).toBe('connected');
    expect(said(journeys).slice(2)).toEqual([
      'host1: SYN',
      'host2: SYN+ACK',
      'host1: ACK',
      'host1: PSH+ACK 10',
      'host2: ACK',
      'host1: FIN+ACK',
      'host2: FIN+ACK',
      'host1: ACK',
    ]);
    expect(a.host.tcp.connections).toEqual([]);
    expect(b.host.tcp.connections).toEqual([]);
  });

  it('stays open on request', () => {
    const [a, b] = [station(1), station(2, ['tcp/22'])];
    connect(hub([a, b]), parties(a, b), { ...options, size: 10, keep: true });
    expect(a.host.tcp.connections.map(({ state }) => state)).toEqual(['established']);
    expect(b.host.tcp.connections).toMatchObject([{ state: 'established', received: 10 }]);
  });

  it('is refused if the port is closed', () => {
    const [a, b] = [station(1), station(2)];
    const { outcome, journeys } = connect(hub([a, b]), parties(a, b), options);
    expect(outcome).toEqual({ type: 'refused' });
    expect(said(journeys).slice(2)).toEqual(['host1: SYN', 'host2: RST+ACK']);
    expect(a.host.tcp.connections).toEqual([]);
  });

  it('times out if the answer is dropped', () => {
    const [a, b] = [station(1), station(2, ['tcp/22'])];
    const oneWay: Filter = (frame, from) =>
      from === 'port1' || decodeMessage(frame)?.body.type === 'arp';
    const { outcome } = connect(hub([a, b], oneWay), parties(a, b), options);
    expect(outcome).toEqual({ type: 'silence' });
    expect(a.host.tcp.connections).toEqual([]);
  });
});

describe('a UDP datagram', () => {
  it('is echoed by a service', () => {
    const [a, b] = [station(1), station(2, ['udp/22'])];
    const { outcome } = datagram(hub([a, b]), parties(a, b), { ...options, size: 5 });
    expect(outcome).toEqual({ type: 'answered', bytes: 5, ttl: 64 });
  });

  it.each([4, 6] as const)('is refused if the port is closed, over IPv%i', (family) => {
    const [a, b] = [station(1), station(2)];
    const { outcome, journeys } = datagram(hub([a, b]), parties(a, b, family), options);
    expect(outcome).toEqual({ type: 'refused' });
    expect(said(journeys).at(-1)).toBe('host2: port-unreachable');
  });
});

it('gives up on frames that cause frames without end', () => {
  const [a, b] = [station(1), station(2)];
  const network = hub([a, b]);
  // Two echo services that answer each other forever.
  a.host.update(a.host.identity, ['udp/7']);
  b.host.update(b.host.identity, ['udp/7']);
  const run = () =>
    datagram(network, parties(a, b), { sourcePort: 7, port: 7, size: 1, keep: false });
  expect(run).toThrow('stopped after 10000 frames: the network has a loop');
});
