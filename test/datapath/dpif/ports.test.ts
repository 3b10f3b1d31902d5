import { describe, expect, it } from 'vitest';
import { choosePortNumber } from '../../../src/datapath/dpif/choose-port-number.js';
import { describeDatapath, Host } from '../host.js';

/** Returns the datapath of a host after these commands, with vswitchd up to date. */
function datapathAfter(commands: readonly string[]): string[] {
  const host = new Host();
  host.vswitchd.run();
  for (const command of commands) {
    host.vsctl(command);
    host.vswitchd.run();
  }
  return describeDatapath(host.datapath);
}

describe('numbers of ports in a datapath', () => {
  it.each<[string, number[], number]>([
    ['br0', [], 100],
    ['br-int', [], 1],
    ['br1', [100], 101],
    ['br-eth1', [1, 101], 2],
    ['lport1', [], 1],
    ['lport1', [1], 2],
    ['p10', [1, 2], 10],
    ['sw0-port1', [1], 2],
    ['eth', [1, 2, 4], 3],
    ['p4294967295', [], 1],
    ['p4294967298', [], 2],
  ])('%s beside %j: %i', (name, taken, number) => {
    expect(choosePortNumber(name, (n) => taken.includes(n))).toBe(number);
  });
});

describe('the ports of a datapath', () => {
  it.each<[string, string[], string[]]>([
    [
      'numbers as the recordings have them',
      ['add-br br-int', 'add-br br0', 'add-port br0 p1', 'add-port br0 p2'],
      [
        'br-int br-int: LOCAL/1(br-int) trunk',
        'br0 br0: LOCAL/100(br0) trunk',
        'br0 p1: 1/2(p1) trunk',
        'br0 p2: 2/3(p2) trunk',
      ],
    ],
    [
      'a number is free again when its port goes',
      ['add-br br0', 'add-port br0 p1', 'del-port p1', 'add-port br0 q1'],
      ['br0 br0: LOCAL/100(br0) trunk', 'br0 q1: 2/1(q1) trunk'],
    ],
    [
      'each type of datapath counts for itself',
      ['add-br br0', 'add-br br1 -- set Bridge br1 datapath_type=netdev', 'add-port br0 p1'].concat(
        'add-port br1 q1',
      ),
      [
        'br0 br0: LOCAL/100(br0) trunk',
        'br0 p1: 1/1(p1) trunk',
        'br1 br1: LOCAL/101(br1) trunk',
        'br1 q1: 1/1(q1) trunk',
      ],
    ],
    [
      'patch ports have no number, and are joined where both say so',
      [
        'add-br br0',
        'add-br br1',
        'add-port br0 pa -- set Interface pa type=patch options:peer=pb',
        'add-port br1 pb -- set Interface pb type=patch options:peer=pa',
        'add-port br1 pc -- set Interface pc type=patch options:peer=pa',
      ],
      [
        'br0 br0: LOCAL/100(br0) trunk',
        'br0 pa: 1/none(pa=pb) trunk',
        'br1 br1: LOCAL/101(br1) trunk',
        'br1 pb: 1/none(pb=pa) trunk',
        'br1 pc: 2/none(pc) trunk',
      ],
    ],
    [
      'another peer, at run time',
      [
        'add-br br0',
        'add-port br0 pa -- set Interface pa type=patch options:peer=pb',
        'add-port br0 pb -- set Interface pb type=patch options:peer=pa',
        'add-port br0 pc -- set Interface pc type=patch options:peer=pa',
        'set Interface pa options:peer=pc',
      ],
      [
        'br0 br0: LOCAL/100(br0) trunk',
        'br0 pa: 1/none(pa=pc) trunk',
        'br0 pb: 2/none(pb) trunk',
        'br0 pc: 3/none(pc=pa) trunk',
      ],
    ],
    [
      'VLANs of all modes',
      [
        'add-br br0',
        'add-port br0 a -- set Port a tag=7',
        'add-port br0 b -- set Port b trunks=1,2',
        'add-port br0 c -- set Port c tag=7 vlan_mode=native-tagged',
        'add-port br0 d -- set Port d tag=7 vlan_mode=native-untagged trunks=0,1',
        'add-port br0 e -- set Port e vlan_mode=access',
        'add-port br0 f -- set Port f tag=7 vlan_mode=trunk',
        'add-port br0 g -- set Port g tag=7 trunks=1',
      ],
      [
        'br0 br0: LOCAL/100(br0) trunk',
        'br0 a: 1/1(a) access tag=7',
        'br0 b: 2/2(b) trunk trunks=1,2',
        'br0 c: 3/3(c) native-tagged tag=7 trunks=4095 from 1',
        'br0 d: 4/4(d) native-untagged tag=7 trunks=1,7',
        'br0 e: 5/5(e) access tag=0',
        'br0 f: 6/6(f) trunk',
        'br0 g: 7/7(g) access tag=7',
      ],
    ],
    [
      'another tag, at run time',
      ['add-br br0', 'add-port br0 a', 'set Port a tag=5', 'set Port a tag=6'],
      ['br0 br0: LOCAL/100(br0) trunk', 'br0 a: 1/1(a) access tag=6'],
    ],
    [
      'a bond',
      ['add-br br0', 'add-bond br0 bond0 x1 x2', 'add-port br0 p'],
      ['br0 br0: LOCAL/100(br0) trunk', 'br0 bond0: 1/1(x1) 2/2(x2) trunk', 'br0 p: 3/3(p) trunk'],
    ],
    [
      'a bond that is gone',
      ['add-br br0', 'add-bond br0 bond0 x1 x2', 'del-port bond0', 'add-port br0 x1'],
      ['br0 br0: LOCAL/100(br0) trunk', 'br0 x1: 3/1(x1) trunk'],
    ],
    ['a bridge that is gone', ['add-br br0', 'add-port br0 a', 'del-br br0'], []],
  ])('%s', (_, commands, expected) => {
    expect(datapathAfter(commands)).toEqual(expected);
  });
});

it('all bridges forget the addresses behind a deleted bundle', () => {
  const host = new Host();
  host.vsctl('add-br br0', 'add-br br1', 'add-port br0 a', 'add-port br1 b');
  host.vswitchd.run();
  const macs = (name: string) => host.datapath.bridges.get(name)?.macs;
  for (const [bridge, port] of [
    ['br0', 'a'],
    ['br1', 'b'],
  ] as const) {
    const bundle = host.datapath.port(port)?.bundle;
    if (bundle) macs(bridge)?.learn(1n, 0, bundle);
  }
  host.vsctl('del-port a');
  host.vswitchd.run();
  expect([macs('br0')?.size, macs('br1')?.size]).toEqual([0, 0]);
});
