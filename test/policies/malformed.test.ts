/** Checks that malformed frames cause no harm. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { RECORDED_FRAMES } from '../datapath/conntrack/recordings.js';
import { FrameMaker } from './frames.js';
import { openLaboratory } from './laboratory.js';

const POLICY = `
  ovn-nbctl acl-add sw0 to-lport 1002 'outport == "sw0-port1" && ip && tcp.dst == 22' allow-related
  ovn-nbctl acl-add sw0 from-lport 1002 'inport == "sw0-port2" && udp' allow-related
  ovn-nbctl acl-add sw0 to-lport 1001 'outport == "sw0-port1" && ip' drop`;

/** Frames of all kinds between the two ports. */
const GOOD: readonly Uint8Array[] = [4, 6].flatMap((family) => {
  const maker = new FrameMaker(family === 4 ? 4 : 6);
  return ['tcp 1000>22 S', 'udp 9>9', 'echo 7', 'error udp 9>9', 'neighbor'].map(
    (packet) => maker.frame(`2>1 ${packet}`).bytes,
  );
});

describe('malformed frames, through a stateful policy', () => {
  it('are dropped or carried, 10,000 random ones', () => {
    const { run, datapath } = openLaboratory();
    run(POLICY);
    const addressed = (bytes: Uint8Array) => {
      const frame = bytes.slice();
      frame.set([0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 2].slice(0, frame.length));
      return frame;
    };
    const frame = fc.oneof(
      fc.uint8Array({ maxLength: 100 }),
      fc.uint8Array({ minLength: 15, maxLength: 100 }).map((bytes) => {
        const ip = addressed(bytes);
        ip.set((bytes[0] ?? 0) % 2 === 0 ? [0x08, 0x00, 0x45] : [0x86, 0xdd, 0x60], 12);
        return ip;
      }),
      fc.constantFrom(...RECORDED_FRAMES).map(addressed),
    );
    fc.assert(
      fc.property(frame, (bytes) => {
        for (const { port } of datapath.receive('lport2', bytes)?.outputs ?? []) {
          expect(port.name).toBe('lport1');
        }
      }),
      { numRuns: 10_000 },
    );
  });

  it('are dropped or carried, all truncations of good ones', () => {
    const { run, datapath } = openLaboratory();
    run(POLICY);
    for (const frame of GOOD) {
      for (let end = 0; end <= frame.length; end++) {
        expect(datapath.receive('lport2', frame.subarray(0, end))).toBeDefined();
      }
    }
  });
});
