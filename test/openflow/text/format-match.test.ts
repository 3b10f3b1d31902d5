/** Checks the text of matches. */

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatProtocols } from '../../../src/openflow/model/protocols.js';
import { normalizeMatch } from '../../../src/openflow/rules/normalize-match.js';
import { formatMatch } from '../../../src/openflow/text/format-match.js';
import { parseFlowMod, parseFlowSelection } from '../../../src/openflow/text/parse-flow.js';
import { MATCH } from '../arbitrary.js';

const parse = (text: string) => parseFlowSelection(text, () => {});

/** Texts, formatted texts, and the formats that can express them. */
const TEXTS: readonly (readonly [text: string, canonical: string, formats: string])[] = [
  ['', '', 'any'],
  ['ip', 'ip', 'any'],
  ['tcp,tp_dst=80', 'tcp,tp_dst=80', 'any'],
  ['tcp6,tp_src=0x10/0xfff0', 'tcp6,tp_src=0x10/0xfff0', 'NXM,OXM'],
  ['icmp,icmp_type=8,icmp_code=0', 'icmp,icmp_type=8,icmp_code=0', 'any'],
  [
    'icmp6,icmp_type=135,nd_target=fe80::1,nd_sll=0:0:0:0:0:1',
    'icmp6,icmp_type=135,nd_target=fe80::1,nd_sll=00:00:00:00:00:01',
    'NXM,OXM',
  ],
  [
    'arp,arp_op=1,arp_spa=1.2.3.4,arp_tha=00:00:00:00:00:02',
    'arp,arp_spa=1.2.3.4,arp_op=1,arp_tha=00:00:00:00:00:02',
    'NXM,OXM',
  ],
  ['in_port=local,dl_vlan=5,dl_vlan_pcp=3', 'in_port=LOCAL,dl_vlan=5,dl_vlan_pcp=3', 'any'],
  ['dl_vlan=0xffff', 'vlan_tci=0x0000', 'any'],
  ['vlan_tci=0x1000/0x1000', 'vlan_tci=0x1000/0x1000', 'NXM,OXM'],
  ['vlan_vid=0x1005', 'dl_vlan=5', 'any'],
  [
    'dl_src=01:00:00:00:00:00/01:00:00:00:00:00',
    'dl_src=01:00:00:00:00:00/01:00:00:00:00:00',
    'NXM,OXM,OpenFlow11',
  ],
  ['dl_type=0x88cc', 'dl_type=0x88cc', 'any'],
  ['dl_type=0x800 nw_proto=2', 'igmp', 'any'],
  ['ip,nw_proto=99', 'ip,nw_proto=99', 'any'],
  ['ip,nw_src=10.1.2.3/8', 'ip,nw_src=10.0.0.0/8', 'any'],
  ['ip,nw_dst=10.0.0.0/255.0.255.0', 'ip,nw_dst=10.0.0.0/255.0.255.0', 'NXM,OXM,OpenFlow11'],
  ['ip,nw_tos=48,nw_ecn=2,nw_ttl=64', 'ip,nw_tos=48,nw_ecn=2,nw_ttl=64', 'NXM,OXM'],
  ['ip,ip_dscp=12', 'ip,nw_tos=48', 'any'],
  ['ip,ip_frag=not_later', 'ip,nw_frag=not_later', 'NXM,OXM'],
  ['ipv6,ipv6_src=fe80::/64,ipv6_label=5', 'ipv6,ipv6_src=fe80::/64,ipv6_label=0x00005', 'NXM,OXM'],
  [
    'mpls,mpls_label=100,mpls_tc=3,mpls_bos=1',
    'mpls,mpls_label=100,mpls_tc=3,mpls_bos=1',
    'NXM,OXM',
  ],
  ['tcp,tcp_flags=+syn-ack', 'tcp,tcp_flags=+syn-ack', 'NXM,OXM'],
  ['tcp,tcp_flags=0x012', 'tcp,tcp_flags=syn|ack', 'NXM,OXM'],
  ['ct_state=+new-est+trk', 'ct_state=+new-est+trk', 'NXM,OXM'],
  ['ct_state=new|trk', 'ct_state=new|trk', 'NXM,OXM'],
  ['ct_zone=5,ct_mark=1/0xf,ct_label=1', 'ct_zone=5,ct_mark=0x1/0xf,ct_label=0x1', 'NXM,OXM'],
  ['reg7=0/0x1,reg0=5', 'reg0=0x5,reg7=0/0x1', 'NXM,OXM'],
  ['xreg1=0x100000002', 'reg2=0x1,reg3=0x2', 'NXM,OXM'],
  ['metadata=5/0xf,tun_id=0x10', 'tun_id=0x10,metadata=0x5/0xf', 'NXM,OXM'],
  ['tun_src=1.1.1.1,tun_flags=oam', 'tun_src=1.1.1.1,tun_flags=+oam', 'NXM,OXM'],
  ['tun_metadata0=0x123,tun_metadata3', 'tun_metadata0=0x123,tun_metadata3', 'NXM,OXM'],
  ['conj_id=5,pkt_mark=1', 'pkt_mark=0x1,conj_id=5', 'NXM,OXM'],
  ['table=3,out_port=2', '', 'OXM,OpenFlow10+table_id,NXM+table_id,OpenFlow11'],
];

const ERRORS: readonly (readonly [text: string, message: string])[] = [
  ['foo', 'field foo missing value'],
  ['foo=1', 'unknown keyword foo'],
  ['ip,nw_src=1.2.3', '1.2.3: invalid IP address'],
  ['table=256', 'invalid table "256"'],
  ['out_port=-1', '-1 is not a valid OpenFlow port'],
  ['dl_src=xx', 'xx: invalid Ethernet address'],
  ['reg0=0x100000000', '0x100000000: value too large for 4-byte field reg0'],
  ['nw_ttl=1/1', '1/1: invalid mask for field nw_ttl'],
  ['cookie=1', 'cannot set cookie'],
  ['cookie=x/1', 'invalid numeric format x'],
  ['ct_state=+foo', 'foo: unknown ct_state flag(s)'],
  ['actions=drop', 'unknown keyword actions'],
];

describe('text of matches', () => {
  it.each(TEXTS)('%s is %s in %s', (text, canonical, formats) => {
    const { mod, protocols } = parse(text);
    expect(formatMatch(mod.match)).toBe(canonical);
    expect(formatProtocols(protocols)).toBe(formats);
  });

  it.each(ERRORS)('%s: %s', (text, message) => expect(() => parse(text)).toThrow(message));

  it.each([
    [undefined, '', ''],
    [32768, '', ''],
    [5, '', 'priority=5'],
    [5, 'ip', 'priority=5,ip'],
    [0, 'in_port=1', 'priority=0,in_port=1'],
  ])('with priority %s, %s is %s', (priority, text, expected) => {
    expect(formatMatch(parse(text).mod.match, priority)).toBe(expected);
  });

  it('reads back as written', () => {
    fc.assert(
      fc.property(MATCH, (match) => {
        const text = formatMatch(match);
        expect([text, parse(text).mod.match.key]).toEqual([text, match.key]);
      }),
      { numRuns: 2000 },
    );
  });
});

describe('neighbour discovery', () => {
  it.each([
    [
      'icmp6,icmp_type=135,nd_target=fe80::1/ffff::,nd_sll=00:00:00:00:00:01/ff:00:00:00:00:00',
      'icmp6,icmp_type=135,nd_target=fe80::/16,nd_sll=00:00:00:00:00:00/ff:00:00:00:00:00',
    ],
    [
      'icmp6,icmp_type=136,nd_target=::1,nd_tll=00:00:00:00:00:01',
      'icmp6,icmp_type=136,nd_target=::1,nd_tll=00:00:00:00:00:01',
    ],
    [
      'icmp6,icmp_type=136,nd_tll=00:00:00:00:00:01',
      'icmp6,icmp_type=136,nd_tll=00:00:00:00:00:01',
    ],
    ['icmp6,icmp_type=135,nd_tll=00:00:00:00:00:01', 'icmp6,icmp_type=135'],
  ])('%s is formatted as %s', (text, expected) => {
    expect(formatMatch(normalizeMatch(parse(text).mod.match))).toBe(expected);
  });
});

describe('matches on fields that packets do not have', () => {
  it.each([
    ['tp_src=80', ''],
    ['nw_src=1.2.3.4', ''],
    ['ip,nw_proto=99,tp_src=5', 'ip,nw_proto=99'],
    ['arp,arp_sha=00:00:00:00:00:01,nw_ttl=5', 'arp,arp_sha=00:00:00:00:00:01'],
    ['ipv6,mpls_label=3,ipv6_label=3', 'ipv6,ipv6_label=0x00003'],
    ['icmp6,icmp_type=136,nd_target=::1', 'icmp6,icmp_type=136,nd_target=::1'],
    ['icmp6,icmp_type=1,nd_target=::1', 'icmp6,icmp_type=1'],
  ])('%s come down to %s', (text, expected) => {
    expect(formatMatch(normalizeMatch(parse(text).mod.match))).toBe(expected);
  });

  it('are remarked upon', () => {
    const lines: string[] = [];
    parseFlowMod('tp_src=80,actions=drop', 'add', (level, module, remark) => {
      for (const text of [remark].flat()) lines.push(`${level} ${module} ${text}`);
    });
    expect(lines).toEqual([
      'INFO ofp_util normalization changed ofp_match, details:',
      'INFO ofp_util  pre: tp_src=80',
      'INFO ofp_util post: ',
    ]);
  });

  it('are unchanged by a second normalization', () => {
    fc.assert(
      fc.property(MATCH, (match) => {
        const normal = normalizeMatch(match);
        expect(normalizeMatch(normal)).toBe(normal);
        expect(normal.covers(match)).toBe(true);
      }),
    );
  });
});
