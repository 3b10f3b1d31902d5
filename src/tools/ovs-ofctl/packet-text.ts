/** Formats packets that messages carry. Mirrors `ofp_packet_to_string()`. */

import { IP_PROTO } from '../../lib/protocol-numbers.js';
import { ByteReader } from '../../openflow/wire/byte-reader.js';
import { dissect } from '../../packet/extract.js';
import { Flow } from '../../packet/flow.js';
import { formatFlow } from '../../packet/format-flow.js';

/** Where the checksum of a transport protocol is. */
interface Checksum {
  readonly name: string;
  readonly offset: number;
  readonly bytes: number;
  /** The size of the header. */
  readonly header: number;
}

const CHECKSUMS = new Map<number, Checksum>([
  [IP_PROTO.TCP, { name: 'tcp_csum', offset: 16, bytes: 2, header: 20 }],
  [IP_PROTO.UDP, { name: 'udp_csum', offset: 6, bytes: 2, header: 8 }],
  [IP_PROTO.SCTP, { name: 'sctp_csum', offset: 8, bytes: 4, header: 12 }],
  [IP_PROTO.ICMP, { name: 'icmp_csum', offset: 2, bytes: 2, header: 8 }],
  [IP_PROTO.ICMPV6, { name: 'icmp6_csum', offset: 2, bytes: 2, header: 4 }],
]);

/** Returns the flow of a packet and its transport checksum, as a line. */
export function packetText(frame: Uint8Array): string {
  const { flow, layers } = dissect(frame, new Flow());
  const checksum = CHECKSUMS.get(Number(flow.get('nw_proto')));
  const transport = layers.transport ?? layers.end;
  let text = formatFlow(flow);
  if (checksum !== undefined && layers.end - transport >= checksum.header) {
    const { name, offset, bytes } = checksum;
    const value = new ByteReader(frame.subarray(transport + offset)).uint(bytes);
    text += ` ${name}:${value.toString(16)}`;
  }
  return `${text}\n`;
}
