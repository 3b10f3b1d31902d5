/** Checks the commands about groups. */

import { describe, it } from 'vitest';
import { checkOfctl } from './ofctl-transcript.js';

describe('ovs-ofctl on groups', () => {
  it('adds, lists, changes and deletes groups', () => {
    checkOfctl(`
      $ -O OpenFlow13 add-group br0 group_id=1,type=all,bucket=output:1,bucket=output:2
      $ -O OpenFlow13 add-group br0 group_id=7,type=ff,bucket=watch_port:1,output:1,bucket=watch_group:7,actions=mod_vlan_vid:3
      $ -O OpenFlow13 add-flow br0 actions=group:1
      @ 250
      $ -O OpenFlow13 dump-groups br0
      OFPST_GROUP_DESC reply (OF1.3) (xid=0x2):
       group_id=1,type=all,bucket=actions=output:1,bucket=actions=output:2
       group_id=7,type=ff,bucket=watch_port:1,actions=output:1,bucket=watch_group:7,actions=push_vlan:0x8100,set_field:4099->vlan_vid
      $ -O OpenFlow11 dump-groups br0
      OFPST_GROUP_DESC reply (OF1.1) (xid=0x2):
       group_id=1,type=all,bucket=actions=output:1,bucket=actions=output:2
       group_id=7,type=ff,bucket=watch_port:1,actions=output:1,bucket=watch_group:7,actions=push_vlan:0x8100,set_vlan_vid:3
      $ -O OpenFlow13 dump-group-stats br0
      OFPST_GROUP reply (OF1.3) (xid=0x2):
       group_id=1,duration=0.250s,ref_count=1,packet_count=0,byte_count=0,bucket0:packet_count=0,byte_count=0,bucket1:packet_count=0,byte_count=0
       group_id=7,duration=0.250s,ref_count=0,packet_count=0,byte_count=0,bucket0:packet_count=0,byte_count=0,bucket1:packet_count=0,byte_count=0
      $ -O OpenFlow12 dump-group-stats br0 group_id=7
      OFPST_GROUP reply (OF1.2) (xid=0x2):
       group_id=7,ref_count=0,packet_count=0,byte_count=0,bucket0:packet_count=0,byte_count=0,bucket1:packet_count=0,byte_count=0
      $ -O OpenFlow13 mod-group br0 group_id=1,type=select,bucket=weight:5,output:1
      $ -O OpenFlow13 dump-groups br0
      OFPST_GROUP_DESC reply (OF1.3) (xid=0x2):
       group_id=7,type=ff,bucket=watch_port:1,actions=output:1,bucket=watch_group:7,actions=push_vlan:0x8100,set_field:4099->vlan_vid
       group_id=1,type=select,bucket=weight:5,actions=output:1
      $ -O OpenFlow13 del-groups br0 group_id=1
      $ -O OpenFlow13 dump-groups br0
      OFPST_GROUP_DESC reply (OF1.3) (xid=0x2):
       group_id=7,type=ff,bucket=watch_port:1,actions=output:1,bucket=watch_group:7,actions=push_vlan:0x8100,set_field:4099->vlan_vid
      $ -O OpenFlow13 del-groups br0
      $ -O OpenFlow13 dump-groups br0
      OFPST_GROUP_DESC reply (OF1.3) (xid=0x2):
      $ -O OpenFlow13 dump-flows br0
      OFPST_FLOW reply (OF1.3) (xid=0x2):
    `);
  });

  it('reads groups from files', () => {
    checkOfctl(
      `
      $ -O OpenFlow13 add-groups br0 groups
      $ -O OpenFlow13 add-group br0 -
      $ -O OpenFlow13 dump-groups br0
      OFPST_GROUP_DESC reply (OF1.3) (xid=0x2):
       group_id=1,type=all
       group_id=2,type=all,bucket=actions=output:1
       group_id=3,type=all
      $ -O OpenFlow13 add-groups br0 bad
      ! ovs-ofctl: bad:1: must specify a type
      = 1
    `,
      {
        groups: '# two\ngroup_id=1,type=all\ngroup_id=2,type=all,bucket=1\n',
        '-': 'group_id=3,type=all\n',
        bad: 'group_id=9\n',
      },
    );
  });

  it('reports refusals of the switch', () => {
    checkOfctl(`
      $ -O OpenFlow13 add-group br0 group_id=1,type=all
      $ -O OpenFlow13 add-group br0 group_id=1,type=all,bucket=output:1
      ! OFPT_ERROR (OF1.3) (xid=0x2): OFPGMFC_GROUP_EXISTS
      ! OFPT_GROUP_MOD (OF1.3) (xid=0x2):
      !  ADD group_id=1,type=all,bucket=actions=output:1
      = 1
      $ -O OpenFlow13 add-group br0 group_id=2,type=indirect
      ! OFPT_ERROR (OF1.3) (xid=0x2): OFPGMFC_INVALID_GROUP
      ! OFPT_GROUP_MOD (OF1.3) (xid=0x2): ***decode error: OFPGMFC_INVALID_GROUP***
      = 1
      $ -O OpenFlow13 mod-group br0 group_id=2,type=all
      ! OFPT_ERROR (OF1.3) (xid=0x2): OFPGMFC_UNKNOWN_GROUP
      ! OFPT_GROUP_MOD (OF1.3) (xid=0x2):
      !  MOD group_id=2,type=all
      = 1
    `);
  });

  it('requires a version with groups', () => {
    checkOfctl(`
      $ dump-groups br0
      ! ovs-ofctl: dump-groups needs OpenFlow 1.1 or later ('-O OpenFlow11')
      = 1
      $ dump-group-stats br0
      ! ovs-ofctl: dump-group-stats needs OpenFlow 1.1 or later ('-O OpenFlow11')
      = 1
      $ -O OpenFlow11 dump-group-features br0
      ! ovs-ofctl: dump-group-features needs OpenFlow 1.2 or later ('-O OpenFlow12')
      = 1
      $ add-group br0 group_id=1,type=all
      ! ovs-ofctl: none of the usable flow formats (OXM,OpenFlow11) is among the allowed flow formats (OpenFlow10,NXM)
      = 1
      $ add-group br0 group_id=1,type=all,bucket=1
      ! ovs-ofctl: add-group needs OpenFlow 1.1 or later ('-O OpenFlow11')
      = 1
      $ -O OpenFlow13 insert-buckets br0 group_id=1,command_bucket_id=first,bucket=1
      ! ovs-ofctl: insert-bucket needs OpenFlow 1.5 or later ('-O OpenFlow15')
      = 1
      $ -O OpenFlow13 dump-groups br0 foo
      OFPST_GROUP_DESC reply (OF1.3) (xid=0x2):
      ! 2015-11-04T12:00:00Z|00001|ofp_util|WARN|foo is not a valid group ID.  (Valid group IDs are 32-bit nonnegative integers or the keywords ANY or ALL.)
    `);
  });

  it('shows the features of groups', () => {
    checkOfctl(`
      $ -O OpenFlow12 dump-group-features br0
      OFPST_GROUP_FEATURES reply (OF1.2) (xid=0x2):
       Group table:
          Types:  0xf
          Capabilities:  0x7
          all group:
             max_groups=0xffffff00
             actions: output group set_field strip_vlan push_vlan mod_nw_ttl dec_ttl set_mpls_ttl dec_mpls_ttl push_mpls pop_mpls set_queue
          select group:
             max_groups=0xffffff00
             actions: output group set_field strip_vlan push_vlan mod_nw_ttl dec_ttl set_mpls_ttl dec_mpls_ttl push_mpls pop_mpls set_queue
          indirect group:
             max_groups=0xffffff00
             actions: output group set_field strip_vlan push_vlan mod_nw_ttl dec_ttl set_mpls_ttl dec_mpls_ttl push_mpls pop_mpls set_queue
          fast failover group:
             max_groups=0xffffff00
             actions: output group set_field strip_vlan push_vlan mod_nw_ttl dec_ttl set_mpls_ttl dec_mpls_ttl push_mpls pop_mpls set_queue
    `);
  });
});

describe('ovs-ofctl on meters and queues', () => {
  it('has no meters', () => {
    checkOfctl(`
      $ -O OpenFlow13 dump-meters br0
      ! OFPST_METER_CONFIG reply (OF1.3) (xid=0x2):
      = 1
      $ -O OpenFlow13 meter-stats br0
      ! OFPST_METER reply (OF1.3) (xid=0x2):
      = 1
      $ -O OpenFlow13 meter-features br0
      ! OFPST_METER_FEATURES reply (OF1.3) (xid=0x2):
      ! max_meter:0 max_bands:0 max_color:0
      ! band_types: 0
      ! capabilities: 0
      = 1
      $ -O OpenFlow13 dump-meter br0 meter=3
      ! OFPT_ERROR (OF1.3) (xid=0x2): OFPMMFC_UNKNOWN_METER
      ! OFPST_METER_CONFIG request (OF1.3) (xid=0x2): meter=3
      = 1
      $ -O OpenFlow13 add-meter br0 meter=1,kbps,band=type=drop,rate=100
      ! OFPT_ERROR (OF1.3) (xid=0x2): OFPMMFC_OUT_OF_METERS
      ! OFPT_METER_MOD (OF1.3) (xid=0x2): ADD meter=1 kbps bands=
      ! type=drop rate=100
      = 1
      $ -O OpenFlow13 add-meter br0 meter=1,kbps,pktps,band=type=drop,rate=100
      ! OFPT_ERROR (OF1.3) (xid=0x2): OFPMMFC_BAD_FLAGS
      ! OFPT_METER_MOD (OF1.3) (xid=0x2): ***decode error: OFPMMFC_BAD_FLAGS***
      = 1
      $ -O OpenFlow13 del-meters br0
      $ dump-meters br0
      ! ovs-ofctl: none of the usable flow formats (OXM-OpenFlow13,OXM-OpenFlow14,OXM-OpenFlow15) is among the allowed flow formats (OpenFlow10,NXM)
      = 1
    `);
  });

  it('has no queues', () => {
    checkOfctl(`
      $ queue-stats br0
      OFPST_QUEUE reply (xid=0x2): 0 queues
      $ -O OpenFlow13 queue-stats br0 1
      OFPST_QUEUE reply (OF1.3) (xid=0x2): 0 queues
      $ queue-stats br0 1 5
      OFPT_ERROR (xid=0x2): OFPQOFC_BAD_QUEUE
      OFPST_QUEUE request (xid=0x2):port=1 queue=5
      $ queue-stats br0 all 5
      OFPT_ERROR (xid=0x2): OFPQOFC_BAD_QUEUE
      OFPST_QUEUE request (xid=0x2):port=ANY queue=5
      $ queue-stats br0 7
      OFPT_ERROR (xid=0x2): OFPQOFC_BAD_PORT
      OFPST_QUEUE request (xid=0x2):port=7 queue=ALL
      $ queue-get-config br0 LOCAL
      OFPT_QUEUE_GET_CONFIG_REPLY (xid=0x2): port=LOCAL
      $ queue-get-config br0 7
      OFPT_ERROR (xid=0x2): OFPQOFC_BAD_PORT
      OFPT_QUEUE_GET_CONFIG_REQUEST (xid=0x2): port=7
    `);
  });
});
