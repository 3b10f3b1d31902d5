import { describe, expect, it } from 'vitest';
import { DataPlane } from '../../src/datapath/dpif/data-plane.js';
import { formatMac } from '../../src/lib/addresses.js';
import { Match } from '../../src/openflow/model/match.js';
import { Switch } from '../../src/openflow/switch/switch.js';
import { formatActionList } from '../../src/openflow/text/format-actions.js';
import { Vswitchd } from '../../src/vswitchd/vswitchd.js';
import { describeDatapath, Host } from '../datapath/host.js';

/** Returns a host after these commands, with vswitchd up to date. */
function hostAfter(commands: readonly string[]): Host {
  const host = new Host();
  host.vswitchd.run();
  for (const command of commands) {
    host.vsctl(command);
    host.vswitchd.run();
  }
  return host;
}

describe('port numbers', () => {
  it.each<[string, string[], string]>([
    ['a bridge alone', ['add-br br0'], 'LOCAL(br0)'],
    ['count up', ['add-br br0', 'add-port br0 a', 'add-port br0 b'], '1(a) 2(b) LOCAL(br0)'],
    [
      'follow the order of commands within a transaction',
      ['add-br br0 -- add-port br0 zeta -- add-port br0 alpha'],
      '1(zeta) 2(alpha) LOCAL(br0)',
    ],
    [
      'are not used again at once',
      ['add-br br0', 'add-port br0 a', 'del-port a', 'add-port br0 a'],
      '2(a) LOCAL(br0)',
    ],
    [
      'stay if a port is replaced within a transaction',
      ['add-br br0', 'add-port br0 a', 'del-port a -- add-port br0 a'],
      '1(a) LOCAL(br0)',
    ],
    [
      'are those requested',
      ['add-br br0 -- add-port br0 a -- add-port br0 b -- set Interface a ofport_request=7'],
      '1(b) 7(a) LOCAL(br0)',
    ],
    [
      'requested go first, even if they come last',
      ['add-br br0 -- add-port br0 a -- add-port br0 b -- set Interface b ofport_request=1'],
      '1(b) 2(a) LOCAL(br0)',
    ],
    [
      'are skipped if they were requested',
      [
        'add-br br0',
        'add-port br0 a -- set Interface a ofport_request=2',
        'add-port br0 b',
        'add-port br0 c',
      ],
      '1(b) 2(a) 3(c) LOCAL(br0)',
    ],
    [
      'are given up for who asks for them',
      ['add-br br0', 'add-port br0 a', 'add-port br0 b', 'set Interface b ofport_request=1'],
      '1(b) 3(a) LOCAL(br0)',
    ],
    [
      'stay with the first of two who ask for the same',
      [
        'add-br br0',
        'add-port br0 a -- set Interface a ofport_request=9',
        'add-port br0 b -- set Interface b ofport_request=9',
      ],
      '1(b) 9(a) LOCAL(br0)',
    ],
    [
      'go to the second when the first leaves',
      [
        'add-br br0',
        'add-port br0 a -- set Interface a ofport_request=9',
        'add-port br0 b -- set Interface b ofport_request=9',
        'del-port a',
      ],
      '9(b) LOCAL(br0)',
    ],
    [
      'stay when the type of an interface changes',
      ['add-br br0', 'add-port br0 a', 'set Interface a type=internal'],
      '1(a) LOCAL(br0)',
    ],
    [
      'of a bond, and of the extra interface that it may have',
      ['add-br br0', 'add-bond br0 bond0 a b -- set Port bond0 bond_fake_iface=true'],
      '1(a) 2(b) 3(bond0) LOCAL(br0)',
    ],
    [
      'begin again with a new bridge of the same name',
      ['add-br br0', 'add-port br0 a', 'del-br br0', 'add-br br0', 'add-port br0 b'],
      '1(b) LOCAL(br0)',
    ],
    [
      'start over when the datapath type changes',
      [
        'add-br br0',
        'add-port br0 a -- set Interface a ofport_request=4',
        'set Bridge br0 datapath_type=netdev',
        'add-port br0 b',
      ],
      '1(b) 4(a) LOCAL(br0)',
    ],
  ])('%s', (_, commands, ports) => {
    expect(hostAfter(commands).ports('br0')).toBe(ports);
  });

  it('that were requested rest for an hour', () => {
    const host = hostAfter([
      'add-br br0',
      'add-port br0 a -- set Interface a ofport_request=2',
      'del-port a',
      'add-port br0 b',
      'add-port br0 c',
    ]);
    expect(host.ports('br0')).toBe('1(b) 3(c) LOCAL(br0)');
  });
});

describe('devices', () => {
  const addresses = (host: Host, bridge: string) =>
    [...host.bridge(bridge).ports.values()].map(
      ({ name, address }) => `${name} ${formatMac(address)}`,
    );

  it('count their addresses', () => {
    const host = hostAfter([
      'add-br br-int',
      'add-br br1',
      'add-port br-int a',
      'add-port br-int b -- set Interface b type=geneve',
      'del-port a',
      'add-port br-int a',
    ]);
    expect(addresses(host, 'br-int').slice(1)).toEqual([
      'b aa:55:aa:55:00:06',
      'a aa:55:aa:55:00:07',
    ]);
  });

  it('have the address that an internal interface requests', () => {
    const host = hostAfter([
      'add-br br0',
      'add-port br0 a -- set Interface a type=internal mac="00:00:5e:00:00:01"',
      'add-port br0 b -- set Interface b mac="00:00:5e:00:00:02"',
    ]);
    expect(addresses(host, 'br0').slice(1)).toEqual(['a 00:00:5e:00:00:01', 'b aa:55:aa:55:00:05']);
  });

  it.each<[string, string[], RegExp]>([
    ['from the row', [], /^br0 .[26ae]:..:..:..:..:4.$/],
    [
      'as requested',
      ['set Bridge br0 other_config:hwaddr=00:00:5e:00:00:09'],
      /00:00:5e:00:00:09$/,
    ],
    ['unless it is multicast', ['set Bridge br0 other_config:hwaddr=01:00:5e:00:00:09'], /:4.$/],
    ['of a port', ['set Port p mac="00:00:5e:00:00:07"'], /00:00:5e:00:00:07$/],
    ['of no port that made it up', ['set Port p mac="02:00:5e:00:00:07"'], /:4.$/],
  ])('give a bridge an address: %s', (_, commands, address) => {
    const host = hostAfter(['add-br br0', 'add-port br0 p', ...commands]);
    expect(addresses(host, 'br0')[0]).toMatch(address);
    const { datapathId } = host.bridge('br0');
    expect(addresses(host, 'br0')[0]).toContain(formatMac(datapathId));
  });
});

describe('status columns', () => {
  const columns = [
    'ofport',
    'error',
    'admin_state',
    'link_state',
    'mac_in_use',
    'mtu',
    'ifindex',
    'link_resets',
  ] as const;

  const status = (host: Host, name: string) => {
    const row = host.ovs.findByIndex('Interface', { name });
    return columns.map((column) => `${column}=${row?.[column] ?? ''}`).join(' ');
  };

  it.each<[string, string, string]>([
    [
      'an ordinary interface',
      'add-port br0 p',
      'ofport=1 error= admin_state=down link_state=down mac_in_use=aa:55:aa:55:00:04 mtu=1500 ifindex=0 link_resets=0',
    ],
    [
      'a type that is not there',
      'add-port br0 p -- set Interface p type=x',
      'ofport=-1 error=could not open network device p (Address family not supported by protocol) admin_state= link_state= mac_in_use= mtu= ifindex= link_resets=',
    ],
    [
      'a patch port without a peer',
      'add-port br0 p -- set Interface p type=patch',
      'ofport=-1 error=p: could not set configuration (Invalid argument) admin_state= link_state= mac_in_use= mtu= ifindex= link_resets=',
    ],
    [
      'a patch port to itself',
      'add-port br0 p -- set Interface p type=patch options:peer=p',
      'ofport=-1 error=p: could not set configuration (Invalid argument) admin_state= link_state= mac_in_use= mtu= ifindex= link_resets=',
    ],
  ])('of %s', (_, command, expected) => {
    expect(status(hostAfter(['add-br br0', command]), 'p')).toBe(expected);
  });

  it.each(['gre_sys', 'vxlan_sys_1', 'genev_sys'])('of %s, which is an ordinary name', (name) => {
    expect(status(hostAfter(['add-br br0', `add-port br0 ${name}`]), name)).toMatch(/^ofport=1 /);
  });

  it('of a patch port, which is up', () => {
    const host = hostAfter([
      'add-br br0',
      'add-port br0 p -- set Interface p type=patch options:peer=q',
    ]);
    expect(status(host, 'p')).toMatch(
      /^ofport=1 error= admin_state=up link_state=up mac_in_use=\S+ mtu= ifindex=0 link_resets=0$/,
    );
    expect(host.ovs.findByIndex('Interface', { name: 'p' })?.statistics.size).toBe(12);
  });

  it('lose an error that was fixed', () => {
    const host = hostAfter([
      'add-br br0',
      'add-port br0 p -- set Interface p type=x',
      'set Interface p type=internal',
    ]);
    expect(status(host, 'p')).toMatch(/^ofport=1 error= admin_state=down/);
  });

  it('of a bridge and of the host', () => {
    const host = hostAfter(['add-br br0', 'set Open_vSwitch . next_cfg=5']);
    const bridge = host.ovs.findByIndex('Bridge', { name: 'br0' });
    expect(bridge?.datapath_version).toBe('<built-in>');
    expect(bridge?.datapath_id).toMatch(/^0000[0-9a-f]{12}$/);
    const [root] = host.ovs.rows('Open_vSwitch');
    expect(root?.cur_cfg).toBe(5);
    expect(root?.datapath_types).toEqual(['dummy', 'netdev', 'system']);
  });
});

describe('the flows of a bridge', () => {
  const NORMAL = ['priority=0 NORMAL'];
  const OWN = ['priority=9 drop'];
  const flows = (host: Host) =>
    [...host.bridge('br0').flows()].map(
      ({ priority, actions }) => `priority=${priority} ${formatActionList(actions)}`,
    );
  const setControllers = (host: Host, targets: readonly string[]) => {
    const transaction = host.ovs.begin();
    const bridge = transaction.findByIndex('Bridge', { name: 'br0' });
    const controller = targets.map((target) => transaction.insert('Controller', { target }));
    transaction.update('Bridge', bridge?._uuid ?? '', { controller });
    transaction.commit();
  };

  it.each<[string, (string | string[])[], string[]]>([
    ['begin with one that switches', [], [...OWN, ...NORMAL]],
    ['go in secure mode', ['fail_mode=secure'], []],
    ['start over with standalone mode', ['fail_mode=secure', 'fail_mode='], NORMAL],
    ['stay if the mode is the same', ['fail_mode=standalone'], [...OWN, ...NORMAL]],
    ['go with a controller', [['tcp:1.2.3.4']], []],
    ['stay with a second controller', [['tcp:1.2.3.4'], ['tcp:1.2.3.4', 'tcp:5.6.7.8']], []],
    ['start over without the last controller', [['tcp:1.2.3.4'], []], NORMAL],
    ['stay with who waits for controllers', [['ptcp:']], [...OWN, ...NORMAL]],
    ['stay with no controller by name', [['none']], [...OWN, ...NORMAL]],
  ])('%s', (_, settings, expected) => {
    const host = hostAfter(['add-br br0']);
    host.bridge('br0').addFlow({ table: 0, priority: 9, match: Match.ANY, actions: [] });
    for (const setting of settings) {
      if (typeof setting === 'string') host.vsctl(`set Bridge br0 ${setting}`);
      else setControllers(host, setting);
      host.vswitchd.run();
    }
    expect(flows(host)).toEqual(expected);
  });
});

it('continues where it was after a restart', () => {
  const host = hostAfter([
    'add-br br-int',
    'add-br br1',
    'add-port br-int a',
    'add-port br-int p -- set Interface p type=patch options:peer=q',
    'add-port br-int b -- set Interface b ofport_request=9',
    'add-port br-int c -- set Interface c type=nosuch',
    'del-port a',
    'add-port br-int d',
  ]);
  const ofSwitch = new Switch(host.clock);
  const datapath = new DataPlane({ clock: host.clock });
  const state = structuredClone(host.state);
  const { ovs, random, clock } = host;
  const before = JSON.stringify(ovs.toJSON());
  new Vswitchd({ ovs, switch: ofSwitch, datapath, random, clock, state }).run();
  expect(JSON.stringify(ovs.toJSON())).toBe(before);
  expect(state).toEqual(host.state);
  const describeSwitch = (which: Switch) =>
    [...which.bridges.values()].map((bridge) => [
      bridge.name,
      bridge.datapathId,
      [...bridge.ports.values()].map(({ number, name, address }) => [number, name, address]).sort(),
    ]);
  expect(describeSwitch(ofSwitch)).toEqual(describeSwitch(host.switch));
  expect(describeDatapath(datapath)).toEqual(describeDatapath(host.datapath));
});
