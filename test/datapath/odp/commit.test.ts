import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { editFrame } from '../../../src/datapath/dpif/execute-actions.js';
import { commitOdpActions, commitOdpTunnel } from '../../../src/datapath/odp/commit-actions.js';
import { formatOdpActions } from '../../../src/datapath/odp/format-odp-actions.js';
import type { OdpAction } from '../../../src/datapath/odp/odp-actions.js';
import { FLOW_MEMBERS, type FlowMember } from '../../../src/openflow/model/members.js';
import { composeFrame } from '../../../src/packet/compose.js';
import { extractFlow } from '../../../src/packet/extract.js';
import { Flow, Wildcards } from '../../../src/packet/flow.js';
import { countMplsLabels } from '../../../src/packet/mpls.js';
import { flowOf, packetFlows } from '../../packet/arbitrary.js';

type Members = Parameters<typeof flowOf>[0];

const TCP: Members = {
  dl_src: 1n,
  dl_dst: 2n,
  dl_type: 0x800n,
  nw_src: 0x0a000001n,
  nw_dst: 0x0a000002n,
  nw_proto: 6n,
  nw_ttl: 64n,
  tp_src: 1n,
  tp_dst: 2n,
};
const ARP: Members = { dl_type: 0x806n, nw_proto: 1n, nw_src: 1n, nw_dst: 2n, arp_sha: 3n };
const ND: Members = { dl_type: 0x86ddn, nw_proto: 58n, tp_src: 135n, nd_target: 1n, arp_sha: 3n };
const LABELS: Members = { dl_type: 0x8847n, mpls_lse: 0x1040n, mpls_lse1: 0x2140n };

/** A flow to commit, and the reason for the slow path if there is one. */
interface Commit {
  readonly text: string;
  readonly base: Members;
  readonly changes: Members;
  /** Further members that were looked at. */
  readonly read?: readonly FlowMember[];
  readonly slow?: string;
}

const COMMITS: readonly Commit[] = [
  { text: 'drop', base: TCP, changes: {}, read: ['dl_src', 'tp_src'] },
  { text: 'set(eth(dst=00:00:00:00:00:03))', base: TCP, changes: { dl_dst: 3n } },
  {
    text: 'set(eth(src=00:00:00:00:00:01,dst=00:00:00:00:00:03))',
    base: TCP,
    changes: { dl_dst: 3n },
    read: ['dl_src'],
  },
  {
    text: 'set(eth(src=00:00:00:00:00:03)),set(ipv4(dst=10.0.0.2,ttl=63))',
    base: TCP,
    changes: { nw_ttl: 63n, dl_src: 3n },
    read: ['nw_dst', 'nw_proto', 'nw_frag'],
  },
  {
    text: 'set(tcp(dst=80)),push_vlan(vid=5,pcp=0)',
    base: TCP,
    changes: { tp_dst: 80n, vlan_tci: 0x1005n },
  },
  { text: 'set(udp(src=5))', base: { ...TCP, nw_proto: 17n }, changes: { tp_src: 5n } },
  { text: 'set(sctp(src=5))', base: { ...TCP, nw_proto: 132n }, changes: { tp_src: 5n } },
  { text: 'set(skb_priority(0x1))', base: TCP, changes: { skb_priority: 1n } },
  { text: 'set(skb_mark(0x2))', base: { pkt_mark: 3n }, changes: { pkt_mark: 2n } },
  { text: 'pop_vlan', base: { ...TCP, vlan_tci: 0x1005n }, changes: { vlan_tci: 0n } },
  {
    text: 'pop_vlan,push_vlan(vid=6,pcp=1)',
    base: { ...TCP, vlan_tci: 0x1005n },
    changes: { vlan_tci: 0x3006n },
  },
  { text: 'set(arp(op=2/0xff))', base: ARP, changes: { nw_proto: 2n }, slow: 'action' },
  {
    text: 'set(arp(sip=0.0.0.1,tha=00:00:00:00:00:04))',
    base: ARP,
    changes: { arp_tha: 4n },
    read: ['nw_src'],
    slow: 'action',
  },
  { text: 'set(ipv6(hlimit=1))', base: ND, changes: { nw_ttl: 1n } },
  {
    text: 'set(nd(target=::2,sll=00:00:00:00:00:03))',
    base: ND,
    changes: { nd_target: 2n },
    read: ['arp_sha'],
    slow: 'action',
  },
  {
    text: 'set(mpls(label=3,tc=0,ttl=64,bos=0))',
    base: LABELS,
    changes: { mpls_lse: 0x3040n },
  },
  {
    text: 'pop_mpls(eth_type=0x8847)',
    base: LABELS,
    changes: { mpls_lse: 0x2140n, mpls_lse1: 0n },
  },
  {
    text: 'pop_mpls(eth_type=0x8847),pop_mpls(eth_type=0x800)',
    base: LABELS,
    changes: { dl_type: 0x800n, mpls_lse: 0n, mpls_lse1: 0n },
  },
  {
    text: 'push_mpls(label=3,tc=0,ttl=64,bos=0,eth_type=0x8847)',
    base: LABELS,
    changes: { mpls_lse: 0x3040n, mpls_lse1: 0x1040n, mpls_lse2: 0x2140n },
  },
  {
    text: 'push_mpls(label=1,tc=0,ttl=64,bos=1,eth_type=0x8848)',
    base: TCP,
    changes: { dl_type: 0x8848n, mpls_lse: 0x1140n, nw_proto: 0n },
  },
];

const depending = (...members: readonly FlowMember[]): Wildcards => {
  const wildcards = new Wildcards();
  for (const member of members) wildcards.add(member);
  return wildcards;
};

describe('commitOdpActions', () => {
  it.each(COMMITS)('$text', ({ text, base, changes, read = [], slow }) => {
    const flow = flowOf({ ...base, ...changes });
    const actions: OdpAction[] = [];
    // The keys of the record are members.
    const changed = Object.keys(changes) as FlowMember[];
    const reason = commitOdpActions(flow, flowOf(base), actions, depending(...read, ...changed));
    expect(formatOdpActions(actions)).toBe(text);
    expect(reason).toBe(slow);
  });

  it('does not commit changes to unknown headers', () => {
    const actions: OdpAction[] = [];
    const commit = (base: Members, changes: Members): void => {
      const all = depending('nw_src', 'tp_src');
      commitOdpActions(flowOf({ ...base, ...changes }), flowOf(base), actions, all);
    };
    commit({ ...TCP, nw_proto: 1n }, { tp_src: 5n });
    commit({ ...TCP, nw_proto: 0n }, { nw_src: 5n });
    expect(actions).toEqual([]);
  });

  it('adds the tag to the wildcards if it changes', () => {
    const wildcards = new Wildcards();
    commitOdpActions(flowOf({ vlan_tci: 0x1001n }), new Flow(), [], wildcards);
    expect(wildcards.get('vlan_tci')).toBe(0xffffn);
  });

  it('sets only the bits that were looked at', () => {
    const wildcards = new Wildcards();
    wildcards.add('nw_tos', 0xfcn);
    const actions: OdpAction[] = [];
    commitOdpActions(flowOf({ ...TCP, nw_tos: 0x2an }), flowOf(TCP), actions, wildcards);
    expect(formatOdpActions(actions)).toBe('set(ipv4(tos=0x28/0xfc))');
  });
});

describe('commitOdpTunnel', () => {
  const table = new Map([[0, { class: 0xffff, type: 0, length: 4 }]]);
  const commit = (flow: Flow, base: Flow): string => {
    const actions: OdpAction[] = [];
    commitOdpTunnel(flow, base, actions, table);
    return formatOdpActions(actions);
  };

  it('sets a tunnel once, and again when it changes', () => {
    const base = new Flow();
    const flow = flowOf({ tun_id: 5n, tun_dst: 0x0a000001n, tun_ttl: 64n, tun_flags: 8n });
    flow.set('tun_metadata_present', 1n);
    expect(commit(flow, base)).toBe(
      'set(tunnel(tun_id=0x5,dst=10.0.0.1,ttl=64,geneve({class=0xffff,type=0,len=4,0}),flags(key)))',
    );
    expect(commit(flow, base)).toBe('drop');
    flow.set('tun_metadata0', 0x10002n);
    expect(commit(flow, base)).toContain('len=4,0x10002');
    flow.set('tun_dst', 0n);
    expect(commit(flow, base)).toBe('drop');
  });
});

/** Returns the members that actions can change in such a packet. */
function changeable(flow: Flow): readonly FlowMember[] {
  const link: FlowMember[] = ['dl_src', 'dl_dst'];
  const ports: FlowMember[] = [6n, 17n, 132n].includes(flow.get('nw_proto'))
    ? ['tp_src', 'tp_dst']
    : [];
  const transport = flow.get('nw_frag') === 3n ? [] : ports;
  if (flow.get('nw_proto') === 0n) return link;
  switch (flow.get('dl_type')) {
    case 0x800n:
      return [...link, 'nw_src', 'nw_dst', 'nw_tos', 'nw_ttl', ...transport];
    case 0x86ddn:
      return [...link, 'ipv6_src', 'ipv6_dst', 'ipv6_label', 'nw_tos', 'nw_ttl', ...transport];
    case 0x806n:
      return [...link, 'nw_src', 'nw_dst', 'arp_sha', 'arp_tha'];
    default:
      return link;
  }
}

/** Two flows of which one can be turned into the other. */
const changes = fc
  .record({ base: packetFlows, other: packetFlows, pick: fc.array(fc.boolean(), { minLength: 5 }) })
  .map(({ base, other, pick }) => {
    const flow = new Flow(base);
    const wildcards = new Wildcards();
    for (const [i, member] of changeable(base).entries()) {
      if (pick[i % pick.length] !== true) continue;
      flow.set(member, other.get(member));
      wildcards.add(member);
    }
    if (pick[0] === true) flow.set('vlan_tci', other.get('vlan_tci'));
    const [labels, wanted] = [countMplsLabels(base), countMplsLabels(other)];
    for (const member of ['mpls_lse', 'mpls_lse1', 'mpls_lse2'] as const) {
      if (labels > 0 && wanted > 0) flow.set(member, other.get(member));
    }
    // The type of a frame changes only if labels are added or removed.
    if (labels > 0 && wanted > 0 && labels !== wanted) flow.set('dl_type', other.get('dl_type'));
    return { base, flow, wildcards };
  });

describe('editFrame', () => {
  it('produces the frame for which the actions were committed', () => {
    fc.assert(
      fc.property(changes, ({ base, flow, wildcards }) => {
        const actions: OdpAction[] = [];
        const committed = new Flow(base);
        commitOdpActions(flow, committed, actions, wildcards);
        let frame = composeFrame(base);
        for (const action of actions) {
          if (
            action.type === 'set' ||
            action.type === 'push_vlan' ||
            action.type === 'pop_vlan' ||
            action.type === 'push_mpls' ||
            action.type === 'pop_mpls'
          ) {
            frame = editFrame(frame, action);
          }
        }
        const made = extractFlow(frame, base);
        const wrong = FLOW_MEMBERS.filter((member) => made.get(member) !== flow.get(member));
        expect(wrong).toEqual([]);
        expect(committed.equals(flow)).toBe(true);
      }),
    );
  });
});
