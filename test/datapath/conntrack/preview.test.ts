import { describe, expect, it } from 'vitest';
import { ConnectionTracker } from '../../../src/datapath/conntrack/connection-tracker.js';
import { CT_STATE } from '../../../src/datapath/conntrack/ct-state.js';
import { extractTuple } from '../../../src/datapath/conntrack/extract-tuple.js';
import { findIpPacket } from '../../../src/datapath/conntrack/ip-packet.js';
import { type PacketOutline, preview } from '../../../src/datapath/conntrack/preview.js';
import { readTcpSegment } from '../../../src/datapath/conntrack/tcp-segment.js';
import { ManualClock } from '../../../src/lib/clock.js';
import { CT_STATE_FLAGS, formatFlags } from '../../../src/openflow/values/flag-sets.js';
import { bytesOf, VECTORS } from './recordings.js';

const TCP = 6;
const UDP = 17;
const ICMP = 1;

/** Returns the outline of a frame that can belong to a connection. */
function outlineOf(frame: Uint8Array): PacketOutline | undefined {
  const packet = findIpPacket(frame);
  const extracted = packet && extractTuple(packet, 0);
  if (packet === undefined || extracted === undefined || extracted.related) return undefined;
  const { family, protocol, source, destination } = extracted.tuple;
  return {
    family,
    protocol,
    source: source.address,
    destination: destination.address,
    sourcePort: source.port,
    destinationPort: destination.port,
    icmpType: source.icmpType,
    icmpIdentifier: source.port,
    tcpFlags: protocol === TCP ? readTcpSegment(packet).flags : undefined,
  };
}

describe('predicts what the real tracker decided', () => {
  it.each(Object.entries(VECTORS))('%s', (_, { commit_new, frames }) => {
    const tracker = new ConnectionTracker(new ManualClock(1_000_000));
    for (const { frame } of frames) {
      const bytes = bytesOf(frame);
      const outline = outlineOf(bytes);
      const foreseen = outline && preview(tracker.table, outline, 5).state;
      const { state } = tracker.process(bytes, { zone: 5, commit: commit_new });
      // An outline does not say what is wrong with a packet.
      if (foreseen !== undefined && (state & CT_STATE.INV) === 0) expect(foreseen).toBe(state);
    }
  });
});

describe('a packet with unknown properties', () => {
  const CLIENT = 0x0a000001;
  const SERVER = 0x0a000002;
  const there = { family: 4, source: CLIENT, destination: SERVER } as const;
  const back = { family: 4, source: SERVER, destination: CLIENT } as const;
  const ports = { sourcePort: 1000, destinationPort: 22 };
  const SYN = 2;
  const SYN_ACK = 0x12;

  it.each<[string, PacketOutline, string]>([
    ['TCP', { ...there, protocol: TCP }, 'new|trk'],
    ['TCP with ports', { ...there, ...ports, protocol: TCP }, 'new|trk'],
    ['a SYN', { ...there, protocol: TCP, tcpFlags: SYN }, 'new|trk'],
    ['an answer to no SYN', { ...there, protocol: TCP, tcpFlags: SYN_ACK }, 'inv|trk'],
    ['TCP without any flags', { ...there, protocol: TCP, tcpFlags: 0 }, 'inv|trk'],
    ['UDP', { ...there, protocol: UDP }, 'new|trk'],
    ['ICMP', { ...there, protocol: ICMP }, 'new|trk'],
    ['an echo reply', { ...back, protocol: ICMP, icmpType: 0 }, 'inv|trk'],
    ['an ICMP error', { ...back, protocol: ICMP, icmpType: 3 }, 'inv|trk'],
    ['a protocol without ports', { ...there, protocol: 47 }, 'new|trk'],
  ])('%s, where there is nothing yet', (_, outline, state) => {
    const tracker = new ConnectionTracker(new ManualClock(1_000_000));
    expect(flags(preview(tracker.table, outline, 5).state)).toBe(state);
  });

  it.each<[string, PacketOutline, string]>([
    ['from another port', { ...there, protocol: TCP }, 'new|trk'],
    ['from its port', { ...there, ...ports, protocol: TCP }, 'est|trk'],
    ['in its ways', { ...there, ...ports, protocol: TCP, tcpFlags: 0x10 }, 'est|trk'],
    ['back', { ...back, sourcePort: 22, destinationPort: 1000, protocol: TCP }, 'est|rpl|trk'],
  ])('TCP %s, where there is a connection', (_, outline, state) => {
    const tracker = new ConnectionTracker(new ManualClock(1_000_000));
    const { frames } = VECTORS['tcp-open-data-close'] ?? { frames: [] };
    for (const { frame } of frames.slice(0, 3)) {
      tracker.process(bytesOf(frame), { zone: 5, commit: true });
    }
    expect(flags(preview(tracker.table, outline, 5).state)).toBe(state);
  });

  it.each<[string, PacketOutline, string]>([
    ['another request', { ...there, protocol: ICMP, icmpType: 8 }, 'new|trk'],
    ['a reply', { ...back, protocol: ICMP, icmpType: 0 }, 'est|rpl|trk'],
    ['a reply of the wrong end', { ...there, protocol: ICMP, icmpType: 0 }, 'inv|trk'],
  ])('ICMP: %s, where there was a request', (_, outline, state) => {
    const tracker = new ConnectionTracker(new ManualClock(1_000_000));
    const [request] = VECTORS['icmp-echo']?.frames ?? [];
    tracker.process(bytesOf(request?.frame ?? ''), { zone: 5, commit: true });
    expect(flags(preview(tracker.table, outline, 5).state)).toBe(state);
  });
});

const flags = (state: number): string => formatFlags(CT_STATE_FLAGS, BigInt(state));
