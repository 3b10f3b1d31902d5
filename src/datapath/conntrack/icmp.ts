/** Requests and replies of ICMP, followed like connections (`lib/conntrack-icmp.c`). */
import type { IpPacket } from './ip-packet.js';
import type { Conversation, Protocol, Update } from './protocol.js';

/** Echo, timestamp and information requests. */
const ICMP_REQUESTS: readonly number[] = [8, 13, 15];

const ICMPV6_ECHO_REQUEST = 128;

class IcmpConversation implements Conversation {
  #answered = false;

  update(_packet: IpPacket, reply: boolean): Update {
    this.#answered ||= reply;
    return this.#answered
      ? { verdict: 'established', timeout: 'icmpReply' }
      : { verdict: 'beginning', timeout: 'icmpFirst' };
  }
}

const typeOf = ({ frame, next, end }: IpPacket): number | undefined =>
  next < end ? frame.getUint8(next) : undefined;

const protocol = (requests: readonly number[]): Protocol => ({
  mayBegin(packet) {
    const type = typeOf(packet);
    return type !== undefined && requests.includes(type);
  },
  begin: () => ({ conversation: new IcmpConversation(), timeout: 'icmpFirst' }),
});

export const ICMP = protocol(ICMP_REQUESTS);
export const ICMPV6 = protocol([ICMPV6_ECHO_REQUEST]);
