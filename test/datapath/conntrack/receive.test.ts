/**
 * Replays the recorded decisions through the whole switch: frames enter by `netdev-dummy/receive`
 * on a bridge whose flows send them to the tracker.
 */
import { describe, expect, it } from 'vitest';
import { ManualClock } from '../../../src/lib/clock.js';
import { Sandbox } from '../../../src/sandbox/sandbox.js';
import { runner } from '../../run.js';
import { VECTORS, type Vector } from './recordings.js';

const SETUP = `
  ovs-vsctl add-br br0 -- set bridge br0 fail-mode=secure
  ovs-vsctl add-port br0 p1 -- set Interface p1 ofport_request=1
  ovs-vsctl add-port br0 p2 -- set Interface p2 ofport_request=2`;

/** The states in the recordings. Each has a flow that counts it. */
const STATES: readonly string[] = [
  ...new Set(
    Object.values(VECTORS).flatMap(({ frames }) =>
      frames.flatMap(({ ct_state }) => ct_state ?? []),
    ),
  ),
];

/** Returns the flow of table 1 for exactly this state. */
function stateFlow(state: string, family: 'ip' | 'ipv6', commit: boolean): string {
  const absent = ['new', 'est', 'rel', 'inv', 'rpl'].filter((flag) => !state.includes(`+${flag}`));
  const match = `ct_state=${state}${absent.map((flag) => `-${flag}`).join('')}`;
  const commits = commit && state.includes('+new') && !state.includes('+inv');
  const actions = commits ? 'ct(commit,zone=5)' : 'drop';
  return `cookie=${STATES.indexOf(state) + 1},table=1,${family},${match},actions=${actions}`;
}

function play({ commit_new, frames }: Vector): { states: (string | null)[]; table: string[] } {
  const run = runner(Sandbox.open({ clock: new ManualClock(1_000_000) }));
  run(SETUP);
  for (const family of ['ip', 'ipv6'] as const) {
    run(`ovs-ofctl add-flow br0 ${family},actions=ct(table=1,zone=5)`);
    for (const state of STATES) {
      run(`ovs-ofctl add-flow br0 '${stateFlow(state, family, commit_new)}'`);
    }
  }
  let before = new Map<string, number>();
  const states = frames.map(({ in: port, frame }) => {
    expect(run(`ovs-appctl netdev-dummy/receive ${port} ${frame}`)).toMatchObject([{ stderr: '' }]);
    const [dump] = run('ovs-ofctl dump-flows br0 table=1');
    const counters = new Map<string, number>();
    for (const [, cookie = '', packets] of dump?.stdout.matchAll(
      /cookie=0x([0-9a-f]+),.* n_packets=(\d+)/g,
    ) ?? []) {
      counters.set(cookie, (counters.get(cookie) ?? 0) + Number(packets));
    }
    const hit = [...counters].filter(([cookie, packets]) => packets !== (before.get(cookie) ?? 0));
    before = counters;
    expect(hit.length).toBeLessThanOrEqual(1);
    const index = hit[0] === undefined ? undefined : Number.parseInt(hit[0][0], 16) - 1;
    return index === undefined ? null : (STATES[index] ?? null);
  });
  const [dump] = run('ovs-appctl dpctl/dump-conntrack zone=5');
  return { states, table: (dump?.stdout ?? '').split('\n').filter(Boolean).sort() };
}

describe('frames from netdev-dummy/receive', () => {
  it.each(Object.entries(VECTORS))('%s', (_, vector) => {
    const { states, table } = play(vector);
    expect(states).toEqual(vector.frames.map(({ ct_state }) => ct_state));
    expect(table).toEqual(vector.conntrack);
  });
});
