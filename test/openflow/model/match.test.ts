/** Checks matches: fields, covering and overlapping. */

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { FieldName } from '../../../src/openflow/model/fields.js';
import { Match } from '../../../src/openflow/model/match.js';
import { FLOW_MEMBERS, type FlowMember, memberBits } from '../../../src/openflow/model/members.js';
import { MATCH } from '../arbitrary.js';

/** Builds a match from `field=value` or `field=value/mask` items. */
function matchOf(text: string): Match {
  let match = Match.ANY;
  for (const item of text.split(' ').filter((word) => word !== '')) {
    const [name = '', value = '0', mask] = item.split(/[=/]/);
    match = match.with(
      name as FieldName,
      BigInt(value),
      mask === undefined ? undefined : BigInt(mask),
    );
  }
  return match;
}

/** A packet, by the values of its members. */
type Packet = ReadonlyMap<FlowMember, bigint>;

const satisfies = (packet: Packet, match: Match): boolean =>
  match.entries.every(
    ({ member, value, mask }) => (((packet.get(member) ?? 0n) ^ value) & mask) === 0n,
  );

/** A packet that satisfies a match; the rest of it is as `noise` says. */
function packetFor(match: Match, noise: bigint): Packet {
  return new Map(
    FLOW_MEMBERS.map((member) => {
      const { value, mask } = match.member(member);
      const rest = BigInt.asUintN(memberBits(member), noise) & ~mask;
      return [member, value | rest];
    }),
  );
}

describe('matches', () => {
  it.each([
    ['in_port=1 eth_type=0x800', 'eth_type=0x800 in_port=1'],
    ['reg0=1 reg0=2', 'reg0=2'],
    ['reg0=5/0xf', 'reg0=0x35/0xf'],
    ['reg0=5/0xffffffff', 'reg0=5'],
    ['reg0=5 reg0=0/0', ''],
    ['xreg0=0x100000002', 'reg0=1 reg1=2'],
    ['vlan_vid=0x1005', 'dl_vlan=5'],
    ['dl_vlan=0xffff', 'vlan_tci=0'],
    ['ip_dscp=12 nw_ecn=1', 'nw_ecn=1 nw_tos=48'],
    ['tcp_src=5', 'icmp_type=5'],
    ['in_port=1', 'in_port_oxm=1'],
    ['in_port_oxm=0xfffffffe', 'in_port=0xfffe'],
    ['mpls_label=1 mpls_tc=2', 'mpls_tc=2 mpls_label=1'],
  ])('%s is %s', (one, other) => {
    expect(matchOf(one).equals(matchOf(other))).toBe(true);
    expect(matchOf(one).key).toBe(matchOf(other).key);
  });

  it.each([
    ['reg0=1', 'reg1=1'],
    ['reg0=1', 'reg0=1/1'],
    ['reg0=0', ''],
    ['vlan_tci=0', 'vlan_tci=0/0x1000'],
    ['tcp_src=5', 'tcp_dst=5'],
  ])('%s is not %s', (one, other) => {
    expect(matchOf(one).equals(matchOf(other))).toBe(false);
  });

  it('do not take a mask for a field that has none', () => {
    expect(matchOf('nw_ttl=5').with('nw_ttl', 1n, 1n).equals(matchOf('nw_ttl=5'))).toBe(true);
  });

  it('return the requirement on a field', () => {
    const match = matchOf('xreg0=0x100000002 ip_dscp=12 dl_vlan=5 reg7=4/0xc');
    expect(match.get('xreg0')).toEqual({ value: 0x100000002n, mask: 0xffffffffffffffffn });
    expect(match.get('reg1')).toEqual({ value: 2n, mask: 0xffffffffn });
    expect(match.get('nw_tos')).toEqual({ value: 48n, mask: 0xfcn });
    expect(match.get('vlan_vid')).toEqual({ value: 0x1005n, mask: 0x1fffn });
    expect(match.get('reg7')).toEqual({ value: 4n, mask: 0xcn });
    expect(match.get('eth_src')).toEqual({ value: 0n, mask: 0n });
  });

  it('are met by the packets that they are about', () => {
    fc.assert(
      fc.property(MATCH, fc.bigInt(0n, (1n << 992n) - 1n), (match, noise) => {
        expect(satisfies(packetFor(match, noise), match)).toBe(true);
        expect(Match.ANY.covers(match) && match.covers(match)).toBe(true);
      }),
    );
  });

  it('cover those that no packet meets without meeting them', () => {
    const cut = fc
      .tuple(MATCH, fc.nat(), fc.bigInt(0n, (1n << 128n) - 1n))
      .map(([match, n, keep]) => {
        const entry = match.entries[n % Math.max(1, match.entries.length)];
        return entry === undefined
          ? { match, wider: match }
          : { match, wider: match.withMember(entry.member, entry.value, entry.mask & keep) };
      });
    fc.assert(
      fc.property(
        cut,
        MATCH,
        fc.bigInt(0n, (1n << 992n) - 1n),
        ({ match, wider }, other, noise) => {
          expect(wider.covers(match)).toBe(true);
          expect(match.covers(wider)).toBe(match.equals(wider));
          expect(match.overlaps(other)).toBe(other.overlaps(match));
          const packet = packetFor(match, noise);
          if (other.covers(match)) expect(satisfies(packet, other)).toBe(true);
          if (satisfies(packet, other)) expect(match.overlaps(other)).toBe(true);
          if (!match.overlaps(other)) expect(satisfies(packet, other)).toBe(false);
        },
      ),
      { numRuns: 500 },
    );
  });

  it.each([
    ['eth_type=0x800', 'ip ipv4'],
    ['eth_type=0x86dd', 'ip ipv6'],
    ['eth_type=0x800 nw_proto=6', 'ip ipv4 tcp'],
    ['eth_type=0x806', 'arp'],
    ['eth_type=0x86dd nw_proto=58 icmpv6_type=135 icmpv6_code=0', 'icmpv6 ip ipv6 nd nd_solicit'],
    ['dl_vlan=5', 'vlan'],
    ['dl_vlan=0xffff', ''],
    ['eth_type=0x8847', 'mpls'],
    ['nw_proto=6', ''],
  ])('of %s are for packets of %s', (text, kinds) => {
    const all = [
      'arp',
      'icmpv4',
      'icmpv6',
      'ip',
      'ipv4',
      'ipv6',
      'mpls',
      'nd',
      'nd_advert',
      'nd_solicit',
      'sctp',
      'tcp',
      'udp',
      'vlan',
    ] as const;
    const match = matchOf(text);
    expect(all.filter((kind) => match.satisfies(kind)).join(' ')).toBe(kinds);
  });
});
