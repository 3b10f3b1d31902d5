import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findIpPacket } from '../../src/datapath/conntrack/ip-packet.js';
import { hasValidHeader, hasValidPayload } from '../../src/datapath/conntrack/verify-checksums.js';
import { editFrame, type FrameAction } from '../../src/datapath/dpif/execute-actions.js';
import type { OdpSetAttribute } from '../../src/datapath/odp/odp-actions.js';
import type { Masked } from '../../src/openflow/model/match.js';
import { type FlowMember, memberBits } from '../../src/openflow/model/members.js';
import { crc32c, internetChecksum, updateChecksum } from '../../src/packet/checksum.js';
import { extractFlow } from '../../src/packet/extract.js';
import { Flow } from '../../src/packet/flow.js';

const bytesOf = (hex: string): Uint8Array =>
  Uint8Array.from(Buffer.from(hex.replace(/\s/g, ''), 'hex'));

const hexOf = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');

/** Returns a set action with exact or masked values. */
function set(
  attribute: OdpSetAttribute,
  values: Partial<Record<FlowMember, bigint | Masked>>,
): FrameAction {
  const fields = new Map<FlowMember, Masked>();
  for (const [key, value] of Object.entries(values)) {
    // The keys of the record are members.
    const member = key as FlowMember;
    const mask = (1n << BigInt(memberBits(member))) - 1n;
    fields.set(member, typeof value === 'bigint' ? { value, mask } : value);
  }
  return { type: 'set', attribute, fields };
}

describe('checksums', () => {
  it('match the standards', () => {
    expect(internetChecksum(bytesOf('0001f203f4f5f6f7'))).toBe(0x220d);
    expect(internetChecksum(bytesOf('0001f203f4f5f6'))).toBe(0x2304);
    // The example of RFC 1624 that its predecessor gets wrong.
    expect(updateChecksum(0xdd2f, 0x5555, 0x3285)).toBe(0x0000);
    // SCTP stores the bytes of its checksum in reverse.
    expect(crc32c(Buffer.from('123456789'))).toBe(0x839206e3);
  });
});

const vectors: unknown = JSON.parse(
  readFileSync(new URL('../conformance/conntrack-vectors.json', import.meta.url), 'utf8'),
);

/** The recorded frames with IP packets whose checksums are right. */
const SOUND_FRAMES = [...new Set(JSON.stringify(vectors).match(/(?<="frame":")[0-9a-f]+/g))]
  .map(bytesOf)
  .filter(isSound);

function isSound(frame: Uint8Array): boolean {
  const packet = findIpPacket(frame);
  return (
    packet !== undefined &&
    (packet.family === 6 || hasValidHeader(packet)) &&
    (packet.fragment || hasValidPayload(packet))
  );
}

const bits = (count: number): fc.Arbitrary<bigint> =>
  fc.bigInt({ min: 0n, max: (1n << BigInt(count)) - 1n });

const MEMBERS: Readonly<Partial<Record<OdpSetAttribute, readonly FlowMember[]>>> = {
  ipv4: ['nw_src', 'nw_dst', 'nw_tos', 'nw_ttl'],
  ipv6: ['ipv6_src', 'ipv6_dst', 'ipv6_label', 'nw_tos', 'nw_ttl'],
  tcp: ['tp_src', 'tp_dst'],
  udp: ['tp_src', 'tp_dst'],
};

const TRANSPORT: ReadonlyMap<bigint, OdpSetAttribute> = new Map([
  [6n, 'tcp'],
  [17n, 'udp'],
]);

describe('setting fields', () => {
  it('has frames of all kinds', () => {
    const kinds = SOUND_FRAMES.map((frame) => {
      const flow = extractFlow(frame, new Flow());
      return `${flow.get('dl_type').toString(16)}/${flow.get('nw_proto')}`;
    });
    expect([...new Set(kinds)].sort()).toEqual([
      '800/1',
      '800/17',
      '800/6',
      '86dd/17',
      '86dd/58',
      '86dd/6',
    ]);
  });

  it('keeps checksums correct, and sets only the bits of the mask', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...SOUND_FRAMES),
        fc.boolean(),
        fc.array(fc.tuple(bits(128), bits(128)), { minLength: 5, maxLength: 5 }),
        (frame, deep, words) => {
          const before = extractFlow(frame, new Flow());
          const network = before.get('dl_type') === 0x800n ? 'ipv4' : 'ipv6';
          const attribute = (deep && TRANSPORT.get(before.get('nw_proto'))) || network;
          const members = MEMBERS[attribute] ?? [];
          const fields = new Map<FlowMember, Masked>();
          for (const [i, member] of members.entries()) {
            const [value = 0n, mask = 0n] = words[i] ?? [];
            const width = member === 'ipv6_label' ? 20 : memberBits(member);
            const set = BigInt.asUintN(width, mask);
            fields.set(member, { value: value & set, mask: set });
          }
          const changed = editFrame(frame, { type: 'set', attribute, fields });
          expect(isSound(changed)).toBe(true);
          const after = extractFlow(changed, new Flow());
          for (const [member, { value, mask }] of fields) {
            expect(after.get(member)).toBe((before.get(member) & ~mask) | value);
          }
        },
      ),
    );
  });

  const ETH = '000000000002000000000001';
  const IPV6 = `${'0'.repeat(31)}1${'0'.repeat(31)}2`;

  it('adds no checksum to a UDP packet without one', () => {
    const frame = bytesOf(`${ETH}0800 4500001c0000000040110000 0a0000010a000002 0001000200080000`);
    const changed = editFrame(
      editFrame(frame, set('ipv4', { nw_src: 5n })),
      set('udp', { tp_dst: 53n }),
    );
    expect(hexOf(changed).slice(-16)).toBe('0001003500080000');
  });

  it('adjusts the checksum of SCTP', () => {
    const sctp = bytesOf('00010002 00000000 00000000');
    const header = `${ETH}0800 450000200000000040840000 0a0000010a000002`;
    const checksum = crc32c(sctp).toString(16).padStart(8, '0');
    const frame = bytesOf(`${header} 00010002 00000000 ${checksum}`);
    const changed = editFrame(frame, set('sctp', { tp_src: 3n }));
    const right = crc32c(bytesOf('00030002 00000000 00000000')).toString(16).padStart(8, '0');
    expect(hexOf(changed).slice(-24)).toBe(`0003000200000000${right}`);
  });

  it('sets the target and the first address of a neighbor discovery', () => {
    const nd = `8700000000000000 ${'0'.repeat(31)}3 0101000000000004 0201000000000005`;
    const frame = bytesOf(`${ETH}86dd 6000000000283aff ${IPV6} ${nd}`);
    const values = { nd_target: 6n, arp_sha: { value: 0x100n, mask: 0xff00n }, arp_tha: 8n };
    const changed = editFrame(frame, set('nd', values));
    const flow = extractFlow(changed, new Flow());
    expect(flow.get('nd_target')).toBe(6n);
    expect(flow.get('arp_sha')).toBe(0x104n);
    expect(flow.get('arp_tha')).toBe(5n);
    // The words change from 3 to 6 and from 4 to 0x104.
    expect(hexOf(changed).slice(112, 116)).toBe((0xffff - 0x103).toString(16));
  });

  it('uses the last stop of a source route for checksums', () => {
    const route = '1100000100000000';
    const done = '1100000000000000';
    const udp = '0001000200081234';
    const checksumAfter = (header: string): string => {
      const frame = bytesOf(`${ETH}86dd 6000000000102b40 ${IPV6} ${header} ${udp}`);
      return hexOf(editFrame(frame, set('ipv6', { ipv6_dst: 5n }))).slice(-4);
    };
    expect(checksumAfter(route)).toBe('1234');
    expect(checksumAfter(done)).toBe('1231');
  });

  it('keeps the high byte of the ARP operation', () => {
    const arp = '0001080006040101 000000000001 0a000001 000000000000 0a000002';
    const changed = editFrame(bytesOf(`${ETH}0806${arp}`), set('arp', { nw_proto: 2n }));
    expect(hexOf(changed).slice(40, 44)).toBe('0102');
  });
});

describe('tags and labels', () => {
  const ADDRESSES = '000000000002000000000001';
  const ROWS: readonly (readonly [string, string, FrameAction])[] = [
    ['88cc0102', '8100 a005 88cc0102', { type: 'push_vlan', tpid: 0x8100, tci: 0xb005 }],
    ['81000001 0800', '88a8 0002 81000001 0800', { type: 'push_vlan', tpid: 0x88a8, tci: 2 }],
    ['8100a00588cc0102', '88cc0102', { type: 'pop_vlan' }],
    ['88cc0102 0304', '88cc0102 0304', { type: 'pop_vlan' }],
    ['8100a005', '8100a005', { type: 'pop_vlan' }],
    ['08004500', '8847 00001140 4500', { type: 'push_mpls', lse: 0x1140, etherType: 0x8847 }],
    [
      '8100a005 0800 45',
      '8100a005 8848 00001140 45',
      { type: 'push_mpls', lse: 0x1140, etherType: 0x8848 },
    ],
    [
      '8847 00002140 45',
      '8847 00001040 00002140 45',
      { type: 'push_mpls', lse: 0x1040, etherType: 0x8847 },
    ],
    ['8847 00001040 00002140 45', '8847 00002140 45', { type: 'pop_mpls', etherType: 0x8847 }],
    ['8100a005 8847 00001140 45', '8100a005 0800 45', { type: 'pop_mpls', etherType: 0x800 }],
    ['8847 000011', '8847 000011', { type: 'pop_mpls', etherType: 0x800 }],
    ['0800 45', '0800 45', { type: 'pop_mpls', etherType: 0x800 }],
    ['8847 00001140', '8847 00002140', set('mpls', { mpls_lse: 0x2140n })],
    ['8847 0000', '8847 0000', set('mpls', { mpls_lse: 0x2140n })],
  ];

  it.each(ROWS)('%s becomes %s', (before, after, action) => {
    const frame = bytesOf(`${ADDRESSES}${before}`);
    expect(hexOf(editFrame(frame, action))).toBe(hexOf(bytesOf(`${ADDRESSES}${after}`)));
    expect(hexOf(frame)).toBe(hexOf(bytesOf(`${ADDRESSES}${before}`)));
  });

  it('handles any truncated frame', () => {
    const actions = [...ROWS.map(([, , action]) => action)];
    for (const attribute of ['eth', 'ipv4', 'ipv6', 'arp', 'nd', 'tcp', 'udp', 'sctp'] as const) {
      actions.push(
        set(attribute, { dl_src: 1n, nw_src: 1n, ipv6_dst: 1n, tp_src: 1n, nw_ttl: 1n }),
      );
    }
    for (const frame of SOUND_FRAMES) {
      for (const action of actions) {
        for (let length = 0; length < frame.length; length += 7) {
          editFrame(frame.subarray(0, length), action);
        }
      }
    }
  });
});
