/** The types and codes of the ICMP messages that hosts send and understand. */

import type { IpFamily } from '../lib/ip.js';
import { ICMP_TYPE, ICMPV6_TYPE } from '../lib/protocol-numbers.js';
import type { IcmpError } from './message.js';

export interface IcmpNumbers {
  readonly request: number;
  readonly reply: number;
  readonly errors: Readonly<Record<IcmpError['reason'], readonly [type: number, code: number]>>;
}

export const ICMP_NUMBERS: Readonly<Record<IpFamily, IcmpNumbers>> = {
  4: {
    request: ICMP_TYPE.ECHO_REQUEST,
    reply: ICMP_TYPE.ECHO_REPLY,
    errors: {
      'port-unreachable': [ICMP_TYPE.UNREACHABLE, 3],
      'host-unreachable': [ICMP_TYPE.UNREACHABLE, 1],
      'time-exceeded': [ICMP_TYPE.TIME_EXCEEDED, 0],
    },
  },
  6: {
    request: ICMPV6_TYPE.ECHO_REQUEST,
    reply: ICMPV6_TYPE.ECHO_REPLY,
    errors: {
      'port-unreachable': [ICMPV6_TYPE.UNREACHABLE, 4],
      'host-unreachable': [ICMPV6_TYPE.UNREACHABLE, 3],
      'time-exceeded': [ICMPV6_TYPE.TIME_EXCEEDED, 0],
    },
  },
};
