/**
 * Tests how ovn-controller registers the chassis, binds ports and maintains tunnels and patch
 * ports.
 */
import { describe, expect, it } from 'vitest';
import { Hypervisor } from './hypervisor.js';

const vif = (name: string, port: string) =>
  `ovs add-port br-int ${name} -- set Interface ${name} external_ids:iface-id=${port}`;

/** Which chassis each port is bound to: `p=hv1 q=`. */
const bound = (hv: Hypervisor): string =>
  [...hv.sb.rows('Port_Binding')]
    .map(({ logical_port, chassis }) => {
      const row = chassis === undefined ? undefined : hv.sb.get('Chassis', chassis);
      return `${logical_port}=${row?.name ?? ''}`;
    })
    .join(' ');

/** The chassis and how they can be reached. */
const chassis = (hv: Hypervisor): string[] =>
  [...hv.sb.rows('Chassis')].map(({ name, encaps }) => {
    const rows = encaps.flatMap((uuid) => hv.sb.get('Encap', uuid) ?? []);
    return [name, ...rows.map(({ type, ip }) => `${type}:${ip}`).sort()].join(' ');
  });

describe('the chassis', () => {
  const setting = (key: string, value: string) =>
    `ovs set Open_vSwitch . external_ids:ovn-${key}=${value}`;

  it.each<[string, string[], string[], string[]]>([
    ['registers itself', [], ['hv1 geneve:127.0.0.1'], []],
    [
      'takes several types',
      [setting('encap-type', 'vxlan,geneve')],
      ['hv1 geneve:127.0.0.1 vxlan:127.0.0.1'],
      [],
    ],
    ['takes another address', [setting('encap-ip', '10.0.0.1')], ['hv1 geneve:10.0.0.1'], []],
    [
      'leaves out what it does not know',
      [setting('encap-type', 'stt,ipip')],
      ['hv1 stt:127.0.0.1'],
      ['ovn-controller chassis INFO Unknown tunnel type: ipip'],
    ],
    [
      'stays without an address',
      [setting('encap-ip', '')],
      ['hv1 geneve:127.0.0.1'],
      ['ovn-controller chassis INFO Need to specify an encap type and ip'],
    ],
    ['comes back when it is deleted', ['delete Chassis hv1'], ['hv1 geneve:127.0.0.1'], []],
    [
      'has a new row under a new name',
      ['ovs set Open_vSwitch . external_ids:system-id=hv9'],
      ['hv1 geneve:127.0.0.1', 'hv9 geneve:127.0.0.1'],
      [],
    ],
  ])('%s', (_, commands, expected, said) => {
    const hv = new Hypervisor().run(...commands);
    expect(chassis(hv)).toEqual(expected);
    expect(hv.said).toEqual(said);
  });
});

describe('bindings', () => {
  const PORTS = ['datapath sw 1', 'port sw p 1', 'port sw c 2 parent=p tag=3', 'port sw q 4'];

  it.each<[string, string[], string]>([
    ['none', [], 'p= c= q='],
    ['a port and what is behind it', [vif('v', 'p')], 'p=hv1 c=hv1 q='],
    ['no longer', [vif('v', 'p'), 'ovs del-port v'], 'p= c= q='],
    ['another port', [vif('v', 'p'), 'ovs set Interface v external_ids:iface-id=q'], 'p= c= q=hv1'],
    ['an interface that does not work', [`${vif('v', 'q')} type=nosuch`], 'p= c= q=hv1'],
    [
      'a port that is taken over',
      ['chassis hv2 stt 1.1.1.1', 'bind q hv2', vif('v', 'q')],
      'p= c= q=hv1',
    ],
    ['a port that is elsewhere', ['chassis hv2 stt 1.1.1.1', 'bind q hv2'], 'p= c= q=hv2'],
    ['a port that is not here', ['bind q hv1'], 'p= c= q='],
    ['a port that was let go', [vif('v', 'q'), 'bind q'], 'p= c= q=hv1'],
    ['after the chassis was deleted', [vif('v', 'q'), 'delete Chassis hv1'], 'p= c= q=hv1'],
    [
      'ports on another bridge',
      ['ovs add-br br0', 'ovs add-port br0 v -- set Interface v external_ids:iface-id=p'],
      'p= c= q=',
    ],
    [
      'the local port of the bridge',
      ['ovs set Interface br-int external_ids:iface-id=p'],
      'p= c= q=',
    ],
    [
      'under a new name',
      [vif('v', 'q'), 'ovs set Open_vSwitch . external_ids:system-id=hv9'],
      'p= c= q=hv9',
    ],
    [
      'on another integration bridge',
      [vif('v', 'q'), 'ovs set Open_vSwitch . external_ids:ovn-bridge=br-x'],
      'p= c= q=',
    ],
  ])('%s', (_, commands, expected) => {
    expect(bound(new Hypervisor().run(...PORTS, ...commands))).toBe(expected);
  });

  it('log that they take a port from another chassis', () => {
    const hv = new Hypervisor().run(
      ...PORTS,
      'chassis hv2 stt 1.1.1.1',
      'bind q hv2',
      vif('v', 'q'),
    );
    expect(hv.said).toEqual([
      'ovn-controller binding INFO Changing chassis for lport q from hv2 to hv1',
    ]);
  });
});

describe('conntrack zones', () => {
  it.each<[string, string[], Record<string, number>]>([
    ['of nobody', [], {}],
    [
      'of interfaces, whether there is a port or not',
      [vif('v', 'p'), vif('w', 'q')],
      { p: 1, q: 2 },
    ],
    [
      'are used again, the lowest first',
      [vif('v', 'p'), vif('w', 'q'), vif('x', 'r'), 'ovs del-port w', vif('y', 's'), vif('z', 't')],
      { p: 1, s: 2, r: 3, t: 4 },
    ],
    [
      'are given back before others are taken',
      [vif('v', 'p'), 'ovs set Interface v external_ids:iface-id=q'],
      { q: 1 },
    ],
    [
      'go in the order of a hash table within a transaction',
      [`${vif('z', 'z')} -- ${vif('a', 'a').slice(4)}`],
      { a: 1, z: 2 },
    ],
    ['are one where two interfaces stand for a port', [vif('v', 'p'), vif('w', 'p')], { p: 1 }],
    ['stay while one of two is left', [vif('v', 'p'), vif('w', 'p'), 'ovs del-port v'], { p: 1 }],
  ])('%s', (_, commands, zones) => {
    expect(new Hypervisor().run(...commands).zones.zones ?? {}).toEqual(zones);
  });
});

describe('tunnels', () => {
  const tunnels = (hv: Hypervisor): string[] =>
    [...hv.ovs.rows('Interface')]
      .filter(({ options }) => options.has('remote_ip'))
      .map(
        ({ name, type, options }) =>
          `${name} ${type} ${options.get('remote_ip')} ${options.get('key')}`,
      );

  it.each<[string, string[], string[]]>([
    ['to nobody', [], []],
    ['to another chassis', ['chassis hv2 stt 10.0.0.2'], ['ovn-hv2-0 stt 10.0.0.2 flow']],
    [
      'of the preferred type',
      ['chassis hv2 vxlan,stt,geneve 10.0.0.2', 'chassis hv3 vxlan,stt 10.0.0.3'],
      ['ovn-hv2-0 geneve 10.0.0.2 flow', 'ovn-hv3-0 stt 10.0.0.3 flow'],
    ],
    [
      'of chassis whose names begin alike',
      ['chassis chassis-1 stt 10.0.0.2', 'chassis chassis-2 stt 10.0.0.3'],
      ['ovn-chassi-0 stt 10.0.0.2 flow', 'ovn-chassi-1 stt 10.0.0.3 flow'],
    ],
    ['that is not needed any more', ['chassis hv2 stt 10.0.0.2', 'delete Chassis hv2'], []],
    [
      'that somebody deletes',
      ['chassis hv2 stt 10.0.0.2', 'ovs del-port ovn-hv2-0'],
      ['ovn-hv2-0 stt 10.0.0.2 flow'],
    ],
    [
      'that somebody changes, which gets another name',
      ['chassis hv2 stt 10.0.0.2', 'ovs set Interface ovn-hv2-0 type=gre'],
      ['ovn-hv2-1 stt 10.0.0.2 flow'],
    ],
    [
      'from a new chassis to the old one',
      ['ovs set Open_vSwitch . external_ids:system-id=hv9'],
      ['ovn-hv1-0 geneve 127.0.0.1 flow'],
    ],
  ])('%s', (_, commands, expected) => {
    expect(tunnels(new Hypervisor().run(...commands))).toEqual(expected);
  });
});

describe('patch ports', () => {
  const patches = (hv: Hypervisor): string[] =>
    [...hv.ovs.rows('Port')]
      .filter(({ name }) => name.startsWith('patch-'))
      .map(({ name, external_ids }) => `${name} ${[...external_ids].join(' ')}`);
  const map = (mappings: string) =>
    `ovs set Open_vSwitch . external_ids:ovn-bridge-mappings=${mappings}`;
  const PAIR = [
    'patch-br-int-to-b ovn-localnet-port,net',
    'patch-b-to-br-int ovn-localnet-port,net',
  ];

  it.each<[string, string[], string[], string[]]>([
    ['for a mapping', ['ovs add-br b', map('net:b')], PAIR, []],
    [
      'for a bridge that comes later',
      [map('net:b'), 'ovs add-br b'],
      PAIR,
      ["ovn-controller patch WARN Bridge 'b' not found for network 'net'"],
    ],
    [
      'that somebody deletes',
      ['ovs add-br b', map('net:b'), 'ovs del-port patch-b-to-br-int'],
      PAIR,
      [],
    ],
    [
      'stay under another name of the network',
      ['ovs add-br b', map('net:b'), map('ten:b')],
      PAIR,
      [],
    ],
    ['go with the mapping', ['ovs add-br b', map('net:b'), map('')], [], []],
    [
      'up to a mistake',
      ['ovs add-br b', map('net:b,bad,x:b')],
      PAIR,
      ["ovn-controller patch ERR Invalid ovn-bridge-mappings configuration: 'net:b,bad,x:b'"],
    ],
    ['up to an empty mapping', ['ovs add-br b', map('net:b,,bad')], PAIR, []],
    [
      'for logical patch ports',
      [
        'datapath sw 1',
        'port sw x 1 type=patch option:peer=y',
        'port sw y 2 type=patch option:peer=x',
        'port sw z 3 type=patch',
      ],
      ['patch-x-to-y ovn-logical-patch-port,x', 'patch-y-to-x ovn-logical-patch-port,y'],
      [],
    ],
    [
      'for those that are still there',
      [
        'datapath sw 1',
        'port sw x 1 type=patch option:peer=y',
        'port sw y 2 type=patch option:peer=x',
        'delete Port_Binding y',
      ],
      ['patch-x-to-y ovn-logical-patch-port,x'],
      [],
    ],
  ])('%s', (_, commands, expected, said) => {
    const hv = new Hypervisor().run(...commands);
    expect(patches(hv)).toEqual(expected);
    expect(hv.said).toEqual(said);
  });
});

describe('the integration bridge', () => {
  it('is created in secure mode if it is missing', () => {
    const hv = new Hypervisor().run('ovs del-br br-int');
    const row = hv.ovs.findByIndex('Bridge', { name: 'br-int' });
    expect(row?.fail_mode).toBe('secure');
    expect([...(row?.other_config ?? [])]).toEqual([['disable-in-band', 'true']]);
    expect(hv.flows()).toHaveLength(2);
  });

  it('can have another name', () => {
    const hv = new Hypervisor().run('ovs set Open_vSwitch . external_ids:ovn-bridge=br-x');
    expect(hv.flows([], hv.bridge('br-x'))).toHaveLength(2);
  });

  it('is br-int again once no other name is set', () => {
    const hv = new Hypervisor().run('ovs set Open_vSwitch . external_ids:ovn-bridge=br-x');
    const [host] = hv.ovs.rows('Open_vSwitch');
    const settings = new Map(host?.external_ids);
    settings.delete('ovn-bridge');
    const transaction = hv.ovs.begin();
    transaction.update('Open_vSwitch', host?._uuid ?? '', { external_ids: settings });
    transaction.commit();
    hv.run('datapath sw 1', 'port sw p 1', vif('v', 'p'));
    expect(bound(hv)).toBe('p=hv1');
    expect(hv.flows().length).toBeGreaterThan(2);
  });
});
