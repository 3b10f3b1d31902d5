import { describe, expect, it } from 'vitest';
import {
  ConnectionTracker,
  type CtRequest,
} from '../../../src/datapath/conntrack/connection-tracker.js';
import { CT_STATE } from '../../../src/datapath/conntrack/ct-state.js';
import { formatConnection } from '../../../src/datapath/conntrack/format-connection.js';
import { ManualClock } from '../../../src/lib/clock.js';
import { CT_STATE_FLAGS, formatMaskedFlags } from '../../../src/openflow/values/flag-sets.js';
import { bytesOf, TIMED_VECTORS, VECTORS } from './recordings.js';

const stateText = (state: number) =>
  formatMaskedFlags(CT_STATE_FLAGS, BigInt(state), BigInt(state));

/** Tracks a frame; a new connection is then committed. */
function play(
  tracker: ConnectionTracker,
  frame: Uint8Array,
  zone: number,
  commit: Omit<CtRequest, 'zone' | 'commit'> | undefined,
): string {
  const metadata = tracker.process(frame, { zone, commit: false });
  const isNew = (metadata.state & (CT_STATE.NEW | CT_STATE.INV)) === CT_STATE.NEW;
  if (commit && isNew) tracker.process(frame, { zone, commit: true, ...commit }, metadata);
  return stateText(metadata.state);
}

describe('the recorded decisions of the real tracker', () => {
  it.each(Object.entries(VECTORS))('%s', (_, { commit_new, frames, conntrack }) => {
    const tracker = new ConnectionTracker(new ManualClock(1_000_000));
    const states = frames.map(({ frame }) =>
      play(tracker, bytesOf(frame), 5, commit_new ? {} : undefined),
    );
    expect(states).toEqual(frames.map(({ ct_state }) => ct_state));
    const table = tracker.table.connections(5).map((connection) => formatConnection(connection));
    expect(table.sort()).toEqual(conntrack);
  });
});

/**
 * The parameters with which the recordings commit in each zone, depending on whether the frame is
 * TCP.
 */
function commitOf(zone: number, frame: Uint8Array): Omit<CtRequest, 'zone' | 'commit'> {
  const mark = (value: bigint) => ({ value, mask: 0xffffffffn });
  switch (zone) {
    case 6:
      return { mark: mark(6n) };
    case 7:
      return { mark: mark(9n), helper: frame[23] === 6 || frame[20] === 6 ? 'ftp' : undefined };
    default:
      return {};
  }
}

describe('the recorded decisions of the real tracker over time', () => {
  it.each(Object.entries(TIMED_VECTORS))('%s', (_, { events, conntrack, verbose }) => {
    const clock = new ManualClock(1_000_000);
    const tracker = new ConnectionTracker(clock);
    const seen = events.map((event) => {
      if ('advance' in event) {
        clock.advance(event.advance);
        return event;
      }
      const frame = bytesOf(event.frame);
      const commit = event.commit ? commitOf(event.zone, frame) : undefined;
      const ct_state = play(tracker, frame, event.zone, commit);
      // Some frames were not IP and never reached `ct`.
      return { ...event, ct_state: event.ct_state === null ? null : ct_state };
    });
    expect(seen).toEqual(events);
    const { table } = tracker;
    const connections = table.connections();
    const lines = connections.map((connection) =>
      formatConnection(connection, { timeout: table.remaining(connection) }),
    );
    expect(lines.sort()).toEqual(conntrack);
    expect(
      connections.map((connection) => formatConnection(connection, { verbose: true })).sort(),
    ).toEqual(verbose);
  });
});
