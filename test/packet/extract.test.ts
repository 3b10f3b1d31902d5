import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FLOW_MEMBERS } from '../../src/openflow/model/members.js';
import { composeFrame } from '../../src/packet/compose.js';
import { extractFlow } from '../../src/packet/extract.js';
import { Flow } from '../../src/packet/flow.js';
import { flowOf, packetFlows } from './arbitrary.js';

const bytesOf = (hex: string): Uint8Array =>
  Uint8Array.from(Buffer.from(hex.replace(/\s/g, ''), 'hex'));

/** Returns the members that are not zero, in hexadecimal. */
function membersOf(flow: Flow): Record<string, string> {
  return Object.fromEntries(
    FLOW_MEMBERS.filter((member) => flow.get(member) !== 0n).map((member) => [
      member,
      flow.get(member).toString(16),
    ]),
  );
}

const ETH = '000000000002 000000000001';
const MACS = { dl_src: '1', dl_dst: '2' };

/** Frames in hexadecimal, and the members of their flows except the Ethernet addresses. */
const FRAMES: readonly (readonly [name: string, frame: string, flow: Record<string, string>])[] = [
  [
    'TCP',
    '0800 4500002c00010000400666c90a0000010a000002 03e8001600000064000000006012200000000000 02040 5b4',
    {
      dl_type: '800',
      nw_src: 'a000001',
      nw_dst: 'a000002',
      nw_proto: '6',
      nw_ttl: '40',
      tp_src: '3e8',
      tp_dst: '16',
      tcp_flags: '12',
    },
  ],
  ['a VLAN header', '8100 a005 88cc 0000', { dl_type: '88cc', vlan_tci: 'b005' }],
  ['a VLAN header cut short', '8100 a005', { dl_type: '8100' }],
  ['a second VLAN header', '8100 0001 8100 0002 0800', { dl_type: '8100', vlan_tci: '1001' }],
  ['a length', '0004 42420300', { dl_type: '5ff' }],
  ['SNAP', '0008 aaaa03000000 0806', { dl_type: '806' }],
  ['SNAP of another organization', '0008 aaaa03000001 0806', { dl_type: '5ff' }],
  ['SNAP with a length in it', '0008 aaaa03000000 0005', { dl_type: '5ff' }],
  [
    'ARP',
    '0806 0001080006040001 0000000000010a000001 0000000000000a000002',
    { dl_type: '806', nw_proto: '1', nw_src: 'a000001', nw_dst: 'a000002', arp_sha: '1' },
  ],
  [
    'ARP with a great opcode',
    '0806 0001080006040101 0000000000010a000001 0000000000030a000002',
    { dl_type: '806', nw_src: 'a000001', nw_dst: 'a000002', arp_sha: '1', arp_tha: '3' },
  ],
  [
    'ARP of other hardware',
    '0806 0006080006040001 0000000000010a000001 0000000000000a000002',
    { dl_type: '806' },
  ],
  [
    'four labels',
    '8847 00001040 00002040 00003040 00004140 45',
    { dl_type: '8847', mpls_lse: '1040', mpls_lse1: '2040', mpls_lse2: '3040' },
  ],
  ['labels without a bottom', '8848 00001040 0000', { dl_type: '8848', mpls_lse: '1040' }],
  [
    'a first fragment',
    '0800 4500001c00012000401100000a0000010a000002 0001000200080000',
    {
      dl_type: '800',
      nw_src: 'a000001',
      nw_dst: 'a000002',
      nw_proto: '11',
      nw_ttl: '40',
      nw_frag: '1',
      tp_src: '1',
      tp_dst: '2',
    },
  ],
  [
    'a later fragment',
    '0800 4500001c00010001401100000a0000010a000002 0001000200080000',
    {
      dl_type: '800',
      nw_src: 'a000001',
      nw_dst: 'a000002',
      nw_proto: '11',
      nw_ttl: '40',
      nw_frag: '3',
    },
  ],
  [
    'an IPv4 header with options, and padding',
    '0800 46b8001d00010000400100000a0000010a000002 00000000 0803 000000 00 1234',
    {
      dl_type: '800',
      nw_src: 'a000001',
      nw_dst: 'a000002',
      nw_proto: '1',
      nw_ttl: '40',
      nw_tos: 'b8',
    },
  ],
  [
    'IPv4 longer than its frame',
    '0800 4500002000010000400100000a0000010a000002',
    { dl_type: '800' },
  ],
  [
    'an IPv4 header of four words',
    '0800 4400001400010000400100000a0000010a000002',
    { dl_type: '800' },
  ],
  [
    'IPv6 behind extension headers',
    `86dd 6120000500183c40 ${'0'.repeat(31)}1 ${'0'.repeat(31)}2 2b00000000000000 1100000000000000 0007000800080000`,
    {
      dl_type: '86dd',
      ipv6_src: '1',
      ipv6_dst: '2',
      ipv6_label: '5',
      nw_tos: '12',
      nw_ttl: '40',
      nw_proto: '11',
      tp_src: '7',
      tp_dst: '8',
    },
  ],
  [
    'an extension header cut short',
    `86dd 6120000500080040 ${'0'.repeat(31)}1 ${'0'.repeat(31)}2 1101000000000000`,
    { dl_type: '86dd', ipv6_src: '1', ipv6_dst: '2', ipv6_label: '5' },
  ],
  [
    'a later fragment of IPv6',
    `86dd 6000000000102c40 ${'0'.repeat(31)}1 ${'0'.repeat(31)}2 1100000800000001 0007000800080000`,
    { dl_type: '86dd', ipv6_src: '1', ipv6_dst: '2', nw_ttl: '40', nw_proto: '2c', nw_frag: '3' },
  ],
  [
    'the same option twice',
    `86dd 6000000000283aff ${'0'.repeat(31)}1 ${'0'.repeat(31)}2 8700000000000000 ${'0'.repeat(31)}3 0101000000000001 0101000000000004`,
    { dl_type: '86dd', ipv6_src: '1', ipv6_dst: '2', nw_ttl: 'ff', nw_proto: '3a', tp_src: '87' },
  ],
];

describe('extractFlow', () => {
  it.each(FRAMES)('knows %s', (_name, frame, flow) => {
    const extracted = extractFlow(bytesOf(`${ETH} ${frame}`), new Flow());
    expect(membersOf(extracted)).toEqual({ ...MACS, ...flow });
  });

  it('takes members that are not in the frame from the metadata', () => {
    const metadata = flowOf({
      in_port: 3n,
      recirc_id: 1n,
      ct_state: 0x22n,
      ct_zone: 4n,
      ct_mark: 5n,
      ct_label: 6n,
    });
    metadata.set('tun_id', 7n);
    metadata.set('reg0', 8n);
    const flow = extractFlow(new Uint8Array(0), metadata);
    expect(membersOf(flow)).toEqual({
      in_port: '3',
      recirc_id: '1',
      ct_state: '22',
      ct_zone: '4',
      ct_mark: '5',
      ct_label: '6',
    });
    metadata.set('ct_state', 0n);
    metadata.set('tun_dst', 9n);
    metadata.set('tun_metadata_present', 4n);
    metadata.set('tun_metadata2', 10n);
    expect(membersOf(extractFlow(new Uint8Array(13), metadata))).toEqual({
      in_port: '3',
      recirc_id: '1',
      ct_zone: '4',
      tun_id: '7',
      tun_dst: '9',
      tun_metadata_present: '4',
      tun_metadata2: 'a',
    });
  });

  it('extracts the flow that a frame was composed for', () => {
    fc.assert(
      fc.property(packetFlows, (flow) => {
        expect(membersOf(extractFlow(composeFrame(flow), flow))).toEqual(membersOf(flow));
      }),
    );
  });

  it('handles any bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (frame) => {
        extractFlow(frame, new Flow());
      }),
    );
  });

  it('handles truncated frames, and frames with a changed byte', () => {
    fc.assert(
      fc.property(packetFlows, fc.nat(), fc.nat(255), (flow, place, byte) => {
        const frame = composeFrame(flow);
        for (let length = 0; length <= frame.length; length++) {
          extractFlow(frame.subarray(0, length), flow);
        }
        frame[place % frame.length] = byte;
        extractFlow(frame, flow);
      }),
    );
  });
});
