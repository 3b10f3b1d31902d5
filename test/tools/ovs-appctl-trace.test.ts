/**
 * Tests the arguments of `ofproto/trace` and `ofproto/trace-packet-out`. Expected values are from
 * tests/ofproto-dpif.at.
 */
import { describe, expect, it } from 'vitest';
import { type Laboratory, newLaboratory } from './ovn-trace/transcript.js';

const PORTS = [1, 2, 3, 4, 5, 6, 90];

/** Creates a bridge `br0` with ports p1, p2, ... on a separate datapath, then runs `script`. */
function laboratory(script: string): Laboratory {
  const ports = PORTS.map(
    (n) => `ovs-vsctl add-port br0 p${n} -- set Interface p${n} ofport_request=${n}`,
  );
  return newLaboratory(
    ['ovs-vsctl add-br br0 -- set bridge br0 datapath_type=dummy', ...ports, script].join('\n'),
  );
}

const TWO_FLOWS = `
  ovs-ofctl del-flows br0
  ovs-ofctl add-flow br0 in_port=1,actions=output:2
  ovs-ofctl add-flow br0 in_port=2,actions=output:1`;

/** Returns the rest of the output line with this prefix. */
const line = (text: string, beginning: string): string | undefined =>
  text
    .split('\n')
    .find((candidate) => candidate.startsWith(beginning))
    ?.slice(beginning.length);

/** The number of a port of br0 in the datapath. */
function odpPort({ run }: Laboratory, name: string): string {
  return new RegExp(`${name} \\d+/(\\d+)`).exec(run('ovs-appctl dpif/show').stdout)?.[1] ?? '';
}

const ETH = 'eth(src=50:54:00:00:00:01,dst=50:54:00:00:00:02)';
const PACKET =
  '50540000000250540000000108064500001C000100004001F98CC0A80001C0A800020800F7FF00000000';

describe('ofproto/trace', () => {
  const lab = laboratory(TWO_FLOWS);
  const p1 = odpPort(lab, 'p1');

  it.each([
    'br0 in_port=1',
    `br0 in_port=1 ${PACKET}`,
    'dummy in_port(p1)',
    `dummy in_port(${p1}),${ETH}`,
    `ovs-dummy in_port(${p1})`,
    `ovs-dummy in_port(${p1}),skb_priority(1),skb_mark(2) ${PACKET}`,
  ])('accepts %s', (words) => {
    const { stdout } = lab.run(`ovs-appctl ofproto/trace ${words}`);
    expect(line(stdout, 'Bridge: ')).toBe('br0');
    expect(line(stdout, 'Datapath actions: ')).toBe(odpPort(lab, 'p2'));
  });

  it('parses a packet', () => {
    const words = `dummy in_port(${p1}),skb_priority(1),skb_mark(2) ${PACKET}`;
    expect(line(lab.run(`ovs-appctl ofproto/trace ${words}`).stdout, 'Flow: ')).toBe(
      'pkt_mark=0x2,skb_priority=0x1,arp,in_port=1,vlan_tci=0x0000,dl_src=50:54:00:00:00:01,dl_dst=50:54:00:00:00:02,arp_spa=0.0.0.0,arp_tpa=0.0.0.0,arp_op=0,arp_sha=00:00:00:00:00:00,arp_tha=00:00:00:00:00:00',
    );
  });

  it('accepts a datapath flow alone if there is only one datapath', () => {
    const { stderr } = lab.run('ovs-appctl ofproto/trace in_port(1)');
    expect(stderr.split('\n')[0]).toBe('Cannot find the datapath');
    const { stdout } = newLaboratory().run('ovs-appctl ofproto/trace in_port(br-int)');
    expect(line(stdout, 'Bridge: ')).toBe('br-int');
  });

  it.each([
    ['', '"ofproto/trace" command requires at least 1 arguments'],
    ['a b c d', '"ofproto/trace" command takes at most 3 arguments'],
    [`nosuch in_port(1),${ETH}`, 'Cannot find the datapath'],
    [`'' in_port(1),${ETH}`, 'Cannot find the datapath'],
    [`br0 in_port(1),${ETH}`, 'Cannot find the datapath'],
    [`br0 in_port(1),${ETH} -generate`, 'Cannot find the datapath'],
    [`br0 in_port(1),${ETH} ${PACKET}`, 'Cannot find the datapath'],
    ['dummy in_port(77)', 'Invalid datapath flow'],
    ['dummy in_port=1', 'Unknown bridge name'],
    [`dummy in_port=1 ${PACKET}`, 'Unknown bridge name'],
    ['in_port=1', 'Must specify bridge name'],
    ['in_port=1 -generate', 'Must specify bridge name'],
    ['-generate', 'Syntax error'],
    [`dummy in_port(1),${ETH} garbage`, 'Trailing garbage in packet data'],
    ['br0 in_port=1 5054', 'Packet data too short for Ethernet'],
    [
      'br0 in_port=1,nosuch=2',
      'Bad openflow flow syntax: in_port=1,nosuch=2: unknown field nosuch',
    ],
    [
      'br0 nw_src=1.2.3.4',
      'Bad openflow flow syntax: nw_src=1.2.3.4: prerequisites not met for setting nw_src',
    ],
  ])('refuses %s', (words, message) => {
    expect(lab.run(`ovs-appctl ofproto/trace ${words}`)).toEqual({
      stdout: '',
      stderr: `${message}\novs-appctl: ovs-vswitchd: server returned an error\n`,
      exitCode: 2,
    });
  });

  it('teaches a switch the addresses of a packet, but not of a flow', () => {
    const { run, build } = laboratory('ovs-vsctl set-fail-mode br0 standalone');
    const table = () => run('ovs-appctl fdb/show br0').stdout.split('\n').slice(1, -1);
    const flow = 'in_port=3,dl_src=50:54:00:00:00:05,dl_dst=ff:ff:ff:ff:ff:ff';
    build(`ovs-appctl ofproto/trace br0 ${flow}`);
    expect(table()).toEqual([]);
    build(`ovs-appctl ofproto/trace br0 ${flow} -generate`);
    expect(table()).toEqual(['    3     0  50:54:00:00:00:05    0']);
    build('ovs-appctl ofproto/trace dummy in_port(p1),eth(src=50:54:00:00:00:06) -generate');
    build(`ovs-appctl ofproto/trace br0 in_port=2 ${PACKET}`);
    expect(table().map((row) => row.slice(0, 30))).toEqual([
      '    3     0  50:54:00:00:00:05',
      '    1     0  50:54:00:00:00:06',
      '    2     0  50:54:00:00:00:01',
    ]);
  });

  it('adds the flows that a packet makes the switch learn', () => {
    const fresh = laboratory(`
      ovs-ofctl del-flows br0
      ovs-ofctl add-flow br0 'table=0 actions=learn(table=1,hard_timeout=60,NXM_OF_VLAN_TCI[0..11],NXM_OF_ETH_DST[]=NXM_OF_ETH_SRC[],output:NXM_OF_IN_PORT[]),resubmit(,1)'
      ovs-ofctl add-flow br0 'table=1 priority=0 actions=drop'`);
    const { run, build } = fresh;
    const learned = () =>
      run('ovs-ofctl dump-flows br0 table=1')
        .stdout.split('\n')
        .filter((row) => row.includes('dl_dst'))
        .map((row) => row.replace(/.*hard_timeout=60, idle_age=0, /, ''));
    const from = (port: number, source: number, target: number) =>
      `in_port=${port},dl_src=50:54:00:00:00:0${source},dl_dst=50:54:00:00:00:0${target}`;
    build(`ovs-appctl ofproto/trace br0 ${from(3, 5, 6)}`);
    expect(learned()).toEqual([]);
    build(`ovs-appctl ofproto/trace br0 ${from(3, 5, 6)} -generate`);
    expect(learned()).toEqual(['vlan_tci=0x0000/0x0fff,dl_dst=50:54:00:00:00:05 actions=output:3']);
    const { stdout } = run(`ovs-appctl ofproto/trace br0 ${from(1, 6, 5)} -generate`);
    expect(line(stdout, 'Datapath actions: ')).toBe(odpPort(fresh, 'p3'));
    build(`ovs-appctl ofproto/trace br0 ${from(2, 5, 6)} -generate`);
    expect(learned()).toEqual([
      'vlan_tci=0x0000/0x0fff,dl_dst=50:54:00:00:00:05 actions=output:2',
      'vlan_tci=0x0000/0x0fff,dl_dst=50:54:00:00:00:06 actions=output:1',
    ]);
  });
});

describe('fragments', () => {
  const lab = laboratory(`
    ovs-ofctl del-flows br0
    ovs-ofctl add-flow br0 'priority=75 tcp ip_frag=no tp_dst=80 actions=move:OXM_OF_TCP_DST[]->OXM_OF_TCP_SRC[],output:1'
    ovs-ofctl add-flow br0 'priority=75 tcp ip_frag=first tp_dst=80 actions=move:OXM_OF_TCP_DST[]->OXM_OF_TCP_SRC[],output:2'
    ovs-ofctl add-flow br0 'priority=50 tcp ip_frag=no actions=move:OXM_OF_TCP_DST[]->OXM_OF_TCP_SRC[],output:4'
    ovs-ofctl add-flow br0 'priority=50 tcp ip_frag=first actions=move:OXM_OF_TCP_DST[]->OXM_OF_TCP_SRC[],output:5'
    ovs-ofctl add-flow br0 'priority=50 tcp ip_frag=later actions=output:6'`);

  it.each([
    ['normal', 'no', 'p1'],
    ['normal', 'first', 'p5'],
    ['normal', 'later', 'p6'],
    ['drop', 'no', 'p1'],
    ['drop', 'first', undefined],
    ['drop', 'later', undefined],
    ['nx-match', 'no', 'p1'],
    ['nx-match', 'first', 'p2'],
    ['nx-match', 'later', 'p6'],
  ])('with mode %s, of kind %s', (mode, kind, port) => {
    lab.build(`ovs-ofctl set-frags br0 ${mode}`);
    const ports = kind === 'later' ? '' : ',tcp(src=12345,dst=80)';
    const flow = `in_port(p90),eth(),eth_type(0x0800),ipv4(proto=6,ttl=128,frag=${kind})${ports}`;
    const { stdout } = lab.run(`ovs-appctl ofproto/trace dummy ${flow}`);
    expect(stdout.includes('Packets dropped because they are IP fragments')).toBe(!port);
    const change = kind === 'later' ? '' : 'set(tcp(src=80,dst=80)),';
    const expected = port === undefined ? 'drop' : `${change}${odpPort(lab, port)}`;
    expect(line(stdout, 'Datapath actions: ')).toBe(expected);
  });
});

describe('ofproto/trace-packet-out', () => {
  const lab = laboratory(TWO_FLOWS);
  const trace = (words: string) => lab.run(`ovs-appctl ofproto/trace-packet-out ${words}`);

  it('starts with the given actions', () => {
    const { stdout } = trace('br0 in_port=1 mod_vlan_vid:123,resubmit(,0)');
    expect(line(stdout, 'Datapath actions: ')).toBe(
      `push_vlan(vid=123,pcp=0),${odpPort(lab, 'p2')}`,
    );
  });

  it.each([
    ['br0', '"ofproto/trace-packet-out" command requires at least 2 arguments'],
    ['br0 in_port=1 nosuch:1', 'unknown action nosuch'],
    ['br0 in_port=1 output:0xffffff70', '0xffffff70: output to unknown port'],
    ['-consistent br0 in_port=1 mod_nw_src:1.2.3.4', 'Bad actions: OFPBAC_MATCH_INCONSISTENT'],
  ])('refuses %s', (words, message) => {
    expect(trace(words)).toMatchObject({ exitCode: 2, stdout: '' });
    expect(trace(words).stderr.split('\n')[0]).toBe(message);
  });

  it('skips actions on fields that the packet lacks', () => {
    const { stdout } = trace('br0 in_port=1 mod_nw_src:1.2.3.4,2');
    expect(line(stdout, 'Datapath actions: ')).toBe(odpPort(lab, 'p2'));
  });
});
