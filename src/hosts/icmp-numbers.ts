/** The numbers of those ICMP messages that hosts here send and understand. */
import type { IcmpError } from './message.js';

/** Types and codes of ICMP messages. */
export interface IcmpNumbers {
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

export const ICMP6: IcmpNumbers = {
  request: 128,
  reply: 129,
  errors: {
    'port-unreachable': [1, 4],
    'host-unreachable': [1, 3],
    'time-exceeded': [3, 0],
  },
};
