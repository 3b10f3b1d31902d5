/** Checks bundles of flow mods against recordings of the real programs. */

import { describe, it } from 'vitest';
import { checkSandbox } from './ofctl-transcript.js';

describe('a bundle', () => {
  it('changes nothing if a part of it fails', () => {
    checkSandbox(
      `
      $ ovs-vsctl add-br s1 -- set bridge s1 fail_mode=secure protocols=OpenFlow10,OpenFlow14
      $ ovs-ofctl add-flow s1 in_port=2,actions=1
      $ ovs-ofctl -O OpenFlow14 --bundle add-flows s1 f.txt
      ! OFPT_ERROR (OF1.4) (xid=0x3): OFPBRC_EPERM
      ! OFPT_FLOW_MOD (OF1.4) (xid=0x3): ADD table:254 actions=drop
      ! OFPT_ERROR (OF1.4) (xid=0x5): OFPBFC_MSG_FAILED
      ! OFPT_BUNDLE_CONTROL (OF1.4) (xid=0x5):
      !  bundle_id=0 type=COMMIT_REQUEST flags=atomic ordered
      ! 2015-11-04T12:00:00Z|00001|vconn|WARN|Bundle commit failed (OFPBFC_MSG_FAILED).
      ! ovs-ofctl: talking to unix:/sandbox/s1.mgmt (Protocol error)
      = 1
      $ ovs-ofctl --sort dump-flows s1
       cookie=0x0, duration=0s, table=0, n_packets=0, n_bytes=0, in_port=2 actions=output:1
    `,
      { 'f.txt': 'add in_port=2 actions=3\nadd table=254 actions=drop\n' },
    );
  });

  it('takes effect without the messages that the switch refuses immediately', () => {
    checkSandbox(
      `
      $ ovs-vsctl add-br s1 -- set bridge s1 fail_mode=secure protocols=OpenFlow10,OpenFlow14
      $ ovs-ofctl --bundle add-flows s1 g.txt
      ! OFPT_ERROR (OF1.4) (xid=0x3): OFPBAC_BAD_OUT_GROUP
      ! OFPT_BUNDLE_ADD_MESSAGE (OF1.4) (xid=0x3):
      ! (***truncated to 64 bytes from 88***)
      ! 00000000  05 22 00 58 00 00 00 03-00 00 00 00 00 00 00 03 |.".X............|
      ! 00000010  05 0e 00 48 00 00 00 03-00 00 00 00 00 00 00 00 |...H............|
      ! 00000020  00 00 00 00 00 00 00 00-00 00 00 00 00 00 80 00 |................|
      ! 00000030  ff ff ff ff ff ff ff ff-ff ff ff ff 00 00 00 00 |................|
      $ ovs-ofctl --sort dump-flows s1
       cookie=0x0, duration=0s, table=0, n_packets=0, n_bytes=0, in_port=2 actions=output:3
    `,
      { 'g.txt': 'add in_port=2 actions=3\nadd actions=group:5\n' },
    );
  });
});
