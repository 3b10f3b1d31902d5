/** Tests the flows between physical and logical ports. */
import { describe, expect, it } from 'vitest';
import { Hypervisor } from './hypervisor.js';

const BASE = [
  'table=32,priority=0 actions=resubmit(,33)',
  'table=34,priority=0 actions=set_field:0->reg0,set_field:0->reg1,set_field:0->reg2,set_field:0->reg3,set_field:0->reg4,resubmit(,48)',
];

/** The flows that these commands lead to, without those that are always there. */
const physicalFlows = (commands: readonly string[]) =>
  new Hypervisor()
    .run(...commands)
    .flows()
    .filter((flow) => !BASE.includes(flow));

const vif = (name: string, port: string) =>
  `ovs add-port br-int ${name} -- set Interface ${name} external_ids:iface-id=${port}`;

const ONE_PORT = ['datapath sw 5', 'port sw p 3'];

it('starts with the flows that every chassis has', () => {
  expect(new Hypervisor().run().flows()).toEqual(BASE);
});

it('has no physical flows if the host is not a chassis', () => {
  const hv = new Hypervisor().run(...ONE_PORT, vif('v', 'p'));
  hv.run('ovs set Open_vSwitch . external_ids:system-id=');
  expect(hv.flows()).toEqual([]);
  hv.run('ovs set Open_vSwitch . external_ids:system-id=hv1');
  expect(hv.flows()).toHaveLength(BASE.length + 4);
});

describe('a logical port', () => {
  it.each<[string, string[], string[]]>([
    ['that is nowhere', ONE_PORT, []],
    [
      'that is here',
      [...ONE_PORT, vif('v', 'p')],
      [
        'table=0,priority=100,in_port=1 actions=set_field:0x1->reg5,set_field:0x5->metadata,set_field:0x3->reg6,resubmit(,16)',
        'table=33,priority=100,reg7=0x3,metadata=0x5 actions=set_field:0x1->reg5,resubmit(,34)',
        'table=34,priority=100,reg6=0x3,reg7=0x3,metadata=0x5 actions=drop',
        'table=64,priority=100,reg7=0x3,metadata=0x5 actions=output:1',
      ],
    ],
    ['whose interface does not work', [...ONE_PORT, `${vif('v', 'p')} type=nosuch`], []],
    [
      'that is a container',
      ['datapath sw 1', 'port sw vm 1', 'port sw c 2 parent=vm tag=6', vif('v', 'vm')],
      [
        'table=0,priority=150,in_port=1,dl_vlan=6 actions=set_field:0x1->metadata,set_field:0x2->reg6,pop_vlan,resubmit(,16)',
        'table=0,priority=100,in_port=1 actions=set_field:0x1->reg5,set_field:0x1->metadata,set_field:0x1->reg6,resubmit(,16)',
        'table=33,priority=100,reg7=0x1,metadata=0x1 actions=set_field:0x1->reg5,resubmit(,34)',
        'table=33,priority=100,reg7=0x2,metadata=0x1 actions=resubmit(,34)',
        'table=34,priority=100,reg6=0x1,reg7=0x1,metadata=0x1 actions=drop',
        'table=34,priority=100,reg6=0x2,reg7=0x2,metadata=0x1 actions=drop',
        'table=64,priority=100,reg7=0x1,metadata=0x1 actions=output:1',
        'table=64,priority=100,reg7=0x2,metadata=0x1 actions=push_vlan:0x8100,set_field:4102->vlan_vid,push:NXM_OF_IN_PORT[],set_field:0->in_port,output:1,pop_vlan,pop:NXM_OF_IN_PORT[]',
      ],
    ],
    [
      'that is a container without a tag',
      ['datapath sw 1', 'port sw c 2 parent=vm', vif('v', 'vm')],
      [],
    ],
    [
      'on a chassis by Geneve',
      [...ONE_PORT, 'chassis hv2 geneve 10.0.0.2', 'bind p hv2'],
      [
        'table=0,priority=100,in_port=1 actions=move:NXM_NX_TUN_ID[0..23]->OXM_OF_METADATA[0..23],move:NXM_NX_TUN_METADATA0[16..30]->NXM_NX_REG6[0..14],move:NXM_NX_TUN_METADATA0[0..15]->NXM_NX_REG7[0..15],resubmit(,33)',
        'table=32,priority=100,reg7=0x3,metadata=0x5 actions=load:0x5->NXM_NX_TUN_ID[0..23],set_field:0x3/0xffffffff->tun_metadata0,move:NXM_NX_REG6[0..14]->NXM_NX_TUN_METADATA0[16..30],output:1',
        'table=34,priority=100,reg6=0x3,reg7=0x3,metadata=0x5 actions=drop',
      ],
    ],
    [
      'on a chassis by STT',
      [...ONE_PORT, 'chassis hv2 stt 10.0.0.2', 'bind p hv2'],
      [
        'table=0,priority=100,in_port=1 actions=move:NXM_NX_TUN_ID[40..54]->NXM_NX_REG6[0..14],move:NXM_NX_TUN_ID[24..39]->NXM_NX_REG7[0..15],move:NXM_NX_TUN_ID[0..23]->OXM_OF_METADATA[0..23],resubmit(,33)',
        'table=32,priority=100,reg7=0x3,metadata=0x5 actions=set_field:0x3000005->tun_id,move:NXM_NX_REG6[0..14]->NXM_NX_TUN_ID[40..54],output:1',
        'table=34,priority=100,reg6=0x3,reg7=0x3,metadata=0x5 actions=drop',
      ],
    ],
    [
      'on a chassis by VXLAN',
      [...ONE_PORT, 'chassis hv2 vxlan 10.0.0.2', 'bind p hv2'],
      [
        'table=0,priority=100,tun_id=0x5,in_port=1 actions=move:NXM_NX_TUN_ID[0..23]->OXM_OF_METADATA[0..23],load:0x3->NXM_NX_REG6[0..14],resubmit(,16)',
        'table=32,priority=100,reg7=0x3,metadata=0x5 actions=load:0x5->NXM_NX_TUN_ID[0..23],output:1',
        'table=34,priority=100,reg6=0x3,reg7=0x3,metadata=0x5 actions=drop',
      ],
    ],
  ])('%s', (_, commands, flows) => {
    expect(physicalFlows(commands)).toEqual(flows);
  });

  it('that moves leaves no flows behind', () => {
    const hv = new Hypervisor().run(...ONE_PORT, 'chassis hv2 stt 10.0.0.2');
    const before = hv.flows();
    hv.run(vif('v', 'p'), 'ovs del-port v', 'bind p hv2', 'bind p');
    expect(hv.flows()).toEqual(before);
  });
});

describe('two containers with one tag', () => {
  const twins = [
    'datapath sw 1',
    'port sw vm 1',
    'port sw c1 2 parent=vm tag=6',
    'port sw c2 3 parent=vm tag=6',
    vif('v', 'vm'),
  ];
  const tagged = (hv: Hypervisor) => hv.flows([0]).filter((flow) => flow.includes('dl_vlan'));
  const flow = (port: number) =>
    `table=0,priority=150,in_port=1,dl_vlan=6 actions=set_field:0x1->metadata,set_field:0x${port}->reg6,pop_vlan,resubmit(,16)`;

  it('share packets: the first receives them before the second', () => {
    const hv = new Hypervisor().run(...twins);
    expect(tagged(hv)).toEqual([flow(2)]);
    expect(tagged(hv.run('delete Port_Binding c1'))).toEqual([flow(3)]);
    expect(tagged(hv.run('port sw c1 2 parent=vm tag=6'))).toEqual([flow(3)]);
  });
});

describe('a multicast group', () => {
  const SWITCH = ['datapath sw 1', 'port sw p 1', 'port sw q 2', 'port sw r 3'];
  const TUNNELS = [
    'chassis hv2 vxlan 10.0.0.2',
    'chassis hv3 geneve 10.0.0.3',
    'chassis hv4 stt 10.0.0.4',
    'chassis hv5 geneve 10.0.0.5',
  ];
  const to = 'priority=100,reg7=0xffff,metadata=0x1';

  it.each<[string, string[], string[]]>([
    ['without a port that is anywhere', [], []],
    [
      'with ports here, in the order of ports',
      [vif('b', 'q'), vif('a', 'p')],
      [
        `table=33,${to} actions=set_field:0x2->reg5,set_field:0x1->reg7,resubmit(,34),set_field:0x1->reg5,set_field:0x2->reg7,resubmit(,34),set_field:0xffff->reg7`,
      ],
    ],
    [
      'with a port that has a zone but does not work',
      [`${vif('a', 'p')} type=nosuch`],
      [`table=33,${to} actions=set_field:0x1->reg5,set_field:0xffff->reg7`],
    ],
    [
      'with ports elsewhere, tunnels of a type together',
      [...TUNNELS, 'bind p hv2', 'bind q hv3', 'bind r hv5'],
      [
        `table=32,${to} actions=load:0x1->NXM_NX_TUN_ID[0..23],set_field:0xffff/0xffffffff->tun_metadata0,move:NXM_NX_REG6[0..14]->NXM_NX_TUN_METADATA0[16..30],output:2,output:4,load:0x1->NXM_NX_TUN_ID[0..23],output:1`,
      ],
    ],
    [
      'with a port here and one by STT, whose key spreads its sign',
      [...TUNNELS, 'bind p hv4', vif('a', 'q')],
      [
        `table=32,${to} actions=set_field:0xffffffffff000001->tun_id,move:NXM_NX_REG6[0..14]->NXM_NX_TUN_ID[40..54],output:3,resubmit(,33)`,
        `table=33,${to} actions=set_field:0x1->reg5,set_field:0x2->reg7,resubmit(,34),set_field:0xffff->reg7`,
      ],
    ],
    [
      'with a logical patch port, which is here only once',
      [
        'port sw x 4 type=patch option:peer=y',
        'delete Multicast_Group g',
        'group sw g 65535 q,x',
        vif('a', 'q'),
      ],
      [
        `table=32,${to} actions=set_field:0x4->reg7,resubmit(,34),set_field:0xffff->reg7,resubmit(,33)`,
        `table=33,${to} actions=set_field:0x1->reg5,set_field:0x2->reg7,resubmit(,34),set_field:0xffff->reg7`,
      ],
    ],
  ])('%s', (_, commands, flows) => {
    const hv = new Hypervisor().run(...SWITCH, 'group sw g 65535 p,q,r', ...commands);
    expect(hv.flows([32, 33]).filter((flow) => flow.includes('reg7=0xffff,'))).toEqual(flows);
  });

  it('warns once of ports of another datapath', () => {
    const hv = new Hypervisor().run(...SWITCH, 'datapath other 2', 'port other o 1');
    hv.run('group sw g 65535 p,o', vif('v', 'p'), vif('w', 'o'));
    expect(hv.said).toEqual([
      expect.stringMatching(
        /^ovn-controller physical WARN [0-9a-f-]{36}: multicast group contains ports in wrong datapath$/,
      ),
    ]);
    expect(hv.flows([33])).toContain(
      `table=33,${to} actions=set_field:0x1->reg5,set_field:0x1->reg7,resubmit(,34),set_field:0xffff->reg7`,
    );
  });
});

describe('a physical network', () => {
  const NETWORK = [
    'ovs add-br br-eth',
    'ovs set Open_vSwitch . external_ids:ovn-bridge-mappings=net:br-eth',
    'datapath sw 1',
    'datapath sx 2',
    'port sw ln 7 type=localnet option:network_name=net',
    'port sx lx 8 type=localnet option:network_name=net',
    'port sw p 1',
    'port sx q 1',
  ];
  const input = (hv: Hypervisor) => hv.flows([0]).filter((flow) => /in_port=1\b/.test(flow));

  it('is reached through a patch port', () => {
    const hv = new Hypervisor().run(...NETWORK);
    expect(hv.ports('br-int')).toBe('1(patch-br-int-to-br-eth) LOCAL(br-int)');
    expect(hv.ports('br-eth')).toBe('1(patch-br-eth-to-br-int) LOCAL(br-eth)');
    expect(hv.flows([33, 64])).toEqual([
      'table=33,priority=100,reg7=0x7,metadata=0x1 actions=resubmit(,34)',
      'table=33,priority=100,reg7=0x8,metadata=0x2 actions=resubmit(,34)',
      'table=64,priority=100,reg7=0x7,metadata=0x1 actions=output:1',
      'table=64,priority=100,reg7=0x8,metadata=0x2 actions=output:1',
    ]);
  });

  it('is heard by datapaths that have another port here', () => {
    const hv = new Hypervisor().run(...NETWORK);
    expect(input(hv)).toEqual([]);
    expect(input(hv.run(vif('v', 'q')))).toEqual([
      'table=0,priority=100,in_port=1 actions=set_field:0x2->metadata,set_field:0x8->reg6,resubmit(,16)',
    ]);
    expect(input(hv.run(vif('w', 'p')))).toEqual([
      'table=0,priority=100,in_port=1 actions=set_field:0x1->metadata,set_field:0x7->reg6,resubmit(,16),set_field:0x2->metadata,set_field:0x8->reg6,resubmit(,16)',
    ]);
    expect(input(hv.run('ovs del-port v', 'ovs del-port w'))).toEqual([]);
  });

  it('may be a VLAN of it', () => {
    const hv = new Hypervisor().run(
      ...NETWORK.slice(0, 4),
      'port sw ln 7 type=localnet option:network_name=net tag=9',
      'port sw p 1',
      vif('v', 'p'),
    );
    expect(input(hv)).toEqual([
      'table=0,priority=150,in_port=1,dl_vlan=9 actions=pop_vlan,set_field:0x1->metadata,set_field:0x7->reg6,resubmit(,16)',
    ]);
    expect(hv.flows([64])[0]).toBe(
      'table=64,priority=100,reg7=0x7,metadata=0x1 actions=push_vlan:0x8100,set_field:4105->vlan_vid,push:NXM_OF_IN_PORT[],set_field:0->in_port,output:1,pop_vlan,pop:NXM_OF_IN_PORT[]',
    );
  });

  it('without a mapping leaves no flows', () => {
    const hv = new Hypervisor().run(...NETWORK, vif('v', 'p'));
    hv.run('ovs set Open_vSwitch . external_ids:ovn-bridge-mappings=');
    expect(input(hv)).toEqual([]);
    expect(hv.ports('br-eth')).toBe('LOCAL(br-eth)');
  });
});
