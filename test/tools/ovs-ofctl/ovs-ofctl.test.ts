/** Checks the commands of `ovs-ofctl` on one bridge. */

import { describe, it } from 'vitest';
import { checkOfctl } from './ofctl-transcript.js';

describe('ovs-ofctl on switches and ports', () => {
  it('describes a switch', () => {
    checkOfctl(`
      $ show br0
      OFPT_FEATURES_REPLY (xid=0x2): dpid:0000aabbccddeeff
      n_tables:254, n_buffers:256
      capabilities: FLOW_STATS TABLE_STATS PORT_STATS QUEUE_STATS ARP_MATCH_IP
      actions: output enqueue set_vlan_vid set_vlan_pcp strip_vlan mod_dl_src mod_dl_dst mod_nw_src mod_nw_dst mod_nw_tos mod_tp_src mod_tp_dst
       1(p1): addr:aa:55:aa:55:00:01
           config:     0
           state:      0
           speed: 0 Mbps now, 0 Mbps max
       2(p2): addr:aa:55:aa:55:00:02
           config:     0
           state:      0
           speed: 0 Mbps now, 0 Mbps max
       LOCAL(br0): addr:aa:bb:cc:dd:ee:ff
           config:     0
           state:      0
           speed: 0 Mbps now, 0 Mbps max
      OFPT_GET_CONFIG_REPLY (xid=0x4): frags=normal miss_send_len=0
      $ -O OpenFlow13 show br0
      OFPT_FEATURES_REPLY (OF1.3) (xid=0x2): dpid:0000aabbccddeeff
      n_tables:254, n_buffers:256
      capabilities: FLOW_STATS TABLE_STATS PORT_STATS GROUP_STATS QUEUE_STATS
      OFPST_PORT_DESC reply (OF1.3) (xid=0x3):
       1(p1): addr:aa:55:aa:55:00:01
           config:     0
           state:      0
           speed: 0 Mbps now, 0 Mbps max
       2(p2): addr:aa:55:aa:55:00:02
           config:     0
           state:      0
           speed: 0 Mbps now, 0 Mbps max
       LOCAL(br0): addr:aa:bb:cc:dd:ee:ff
           config:     0
           state:      0
           speed: 0 Mbps now, 0 Mbps max
      OFPT_GET_CONFIG_REPLY (OF1.3) (xid=0x5): frags=normal miss_send_len=0
      $ dump-desc br0
      OFPST_DESC reply (xid=0x2):
      Manufacturer: Nicira, Inc.
      Hardware: Open vSwitch
      Software: 2.4.90
      Serial Num: None
      DP Description: None
      $ probe br0
    `);
  });

  it("lists ports in the order of the switch's hash table", () => {
    checkOfctl(`
      $ dump-ports br0
      OFPST_PORT reply (xid=0x2): 3 ports
        port LOCAL: rx pkts=0, bytes=0, drop=0, errs=0, frame=0, over=0, crc=0
                 tx pkts=0, bytes=0, drop=0, errs=0, coll=0
        port  1: rx pkts=0, bytes=0, drop=0, errs=0, frame=0, over=0, crc=0
                 tx pkts=0, bytes=0, drop=0, errs=0, coll=0
        port  2: rx pkts=0, bytes=0, drop=0, errs=0, frame=0, over=0, crc=0
                 tx pkts=0, bytes=0, drop=0, errs=0, coll=0
      $ dump-ports br0 p1
      OFPST_PORT reply (xid=0x4): 1 ports
        port  1: rx pkts=0, bytes=0, drop=0, errs=0, frame=0, over=0, crc=0
                 tx pkts=0, bytes=0, drop=0, errs=0, coll=0
      @ 1500
      $ -O OpenFlow13 dump-ports br0 1
      OFPST_PORT reply (OF1.3) (xid=0x2): 1 ports
        port  1: rx pkts=0, bytes=0, drop=0, errs=0, frame=0, over=0, crc=0
                 tx pkts=0, bytes=0, drop=0, errs=0, coll=0
                 duration=1.500s
      $ -O OpenFlow13 dump-ports br0 7
      OFPST_PORT reply (OF1.3) (xid=0x2): 0 ports
      $ dump-ports br0 nosuch
      ! ovs-ofctl: br0: couldn't find port \`nosuch'
      = 1
    `);
  });

  it('changes ports', () => {
    checkOfctl(`
      $ mod-port br0 p1 down
      $ mod-port br0 2 noflood
      $ mod-port br0 2 no-forward
      $ dump-ports-desc br0
      OFPST_PORT_DESC reply (xid=0x2):
       1(p1): addr:aa:55:aa:55:00:01
           config:     PORT_DOWN
           state:      LINK_DOWN
           speed: 0 Mbps now, 0 Mbps max
       2(p2): addr:aa:55:aa:55:00:02
           config:     NO_FLOOD NO_FWD
           state:      0
           speed: 0 Mbps now, 0 Mbps max
       LOCAL(br0): addr:aa:bb:cc:dd:ee:ff
           config:     0
           state:      0
           speed: 0 Mbps now, 0 Mbps max
      $ mod-port br0 2 flood
      $ mod-port br0 p1 up
      $ -O OpenFlow13 dump-ports-desc br0
      OFPST_PORT_DESC reply (OF1.3) (xid=0x2):
       1(p1): addr:aa:55:aa:55:00:01
           config:     0
           state:      0
           speed: 0 Mbps now, 0 Mbps max
       2(p2): addr:aa:55:aa:55:00:02
           config:     NO_FWD
           state:      0
           speed: 0 Mbps now, 0 Mbps max
       LOCAL(br0): addr:aa:bb:cc:dd:ee:ff
           config:     0
           state:      0
           speed: 0 Mbps now, 0 Mbps max
      $ mod-port br0 9 up
      ! ovs-ofctl: br0: couldn't find port \`9'
      = 1
      $ mod-port br0 p1 sideways
      ! ovs-ofctl: unknown mod-port command 'sideways'
      = 1
    `);
  });

  it('changes the handling of fragments', () => {
    checkOfctl(`
      $ get-frags br0
      normal
      $ set-frags br0 drop
      $ get-frags br0
      drop
      $ set-frags br0 reassemble
      ! ovs-ofctl: br0: setting fragment handling mode failed (this switch probably doesn't support mode "reassemble")
      = 1
      $ set-frags br0 foo
      ! ovs-ofctl: foo: unknown fragment handling mode
      = 1
    `);
  });
});

describe('ovs-ofctl', () => {
  it('reads options', () => {
    checkOfctl(`
      $ -O OpenFlow14 show br0
      ! 2015-11-04T12:00:00Z|00001|vconn|WARN|unix:/sandbox/br0.mgmt: version negotiation failed (we support version 0x05, peer supports version 0x04 and earlier)
      ! ovs-ofctl: br0: failed to connect to socket (Protocol error)
      = 1
      $ -O OpenFlow99 show br0
      ! ovs-ofctl: Unknown OpenFlow version: "OpenFlow99"
      = 1
      $ -F foo show br0
      ! ovs-ofctl: foo: unknown flow protocol
      = 1
      $ -O OpenFlow13 -F NXM show br0
      ! ovs-ofctl: None of the enabled OpenFlow versions (OpenFlow13) supports any of the enabled flow formats (NXM).  (Use -O to enable additional OpenFlow versions or -F to enable additional flow formats.)
      = 1
      $ -t 0 show br0
      ! ovs-ofctl: value 0 on -t or --timeout is not at least 1
      = 1
      $ --sort=nosuch dump-flows br0
      ! ovs-ofctl: nosuch: unknown field name
      = 1
      $ -P foo show br0
      ! ovs-ofctl: unknown packet-in format \`foo'
      = 1
      $ --nosuch
      ! ovs-ofctl: unrecognized option '--nosuch'
      = 1
    `);
  });

  it('reports errors', () => {
    checkOfctl(`
      $ show
      ! ovs-ofctl: 'show' command requires at least 1 arguments
      = 1
      $ show a b
      ! ovs-ofctl: 'show' command takes at most 1 arguments
      = 1
      $ foo
      ! ovs-ofctl: unknown command 'foo'; use --help for help
      = 1
      $ show br1
      ! ovs-ofctl: br1 is not a bridge or a socket
      = 1
      $ show unix:/sandbox/br0.mgmt0
      ! ovs-ofctl: connecting to unix:/sandbox/br0.mgmt0 (No such file or directory)
      = 1
      $ dump-flows tcp:127.0.0.1:6653
      ! ovs-ofctl: connecting to tcp:127.0.0.1:6653 (Connection refused)
      = 1
      $ dump-flows foo:bar
      ! ovs-ofctl: connecting to foo:bar (Address family not supported by protocol)
      = 1
      $ snoop br0
      ! ovs-ofctl: 'snoop' is not available in this sandbox: no command can wait for what a switch will send
      = 1
    `);
  });
});

describe('ovs-ofctl on flows', () => {
  it('lists flows in each format', () => {
    checkOfctl(`
      $ add-flow br0 priority=5,tcp,tp_dst=80,actions=output:1
      $ add-flow br0 cookie=7,table=3,idle_timeout=60,actions=mod_vlan_vid:5,resubmit(,4)
      @ 1500
      $ dump-flows br0
      NXST_FLOW reply (xid=0x4):
       cookie=0x0, duration=1.500s, table=0, n_packets=0, n_bytes=0, idle_age=1, priority=5,tcp,tp_dst=80 actions=output:1
       cookie=0x7, duration=1.500s, table=3, n_packets=0, n_bytes=0, idle_timeout=60, idle_age=1, actions=mod_vlan_vid:5,resubmit(,4)
      $ -F OpenFlow10 dump-flows br0
      OFPST_FLOW reply (xid=0x2):
       cookie=0x0, duration=1.500s, table=0, n_packets=0, n_bytes=0, priority=5,tcp,tp_dst=80 actions=output:1
       cookie=0x7, duration=1.500s, table=3, n_packets=0, n_bytes=0, idle_timeout=60, actions=mod_vlan_vid:5,resubmit(,4)
      $ -O OpenFlow11 dump-flows br0
      OFPST_FLOW reply (OF1.1) (xid=0x2):
       cookie=0x0, duration=1.500s, table=0, n_packets=0, n_bytes=0, priority=5,tcp,tp_dst=80 actions=output:1
       cookie=0x7, duration=1.500s, table=3, n_packets=0, n_bytes=0, idle_timeout=60, actions=push_vlan:0x8100,set_vlan_vid:5,resubmit(,4)
      $ -O OpenFlow12 dump-flows br0 table=3
      OFPST_FLOW reply (OF1.2) (xid=0x2):
       cookie=0x7, duration=1.500s, table=3, n_packets=0, n_bytes=0, idle_timeout=60, actions=push_vlan:0x8100,set_field:4101->vlan_vid,resubmit(,4)
      $ -O OpenFlow13 dump-flows br0 tcp
      OFPST_FLOW reply (OF1.3) (xid=0x2):
       cookie=0x0, duration=1.500s, table=0, n_packets=0, n_bytes=0, priority=5,tcp,tp_dst=80 actions=output:1
      $ -F NXM dump-flows br0 table=3
      NXST_FLOW reply (xid=0x4):
       cookie=0x7, duration=1.500s, table=3, n_packets=0, n_bytes=0, idle_timeout=60, idle_age=1, actions=mod_vlan_vid:5,resubmit(,4)
      $ -F OpenFlow10 dump-flows br0 reg0=1
      ! ovs-ofctl: none of the usable flow formats (NXM,OXM) is among the allowed flow formats (OpenFlow10)
      = 1
      $ dump-flows br0 nosuch=1
      ! ovs-ofctl: unknown keyword nosuch
      = 1
    `);
  });

  it('sorts flows', () => {
    checkOfctl(`
      $ add-flow br0 priority=5,in_port=2,actions=drop
      $ add-flow br0 priority=7,tcp,tp_dst=80,actions=drop
      $ add-flow br0 priority=6,in_port=1,actions=drop
      $ --sort dump-flows br0
       cookie=0x0, duration=0s, table=0, n_packets=0, n_bytes=0, priority=5,in_port=2 actions=drop
       cookie=0x0, duration=0s, table=0, n_packets=0, n_bytes=0, priority=6,in_port=1 actions=drop
       cookie=0x0, duration=0s, table=0, n_packets=0, n_bytes=0, priority=7,tcp,tp_dst=80 actions=drop
      $ --rsort dump-flows br0
       cookie=0x0, duration=0s, table=0, n_packets=0, n_bytes=0, priority=7,tcp,tp_dst=80 actions=drop
       cookie=0x0, duration=0s, table=0, n_packets=0, n_bytes=0, priority=6,in_port=1 actions=drop
       cookie=0x0, duration=0s, table=0, n_packets=0, n_bytes=0, priority=5,in_port=2 actions=drop
      $ --sort=in_port dump-flows br0
       cookie=0x0, duration=0s, table=0, n_packets=0, n_bytes=0, priority=6,in_port=1 actions=drop
       cookie=0x0, duration=0s, table=0, n_packets=0, n_bytes=0, priority=5,in_port=2 actions=drop
       cookie=0x0, duration=0s, table=0, n_packets=0, n_bytes=0, priority=7,tcp,tp_dst=80 actions=drop
      $ --rsort=in_port dump-flows br0
       cookie=0x0, duration=0s, table=0, n_packets=0, n_bytes=0, priority=5,in_port=2 actions=drop
       cookie=0x0, duration=0s, table=0, n_packets=0, n_bytes=0, priority=6,in_port=1 actions=drop
       cookie=0x0, duration=0s, table=0, n_packets=0, n_bytes=0, priority=7,tcp,tp_dst=80 actions=drop
      $ --sort=tp_dst dump-flows br0
       cookie=0x0, duration=0s, table=0, n_packets=0, n_bytes=0, priority=7,tcp,tp_dst=80 actions=drop
       cookie=0x0, duration=0s, table=0, n_packets=0, n_bytes=0, priority=6,in_port=1 actions=drop
       cookie=0x0, duration=0s, table=0, n_packets=0, n_bytes=0, priority=5,in_port=2 actions=drop
    `);
  });

  it('aggregates flows', () => {
    checkOfctl(`
      $ add-flow br0 in_port=1,actions=output:2
      $ add-flow br0 in_port=2,actions=drop
      $ dump-aggregate br0
      NXST_AGGREGATE reply (xid=0x4): packet_count=0 byte_count=0 flow_count=2
      $ dump-aggregate br0 out_port=2
      NXST_AGGREGATE reply (xid=0x4): packet_count=0 byte_count=0 flow_count=1
      $ -O OpenFlow13 dump-aggregate br0 in_port=2
      OFPST_AGGREGATE reply (OF1.3) (xid=0x2): packet_count=0 byte_count=0 flow_count=1
    `);
  });

  it('changes and deletes flows', () => {
    checkOfctl(`
      $ add-flow br0 priority=5,tcp,actions=output:1
      $ add-flow br0 priority=6,ip,actions=output:1
      @ 3000
      $ mod-flows br0 tcp,actions=drop
      $ dump-flows br0
      NXST_FLOW reply (xid=0x4):
       cookie=0x0, duration=3s, table=0, n_packets=0, n_bytes=0, idle_age=3, priority=6,ip actions=output:1
       cookie=0x0, duration=3s, table=0, n_packets=0, n_bytes=0, idle_age=3, hard_age=0, priority=5,tcp actions=drop
      $ --strict mod-flows br0 priority=6,ip,actions=output:2
      $ --strict del-flows br0 priority=4,tcp
      $ --strict del-flows br0 priority=5,tcp
      $ dump-flows br0
      NXST_FLOW reply (xid=0x4):
       cookie=0x0, duration=3s, table=0, n_packets=0, n_bytes=0, idle_age=3, hard_age=0, priority=6,ip actions=output:2
      $ del-flows br0 ip
      $ dump-flows br0
      NXST_FLOW reply (xid=0x4):
    `);
  });

  it('reads flows from files', () => {
    checkOfctl(
      `
      $ add-flows br0 flows
      $ dump-flows br0
      NXST_FLOW reply (xid=0x4):
       cookie=0x0, duration=0s, table=0, n_packets=0, n_bytes=0, idle_age=0, in_port=1 actions=output:1
       cookie=0x0, duration=0s, table=0, n_packets=0, n_bytes=0, idle_age=0, priority=1 actions=drop
      $ add-flows br0 bad
      ! ovs-ofctl: bad:2: field foo missing value
      = 1
      $ add-flows br0 nosuch
      ! ovs-ofctl: nosuch: open failed (No such file or directory)
      = 1
      $ add-flow br0 -
      $ del-flows br0 -
      ! ovs-ofctl: -:1: unknown keyword actions
      = 1
      $ dump-flows br0
      NXST_FLOW reply (xid=0x4):
       cookie=0x0, duration=0s, table=0, n_packets=0, n_bytes=0, idle_age=0, in_port=1 actions=output:1
       cookie=0x0, duration=0s, table=0, n_packets=0, n_bytes=0, idle_age=0, priority=1 actions=drop
    `,
      {
        flows:
          '# comment\nin_port=1,actions=2\n\nadd priority=1,actions=drop # more\ndelete in_port=3\nmodify in_port=1 actions=1\n',
        bad: 'in_port=1,actions=2\nfoo,actions=1\n',
        '-': 'in_port=1,actions=1\n',
      },
    );
  });

  it('warns about meaningless matches', () => {
    checkOfctl(`
      $ add-flow br0 tp_src=80,actions=drop
      ! 2015-11-04T12:00:00Z|00001|ofp_util|INFO|normalization changed ofp_match, details:
      ! 2015-11-04T12:00:00Z|00002|ofp_util|INFO| pre: tp_src=80
      ! 2015-11-04T12:00:00Z|00003|ofp_util|INFO|post:
      $ dump-flows br0
      NXST_FLOW reply (xid=0x4):
       cookie=0x0, duration=0s, table=0, n_packets=0, n_bytes=0, idle_age=0, actions=drop
      $ add-flow br0 in_port=1,actions=output:65530
      ! 2015-11-04T12:00:00Z|00001|ofp_util|WARN|referring to port NORMAL as 65530 is deprecated for compatibility with OpenFlow 1.1 and later
    `);
  });

  it('synchronizes a switch with a file', () => {
    checkOfctl(
      `
      $ add-flow br0 in_port=1,actions=2
      $ add-flow br0 in_port=2,actions=1
      $ diff-flows br0 wanted
      -in_port=2 actions=output:1
      +in_port=3 actions=drop
      = 2
      $ replace-flows br0 wanted
      $ dump-flows br0
      NXST_FLOW reply (xid=0x4):
       cookie=0x0, duration=0s, table=0, n_packets=0, n_bytes=0, idle_age=0, in_port=1 actions=output:2
       cookie=0x0, duration=0s, table=0, n_packets=0, n_bytes=0, idle_age=0, in_port=3 actions=drop
      $ diff-flows br0 wanted
      $ diff-flows wanted other
      -in_port=1 actions=output:2
      +in_port=1 actions=drop
      -in_port=3 actions=drop
      = 2
      $ diff-flows br0 nosuch
      ! ovs-ofctl: nosuch is not a bridge or a socket
      = 1
    `,
      {
        wanted: 'in_port=1,actions=2\nin_port=3,actions=drop\n',
        other: 'in_port=1,actions=drop\n',
      },
    );
  });

  it('parses a flow and shows the message for it', () => {
    checkOfctl(
      `
      $ parse-flow tcp,actions=mod_vlan_vid:5
      usable protocols: any
      chosen protocol: OpenFlow10-table_id
      OFPT_FLOW_MOD (xid=0x1): ADD tcp actions=mod_vlan_vid:5
      $ -F OXM -O OpenFlow13 parse-flow tcp,actions=mod_vlan_vid:5
      usable protocols: any
      chosen protocol: OXM-OpenFlow13
      OFPT_FLOW_MOD (OF1.3) (xid=0x1): ADD tcp actions=push_vlan:0x8100,set_field:4101->vlan_vid
      $ parse-flow foo
      ! ovs-ofctl: must specify an action
      = 1
      $ parse-flow in_port=1,actions=goto_table:1
      usable protocols: any
      chosen protocol: OpenFlow10-table_id
      OFPT_FLOW_MOD (xid=0x1): ADD in_port=1 actions=resubmit(,1)
      $ parse-flows flows
      usable protocols: NXM,OXM
      chosen protocol: NXM-table_id
      NXT_FLOW_MOD (xid=0x1): ADD in_port=1 actions=output:2
      NXT_FLOW_MOD (xid=0x2): ADD reg0=0x1 actions=drop
    `,
      { flows: 'in_port=1,actions=2\nreg0=1,actions=drop\n' },
    );
  });
});
