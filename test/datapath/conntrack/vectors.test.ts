import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  ConnectionTracker,
  UNTRACKED,
} from '../../../src/datapath/conntrack/connection-tracker.js';
import { CT_STATE } from '../../../src/datapath/conntrack/ct-state.js';
import { formatConnection } from '../../../src/datapath/conntrack/format-connection.js';
import { ManualClock } from '../../../src/lib/clock.js';
import { CT_STATE_FLAGS, formatMaskedFlags } from '../../../src/openflow/flags.js';

interface Vector {
  readonly commit_new: boolean;
  readonly frames: readonly {
    readonly in: string;
    readonly frame: string;
    readonly ct_state: string | null;
  }[];
  readonly conntrack: readonly string[];
}

const VECTORS: Readonly<Record<string, Vector>> = JSON.parse(
  readFileSync(join(import.meta.dirname, '../../conformance/conntrack-vectors.json'), 'utf8'),
);

const ZONE = 5;

const stateText = (state: number): string =>
  formatMaskedFlags(CT_STATE_FLAGS, BigInt(state), BigInt(state));

describe('the recorded decisions of the real tracker', () => {
  it.each(Object.entries(VECTORS))('%s', (_, { commit_new, frames, conntrack }) => {
    const tracker = new ConnectionTracker(new ManualClock(1_000_000));
    const states = frames.map(({ frame }) => {
      const bytes = new Uint8Array(Buffer.from(frame, 'hex'));
      const metadata = tracker.process(bytes, { zone: ZONE, commit: false }, UNTRACKED);
      const isNew = (metadata.state & (CT_STATE.NEW | CT_STATE.INV)) === CT_STATE.NEW;
      if (commit_new && isNew) tracker.process(bytes, { zone: ZONE, commit: true }, metadata);
      return stateText(metadata.state);
    });
    expect(states).toEqual(frames.map(({ ct_state }) => ct_state));
    const table = tracker.table.connections(ZONE).map((connection) => formatConnection(connection));
    expect(table.sort()).toEqual(conntrack);
  });
});
