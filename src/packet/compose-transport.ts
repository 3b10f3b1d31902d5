/** Composes the transport layer of a frame from a flow. */
import { FRAG, ICMPV6_TYPE, IP_PROTO, ND_OPTION } from '../lib/protocol-numbers.js';
import type { FlowMember } from '../openflow/model/members.js';
import { internetChecksum } from './checksum.js';
import type { Flow } from './flow.js';
import type { FrameWriter } from './frame-writer.js';

/** Writes the transport header of the flow's protocol. Later fragments do not have one. */
export function composeTransport(frame: FrameWriter, flow: Flow): void {
  if (flow.get('nw_frag') === (FRAG.ANY | FRAG.LATER)) return;
  const number = (member: FlowMember): number => Number(flow.get(member));
  const start = frame.length;
  switch (number('nw_proto')) {
    case IP_PROTO.TCP:
      frame.u16(number('tp_src'), number('tp_dst')).u32(0).u32(0);
      // The header consists of five words; the flags follow its length.
      frame.u16(0x5000 | number('tcp_flags'), 0, 0, 0);
      break;
    case IP_PROTO.UDP:
      frame.u16(number('tp_src'), number('tp_dst'), 0, 0);
      break;
    case IP_PROTO.SCTP:
      frame.u16(number('tp_src'), number('tp_dst')).u32(0).u32(0);
      break;
    case IP_PROTO.ICMP:
    case IP_PROTO.IGMP:
      frame.u8(number('tp_src'), number('tp_dst')).u16(0).u32(0);
      frame.patch16(start + 2, internetChecksum(frame.from(start)));
      break;
    case IP_PROTO.ICMPV6:
      frame.u8(number('tp_src'), number('tp_dst')).u16(0).u32(0);
      composeDiscovery(frame, flow);
      // The reference omits the IPv6 addresses from the sum.
      frame.patch16(start + 2, internetChecksum(frame.from(start)));
      break;
  }
}

function composeDiscovery(frame: FrameWriter, flow: Flow): void {
  const type = Number(flow.get('tp_src'));
  if (
    (type !== ICMPV6_TYPE.ND_SOLICIT && type !== ICMPV6_TYPE.ND_ADVERT) ||
    flow.get('tp_dst') !== 0n
  )
    return;
  frame.big(flow.get('nd_target'), 16);
  const option = (kind: number, address: bigint): void => {
    if (address !== 0n) frame.u8(kind, 1).big(address, 6);
  };
  option(ND_OPTION.SOURCE, flow.get('arp_sha'));
  option(ND_OPTION.TARGET, flow.get('arp_tha'));
}
