import { describe, expect, it } from 'vitest';
import { ManualClock } from '../../src/lib/clock.js';
import { Sandbox } from '../../src/sandbox/sandbox.js';
import { runner } from '../run.js';

const FRAME =
  '50540000000a50540000000908004500001c00010000401166ce0a0000010a00000203e8003500080000';

function open() {
  const sandbox = Sandbox.open({ clock: new ManualClock(1_000_000_000) });
  const run = runner(sandbox);
  const show = (command: string) => run(`ovs-${command}`)[0]?.stdout ?? '';
  run(`
    ovs-vsctl add-br br0
    ovs-vsctl add-port br0 p1
    ovs-vsctl add-port br0 p2`);
  return { sandbox, run, show };
}

const SECONDS = 1000;

describe('as the clock of the sandbox goes on', () => {
  it('flows grow older', () => {
    const { sandbox, show } = open();
    sandbox.advanceClock(90 * SECONDS);
    expect(show('ofctl dump-flows br0')).toContain('duration=90s');
  });

  it('flows with a hard timeout go', () => {
    const { sandbox, run, show } = open();
    run('ovs-ofctl add-flow br0 hard_timeout=60,udp,actions=drop');
    sandbox.advanceClock(59 * SECONDS);
    expect(show('ofctl dump-flows br0')).toContain('udp');
    sandbox.advanceClock(2 * SECONDS);
    expect(show('ofctl dump-flows br0')).not.toContain('udp');
  });

  it('flows with an idle timeout go unless packets keep them', () => {
    const { sandbox, run, show } = open();
    run('ovs-ofctl add-flow br0 idle_timeout=60,udp,actions=drop');
    sandbox.advanceClock(50 * SECONDS);
    run(`ovs-appctl netdev-dummy/receive p1 ${FRAME}`);
    sandbox.advanceClock(50 * SECONDS);
    expect(show('ofctl dump-flows br0')).toContain('udp');
    sandbox.advanceClock(11 * SECONDS);
    expect(show('ofctl dump-flows br0')).not.toContain('udp');
  });

  it('learned addresses are forgotten', () => {
    const { sandbox, run, show } = open();
    run(`ovs-appctl netdev-dummy/receive p1 ${FRAME}`);
    sandbox.advanceClock(299 * SECONDS);
    expect(show('appctl fdb/show br0')).toMatch(/50:54:00:00:00:09 +299/);
    sandbox.advanceClock(2 * SECONDS);
    expect(show('appctl fdb/show br0')).not.toContain('50:54:00:00:00:09');
  });

  it('the datapath forgets what it knew', () => {
    const { sandbox, run, show } = open();
    run(`ovs-appctl netdev-dummy/receive p1 ${FRAME}`);
    expect(show('appctl dpif/dump-flows br0')).not.toBe('');
    sandbox.advanceClock(11 * SECONDS);
    expect(show('appctl dpif/dump-flows br0')).toBe('');
  });

  it('connections are forgotten', () => {
    const { sandbox, run, show } = open();
    run(`
      ovs-ofctl add-flow br0 udp,actions=ct(commit,zone=1)
      ovs-appctl netdev-dummy/receive p1 ${FRAME}`);
    sandbox.advanceClock(59 * SECONDS);
    expect(show('appctl dpctl/dump-conntrack -s')).toContain('timeout=1');
    sandbox.advanceClock(1 * SECONDS);
    expect(show('appctl dpctl/dump-conntrack')).toBe('');
  });
});
