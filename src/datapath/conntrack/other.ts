/** Tracks UDP and all protocols without a tracker of their own (`lib/conntrack-other.c`). */
import type { IpPacket } from './ip-packet.js';
import type { Conversation, Protocol, Update, Verdict } from './protocol.js';

class OtherConversation implements Conversation {
  #answered = false;

  update(_packet: IpPacket, reply: boolean): Update {
    this.#answered ||= reply;
    return this.#answered
      ? { verdict: 'established', timeout: 'otherBidirectional' }
      : { verdict: 'beginning', timeout: 'otherMultiple' };
  }

  expect(reply: boolean): Verdict {
    return this.#answered || reply ? 'established' : 'beginning';
  }
}

export const OTHER: Protocol = {
  mayBegin: () => true,
  begin: () => ({ conversation: new OtherConversation(), timeout: 'otherFirst' }),
};
