/** Tests `ofproto/trace` with `--ct-next`. */
import { describe, expect, it } from 'vitest';
import { ManualClock } from '../../src/lib/clock.js';
import { Sandbox } from '../../src/sandbox/sandbox.js';
import { runner } from '../run.js';

const SETUP = `
  ovn-nbctl lswitch-add sw0
  ovn-nbctl lport-add sw0 sw0-port1
  ovn-nbctl lport-add sw0 sw0-port2
  ovn-nbctl lport-set-addresses sw0-port1 00:00:00:00:00:01
  ovn-nbctl lport-set-addresses sw0-port2 00:00:00:00:00:02
  ovs-vsctl add-port br-int lport1 -- set Interface lport1 external_ids:iface-id=sw0-port1
  ovs-vsctl add-port br-int lport2 -- set Interface lport2 external_ids:iface-id=sw0-port2
  ovn-nbctl acl-add sw0 to-lport 1002 'outport == "sw0-port1" && ip && tcp.dst == 22' allow-related
  ovn-nbctl acl-add sw0 to-lport 1001 'outport == "sw0-port1" && ip' drop`;

const FLOW =
  'in_port=2,tcp,dl_src=00:00:00:00:00:02,dl_dst=00:00:00:00:00:01,nw_src=10.0.0.2,nw_dst=10.0.0.1,tp_dst=';

/** Traces TCP from port 2 to port 1; returns the lines that show the packet's path. */
function trace(port: number, ...options: readonly string[]): { lines: string[]; stderr: string } {
  const run = runner(Sandbox.open({ clock: new ManualClock() }));
  run(SETUP);
  const quoted = options.map((option) => `'${option}'`).join(' ');
  const [outcome] = run(`ovs-appctl ofproto/trace br-int ${FLOW}${port} ${quoted}`);
  const told = /^(recirc|- Resuming|Flow: recirc_id|Datapath actions|The datapath)/;
  const lines = (outcome?.stdout ?? '')
    .split('\n')
    .filter((line) => told.test(line))
    .map((line) => line.replace(/,tcp,.*/, ''));
  return { lines, stderr: outcome?.stderr ?? '' };
}

describe('ofproto/trace', () => {
  it('ends at the connection tracker unless its state is given', () => {
    expect(trace(22).lines).toEqual(['Datapath actions: ct(zone=2),recirc(0)']);
  });

  it('continues with the given states, and with new connections after them', () => {
    expect(trace(22, '--ct-next', 'trk,new').lines).toEqual([
      'Datapath actions: ct(zone=2),recirc(0x1)',
      'recirc(0x1) - resume conntrack with ct_state=new|trk',
      'Flow: recirc_id=0x1,ct_state=new|trk,ct_zone=2',
      '- Resuming from table 18',
      'Datapath actions: ct(commit,zone=2),ct(zone=1),recirc(0x2)',
      'recirc(0x2) - resume conntrack with default ct_state=trk|new (use --ct-next to customize)',
      'Flow: recirc_id=0x2,ct_state=new|trk,ct_zone=1',
      '- Resuming from table 49',
      'Datapath actions: ct(commit,zone=1),2',
    ]);
  });

  it.each([
    [
      80,
      ['trk,new'],
      ['ct(zone=2),recirc(0x1)', 'ct(commit,zone=2),ct(zone=1),recirc(0x2)', 'drop'],
    ],
    [80, ['trk,est', 'trk est rpl'], ['ct(zone=2),recirc(0x1)', 'ct(zone=1),recirc(0x2)', '2']],
    [80, ['new'], ['ct(zone=2),recirc(0x1)', 'ct(commit,zone=2),ct(zone=1),recirc(0x2)', 'drop']],
    [22, ['trk,inv'], ['ct(zone=2),recirc(0x1)', 'drop']],
    [22, ['trk,rel', 'trk,inv'], ['ct(zone=2),recirc(0x1)', 'ct(zone=1),recirc(0x2)', 'drop']],
    [
      22,
      ['trk,est', 'trk,new'],
      ['ct(zone=2),recirc(0x1)', 'ct(zone=1),recirc(0x2)', 'ct(commit,zone=1),2'],
    ],
  ])('of port %i with %j', (port, states, actions) => {
    const { lines } = trace(port, ...states.flatMap((state) => ['--ct-next', state]));
    const found = lines.flatMap((line) => /^Datapath actions: (.*)/.exec(line)?.[1] ?? []);
    expect(found).toEqual(actions);
  });

  it('has no lasting effects', () => {
    const run = runner(Sandbox.open({ clock: new ManualClock() }));
    run(SETUP);
    const plain = `ovs-appctl ofproto/trace br-int ${FLOW}22`;
    const before = run(plain);
    run(`${plain} --ct-next trk,new`);
    expect(run(plain)).toEqual(before);
    expect(run('ovs-appctl dpctl/dump-conntrack')).toMatchObject([{ stdout: '' }]);
  });

  it('gives up at the recirculation limit of the datapath', () => {
    const run = runner(Sandbox.open({ clock: new ManualClock() }));
    run(`
      ovs-vsctl add-br br0
      ovs-ofctl add-flow br0 ip,actions=ct(table=0)`);
    const [outcome] = run('ovs-appctl ofproto/trace br0 in_port=1,ip --ct-next trk,new');
    expect(outcome?.stdout.match(/^recirc\(/gm)).toHaveLength(5);
    expect(outcome?.stdout).toMatch(/The datapath drops the packet now, .*\n$/);
  });

  const server = 'ovs-appctl: ovs-vswitchd: server returned an error\n';
  const invalid = (state: string) => `${state}: invalid connection state: `;
  it.each([
    [['--ct-next'], 'Missing argument for option --ct-next\n'],
    [['--ct-next', 'trk,foo'], 'foo: unknown connection tracking state flag\n'],
    [
      ['--ct-next', 'inv,trk,rpl'],
      `${invalid('inv|rpl|trk')}when "inv" is set, only "trk" may also be set\n`,
    ],
    [
      ['--ct-next', 'trk,new,est'],
      `${invalid('new|est|trk')}"new" and "est" are mutually exclusive\n`,
    ],
    [
      ['--ct-next', 'trk,new,rpl'],
      `${invalid('new|rpl|trk')}"new" and "rpy" are mutually exclusive\n`,
    ],
    [['a', 'b'], '"ofproto/trace" command takes at most 3 arguments\n'],
  ])('refuses %j', (options, message) => {
    expect(trace(22, ...options)).toEqual({ lines: [], stderr: message + server });
  });
});
