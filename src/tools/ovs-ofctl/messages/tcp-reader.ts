/** Reassembles TCP streams from frames. Mirrors `lib/pcap-file.c`. */

import { formatIpv4 } from '../../../lib/addresses.js';
import { ETH_TYPE, IP_PROTO, TCP_FLAG } from '../../../lib/protocol-numbers.js';
import { ByteReader } from '../../../openflow/wire/byte-reader.js';
import { dissect } from '../../../packet/extract.js';
import { Flow } from '../../../packet/flow.js';

/** One direction of a connection. */
export interface TcpStream {
  /** The ends, such as `10.0.0.1.6633 > 10.0.0.2.34567`. */
  readonly ends: string;
  readonly ports: readonly number[];
  /** The bytes that are not consumed yet. */
  data: Uint8Array;
  next: number;
}

/** Appends the segments that are in order to their streams; it drops the others. */
export class TcpReader {
  readonly #streams = new Map<string, TcpStream>();

  /** Returns the stream to which a frame adds bytes, or `undefined` if it adds none. */
  add(frame: Uint8Array): TcpStream | undefined {
    const { flow, layers } = dissect(frame, new Flow());
    const isTcp =
      Number(flow.get('dl_type')) === ETH_TYPE.IPV4 &&
      Number(flow.get('nw_proto')) === IP_PROTO.TCP;
    if (!isTcp || layers.transport === undefined) return undefined;
    const header = new ByteReader(frame.subarray(layers.transport, layers.end));
    const ports = [header.uint(2), header.uint(2)];
    const sequence = header.uint(4);
    header.skip(4);
    const size = (header.uint(1) >> 4) * 4;
    const flags = header.uint(1);
    const payload = frame.subarray(layers.transport + size, layers.end);
    const [from, to] = [Number(flow.get('nw_src')), Number(flow.get('nw_dst'))];
    const ends = `${formatIpv4(from)}.${ports[0]} > ${formatIpv4(to)}.${ports[1]}`;
    return this.#addSegment({ ends, ports, sequence, flags, payload });
  }

  #addSegment({ ends, ports, sequence, flags, payload }: Segment): TcpStream | undefined {
    const stream = this.#streams.get(ends);
    if ((flags & TCP_FLAG.SYN) !== 0) {
      const next = (sequence + 1) >>> 0;
      this.#streams.set(ends, { ends, ports, data: new Uint8Array(), next });
      return undefined;
    }
    if ((flags & (TCP_FLAG.FIN | TCP_FLAG.RST)) !== 0) {
      this.#streams.delete(ends);
      return undefined;
    }
    const known = stream ?? { ends, ports, data: new Uint8Array(), next: sequence };
    if (payload.length === 0 || known.next !== sequence) return undefined;
    known.data = Uint8Array.from([...known.data, ...payload]);
    known.next = (sequence + payload.length) >>> 0;
    this.#streams.set(ends, known);
    return known;
  }
}

interface Segment extends Pick<TcpStream, 'ends' | 'ports'> {
  readonly sequence: number;
  readonly flags: number;
  readonly payload: Uint8Array;
}
