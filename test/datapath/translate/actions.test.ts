/**
 * Checks what actions do to packets. Most scenes are those of tests/ofproto-dpif.at of the
 * reference.
 */
import { describe, expect, it } from 'vitest';
import { PORT_CONFIG } from '../../../src/openflow/model/bridge-port.js';
import { Scene } from './scene.js';

const PORTS = Array.from({ length: 40 }, (_, i) => i + 1);

const ETH = 'dl_src=50:54:00:00:00:05,dl_dst=50:54:00:00:00:07';
const IP = 'nw_src=192.168.0.1,nw_dst=192.168.0.2,nw_tos=0,nw_ttl=128';
const ICMP = `${ETH},icmp,${IP},icmp_type=8,icmp_code=0`;
const TCP = `${ETH},tcp,${IP},tp_src=8,tp_dst=9`;

interface Row {
  readonly what: string;
  readonly flows: string;
  readonly groups?: string;
  readonly openflow?: 10 | 13;
  readonly packet: string;
  readonly actions: string;
  readonly megaflow?: string;
  readonly slow?: string;
}

const ROWS: readonly Row[] = [
  {
    what: 'resubmit goes on with another port or table, and comes back',
    flows: `
      table=0 in_port=1 priority=1000 icmp actions=output(10),resubmit(2),output(19),resubmit(3),output(21)
      table=0 in_port=2 priority=1500 icmp actions=output(11),resubmit(,1),output(16),resubmit(2,1),output(18)
      table=0 in_port=3 priority=2000 icmp actions=output(20)
      table=1 in_port=1 priority=1000 icmp actions=output(12),resubmit(4,1),output(13),resubmit(3),output(15)
      table=1 in_port=2 priority=1500 icmp actions=output(17),resubmit(,2)
      table=1 in_port=3 priority=1500 icmp actions=output(14),resubmit(,2)`,
    packet: `in_port=1,${ICMP}`,
    actions: '10,11,12,13,14,15,16,17,18,19,20,21',
  },
  {
    what: 'written actions come last, each kind once',
    openflow: 13,
    flows: `
      table=0 in_port=1,ip actions=output(10),write_actions(set_field:192.168.3.90->ip_src,output(12)),goto_table(1)
      table=1 ip actions=write_actions(output(13)),goto_table(2)
      table=2 ip actions=set_field:192.168.3.91->ip_src,output(11)`,
    packet: `in_port=1,${ICMP}`,
    actions: '10,set(ipv4(src=192.168.3.91)),11,set(ipv4(src=192.168.3.90)),13',
    megaflow: 'recirc_id=0,ip,in_port=1,nw_src=192.168.0.1,nw_frag=no',
  },
  {
    what: 'what is written can be cleared',
    openflow: 13,
    flows: `
      table=0 in_port=1,ip actions=output(10),write_actions(set_field:192.168.3.90->ip_src,output(12)),goto_table(1)
      table=1 tcp actions=set_field:91->tp_src,output(11),clear_actions`,
    packet: `in_port=1,${TCP}`,
    actions: '10,set(tcp(src=91)),11',
    megaflow: 'recirc_id=0,tcp,in_port=1,nw_frag=no,tp_src=8',
  },
  {
    what: 'actset_output is the port that is written, unless a group is',
    openflow: 13,
    groups: 'group_id=5,type=all,bucket=output:2',
    flows: `
      table=0,actset_output=unset actions=write_actions(output(2)),goto_table(1)
      table=1 actions=move:ONFOXM_ET_ACTSET_OUTPUT[0..31]->OXM_OF_PKT_REG0[0..31],goto_table(2)
      table=2,priority=20,actset_output=2 actions=4,goto_table(3)
      table=2,priority=10 actions=5,goto_table(3)
      table=3,priority=20,xreg0=2 actions=6,goto_table(4)
      table=3,priority=10 actions=7,goto_table(4)
      table=4 actions=write_actions(group(5),output(10)),goto_table(5)
      table=5,priority=20,actset_output=unset actions=8,goto_table(6)
      table=5,priority=10 actions=9,goto_table(6)
      table=6 actions=write_actions(output(3)),goto_table(7)
      table=7,priority=20,actset_output=unset actions=10,goto_table(8)
      table=7,priority=10 actions=11,goto_table(8)
      table=8,actions=clear_actions,write_actions(output(3),output(2)),goto_table(9)
      table=9,priority=20,actset_output=2 actions=12
      table=9,priority=10 actions=13`,
    packet: `in_port=1,${ICMP}`,
    actions: '4,6,8,10,12,2',
  },
  {
    what: 'each bucket of a group starts from the packet as it was',
    groups:
      'group_id=1234,type=all,bucket=output:10,set_field:192.168.3.90->ip_src,bucket=output:11',
    openflow: 13,
    flows: 'ip actions=group:1234',
    packet: `in_port=1,${ICMP}`,
    actions: 'set(ipv4(src=192.168.3.90)),10,set(ipv4(src=192.168.0.1)),11',
    megaflow: 'recirc_id=0,ip,in_port=1,nw_src=192.168.0.1,nw_frag=no',
  },
  {
    what: 'groups lead to groups',
    groups: `
      group_id=1234,type=all,bucket=set_field:192.168.3.90->ip_src,group:123,bucket=output:11
      group_id=123,type=all,bucket=output:10`,
    openflow: 13,
    flows: 'ip actions=group:1234',
    packet: `in_port=1,${ICMP}`,
    actions: 'set(ipv4(src=192.168.3.90)),10,set(ipv4(src=192.168.0.1)),11',
  },
  {
    what: 'a group changes nothing for what comes after it',
    groups: 'group_id=1234,type=select,bucket=set_field:192.168.3.90->ip_src,output:10',
    openflow: 13,
    flows: 'ip actions=group:1234,output:10',
    packet: `in_port=1,${ICMP}`,
    actions:
      'set(ipv4(src=192.168.3.90,dst=192.168.0.2)),10,set(ipv4(src=192.168.0.1,dst=192.168.0.2)),10',
  },
  {
    what: 'a fast failover group with nothing alive drops',
    groups: 'group_id=1234,type=ff,bucket=watch_port:50,output:10,bucket=watch_port:51,output:11',
    openflow: 13,
    flows: 'ip actions=write_actions(group:1234)',
    packet: `in_port=1,${ICMP}`,
    actions: 'drop',
  },
  {
    what: 'registers are loaded, moved and matched',
    flows: `
      in_port=1 actions=load:0x000db000->NXM_NX_REG0[],load:0xdea->NXM_NX_REG0[20..31],load:0xeef->NXM_NX_REG0[0..11],resubmit:2
      in_port=2,reg0=0xdeadbeef actions=move:NXM_NX_REG0[]->NXM_NX_REG1[],load:0x22222222->NXM_NX_REG2[],resubmit:3
      in_port=3,reg1=0xdeadbeef actions=move:NXM_NX_REG1[20..31]->NXM_NX_REG2[0..11],move:NXM_NX_REG1[0..11]->NXM_NX_REG2[20..31],resubmit:4
      in_port=4,reg2=0xeef22dea actions=output:20`,
    packet: `in_port=1,${ICMP}`,
    actions: '20',
  },
  {
    what: 'an extended register is two registers',
    flows: `
      table=0 actions=load:0xfedcba9876543210->OXM_OF_PKT_REG1[],resubmit(,1)
      table=1,reg2=0xfedcba98,reg3=0x76543210 actions=2`,
    packet: `in_port=1,${ICMP}`,
    actions: '2',
  },
  {
    what: 'a field can be set in part',
    openflow: 13,
    flows: `
      table=0 actions=set_field:0xfafafafa5a5a5a5a->metadata,goto_table(1)
      table=1 actions=set_field:0x6b/0xff->metadata,goto_table(2)
      table=2,metadata=0xfafafafa5a5a5a6b actions=2`,
    packet: `in_port=1,${ICMP}`,
    actions: '2',
  },
  {
    what: 'what is pushed last is popped first',
    flows: `
      in_port=1 actions=load:20->NXM_NX_REG0[0..7],load:21->NXM_NX_REG1[0..7],push:NXM_NX_REG0[],push:NXM_NX_REG1[0..7],resubmit:2,resubmit:2
      in_port=2 actions=pop:NXM_NX_REG5[0..15],output:NXM_NX_REG5[]`,
    packet: `in_port=1,${ICMP}`,
    actions: '21,20',
  },
  {
    what: 'exit ends everything',
    flows: `
      in_port=1 actions=output:10,exit,output:11
      in_port=2 actions=output:12,resubmit:1,output:12
      in_port=3 actions=output:13,resubmit:2,output:14`,
    packet: `in_port=3,${ICMP}`,
    actions: '13,12,10',
  },
  {
    what: 'a packet whose time is over goes to controllers, and no further in its list',
    flows: `
      table=0 actions=dec_ttl,output:2,resubmit(1,1),output:4
      table=1 in_port=1 actions=dec_ttl,output:3`,
    packet: `in_port=1,${ETH},ip,nw_proto=111,nw_ttl=2`,
    actions: 'set(ipv4(ttl=1)),2,4',
    megaflow: 'recirc_id=0,ip,in_port=1,nw_ttl=2,nw_frag=no',
    slow: 'controller',
  },
  {
    what: 'queues are priorities of the datapath',
    flows: 'in_port=4 actions=enqueue:1:1,enqueue:2:1,enqueue:3:2,enqueue:4:1,enqueue:5:1',
    packet: 'in_port=4,dl_type=0x0900',
    actions: 'set(skb_priority(0x1)),1,2,set(skb_priority(0x2)),3,set(skb_priority(0x1)),5',
  },
  {
    what: 'a queue that was set is given up again',
    flows: 'in_port=1 actions=set_queue:5,output:2,pop_queue,output:3',
    packet: 'in_port=1,dl_type=0x0900',
    actions: 'set(skb_priority(0x5)),2,set(skb_priority(0)),3',
    megaflow: 'recirc_id=0,skb_priority=0,in_port=1,dl_type=0x0900',
  },
  {
    what: 'a neighbor solicitation is modified on the slow path',
    openflow: 13,
    flows:
      'icmp6,icmpv6_type=135 actions=set_field:fe80::4->nd_target,set_field:cc:cc:cc:cc:cc:cc->nd_sll,output(11)',
    packet: `in_port=1,${ETH},icmp6,ipv6_src=fe80::1,ipv6_dst=fe80::2,nw_tos=0,nw_ttl=128,icmpv6_type=135,nd_target=fe80::2020,nd_sll=66:55:44:33:22:11`,
    actions: 'set(nd(target=fe80::4,sll=cc:cc:cc:cc:cc:cc)),11',
    megaflow:
      'recirc_id=0,icmp6,in_port=1,nw_frag=no,icmp_type=0x87/0xff,icmp_code=0x0/0xff,nd_target=fe80::2020,nd_sll=66:55:44:33:22:11',
    slow: 'action',
  },
  {
    what: 'a label is pushed onto a packet, with its class and hop limit',
    flows: 'dl_src=50:54:00:00:00:05 actions=push_mpls:0x8847,load:10->OXM_OF_MPLS_LABEL[],2',
    packet: `in_port=1,${ICMP}`,
    actions: 'push_mpls(label=10,tc=0,ttl=128,bos=1,eth_type=0x8847),2',
  },
  {
    what: 'what is beneath a label that is popped is known after recirculation only',
    flows: 'mpls actions=pop_mpls:0x0800,dec_ttl,2',
    packet: `in_port=1,${ETH},mpls,mpls_label=11,mpls_bos=1`,
    actions: 'pop_mpls(eth_type=0x800),recirc(0)',
  },
  {
    what: 'samples go to userspace',
    flows:
      'in_port=1 actions=sample(probability=65535,collector_set_id=1,obs_domain_id=2,obs_point_id=3),2',
    packet: `in_port=1,${ICMP}`,
    actions:
      'sample(sample=100.0%,actions(userspace(pid=0,flow_sample(probability=65535,collector_set_id=1,obs_domain_id=2,obs_point_id=3)))),2',
  },
  {
    what: 'a note does nothing',
    flows: 'actions=note:11.22,2',
    packet: `in_port=1,${ICMP}`,
    actions: '2',
  },
];

describe('actions', () => {
  it.each(ROWS)('$what', ({ flows, groups = '', openflow = 10, packet, ...expected }) => {
    const scene = new Scene({ br0: PORTS }).groups(groups).flows(flows, { openflow });
    const { actions, megaflow, result } = scene.send(packet);
    expect(actions).toBe(expected.actions);
    if (expected.megaflow !== undefined) expect(megaflow).toBe(expected.megaflow);
    expect([...result.slow].join()).toBe(expected.slow ?? '');
  });
});

describe('ports', () => {
  const scene = new Scene({ br0: [1, 2, 3] }).flows(`
    in_port=1 actions=flood
    in_port=2 actions=all
    in_port=3 actions=in_port,3,1,7`);

  it('without forwarding receive nothing, and those without flooding receive less', () => {
    for (const [number, flag] of [
      [3, PORT_CONFIG.NO_FWD],
      [1, PORT_CONFIG.NO_FLOOD],
    ] as const) {
      const port = scene.bridge.ports.get(number);
      if (port) port.config = flag;
    }
    expect(scene.send('in_port=1,dl_type=0x0900')).toMatchObject({
      actions: '2',
      reports: ['OFPPC_NO_FWD set, skipping output'],
    });
    expect(scene.send('in_port=2,dl_type=0x0900').actions).toBe('1');
    expect(scene.send('in_port=3,dl_type=0x0900')).toMatchObject({
      actions: '1',
      reports: [
        'OFPPC_NO_FWD set, skipping output',
        'skipping output to input port',
        'Nonexistent output port',
      ],
    });
  });

  it('without receiving drop everything', () => {
    const port = scene.bridge.ports.get(1);
    if (port) port.config = PORT_CONFIG.NO_RECV;
    expect(scene.send('in_port=1,dl_type=0x0900').actions).toBe('drop');
  });
});

describe('patch ports', () => {
  it('take the packet into the other bridge without its metadata', () => {
    const scene = new Scene({ br0: [1, 2], br1: [11, 12] })
      .patch(9, 19)
      .flows('in_port=1 actions=load:5->NXM_NX_REG0[],push:NXM_NX_REG0[],mod_vlan_vid:7,9,2')
      .flows(
        'in_port=19,reg0=0 actions=strip_vlan,load:6->NXM_NX_REG0[],pop:NXM_NX_REG1[],11,exit',
        {
          bridge: 'br1',
        },
      );
    const { actions, result } = scene.send('in_port=1,dl_type=0x0900');
    expect(actions).toBe('11,push_vlan(vid=7,pcp=0),2');
    expect(result.flow.get('reg0')).toBe(5n);
    expect(scene.logged).toEqual([
      'WARN Failed to pop from an empty stack. On flow\n reg0=0x6,in_port=19,vlan_tci=0x0000,dl_src=00:00:00:00:00:00,dl_dst=00:00:00:00:00:00,dl_type=0x0900',
    ]);
    expect(result.effects.at(-1)?.type).toBe('ports');
  });

  it('stop packets that go round in circles', () => {
    const scene = new Scene({ br0: [1], br1: [] })
      .patch(9, 19)
      .flows('actions=9,in_port')
      .flows('actions=in_port', { bridge: 'br1' });
    expect(scene.send('in_port=1,dl_type=0x0900').actions).toBe('1');
    expect(scene.logged.at(0)).toBe('ERR resubmit actions recursed over 64 times');
  });
});

describe('endless resubmissions', () => {
  const chain = (length: number, last: string): string => {
    const flows = Array.from(
      { length },
      (_, i) => `in_port=${i + 1} actions=resubmit:${i + 2},resubmit:${i + 2},40`,
    );
    return [...flows, `in_port=${length + 1} actions=${last}`].join('\n');
  };

  it.each([
    ['too deep', 'actions=resubmit:1,resubmit:2,output:3', 'recursed over 64 times'],
    ['too many', chain(64, '40'), 'over 4096 resubmit actions'],
  ])('stop: %s', (_, flows, message) => {
    const scene = new Scene({ br0: PORTS }).flows(flows);
    scene.send('in_port=1');
    expect(scene.logged).toEqual([expect.stringContaining(message)]);
  });

  it('yield a limited number of actions', () => {
    const scene = new Scene({ br0: PORTS }).flows(chain(12, '40,40,40,40,40,40,40,40'));
    expect([...scene.send('in_port=1').result.slow]).toEqual(['action']);
    expect(scene.logged).toEqual(['ERR resubmits yielded over 64 kB of actions']);
  });

  it('fill the stack up to its limit', () => {
    const push = Array(8).fill('push:NXM_NX_REG0[]').join();
    const scene = new Scene({ br0: PORTS }).flows(chain(12, push));
    scene.send('in_port=1');
    expect(scene.logged).toEqual(['ERR resubmits yielded over 64 kB of stack']);
  });
});

describe('choices', () => {
  const fate = (scene: Scene, byte: number): string =>
    scene.send(
      `in_port=1,dl_src=50:54:00:00:00:07,dl_dst=50:54:00:00:00:0${byte.toString(16)},ip,nw_ttl=9`,
    ).actions;

  it.each([
    ['group:1234', 'select', 'group_id=1234,type=select,bucket=output:10,bucket=output:11'],
    [
      'group:1234',
      'hash',
      'group_id=1234,type=select,selection_method=hash,fields=eth_dst,bucket=output:10,bucket=output:11',
    ],
    ['bundle(symmetric_l4,60,hrw,ofport,slaves:10,11)', 'bundle', ''],
    ['multipath(symmetric_l4,50,modulo_n,2,0,NXM_NX_REG0[0..3]),resubmit(,1)', 'modulo_n', ''],
    [
      'multipath(symmetric_l4,50,hash_threshold,2,0,NXM_NX_REG0[0..3]),resubmit(,1)',
      'threshold',
      '',
    ],
    ['multipath(symmetric_l4,50,hrw,2,0,NXM_NX_REG0[0..3]),resubmit(,1)', 'hrw', ''],
    ['multipath(symmetric_l4,50,iter_hash,2,4,NXM_NX_REG0[0..3]),resubmit(,1)', 'iter_hash', ''],
  ])('%s spreads packets', (action, _, groups) => {
    const scene = new Scene({ br0: PORTS }).groups(groups).flows(
      `table=0 actions=${action}
       table=1,reg0=0 actions=10
       table=1,reg0=1 actions=11`,
      { openflow: 13 },
    );
    const fates = Array.from({ length: 16 }, (_, i) => fate(scene, i));
    expect([...new Set(fates)].sort()).toEqual(['10', '11']);
    expect(Array.from({ length: 16 }, (_, i) => fate(scene, i))).toEqual(fates);
  });

  it('by a field with the same value choose the same output', () => {
    const scene = new Scene({ br0: PORTS })
      .groups(
        'group_id=1234,type=select,selection_method=hash,fields=eth_src,bucket=output:10,bucket=output:11',
      )
      .flows('ip actions=group:1234', { openflow: 13 });
    const fates = Array.from({ length: 16 }, (_, i) => fate(scene, i));
    expect(new Set(fates).size).toBe(1);
  });

  it('skip ports and groups that are not live', () => {
    const scene = new Scene({ br0: PORTS }).flows(
      'actions=bundle(eth_src,0,active_backup,ofport,slaves:10,11)',
    );
    expect(scene.send('in_port=1').actions).toBe('10');
    const port = scene.bridge.ports.get(10);
    if (port) port.config = PORT_CONFIG.PORT_DOWN;
    expect(scene.send('in_port=1').actions).toBe('11');
  });
});
