import fc from 'fast-check';
import { expect, it } from 'vitest';
import { encodeFrame, type Frame, FrameDecoder } from '../../src/host-shell/protocol.js';

it('frames survive any bytes and any cuts', () => {
  const kinds = fc.constantFrom('input', 'stdout', 'exit');
  const frames = fc.array(fc.record({ kind: kinds, payload: fc.uint8Array() }));
  fc.assert(
    fc.property(frames, fc.integer({ min: 1, max: 40 }), (sent, size) => {
      const stream = Buffer.concat(sent.map(({ kind, payload }) => encodeFrame(kind, payload)));
      const decoder = new FrameDecoder();
      const received: Frame[] = [];
      for (let at = 0; at < stream.length; at += size) {
        received.push(...decoder.push(stream.subarray(at, at + size)));
      }
      expect(received).toEqual(
        sent.map(({ kind, payload }) => ({ kind, payload: Buffer.from(payload) })),
      );
    }),
  );
});
