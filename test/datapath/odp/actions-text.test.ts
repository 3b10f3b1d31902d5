import { describe, expect, it } from 'vitest';
import { formatOdpActions } from '../../../src/datapath/odp/format-odp-actions.js';
import type { OdpAction } from '../../../src/datapath/odp/odp-actions.js';
import type { Masked } from '../../../src/openflow/model/match.js';
import { type FlowMember, memberBits } from '../../../src/openflow/model/members.js';

type Values = Partial<Record<FlowMember, bigint | readonly [bigint, bigint]>>;

/** Returns a set action; values without masks are exact. */
function set(attribute: (OdpAction & { type: 'set' })['attribute'], values: Values): OdpAction {
  const fields = new Map<FlowMember, Masked>();
  for (const [key, value] of Object.entries(values)) {
    // The keys of the record are members.
    const member = key as FlowMember;
    const all = (1n << BigInt(memberBits(member))) - 1n;
    fields.set(
      member,
      typeof value === 'bigint' ? { value, mask: all } : { value: value[0], mask: value[1] },
    );
  }
  return { type: 'set', attribute, fields };
}

const ACTIONS: readonly (readonly [text: string, actions: readonly OdpAction[]])[] = [
  ['drop', []],
  [
    '1,2',
    [
      { type: 'output', port: 1 },
      { type: 'output', port: 2 },
    ],
  ],
  [
    'set(eth(src=00:00:00:00:00:01,dst=00:00:00:00:00:02))',
    [set('eth', { dl_src: 1n, dl_dst: 2n })],
  ],
  [
    'set(eth(dst=01:00:00:00:00:00/01:00:00:00:00:00))',
    [set('eth', { dl_dst: [0x010000000000n, 0x010000000000n] })],
  ],
  [
    'set(ipv4(src=10.0.0.1,dst=10.0.0.0/255.255.255.0,tos=0x80/0xfc,ttl=63))',
    [
      set('ipv4', {
        nw_src: 0x0a000001n,
        nw_dst: [0x0a000000n, 0xffffff00n],
        nw_tos: [0x80n, 0xfcn],
        nw_ttl: 63n,
      }),
    ],
  ],
  ['set(ipv4(tos=0/0x3))', [set('ipv4', { nw_tos: [0n, 3n] })]],
  [
    'set(ipv6(src=fd00::1,label=0x5,tclass=0,hlimit=1))',
    [set('ipv6', { ipv6_src: (0xfd00n << 112n) | 1n, ipv6_label: 5n, nw_tos: 0n, nw_ttl: 1n })],
  ],
  ['set(ipv6(label=0/0xfff))', [set('ipv6', { ipv6_label: [0n, 0xfffn] })]],
  ['set(arp(op=2/0xff))', [set('arp', { nw_proto: 2n })]],
  [
    'set(arp(sip=10.0.0.1,tip=10.0.0.2,op=1/0xff,sha=00:00:00:00:00:01,tha=00:00:00:00:00:02))',
    [
      set('arp', {
        nw_src: 0x0a000001n,
        nw_dst: 0x0a000002n,
        nw_proto: 1n,
        arp_sha: 1n,
        arp_tha: 2n,
      }),
    ],
  ],
  ['set(nd(target=::1,tll=00:00:00:00:00:02))', [set('nd', { nd_target: 1n, arp_tha: 2n })]],
  ['set(tcp(src=80,dst=8080))', [set('tcp', { tp_src: 80n, tp_dst: 8080n })]],
  ['set(udp(src=81/0xff00))', [set('udp', { tp_src: [81n, 0xff00n] })]],
  ['set(sctp(dst=6))', [set('sctp', { tp_dst: 6n })]],
  ['set(mpls(label=16,tc=1,ttl=64,bos=1))', [set('mpls', { mpls_lse: 0x10340n })]],
  ['set(skb_priority(0x5))', [set('skb_priority', { skb_priority: 5n })]],
  ['set(skb_mark(0/0xff))', [set('skb_mark', { pkt_mark: [0n, 0xffn] })]],
  [
    'set(tunnel(tun_id=0x0,dst=10.0.0.2,ttl=64,flags(df|csum|key)))',
    [
      {
        type: 'set_tunnel',
        tunnel: new Map([
          ['tun_dst', 0x0a000002n],
          ['tun_ttl', 64n],
          ['tun_flags', 0xen],
        ]),
        options: [],
      },
    ],
  ],
  [
    'set(tunnel(tun_id=0x1,src=10.0.0.1,dst=10.0.0.2,tos=0x4,ttl=0,geneve({class=0xffff,type=0,len=4,0x10002}{class=0x102,type=0x80,len=8,0}),flags(key)))',
    [
      {
        type: 'set_tunnel',
        tunnel: new Map([
          ['tun_id', 1n],
          ['tun_src', 0x0a000001n],
          ['tun_dst', 0x0a000002n],
          ['tun_tos', 4n],
          ['tun_flags', 8n],
        ]),
        options: [
          { class: 0xffff, type: 0, length: 4, value: 0x10002n },
          { class: 0x102, type: 0x80, length: 8, value: 0n },
        ],
      },
    ],
  ],
  ['push_vlan(vid=12,pcp=0)', [{ type: 'push_vlan', tpid: 0x8100, tci: 0x100c }]],
  ['push_vlan(tpid=0x9100,vid=13,pcp=5,cfi=0)', [{ type: 'push_vlan', tpid: 0x9100, tci: 0xa00d }]],
  ['pop_vlan', [{ type: 'pop_vlan' }]],
  [
    'push_mpls(label=16,tc=1,ttl=64,bos=1,eth_type=0x8847)',
    [{ type: 'push_mpls', lse: 0x10340, etherType: 0x8847 }],
  ],
  ['pop_mpls(eth_type=0x800)', [{ type: 'pop_mpls', etherType: 0x800 }]],
  [
    'recirc(0),recirc(0x1f)',
    [
      { type: 'recirc', id: 0 },
      { type: 'recirc', id: 31 },
    ],
  ],
  ['hash(hash_l4(5))', [{ type: 'hash', basis: 5 }]],
  ['ct', [{ type: 'ct', commit: false, zone: 0 }]],
  ['ct(commit,zone=5)', [{ type: 'ct', commit: true, zone: 5 }]],
  [
    'ct(commit,mark=0xa0/0xfe,label=0x12/0xff,helper=ftp)',
    [
      {
        type: 'ct',
        commit: true,
        zone: 0,
        mark: { value: 0xa0n, mask: 0xfen },
        label: { value: 0x12n, mask: 0xffn },
        helper: 'ftp',
      },
    ],
  ],
  [
    'ct(label=0)',
    [{ type: 'ct', commit: false, zone: 0, label: { value: 0n, mask: (1n << 128n) - 1n } }],
  ],
  [
    'sample(sample=9.7%,actions(1,pop_vlan)),sample(sample=100.0%,actions(drop))',
    [
      {
        type: 'sample',
        probability: 416611827,
        actions: [{ type: 'output', port: 1 }, { type: 'pop_vlan' }],
      },
      { type: 'sample', probability: 0xffffffff, actions: [] },
    ],
  ],
  [
    'userspace(pid=1),userspace(pid=0,slow_path(0))',
    [
      { type: 'userspace', pid: 1 },
      { type: 'userspace', pid: 0, cookie: { type: 'slow_path', reasons: new Set() } },
    ],
  ],
  [
    'userspace(pid=0,slow_path(cfm,action))',
    [
      {
        type: 'userspace',
        pid: 0,
        cookie: { type: 'slow_path', reasons: new Set(['action', 'cfm']) },
      },
    ],
  ],
  [
    'userspace(pid=1,sFlow(vid=9,pcp=7,output=10),actions,tunnel_out_port=10)',
    [
      {
        type: 'userspace',
        pid: 1,
        cookie: { type: 'sFlow', vlanTci: 0xf009, output: 10 },
        withActions: true,
        tunnelOutPort: 10,
      },
    ],
  ],
  [
    'userspace(pid=1,flow_sample(probability=1,collector_set_id=2,obs_domain_id=3,obs_point_id=4))',
    [
      {
        type: 'userspace',
        pid: 1,
        cookie: {
          type: 'flow_sample',
          probability: 1,
          collectorSetId: 2,
          obsDomainId: 3,
          obsPointId: 4,
        },
      },
    ],
  ],
  [
    'userspace(pid=1,ipfix(output_port=10))',
    [{ type: 'userspace', pid: 1, cookie: { type: 'ipfix', outputPort: 10 } }],
  ],
];

describe('formatOdpActions', () => {
  it.each(ACTIONS)('%s', (text, actions) => {
    expect(formatOdpActions(actions)).toBe(text);
  });
});
