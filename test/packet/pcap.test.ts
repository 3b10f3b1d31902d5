import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { pcapHeader, pcapRecord, readPcap } from '../../src/packet/pcap.js';

const hexOf = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');

const fileOf = (...parts: readonly Uint8Array[]): Uint8Array =>
  Uint8Array.from(parts.flatMap((part) => [...part]));

describe('pcap', () => {
  it('is written as the reference writes it', () => {
    expect(hexOf(pcapHeader())).toBe('d4c3b2a1020004000000000000000000ee05000001000000');
    const record = pcapRecord({ time: 1_000_002n, frame: Uint8Array.of(5, 6) });
    expect(hexOf(record)).toBe('01000000020000000200000002000000' + '0506');
  });

  it('reads what it writes', () => {
    const frames = fc.array(
      fc.record({
        time: fc.bigInt({ min: 0n, max: 4_294_967_295_999_999n }),
        frame: fc.uint8Array(),
      }),
    );
    fc.assert(
      fc.property(frames, (captured) => {
        expect(readPcap(fileOf(pcapHeader(), ...captured.map(pcapRecord)))).toEqual(captured);
      }),
    );
  });

  it('reads the other byte order', () => {
    const file = Buffer.from(
      'a1b2c3d400020004000000000000000000000600000000010000000100000002000000010000000907',
      'hex',
    );
    expect(readPcap(file)).toEqual([{ time: 1_000_002n, frame: Uint8Array.of(7) }]);
  });

  it.each([
    ['too short for a pcap file', '00'],
    ['not a pcap file', '00'.repeat(24)],
    ['not a file of Ethernet', 'd4c3b2a1020004000000000000000000ee05000002000000'],
    ['the file is cut short', 'd4c3b2a1020004000000000000000000ee05000001000000' + '01'],
    [
      'the file is cut short',
      'd4c3b2a1020004000000000000000000ee05000001000000' +
        '01000000020000000200000002000000' +
        '05',
    ],
  ])('%s', (message, hex) => {
    expect(() => readPcap(Buffer.from(hex, 'hex'))).toThrow(
      expect.objectContaining({ name: 'Error', message }),
    );
  });
});
