/** Checks limits, names and eviction of flow tables against recordings of the real programs. */

import { describe, it } from 'vitest';
import { checkSandbox } from './ofctl-transcript.js';

describe('a flow table with a limit', () => {
  it('refuses flows, or evicts the flow that expires first', () => {
    checkSandbox(`
      $ ovs-vsctl add-br s1 -- set bridge s1 fail_mode=secure protocols=OpenFlow10,OpenFlow13,OpenFlow14
      $ ovs-vsctl -- --id=@ft create Flow_Table name=first flow_limit=2 overflow_policy=refuse -- set Bridge s1 flow_tables:0=@ft | head -0
      $ ovs-ofctl add-flow s1 priority=1,actions=drop
      $ ovs-ofctl add-flow s1 priority=2,actions=drop
      $ ovs-ofctl add-flow s1 priority=3,actions=drop
      ! OFPT_ERROR (xid=0x2): OFPFMFC_TABLE_FULL
      ! OFPT_FLOW_MOD (xid=0x2):
      ! (***truncated to 64 bytes from 72***)
      ! 00000000  01 0e 00 48 00 00 00 02-00 38 20 ff 00 00 00 00 |...H.....8 .....|
      ! 00000010  00 00 00 00 00 00 00 00-00 00 00 00 00 00 00 00 |................|
      ! 00000020  00 00 00 00 00 00 00 00-00 00 00 00 00 00 00 00 |................|
      ! 00000030  00 00 00 00 00 00 00 00-00 00 00 00 00 00 00 03 |................|
      = 1
      $ ovs-ofctl -O OpenFlow13 add-flow s1 priority=4,actions=drop
      ! OFPT_ERROR (OF1.3) (xid=0x2): OFPFMFC_TABLE_FULL
      ! OFPT_FLOW_MOD (OF1.3) (xid=0x2): ADD priority=4 actions=drop
      = 1
      $ ovs-ofctl add-flow s1 priority=2,actions=normal
      $ ovs-ofctl mod-flows s1 priority=9,in_port=1,actions=normal
      ! OFPT_ERROR (xid=0x2): OFPFMFC_TABLE_FULL
      ! OFPT_FLOW_MOD (xid=0x2):
      ! (***truncated to 64 bytes from 80***)
      ! 00000000  01 0e 00 50 00 00 00 02-00 38 20 fe 00 01 00 00 |...P.....8 .....|
      ! 00000010  00 00 00 00 00 00 00 00-00 00 00 00 00 00 00 00 |................|
      ! 00000020  00 00 00 00 00 00 00 00-00 00 00 00 00 00 00 00 |................|
      ! 00000030  00 00 00 00 00 00 00 00-00 01 00 00 00 00 00 09 |................|
      = 1
      $ ovs-ofctl dump-flows s1
      NXST_FLOW reply (xid=0x4):
       cookie=0x0, duration=0s, table=0, n_packets=0, n_bytes=0, idle_age=0, priority=2 actions=NORMAL
       cookie=0x0, duration=0s, table=0, n_packets=0, n_bytes=0, idle_age=0, priority=1 actions=drop
      $ ovs-ofctl dump-tables s1 | head -4
      OFPST_TABLE reply (xid=0x2):
        table 0 ("first"):
          active=2, lookup=0, matched=0
          max_entries=2
      $ ovs-ofctl -O OpenFlow13 dump-table-features s1 | head -3
        table 0 ("first"):
          metadata: match=0xffffffffffffffff write=0xffffffffffffffff
          max_entries=2
      $ ovs-vsctl set Flow_Table first overflow_policy=evict
      $ ovs-ofctl del-flows s1
      $ ovs-ofctl add-flow s1 idle_timeout=50,priority=1,actions=drop
      $ ovs-ofctl add-flow s1 idle_timeout=10,priority=2,actions=drop
      $ ovs-ofctl add-flow s1 idle_timeout=100,priority=3,actions=drop
      $ ovs-ofctl --sort dump-flows s1
       cookie=0x0, duration=0s, table=0, n_packets=0, n_bytes=0, idle_timeout=50, priority=1 actions=drop
       cookie=0x0, duration=0s, table=0, n_packets=0, n_bytes=0, idle_timeout=100, priority=3 actions=drop
      $ ovs-ofctl add-flow s1 actions=drop
      $ ovs-ofctl --sort dump-flows s1
       cookie=0x0, duration=0s, table=0, n_packets=0, n_bytes=0, idle_timeout=100, priority=3 actions=drop
       cookie=0x0, duration=0s, table=0, n_packets=0, n_bytes=0, actions=drop
      $ ovs-vsctl set Flow_Table first flow_limit=1
      $ ovs-ofctl --sort dump-flows s1
       cookie=0x0, duration=0s, table=0, n_packets=0, n_bytes=0, actions=drop
      $ ovs-vsctl clear bridge s1 flow_tables
      $ ovs-ofctl add-flow s1 priority=5,actions=drop
      $ ovs-ofctl dump-aggregate s1
      NXST_AGGREGATE reply (xid=0x4): packet_count=0 byte_count=0 flow_count=2
      $ ovs-ofctl dump-tables s1 | head -4
      OFPST_TABLE reply (xid=0x2):
        table 0 ("classifier"):
          active=2, lookup=0, matched=0
          max_entries=1000000
    `);
  });

  it('evicts the least important flow of the largest group', () => {
    checkSandbox(`
      $ ovs-vsctl add-br s1 -- set bridge s1 fail_mode=secure protocols=OpenFlow10,OpenFlow14
      $ ovs-vsctl -- --id=@ft create Flow_Table flow_limit=3 overflow_policy=evict groups='"NXM_OF_IN_PORT[]"' -- set Bridge s1 flow_tables:0=@ft | head -0
      $ ovs-ofctl -O OpenFlow14 add-flow s1 importance=9,idle_timeout=5,in_port=1,tcp,actions=drop
      $ ovs-ofctl -O OpenFlow14 add-flow s1 importance=5,idle_timeout=5,in_port=2,tcp,actions=drop
      $ ovs-ofctl -O OpenFlow14 add-flow s1 importance=7,idle_timeout=5,in_port=2,udp,actions=drop
      $ ovs-ofctl -O OpenFlow14 add-flow s1 idle_timeout=1,in_port=3,udp,actions=drop
      $ ovs-ofctl -O OpenFlow14 dump-flows s1
      OFPST_FLOW reply (OF1.4) (xid=0x2):
       cookie=0x0, duration=0s, table=0, n_packets=0, n_bytes=0, idle_timeout=5, importance=9, tcp,in_port=1 actions=drop
       cookie=0x0, duration=0s, table=0, n_packets=0, n_bytes=0, idle_timeout=5, importance=7, udp,in_port=2 actions=drop
       cookie=0x0, duration=0s, table=0, n_packets=0, n_bytes=0, idle_timeout=1, udp,in_port=3 actions=drop
    `);
  });

  it('evicts if a controller requests it', () => {
    checkSandbox(`
      $ ovs-vsctl add-br s1 -- set bridge s1 fail_mode=secure protocols=OpenFlow10,OpenFlow14
      $ ovs-vsctl -- --id=@ft create Flow_Table flow_limit=1 -- set Bridge s1 flow_tables:0=@ft | head -0
      $ ovs-ofctl -O OpenFlow14 mod-table s1 0 evict
      $ ovs-ofctl -O OpenFlow14 dump-table-desc s1 | head -6
      OFPST_TABLE_DESC reply (OF1.4) (xid=0x2):
        table 0:
         eviction=on eviction_flags=OTHER|IMPORTANCE|LIFETIME

        table 1:
         eviction=off eviction_flags=OTHER|IMPORTANCE|LIFETIME
      $ ovs-ofctl add-flow s1 hard_timeout=5,in_port=1,actions=drop
      $ ovs-ofctl add-flow s1 hard_timeout=5,in_port=2,actions=drop
      $ ovs-ofctl --sort dump-flows s1
       cookie=0x0, duration=0s, table=0, n_packets=0, n_bytes=0, hard_timeout=5, in_port=2 actions=drop
      $ ovs-ofctl -O OpenFlow14 mod-table s1 all noevict
      $ ovs-ofctl -O OpenFlow14 add-flow s1 hard_timeout=5,in_port=3,actions=drop
      ! OFPT_ERROR (OF1.4) (xid=0x2): OFPFMFC_TABLE_FULL
      ! OFPT_FLOW_MOD (OF1.4) (xid=0x2): ADD in_port=3 hard:5 actions=drop
      = 1
    `);
  });
});
