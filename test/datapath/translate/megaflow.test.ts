/**
 * Checks that the actions of a megaflow are right for all packets that match it, whatever flows
 * there are.
 */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { editFrame } from '../../../src/datapath/dpif/execute-actions.js';
import { formatOdpActions } from '../../../src/datapath/odp/format-odp-actions.js';
import type { OdpAction } from '../../../src/datapath/odp/odp-actions.js';
import { composeFrame } from '../../../src/packet/compose.js';
import { Flow, type Wildcards } from '../../../src/packet/flow.js';
import { parseExactFlow } from '../../../src/packet/parse-exact-flow.js';
import { Scene } from './scene.js';

const oneOf = (...choices: readonly string[]) => fc.constantFrom(...choices);
const small = fc.nat(3);

/** Replaces each `?` of a text by one of a few values. */
const gaps = (text: string): fc.Arbitrary<string> =>
  fc
    .tuple(...text.split('?').map((_, i) => (i === 0 ? fc.constant('') : small)))
    .map((values) => text.split('?').reduce((whole, part, i) => `${whole}${values[i]}${part}`, ''));

const joined = (...parts: readonly fc.Arbitrary<string>[]) =>
  fc.tuple(...parts).map((texts) => texts.filter((text) => text !== '').join(','));

const PACKET = joined(
  gaps('in_port=?,dl_src=00:00:00:00:00:0?,dl_dst=00:00:00:00:0?:00'),
  fc.oneof(fc.constant(''), gaps('dl_vlan=?,dl_vlan_pcp=?')),
  fc.oneof(
    gaps('arp,arp_op=?,arp_spa=10.0.?.?,arp_sha=00:00:00:00:00:0?'),
    gaps('icmp,nw_src=10.0.?.?,nw_dst=10.0.?.?,nw_ttl=?,icmp_type=?,icmp_code=?'),
    gaps('tcp,nw_src=10.0.?.?,nw_dst=10.0.?.?,nw_tos=8,nw_ttl=?,tp_src=?,tp_dst=?'),
    gaps('udp,nw_src=10.0.?.?,nw_dst=10.0.?.?,ip_frag=first,nw_ttl=6?,udp_src=?,udp_dst=?'),
    gaps('tcp6,ipv6_src=fe80::?,ipv6_dst=fe80::?,nw_ttl=?,tp_dst=?'),
    gaps('icmp6,ipv6_src=fe80::?,icmpv6_type=135,icmpv6_code=0,nd_target=fe80::?'),
    gaps('mpls,mpls_label=?,mpls_tc=?,mpls_bos=1'),
    gaps('dl_type=0x88c?'),
  ),
);

const PART = fc.oneof(
  gaps('in_port=?'),
  gaps('dl_src=00:00:00:00:00:0?'),
  gaps('dl_dst=00:00:00:00:0?:00/00:00:00:00:0?:00'),
  gaps('vlan_tci=0x100?/0x100?'),
  gaps('reg?=?'),
  gaps('reg1=?/?'),
  gaps('metadata=?'),
);

const PROTOCOL = fc.oneof(
  fc.constant(''),
  gaps('ip,nw_src=10.0.?.0/255.255.?.0'),
  gaps('ip,nw_dst=10.0.?.?/31'),
  gaps('tcp,tp_dst=?'),
  gaps('udp,tp_src=?/?'),
  gaps('icmp,icmp_type=?'),
  gaps('ip,ip_frag=no,nw_ttl=?'),
  gaps('ipv6,ipv6_src=fe80::?'),
  gaps('icmp6,icmp_type=135,icmp_code=0,nd_target=fe80::?'),
  gaps('arp,arp_op=?'),
  gaps('mpls,mpls_label=?'),
);

const CHOICE = oneOf(
  'multipath(eth_src,50,modulo_n,4,0,NXM_NX_REG1[0..1]),output:NXM_NX_REG1[0..1]',
  'multipath(symmetric_l4,50,hrw,4,0,NXM_NX_REG1[0..1]),output:NXM_NX_REG1[0..1]',
  'bundle(eth_src,0,hrw,ofport,slaves:1,2,3)',
  'group:1',
);

const MOVE = oneOf(
  'push:NXM_NX_REG1[0..3]',
  'push:NXM_OF_ETH_SRC[0..3]',
  'pop:NXM_NX_REG2[1..4]',
  'pop:NXM_OF_ETH_DST[8..11]',
  'move:NXM_OF_IN_PORT[0..3]->NXM_NX_REG1[0..3]',
  'move:NXM_OF_ETH_SRC[]->NXM_OF_ETH_DST[]',
  'move:NXM_OF_VLAN_TCI[0..7]->NXM_NX_REG2[0..7]',
);

const ACTION = fc.oneof(
  oneOf('output:1', 'output:2', 'output:3', 'output:9', 'in_port', 'flood', 'strip_vlan'),
  oneOf('output:NXM_NX_REG1[0..1]', 'output:NXM_OF_ETH_SRC[0..1]', 'note:00', 'exit'),
  gaps('resubmit(,?)'),
  gaps('resubmit(?,?)'),
  gaps('load:?->NXM_NX_REG?[0..1]'),
  CHOICE,
  MOVE,
  gaps('mod_dl_src:00:00:00:00:00:0?'),
  gaps('mod_vlan_vid:?'),
  gaps('load:?->OXM_OF_METADATA[]'),
  gaps('load:?->NXM_OF_IN_PORT[]'),
);

/** Not for IPv6, where the reference reads more than it adds to the wildcards. */
const IPV4_CHOICE = oneOf(
  'multipath(symmetric_l3l4+udp,50,modulo_n,4,0,NXM_NX_REG1[0..1]),output:NXM_NX_REG1[0..1]',
  'bundle_load(symmetric_l3l4,0,hrw,ofport,NXM_NX_REG2[0..15],slaves:1,2,3),output:NXM_NX_REG2[0..15]',
);

const IP_ACTION = fc.oneof(
  ACTION,
  IPV4_CHOICE,
  gaps('mod_nw_src:10.0.0.?'),
  oneOf(
    'dec_ttl',
    'mod_nw_tos:16',
    'move:NXM_OF_IP_SRC[]->NXM_NX_REG1[]',
    'move:NXM_OF_IP_DST[0..1]->NXM_NX_REG1[0..1]',
  ),
);

const TCP_ACTION = fc.oneof(IP_ACTION, gaps('mod_tp_dst:?'));

const listed = (action: fc.Arbitrary<string>) =>
  fc.array(action, { minLength: 1, maxLength: 4 }).map((actions) => actions.join(','));

const ACTIONS_FOR: Readonly<Record<string, fc.Arbitrary<string>>> = {
  ip: listed(IP_ACTION),
  icmp: listed(IP_ACTION),
  tcp: listed(TCP_ACTION),
  udp: listed(TCP_ACTION),
};

const FLOW = fc
  .tuple(small, fc.nat(7), fc.array(PART, { maxLength: 2 }), PROTOCOL)
  .chain(([table, priority, parts, protocol]) =>
    (ACTIONS_FOR[protocol.split(',')[0] ?? ''] ?? listed(ACTION)).map((actions) =>
      [`table=${table}`, `priority=${priority}`, ...parts, protocol, `actions=${actions}`]
        .filter((part) => part !== '')
        .join(' '),
    ),
  );

/** Returns a packet that equals one where it matters, and another elsewhere. */
function mixed(one: Flow, other: Flow, wildcards: Wildcards): Flow {
  const flow = new Flow();
  for (const place of flow.words.keys()) {
    const mask = wildcards.words[place] ?? 0;
    flow.words[place] = ((one.words[place] ?? 0) & mask) | ((other.words[place] ?? 0) & ~mask);
  }
  // The mixture must still be a packet. Protocol 0 is not IP to the reference.
  if ((flow.get('vlan_tci') & 0x1000n) === 0n) flow.set('vlan_tci', 0n);
  if (flow.get('nw_proto') === 0n) flow.set('nw_proto', one.get('nw_proto'));
  return flow;
}

/** Returns the actions that do not change the frame, each with the frame at that time. */
function outcome(flow: Flow, actions: readonly OdpAction[]): string[] {
  let frame = composeFrame(flow);
  return actions.flatMap((action) => {
    switch (action.type) {
      case 'set':
      case 'push_vlan':
      case 'pop_vlan':
      case 'push_mpls':
      case 'pop_mpls':
        frame = editFrame(frame, action);
        return [];
      default:
        return `${formatOdpActions([action])} ${Buffer.from(frame).toString('hex')}`;
    }
  });
}

it('all packets of a megaflow are treated alike', () => {
  const flows = fc.array(FLOW, { minLength: 5, maxLength: 20 });
  fc.assert(
    fc.property(flows, fc.array(PACKET, { minLength: 2, maxLength: 6 }), (lines, texts) => {
      const scene = new Scene({ br0: [1, 2, 3], br1: [1, 2] }).patch(9, 9);
      scene.groups('group_id=1,type=select,bucket=output:1,bucket=output:2,bucket=resubmit(,2)');
      scene.flows(`priority=0 actions=resubmit(,1),resubmit(,2)\n${lines.join('\n')}`);
      scene.flows('priority=1 in_port=9 actions=1\n tcp actions=2,in_port', { bridge: 'br1' });
      const packets = texts.map((text) => parseExactFlow(text));
      for (const packet of packets) {
        const { result } = scene.send(packet);
        for (const other of packets) {
          const alike = mixed(packet, other, result.wildcards);
          const own = scene.send(alike).result;
          expect(outcome(alike, result.actions)).toEqual(outcome(alike, own.actions));
          expect(own.slow).toEqual(result.slow);
        }
      }
    }),
    { numRuns: 150 },
  );
});
