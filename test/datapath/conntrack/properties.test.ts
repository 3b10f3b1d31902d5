import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ConnectionTracker } from '../../../src/datapath/conntrack/connection-tracker.js';
import { CT_STATE } from '../../../src/datapath/conntrack/ct-state.js';
import { formatConnection } from '../../../src/datapath/conntrack/format-connection.js';
import { ManualClock } from '../../../src/lib/clock.js';
import { RECORDED_FRAMES, VECTORS } from './recordings.js';

const START = 1_000_000;
const DAY = 24 * 60 * 60 * 1000;

const newTracker = (clock = new ManualClock(START)) => new ConnectionTracker(clock);

/** Tracks a frame and commits its connection if possible. */
const commit = (tracker: ConnectionTracker, frame: Uint8Array, zone = 5) =>
  tracker.process(frame, { zone, commit: true }).state;

const listing = (tracker: ConnectionTracker, zone?: number) =>
  tracker.table.connections(zone).map((connection) => formatConnection(connection));

const recordedFrame = fc.constantFrom(...RECORDED_FRAMES);

const damagedFrame = fc
  .tuple(recordedFrame, fc.array(fc.tuple(fc.nat(), fc.nat(255)), { maxLength: 4 }), fc.nat())
  .map(([frame, changes, cut]) => {
    const damaged = frame.slice(0, frame.length - (cut % 3 === 0 ? cut % frame.length : 0));
    // The damage is after the Ethernet addresses, where it matters.
    for (const [at, value] of changes) damaged[12 + (at % (frame.length - 12))] = value;
    return damaged;
  });

const isSane = (state: number): boolean => {
  const has = (bit: number) => (state & bit) !== 0;
  const { NEW, EST, REL, INV, RPL, TRK } = CT_STATE;
  return has(TRK) && !(has(INV) && has(NEW | EST | REL | RPL)) && !(has(NEW) && has(EST));
};

describe('any frame', () => {
  it('gets a consistent state', () => {
    const tracker = newTracker();
    const anything = fc.oneof(fc.uint8Array({ maxLength: 120 }), damagedFrame);
    fc.assert(
      fc.property(anything, (frame) => {
        expect(commit(tracker, frame)).toSatisfy(isSane);
      }),
      { numRuns: 10_000 },
    );
  });

  it('may be truncated anywhere', () => {
    for (const frame of Object.values(VECTORS)
      .flatMap(({ frames }) => frames)
      .slice(0, 300)) {
      const bytes = Buffer.from(frame.frame, 'hex');
      const tracker = newTracker();
      for (let end = 0; end <= bytes.length; end++) {
        expect(commit(tracker, bytes.subarray(0, end))).toSatisfy(isSane);
      }
    }
  });
});

describe('any sequence of packets', () => {
  const frames = fc.array(recordedFrame, { maxLength: 40 });

  it('leaves no connection behind unless it is committed', () => {
    fc.assert(
      fc.property(frames, (sequence) => {
        const tracker = newTracker();
        for (const frame of sequence) tracker.process(frame, { zone: 5, commit: false });
        expect(listing(tracker)).toEqual([]);
      }),
    );
  });

  it('creates connections from new packets only, not from replies or related ones', () => {
    fc.assert(
      fc.property(frames, (sequence) => {
        const tracker = newTracker();
        for (const frame of sequence) {
          const before = tracker.table.connections().length;
          const state = commit(tracker, frame);
          const made = tracker.table.connections().length - before;
          if ((state & (CT_STATE.RPL | CT_STATE.EST | CT_STATE.INV)) !== 0) expect(made).toBe(0);
          expect(made).toBeLessThanOrEqual(1);
        }
      }),
    );
  });

  it('is tracked in each zone independently', () => {
    const zoned = fc.array(fc.tuple(recordedFrame, fc.constantFrom(1, 2, 3)), { maxLength: 60 });
    fc.assert(
      fc.property(zoned, (sequence) => {
        const together = newTracker();
        const states = sequence.map(([frame, zone]) => commit(together, frame, zone));
        for (const zone of [1, 2, 3]) {
          const alone = newTracker();
          for (const [i, [frame, of]] of sequence.entries()) {
            if (of === zone) expect(commit(alone, frame, zone)).toBe(states[i]);
          }
          expect(listing(alone)).toEqual(listing(together, zone));
        }
      }),
    );
  });

  it('is forgotten after a day', () => {
    fc.assert(
      fc.property(frames, (sequence) => {
        const clock = new ManualClock(START);
        const tracker = newTracker(clock);
        for (const frame of sequence) commit(tracker, frame);
        clock.advance(DAY);
        expect(listing(tracker)).toEqual([]);
      }),
    );
  });

  it('fills the table to its limit and no further', () => {
    fc.assert(
      fc.property(frames, fc.integer({ min: 0, max: 3 }), (sequence, limit) => {
        const tracker = newTracker();
        tracker.table.maxConnections = limit;
        for (const frame of sequence) {
          commit(tracker, frame);
          expect(tracker.table.connections().length).toBeLessThanOrEqual(limit);
        }
      }),
    );
  });

  it('is not tracked twice in a zone', () => {
    fc.assert(
      fc.property(frames, (sequence) => {
        const once = newTracker();
        const twice = newTracker();
        for (const frame of sequence) {
          const metadata = twice.process(frame, { zone: 5, commit: true });
          twice.process(frame, { zone: 5, commit: false }, metadata);
          commit(once, frame);
        }
        expect(listing(twice)).toEqual(listing(once));
      }),
    );
  });
});
