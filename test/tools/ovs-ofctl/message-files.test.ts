/** Checks the commands that print files of messages and captures, against the reference. */

import { describe, it } from 'vitest';
import { checkOfctl } from './ofctl-transcript.js';

const fromHex = (text: string): Uint8Array =>
  Uint8Array.from(text.match(/[0-9a-f]{2}/g) ?? [], (pair) => Number.parseInt(pair, 16));

/** A hello, an echo request of OpenFlow 1.3 and a message that is too short. */
const MESSAGES = fromHex('0100000800000001 0402000b00000002616263 0114000800000003');

/** A connection to port 6653 with two messages in two segments, and a segment to port 7000. */
const CAPTURE = fromHex(`
  d4c3b2a1020004000000000000000000ee050000010000000000000000000000360000003600000002000000
  000202000000000108004500002800000000400666ce0a0000010a0000029c4019fd00000064000000005002
  03e8000000000100000000000000430000004300000002000000000202000000000108004500003500000000
  400666c10a0000010a0000029c4019fd0000006500000000501003e80000000001000008000000010402000b
  0002000000000000003c0000003c00000002000000000202000000000108004500002e00000000400666c80a
  0000010a0000029c4019fd0000007200000000501003e80000000000000261626303000000000000003e0000
  003e00000002000000000202000000000108004500003000000000400666c60a0000010a0000029c401b5800
  0001f400000000501003e8000000000114000800000003040000000000000036000000360000000200000000
  0202000000000108004500002800000000400666ce0a0000010a0000029c4019fd0000007800000000501103
  e800000000
`);

const FILES = { messages: MESSAGES, capture: CAPTURE };

describe('a file', () => {
  it('of messages is printed', () => {
    checkOfctl(
      `
      $ ofp-parse messages
      OFPT_HELLO (xid=0x1):
       version bitmap: 0x01
      OFPT_ECHO_REQUEST (OF1.3) (xid=0x2): 3 bytes of payload
      00000000  61 62 63                                        |abc             |
      ***decode error: OFPBRC_BAD_LEN***
      00000000  01 14 00 08 00 00 00 03-                        |........        |
      ! 2015-11-04T12:00:00Z|00001|ofp_msgs|WARN|received OFPT_QUEUE_GET_CONFIG_REQUEST with incorrect length 8 (expected length 12)
      $ ofp-parse nosuch
      ! ovs-ofctl: nosuch: open (No such file or directory)
      = 1
    `,
      FILES,
    );
  });

  it('of captured frames is searched for messages', () => {
    checkOfctl(
      `
      $ ofp-parse-pcap capture
      10.0.0.1.40000 > 10.0.0.2.6653:
      OFPT_HELLO (xid=0x1):
       version bitmap: 0x01

      10.0.0.1.40000 > 10.0.0.2.6653:
      OFPT_ECHO_REQUEST (OF1.3) (xid=0x2): 3 bytes of payload
      $ -vconsole:off ofp-parse-pcap capture 7000
      10.0.0.1.40000 > 10.0.0.2.7000:
      ***decode error: OFPBRC_BAD_LEN***
      00000000  01 14 00 08 00 00 00 03-                        |........        |
      $ ofp-parse-pcap nosuch
      ! 2015-11-04T12:00:00Z|00001|pcap|WARN|nosuch: failed to open pcap file for reading (No such file or directory)
      ! ovs-ofctl: nosuch: open failed (No such file or directory)
      = 1
      $ parse-pcap messages
      ! 2015-11-04T12:00:00Z|00001|pcap|WARN|bad magic 0x08000001 reading pcap file (expected 0xa1b2c3d4 or 0xd4c3b2a1)
      ! ovs-ofctl: messages: open failed (Protocol error)
      = 1
    `,
      FILES,
    );
  });

  it('of captured frames is printed as flows', () => {
    const flow =
      'tcp,in_port=ANY,vlan_tci=0x0000,dl_src=02:00:00:00:00:01,dl_dst=02:00:00:00:00:02,nw_src=10.0.0.1,nw_dst=10.0.0.2,nw_tos=0,nw_ecn=0,nw_ttl=64,tp_src=40000';
    checkOfctl(
      `
      $ parse-pcap capture
      ${flow},tp_dst=6653,tcp_flags=syn
      ${flow},tp_dst=6653,tcp_flags=ack
      ${flow},tp_dst=6653,tcp_flags=ack
      ${flow},tp_dst=7000,tcp_flags=ack
      ${flow},tp_dst=6653,tcp_flags=fin|ack
    `,
      FILES,
    );
  });
});
