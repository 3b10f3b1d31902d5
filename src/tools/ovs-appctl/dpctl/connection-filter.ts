/** Filters of `dpctl/flush-conntrack`, like `lib/ofp-ct.c` of Open vSwitch 3.1. */
import type { Connection } from '../../../datapath/conntrack/connection.js';
import { ICMP_PAIRS } from '../../../datapath/conntrack/extract-tuple.js';
import type { Address } from '../../../datapath/conntrack/ip-packet.js';
import { reverse, type Tuple } from '../../../datapath/conntrack/tuple.js';
import { parseIpv4, parseIpv6 } from '../../../lib/addresses.js';
import { IP_PROTO } from '../../../lib/protocol-numbers.js';
import { dpctlError } from './datapath-argument.js';

/** A filter for one direction. Omitted members match anything. */
interface TupleFilter {
  source?: Address;
  destination?: Address;
  sourcePort?: number;
  destinationPort?: number;
  icmpId?: number;
  icmpType?: number;
  icmpCode?: number;
}

export class ConnectionFilter {
  family: 4 | 6 | undefined;
  protocol = 0;
  original: TupleFilter = {};
  reply: TupleFilter = {};

  /** Parses the filter of one direction. @throws CommandError */
  parse(text: string): TupleFilter {
    const filter: TupleFilter = {};
    for (const part of text.split(/[\s,]+/).filter(Boolean)) {
      const [key = '', value = ''] = part.split(/=(.*)/s, 2);
      if (value === '') throw dpctlError(`field ${key} missing value`);
      this.#set(filter, key, value);
    }
    const hasPort = filter.sourcePort || filter.destinationPort;
    if (this.protocol === 0 && hasPort) throw dpctlError('port is set without protocol');
    return filter;
  }

  #set(filter: TupleFilter, key: string, value: string): void {
    switch (key) {
      case 'ct_nw_src':
      case 'ct_ipv6_src':
        filter.source = this.#address(filter.source, key, value);
        break;
      case 'ct_nw_dst':
      case 'ct_ipv6_dst':
        filter.destination = this.#address(filter.destination, key, value);
        break;
      case 'ct_nw_proto':
        this.protocol = parseNumber(key, value, 0xff);
        break;
      case 'ct_tp_src':
        filter.sourcePort = parseNumber(key, value, 0xffff);
        break;
      case 'ct_tp_dst':
        filter.destinationPort = parseNumber(key, value, 0xffff);
        break;
      case 'icmp_id':
      case 'icmp_type':
      case 'icmp_code':
        this.#setIcmp(filter, key, value);
        break;
      default:
        throw dpctlError(`invalid conntrack tuple field: ${key}`);
    }
  }

  #address(known: Address | undefined, key: string, value: string): Address {
    const family = key.startsWith('ct_nw') ? 4 : 6;
    if (this.family !== undefined && this.family !== family) {
      throw dpctlError(`the L3 protocol does not match ${value}`);
    }
    if (known !== undefined) throw dpctlError(`${key} is set multiple times`);
    const address = family === 4 ? parseIpv4(value) : parseIpv6(value);
    if (address === undefined) throw dpctlError(`failed to parse field ${key}`);
    this.family = family;
    return address;
  }

  #setIcmp(filter: TupleFilter, key: 'icmp_id' | 'icmp_type' | 'icmp_code', value: string): void {
    if (!this.#isIcmp) throw dpctlError('invalid L4 fields');
    const number = parseNumber(key, value, key === 'icmp_id' ? 0xffff : 0xff);
    if (key === 'icmp_id') filter.icmpId = number;
    else if (key === 'icmp_type') filter.icmpType = number;
    else filter.icmpCode = number;
  }

  get #isIcmp(): boolean {
    return this.protocol === IP_PROTO.ICMP || this.protocol === IP_PROTO.ICMPV6;
  }

  /** Returns the tuple of the only connection that can match, if it is determined. */
  exactTuple(zone: number): Tuple | undefined {
    const { family, protocol, original, reply } = this;
    const { source, destination, icmpId = 0, icmpType = 0 } = original;
    const ports = [original.sourcePort, original.destinationPort];
    if (family === undefined || source === undefined || destination === undefined) return undefined;
    if (reply.source !== undefined || reply.destination !== undefined) return undefined;
    const tuple = (a: readonly [number, number], b: readonly [number, number]): Tuple => ({
      zone,
      family,
      protocol,
      source: { address: source, port: a[0], icmpType: a[1] },
      destination: { address: destination, port: b[0], icmpType: b[1] },
    });
    if (this.#isIcmp) {
      return tuple([icmpId, icmpType], [icmpId, ICMP_PAIRS[family].get(icmpType) ?? 0]);
    }
    const [from, to] = ports;
    if (!from || !to || reply.sourcePort || reply.destinationPort) return undefined;
    return tuple([from, 0], [to, 0]);
  }

  matches({ tuple }: Connection): boolean {
    if (this.family !== undefined && this.family !== tuple.family) return false;
    if (this.protocol !== 0 && this.protocol !== tuple.protocol) return false;
    return this.#fits(this.original, tuple) && this.#fits(this.reply, reverse(tuple));
  }

  #fits(filter: TupleFilter, { source, destination }: Tuple): boolean {
    const fits = <T>(wanted: T | undefined, value: T) => wanted === undefined || wanted === value;
    if (!fits(filter.source, source.address)) return false;
    if (!fits(filter.destination, destination.address)) return false;
    if (this.#isIcmp) {
      // As in the reference, omitted members of ICMP must be zero.
      const { icmpId = 0, icmpType = 0, icmpCode = 0 } = filter;
      return icmpId === source.port && icmpType === source.icmpType && icmpCode === 0;
    }
    return (
      fits(filter.sourcePort || undefined, source.port) &&
      fits(filter.destinationPort || undefined, destination.port)
    );
  }
}

/** Parses a number up to `max`. @throws CommandError */
function parseNumber(key: string, value: string, max: number): number {
  const number = /^(0x[0-9a-f]+|\d+)$/i.test(value) ? Number(value) : Number.NaN;
  if (!(number <= max)) throw dpctlError(`failed to parse field ${key}`);
  return number;
}
