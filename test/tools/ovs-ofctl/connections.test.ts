/** Checks the addresses of bridges, and the errors of those without a bridge. */

import { describe, it } from 'vitest';
import { checkSandbox } from './ofctl-transcript.js';

describe('an address', () => {
  it('is refused if no bridge listens there', () => {
    checkSandbox(`
      $ ovs-ofctl show tcp:127.0.0.1:6653
      ! ovs-ofctl: connecting to tcp:127.0.0.1:6653 (Connection refused)
      = 1
      $ ovs-ofctl dump-flows tcp:127.0.0.1
      ! 2015-11-04T12:00:00Z|00001|stream|WARN|The default OpenFlow port number has changed from 6633 to 6653
      ! ovs-ofctl: connecting to tcp:127.0.0.1 (Connection refused)
      = 1
      $ ovs-ofctl dump-flows tcp:localhost:6634
      ! 2015-11-04T12:00:00Z|00001|socket_util|ERR|localhost:6634: bad IPv4 address "localhost"
      ! 2015-11-04T12:00:00Z|00002|stream_tcp|ERR|tcp:localhost:6634: connect: Address family not supported by protocol
      ! ovs-ofctl: connecting to tcp:localhost:6634 (Address family not supported by protocol)
      = 1
      $ ovs-ofctl dump-flows tcp:
      ! 2015-11-04T12:00:00Z|00001|stream|WARN|The default OpenFlow port number has changed from 6633 to 6653
      ! 2015-11-04T12:00:00Z|00002|socket_util|ERR|:6653: bad IPv4 address ""
      ! 2015-11-04T12:00:00Z|00003|stream_tcp|ERR|tcp::6653: connect: Address family not supported by protocol
      ! ovs-ofctl: connecting to tcp: (Address family not supported by protocol)
      = 1
      $ ovs-ofctl dump-flows tcp:127.0.0.1:abc
      ! 2015-11-04T12:00:00Z|00001|socket_util|ERR|127.0.0.1:abc: bad port number "abc"
      ! ovs-ofctl: connecting to tcp:127.0.0.1:abc (Connection refused)
      = 1
      $ ovs-ofctl dump-flows tcp:[::1]:6634
      ! ovs-ofctl: connecting to tcp:[::1]:6634 (Connection refused)
      = 1
      $ ovs-ofctl dump-flows tcp:[::1
      ! 2015-11-04T12:00:00Z|00001|socket_util|ERR|[::1: port must be specified
      ! 2015-11-04T12:00:00Z|00002|stream_tcp|ERR|tcp:[::1: connect: Address family not supported by protocol
      ! ovs-ofctl: connecting to tcp:[::1 (Address family not supported by protocol)
      = 1
      $ ovs-ofctl dump-flows unix:/nosuch.mgmt
      ! ovs-ofctl: connecting to unix:/nosuch.mgmt (No such file or directory)
      = 1
      $ ovs-ofctl dump-flows ptcp:6633
      ! ovs-ofctl: connecting to ptcp:6633 (Address family not supported by protocol)
      = 1
      $ ovs-ofctl dump-flows nosuch
      ! ovs-ofctl: nosuch is not a bridge or a socket
      = 1
    `);
  });

  it('reaches the bridge whose controller listens there', () => {
    checkSandbox(`
      $ ovs-vsctl add-br s1 -- set bridge s1 other_config:disable-in-band=true fail_mode=secure
      $ ovs-vsctl set-controller s1 ptcp:16634
      $ ovs-ofctl dump-flows tcp:127.0.0.1:16634
      NXST_FLOW reply (xid=0x4):
      $ ovs-ofctl add-flow tcp:127.0.0.1:16634 in_port=1,actions=output:2
      $ ovs-ofctl --sort dump-flows s1
       cookie=0x0, duration=0s, table=0, n_packets=0, n_bytes=0, in_port=1 actions=output:2
      $ ovs-ofctl dump-flows tcp:127.0.0.1:16635
      ! ovs-ofctl: connecting to tcp:127.0.0.1:16635 (Connection refused)
      = 1
    `);
  });

  it('has the description that the database gives', () => {
    checkSandbox(`
      $ ovs-vsctl add-br s1 -- set bridge s1 "other-config:dp-desc=switch of lab 3"
      $ ovs-ofctl dump-desc s1
      OFPST_DESC reply (xid=0x2):
      Manufacturer: Nicira, Inc.
      Hardware: Open vSwitch
      Software: 2.4.90
      Serial Num: None
      DP Description: switch of lab 3
      $ ovs-vsctl remove bridge s1 other_config dp-desc
      $ ovs-ofctl dump-desc s1
      OFPST_DESC reply (xid=0x2):
      Manufacturer: Nicira, Inc.
      Hardware: Open vSwitch
      Software: 2.4.90
      Serial Num: None
      DP Description: None
    `);
  });
});
