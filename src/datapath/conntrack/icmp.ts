/** Tracks ICMP requests and replies like connections (`lib/conntrack-icmp.c`). */
import { ICMP_TYPE, ICMPV6_TYPE } from '../../lib/protocol-numbers.js';
import type { IpPacket } from './ip-packet.js';
import type { Conversation, Protocol, Update, Verdict } from './protocol.js';

/** Messages that request an answer, echo requests first. */
export const ICMP_REQUESTS: Readonly<Record<4 | 6, readonly [number, ...number[]]>> = {
  4: [ICMP_TYPE.ECHO_REQUEST, ICMP_TYPE.TIMESTAMP_REQUEST, ICMP_TYPE.INFORMATION_REQUEST],
  6: [ICMPV6_TYPE.ECHO_REQUEST],
};

class IcmpConversation implements Conversation {
  #answered = false;

  update(_packet: IpPacket, reply: boolean): Update {
    this.#answered ||= reply;
    return this.#answered
      ? { verdict: 'established', timeout: 'icmpReply' }
      : { verdict: 'beginning', timeout: 'icmpFirst' };
  }

  expect(reply: boolean): Verdict {
    return this.#answered || reply ? 'established' : 'beginning';
  }
}

const typeOf = ({ frame, next, end }: IpPacket): number | undefined =>
  next < end ? frame.u8(next) : undefined;

const protocol = (requests: readonly number[]): Protocol => ({
  mayBegin(packet) {
    const type = typeOf(packet);
    return type !== undefined && requests.includes(type);
  },
  begin: () => ({ conversation: new IcmpConversation(), timeout: 'icmpFirst' }),
});

export const ICMP = protocol(ICMP_REQUESTS[4]);
export const ICMPV6 = protocol(ICMP_REQUESTS[6]);
