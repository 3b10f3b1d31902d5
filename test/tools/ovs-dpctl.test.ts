/** Tests `ovs-dpctl`. */
import { describe, expect, it } from 'vitest';
import { ManualClock } from '../../src/lib/clock.js';
import { Sandbox } from '../../src/sandbox/sandbox.js';
import { runner } from '../run.js';

const FRAME =
  '50540000000a50540000000908004500001c00010000401166ce0a0000010a00000203e8003500080000';

function open() {
  const run = runner(Sandbox.open({ clock: new ManualClock(1_000_000_000) }));
  run(`
    ovs-vsctl add-br br0 -- add-port br0 p1
    ovs-appctl netdev-dummy/receive p1 ${FRAME}`);
  return (words: string) => run(words)[0];
}

describe('ovs-dpctl', () => {
  it.each(['dump-dps', 'show', 'show system@ovs-system', 'dump-flows', 'ct-get-nconns'])(
    'prints what ovs-vswitchd answers to dpctl/%s',
    (words) => {
      const run = open();
      const result = run(`ovs-dpctl ${words}`);
      expect(result).toEqual(run(`ovs-appctl dpctl/${words}`));
      expect(result?.stdout).not.toBe('');
    },
  );

  it.each([
    ['-s show', 'dpctl/show -s'],
    ['show --statistics', 'dpctl/show -s'],
    ['dump-flows -m', 'dpctl/dump-flows -m'],
  ])('%s is %s', (own, other) => {
    const run = open();
    expect(run(`ovs-dpctl ${own}`)).toEqual(run(`ovs-appctl ${other}`));
  });

  it('deletes flows', () => {
    const run = open();
    run('ovs-dpctl del-flows');
    expect(run('ovs-dpctl dump-flows')).toEqual({ stdout: '', stderr: '', exitCode: 0 });
  });

  it.each([
    ['', 'missing command name; use --help for help'],
    ['nosuch', "unknown command 'nosuch'; use --help for help"],
    ['dump-flows a b c', "'dump-flows' command takes at most 2 arguments"],
    ['get-flow', "'get-flow' command requires at least 1 arguments"],
    ['-x', "invalid option -- 'x'"],
    ['-t 0 show', 'value 0 on -t or --timeout is not at least 1'],
    ['dump-flows foo', 'opening datapath (No such device)'],
    [
      'add-dp x',
      '"add-dp" is not available in this sandbox: datapaths, their ports and flows follow from bridges and OpenFlow flows',
    ],
  ])('complains about %j', (words, message) => {
    expect(open()(`ovs-dpctl ${words}`)).toEqual({
      stdout: '',
      stderr: `ovs-dpctl: ${message}\n`,
      exitCode: 1,
    });
  });

  it('lists the commands of the real program', () => {
    const { stdout = '' } = open()('ovs-dpctl list-commands') ?? {};
    expect(stdout).toContain('  dump-flows              [dp]\n');
    expect(stdout.split('\n')).toHaveLength(19);
  });
});
