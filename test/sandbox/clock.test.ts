/** Tests the sandbox's clock and everything that ages by it. */
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

describe('time/warp', () => {
  it('sets the clock forward', () => {
    const { sandbox, run, show } = open();
    run('ovs-ofctl add-flow br0 hard_timeout=60,udp,actions=drop');
    expect(show('appctl time/warp 59000')).toBe('warped\n');
    expect(show('ofctl dump-flows br0')).toContain('udp');
    expect(show('appctl time/warp 2000 100')).toBe('warped\n');
    expect(show('ofctl dump-flows br0')).not.toContain('udp');
    expect(sandbox.clockOffset).toBe(61_000);
    const [outcome] = run('ovs-appctl time/warp 99999999999999');
    expect(outcome).toMatchObject({ exitCode: 2, stderr: expect.stringMatching(/100 years/) });
  });
});

describe('when the clock of the sandbox advances', () => {
  it('flows age', () => {
    const { sandbox, show } = open();
    sandbox.advanceClock(90 * SECONDS);
    expect(show('ofctl dump-flows br0')).toContain('duration=90s');
  });

  it('flows with a hard timeout expire', () => {
    const { sandbox, run, show } = open();
    run('ovs-ofctl add-flow br0 hard_timeout=60,udp,actions=drop');
    sandbox.advanceClock(59 * SECONDS);
    expect(show('ofctl dump-flows br0')).toContain('udp');
    sandbox.advanceClock(2 * SECONDS);
    expect(show('ofctl dump-flows br0')).not.toContain('udp');
  });

  it('flows with an idle timeout expire unless packets match them', () => {
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

  it('the datapath forgets its megaflows', () => {
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

describe('ovs-appctl', () => {
  it('warps the clock', () => {
    const { sandbox, run, show } = open();
    expect(show('appctl time/warp 1500')).toBe('warped\n');
    expect(show('appctl time/warp 88500 100')).toBe('warped\n');
    expect(sandbox.clockOffset).toBe(90 * SECONDS);
    expect(show('ofctl dump-flows br0')).toContain('duration=90s');
    expect(run('ovs-appctl time/warp 0')[0]).toMatchObject({
      stderr: 'invalid MSECS\novs-appctl: ovs-vswitchd: server returned an error\n',
      exitCode: 2,
    });
    expect(run('ovs-appctl time/warp 9999999999999')[0]).toMatchObject({
      stderr: expect.stringContaining('more than 100 years ahead'),
      exitCode: 2,
    });
    expect(sandbox.clockOffset).toBe(90 * SECONDS);
  });

  it('stops the clock, which then only moves when warped', () => {
    const clock = new ManualClock(1_000_000_000);
    const sandbox = Sandbox.open({ clock });
    const run = runner(sandbox);
    run('ovs-appctl time/stop');
    clock.advance(5 * SECONDS);
    expect(sandbox.now).toBe(1_000_000_000);
    run('ovs-appctl time/warp 10');
    expect(sandbox.now).toBe(1_000_000_010);
    sandbox.reset();
    expect(sandbox.now).toBe(1_000_000_000 + 5 * SECONDS);
  });
});
