import { describe, expect, it } from 'vitest';
import { ManualClock } from '../../../src/lib/clock.js';
import { Sandbox } from '../../../src/sandbox/sandbox.js';
import { runner } from '../../run.js';
import { checkTranscript } from '../transcript.js';

const IP =
  'eth_type(0x0800),ipv4(src=10.0.0.1,dst=10.0.0.2,proto=1,tos=0,ttl=64,frag=no),icmp(type=8,code=0)';
const ETH = 'eth(src=00:00:00:00:00:01,dst=00:00:00:00:00:02)';

/** The key of a ping that comes in through a port. */
const ping = (port: number, vlan?: number): string =>
  vlan === undefined
    ? `in_port(${port}),${ETH},${IP}`
    : `in_port(${port}),${ETH},eth_type(0x8100),vlan(vid=${vlan},pcp=0),encap(${IP})`;

/** Runs commands in a sandbox with a bridge of four ports and a mirror. */
function traceWith(mirror: string, flows: readonly string[], trace: string): string {
  const run = runner(Sandbox.open({ clock: new ManualClock(1_000_000_000_000) }));
  const ports = [1, 2, 3, 4];
  run(
    `ovs-vsctl add-br br0 -- set bridge br0 datapath_type=dummy fail_mode=secure${ports
      .map((n) => ` -- add-port br0 p${n} -- set interface p${n} type=dummy ofport_request=${n}`)
      .join('')}`,
  );
  const ids = ports.map((n) => `--id=@p${n} get Port p${n}`).join(' -- ');
  run(`ovs-vsctl ${ids} -- --id=@m create Mirror name=m ${mirror} -- set bridge br0 mirrors=@m`);
  for (const flow of flows) run(`ovs-ofctl add-flow br0 ${flow}`);
  const [outcome] = run(`ovs-appctl ofproto/trace ${trace}`);
  return /^Datapath actions: (.*)$/m.exec(outcome?.stdout ?? '')?.[1] ?? outcome?.stderr ?? '';
}

const EACH_OTHER = ['in_port=1,actions=2', 'in_port=2,actions=1'];

describe('mirrors', () => {
  it.each([
    ['everything, as it comes in', 'select_all=true output_port=@p3', EACH_OTHER, ping(1), '3,2'],
    ['nothing from their output', 'select_all=true output_port=@p3', EACH_OTHER, ping(3), 'drop'],
    ['a source', 'select_src_port=@p1 output_port=@p3', EACH_OTHER, ping(1), '3,2'],
    ['no other source', 'select_src_port=@p1 output_port=@p3', EACH_OTHER, ping(2), '1'],
    ['a destination', 'select_dst_port=@p2 output_port=@p3', EACH_OTHER, ping(1), '2,3'],
    ['no other destination', 'select_dst_port=@p2 output_port=@p3', EACH_OTHER, ping(2), '1'],
    [
      'a VLAN',
      'select_all=true select_vlan=11 output_port=@p3',
      ['in_port=1,actions=2'],
      ping(1, 11),
      '3,2',
    ],
    [
      'no other VLAN',
      'select_all=true select_vlan=11 output_port=@p3',
      ['in_port=1,actions=2'],
      ping(1, 10),
      '2',
    ],
    [
      'the packet before it is changed',
      'select_all=true output_port=@p3',
      ['in_port=1,actions=mod_vlan_vid:17,2'],
      ping(1),
      '3,push_vlan(vid=17,pcp=0),2',
    ],
    [
      'to the ports of a VLAN',
      'select_src_port=@p1 output_vlan=12',
      ['in_port=1,actions=2'],
      ping(1),
      'push_vlan(vid=12,pcp=0),2,3,1,4,100,pop_vlan,2',
    ],
    [
      'no packet of the output VLAN',
      'select_src_port=@p1 output_vlan=12',
      ['in_port=1,actions=2'],
      ping(1, 12),
      '2',
    ],
  ])('copy %s', (_, mirror, flows, key, actions) => {
    expect(traceWith(mirror, flows, `ovs-dummy ${key}`)).toBe(actions);
  });

  it('copy packets that a controller creates when they leave', () => {
    const actions = traceWith('select_all=true output_port=@p2', ['actions=1'], 'br0 icmp');
    expect(actions).toBe('1,2');
  });

  it('copy a packet once, even if it is recirculated', () => {
    const flows = ['in_port=1,actions=2,debug_recirc,4'];
    const all = 'select_all=true output_port=@p3';
    expect(traceWith(all, flows, `--ct-next trk ovs-dummy ${ping(1)} -generate`)).toBe(
      '3,2,recirc(0x1)',
    );
  });

  it('count what they copy, and appear in cached flows', () => {
    checkTranscript(`
      PACKET PING in_port(1),${ETH},${IP}
      $ ovs-vsctl add-br br0 -- set bridge br0 fail_mode=secure
      $ ovs-vsctl add-port br0 p1 -- set interface p1 ofport_request=1
      $ ovs-vsctl add-port br0 p2 -- set interface p2 ofport_request=2
      $ ovs-vsctl -- --id=@p2 get port p2 -- --id=@m create mirror name=m select_all=true output_port=@p2 -- set bridge br0 mirrors=@m
      36c422c3-c15e-4a69-9ec1-d49dedc1bdd9
      $ ovs-ofctl add-flow br0 actions=drop
      $ ovs-appctl netdev-dummy/receive p1 PING
      $ ovs-appctl netdev-dummy/receive p1 PING
      $ ovs-vsctl get mirror m statistics
      {tx_bytes=120, tx_packets=2}
      $ ovs-appctl dpif/dump-flows br0
      recirc_id(0),in_port(2),eth_type(0x0800),ipv4(frag=no), packets:1, bytes:60, used:0.000s, actions:3
      $ ovs-vsctl clear bridge br0 mirrors
      $ ovs-appctl dpif/dump-flows br0
      recirc_id(0),in_port(2),eth_type(0x0800),ipv4(frag=no), packets:1, bytes:60, used:0.000s, actions:drop
    `);
  });
});
