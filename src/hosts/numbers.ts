/** The numbers by which protocols know each other. */
import type { IcmpError } from './message.js';

export const ETHER_TYPE = { IPV4: 0x0800, ARP: 0x0806, IPV6: 0x86dd } as const;

export const PROTOCOL = { ICMP: 1, TCP: 6, UDP: 17, ICMPV6: 58 } as const;

/** Types and codes of ICMP messages. */
interface IcmpNumbers {
  readonly request: number;
  readonly reply: number;
  readonly errors: Readonly<Record<IcmpError['reason'], readonly [type: number, code: number]>>;
}

export const ICMP4: IcmpNumbers = {
  request: 8,
  reply: 0,
  errors: {
    'port-unreachable': [3, 3],
    'host-unreachable': [3, 1],
    'time-exceeded': [11, 0],
  },
};

export const ICMP6 = {
  request: 128,
  reply: 129,
  errors: {
    'port-unreachable': [1, 4],
    'host-unreachable': [1, 3],
    'time-exceeded': [3, 0],
  },
  solicitation: 135,
  advertisement: 136,
} as const satisfies IcmpNumbers & { solicitation: number; advertisement: number };
