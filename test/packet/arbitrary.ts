/** Arbitrary flows that frames can have: members that match their types, and no others. */
import fc from 'fast-check';
import type { FlowMember } from '../../src/openflow/model/members.js';
import { Flow } from '../../src/packet/flow.js';
import { MPLS_BOS, MPLS_MEMBERS } from '../../src/packet/mpls.js';

type Members = Partial<Record<FlowMember, bigint>>;

const bits = (count: number): fc.Arbitrary<bigint> =>
  fc.bigInt({ min: 0n, max: (1n << BigInt(count)) - 1n });

const oneOf = (...values: readonly bigint[]): fc.Arbitrary<bigint> => fc.constantFrom(...values);

const merged = (...parts: readonly fc.Arbitrary<Members>[]): fc.Arbitrary<Members> =>
  fc.tuple(...parts).map((members): Members => Object.assign({}, ...members));

const members = (parts: Readonly<Partial<Record<FlowMember, fc.Arbitrary<bigint>>>>) =>
  // A record of arbitraries by member is an arbitrary of their values.
  fc.record(parts as Record<string, fc.Arbitrary<bigint>>) as fc.Arbitrary<Members>;

const ports = { tp_src: bits(16), tp_dst: bits(16) };

/** The transport layer; `icmp` is the one of the IP version. */
const transport = (icmp: fc.Arbitrary<Members>): fc.Arbitrary<Members> =>
  fc.oneof(
    members({ nw_proto: oneOf(6n), ...ports, tcp_flags: bits(12) }),
    members({ nw_proto: oneOf(17n, 132n), ...ports }),
    icmp,
    members({ nw_proto: oneOf(47n, 89n, 200n) }),
  );

const fragmented = (inner: fc.Arbitrary<Members>): fc.Arbitrary<Members> =>
  fc.oneof(
    inner,
    merged(inner, members({ nw_frag: oneOf(1n) })),
    members({ nw_proto: oneOf(1n, 6n, 17n), nw_frag: oneOf(3n) }),
  );

const ipv4 = merged(
  members({ dl_type: oneOf(0x800n), nw_src: bits(32), nw_dst: bits(32) }),
  members({ nw_tos: bits(8), nw_ttl: bits(8) }),
  fragmented(transport(members({ nw_proto: oneOf(1n, 2n), tp_src: bits(8), tp_dst: bits(8) }))),
);

const discovery = members({
  nw_proto: oneOf(58n),
  tp_src: oneOf(135n, 136n),
  nd_target: bits(128),
  arp_sha: bits(48),
  arp_tha: bits(48),
});

const ipv6 = merged(
  members({ dl_type: oneOf(0x86ddn), ipv6_src: bits(128), ipv6_dst: bits(128) }),
  members({ ipv6_label: bits(20), nw_tos: bits(8), nw_ttl: bits(8) }),
  transport(
    fc.oneof(
      discovery,
      members({ nw_proto: oneOf(58n), tp_src: oneOf(1n, 128n), tp_dst: bits(8) }),
    ),
  ),
);

const arp = members({
  dl_type: oneOf(0x806n, 0x8035n),
  nw_proto: oneOf(1n, 2n),
  nw_src: bits(32),
  nw_dst: bits(32),
  arp_sha: bits(48),
  arp_tha: bits(48),
});

const mpls = fc
  .tuple(oneOf(0x8847n, 0x8848n), fc.array(bits(32), { minLength: 1, maxLength: 3 }))
  .map(([dl_type, stack]): Members => {
    const last = stack.length - 1;
    return Object.assign(
      { dl_type },
      ...stack.map((lse, place) => ({
        [MPLS_MEMBERS[place] ?? 'mpls_lse']: place === last ? lse | MPLS_BOS : lse & ~MPLS_BOS,
      })),
    );
  });

const payload = fc.oneof(ipv4, ipv6, arp, mpls, members({ dl_type: oneOf(0x88ccn, 0xffffn) }));

const tagged = fc.oneof(
  fc.constant<Members>({}),
  bits(16).map((tci): Members => ({ vlan_tci: tci | 0x1000n })),
);

/** Returns a flow with these members. */
export function flowOf(values: Members): Flow {
  const flow = new Flow();
  // The keys of the record are members.
  for (const [member, value] of Object.entries(values)) flow.set(member as FlowMember, value);
  return flow;
}

/** Flows of frames that `composeFrame` can build. */
export const packetFlows: fc.Arbitrary<Flow> = merged(
  members({ in_port: bits(8), dl_src: bits(48), dl_dst: bits(48) }),
  tagged,
  payload,
).map(flowOf);
