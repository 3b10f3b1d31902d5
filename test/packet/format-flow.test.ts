import { describe, expect, it } from 'vitest';
import { formatFlow } from '../../src/packet/format-flow.js';
import { parseExactFlow } from '../../src/packet/parse-exact-flow.js';

const ANY_PORT = 'in_port=ANY,vlan_tci=0x0000,dl_src=00:00:00:00:00:00,dl_dst=00:00:00:00:00:00';
const IPV6 = 'ipv6_src=fe80::1,ipv6_dst=fe80::2,ipv6_label=0x00000,nw_tos=0,nw_ecn=0,nw_ttl=255';
const ADDRESSES = 'icmp6,ipv6_src=fe80::1,ipv6_dst=fe80::2,nw_ttl=255';

describe('the text of a flow', () => {
  it.each([
    [
      'a neighbor solicitation',
      `${ADDRESSES},icmpv6_type=135,nd_target=fe80::2,nd_sll=00:00:00:00:00:01`,
      'icmp_type=135,icmp_code=0,nd_target=fe80::2,nd_sll=00:00:00:00:00:01,nd_tll=00:00:00:00:00:00',
    ],
    [
      'a neighbor advertisement',
      `${ADDRESSES},icmpv6_type=136,nd_target=fe80::1,nd_tll=00:00:00:00:00:02`,
      'icmp_type=136,icmp_code=0,nd_target=fe80::1,nd_sll=00:00:00:00:00:00,nd_tll=00:00:00:00:00:02',
    ],
    [
      'another ICMPv6 message, which has no target but shows one',
      `${ADDRESSES},icmpv6_type=128`,
      'icmp_type=128,icmp_code=0,nd_target=::,nd_sll=00:00:00:00:00:00,nd_tll=00:00:00:00:00:00',
    ],
  ])('of %s', (_, text, members) => {
    expect(formatFlow(parseExactFlow(text))).toBe(`icmp6,${ANY_PORT},${IPV6},${members}`);
  });
});
