import { describe, it } from 'vitest';
import { checkTranscript } from '../transcript.js';

describe('ovs-appctl', () => {
  it('shows datapaths and their ports', () => {
    checkTranscript(`
      $ ovs-vsctl add-br br0
      $ ovs-vsctl add-port br0 p1
      $ ovs-vsctl add-port br0 patch0 -- set interface patch0 type=patch options:peer=nosuch
      $ ovs-vsctl add-port br0 gen0 -- set interface gen0 type=geneve options:remote_ip=1.2.3.4
      $ ovs-vsctl add-port br0 int0 -- set interface int0 type=internal
      $ ovs-appctl dpif/show
      system@ovs-system: hit:0 missed:0
      	br-int:
      		br-int 65534/1: (dummy)
      	br0:
      		br0 65534/100: (dummy)
      		gen0 3/3: (geneve)
      		int0 4/4: (dummy)
      		p1 1/2: (system)
      		patch0 2/none: (patch: peer=nosuch)
      $ ovs-appctl dpif/dump-dps
      system@br-int
      system@br0
      $ ovs-appctl dpctl/show
      system@ovs-system:
      	lookups: hit:0 missed:0 lost:0
      	flows: 0
      	port 0: ovs-system (internal)
      	port 1: br-int (dummy)
      	port 100: br0 (dummy)
      	port 2: p1
      	port 3: gen0 (geneve)
      	port 4: int0 (dummy)
      $ ovs-appctl dpctl/show ovs-system
      system@ovs-system:
      	lookups: hit:0 missed:0 lost:0
      	flows: 0
      	port 0: ovs-system (internal)
      	port 1: br-int (dummy)
      	port 100: br0 (dummy)
      	port 2: p1
      	port 3: gen0 (geneve)
      	port 4: int0 (dummy)
      $ ovs-appctl dpctl/show nosuch
      ! ovs-vswitchd: opening datapath nosuch failed (No such device)
      ! ovs-appctl: ovs-vswitchd: server returned an error
      = 2
      $ ovs-appctl dpctl/show -x
      ! Unrecognized option -x
      ! ovs-appctl: ovs-vswitchd: server returned an error
      = 2
      $ ovs-appctl dpctl/show --nosuch
      ! Unrecognized option --nosuch
      ! ovs-appctl: ovs-vswitchd: server returned an error
      = 2
      $ ovs-appctl dpctl/dump-dps
      system@ovs-system
      $ ovs-appctl dpctl/dump-flows nosuch
      ! ovs-vswitchd: opening datapath (No such device)
      ! ovs-appctl: ovs-vswitchd: server returned an error
      = 2
      $ ovs-appctl dpctl/dump-flows a b c
      ! "dpctl/dump-flows" command takes at most 2 arguments
      ! ovs-appctl: ovs-vswitchd: server returned an error
      = 2
      $ ovs-appctl dpctl/get-flow foo
      ovs-vswitchd: parsing flow ufid
      $ ovs-appctl dpctl/get-flow ufid:e3617b78-0bea-456e-9e2c-522d9a413295
      ! ovs-vswitchd: getting flow (No such file or directory)
      ! ovs-appctl: ovs-vswitchd: server returned an error
      = 2
      $ ovs-appctl dpif/dump-flows
      ! "dpif/dump-flows" command requires at least 1 arguments
      ! ovs-appctl: ovs-vswitchd: server returned an error
      = 2
      $ ovs-appctl dpif/dump-flows nosuch
      ! no such bridge
      ! ovs-appctl: ovs-vswitchd: server returned an error
      = 2
      $ ovs-appctl dpif/dump-flows -m br0
      $ ovs-appctl fdb/flush nosuch
      ! no such bridge
      ! ovs-appctl: ovs-vswitchd: server returned an error
      = 2
      $ ovs-appctl fdb/flush
      table successfully flushed
      $ ovs-appctl fdb/show
      ! "fdb/show" command requires at least 1 arguments
      ! ovs-appctl: ovs-vswitchd: server returned an error
      = 2
      $ ovs-appctl fdb/show br0
       port  VLAN  MAC                Age
    `);
  });

  it('injects packets into dummy devices', () => {
    checkTranscript(`
      $ ovs-vsctl add-br br0
      $ ovs-vsctl add-port br0 p1
      $ ovs-vsctl add-port br0 patch0 -- set interface patch0 type=patch options:peer=nosuch
      $ ovs-appctl netdev-dummy/receive p1
      ! "netdev-dummy/receive" command requires at least 2 arguments
      ! ovs-appctl: ovs-vswitchd: server returned an error
      = 2
      $ ovs-appctl netdev-dummy/receive nosuch 0000000000020000000000010800
      ! no such dummy netdev
      ! ovs-appctl: ovs-vswitchd: server returned an error
      = 2
      $ ovs-appctl netdev-dummy/receive patch0 0000000000020000000000010800
      ! no such dummy netdev
      ! ovs-appctl: ovs-vswitchd: server returned an error
      = 2
      $ ovs-appctl netdev-dummy/receive p1 ""
      $ ovs-appctl netdev-dummy/receive p1 "in_port(1)"
      $ ovs-appctl netdev-dummy/receive p1 "eth(src=00:00:00:00:00:01,dst=00:00:00:00:00:02)"
      $ ovs-appctl netdev-dummy/receive p1 "in_port(1),eth(src=00:00:00:00:00:01,dst=00:00:00:00:00:02),eth_type(0x0800)"
      $ ovs-appctl netdev-dummy/receive p1 "00 00 00 00 00 02  0000000000010800"
      $ ovs-appctl netdev-dummy/receive p1 "000000000002000000000001080"
      ! bad packet syntax
      ! ovs-appctl: ovs-vswitchd: server returned an error
      = 2
      $ ovs-appctl netdev-dummy/receive p1 "0000000000020000000000"
      ! bad packet syntax
      ! ovs-appctl: ovs-vswitchd: server returned an error
      = 2
      $ ovs-appctl netdev-dummy/receive br0 0000000000020000000000010800 0000000000020000000000010806 bad 0000000000020000000000010806
      ! bad packet syntax
      ! ovs-appctl: ovs-vswitchd: server returned an error
      = 2
      @ 1.5s
      $ ovs-ofctl dump-ports br0
      OFPST_PORT reply (xid=0x2): 3 ports
        port LOCAL: rx pkts=2, bytes=28, drop=0, errs=0, frame=0, over=0, crc=0
                 tx pkts=3, bytes=180, drop=0, errs=0, coll=0
        port  1: rx pkts=5, bytes=90, drop=0, errs=0, frame=0, over=0, crc=0
                 tx pkts=2, bytes=120, drop=0, errs=0, coll=0
        port  2: rx pkts=0, bytes=0, drop=0, errs=0, frame=0, over=0, crc=0
                 tx pkts=0, bytes=0, drop=0, errs=0, coll=0
    `);
  });

  it('brings dummy devices up and down', () => {
    checkTranscript(`
      $ ovs-vsctl add-br br0
      $ ovs-vsctl add-port br0 p1
      $ ovs-vsctl add-port br0 patch0 -- set interface patch0 type=patch options:peer=nosuch
      $ ovs-appctl netdev-dummy/set-admin-state
      ! "netdev-dummy/set-admin-state" command requires at least 1 arguments
      ! ovs-appctl: ovs-vswitchd: server returned an error
      = 2
      $ ovs-appctl netdev-dummy/set-admin-state foo
      ! Invalid Admin State
      ! ovs-appctl: ovs-vswitchd: server returned an error
      = 2
      $ ovs-appctl netdev-dummy/set-admin-state nosuch up
      ! Unknown Dummy Interface
      ! ovs-appctl: ovs-vswitchd: server returned an error
      = 2
      $ ovs-appctl netdev-dummy/set-admin-state patch0 up
      ! Unknown Dummy Interface
      ! ovs-appctl: ovs-vswitchd: server returned an error
      = 2
      $ ovs-appctl netdev-dummy/set-admin-state p1 UP
      OK
      @ 0.5s
      $ ovs-vsctl get interface p1 admin_state link_state
      up
      up
      $ ovs-vsctl get interface br0 admin_state link_state
      down
      down
      $ ovs-appctl netdev-dummy/set-admin-state down
      OK
      @ 0.5s
      $ ovs-vsctl get interface p1 admin_state link_state
      down
      down
      $ ovs-ofctl mod-port br0 p1 up
      @ 0.5s
      $ ovs-vsctl get interface p1 admin_state link_state
      up
      up
      $ ovs-appctl netdev-dummy/conn-state
      $ ovs-appctl netdev-dummy/conn-state p1
      p1: unknown
    `);
  });

  it('manages cached flows', () => {
    checkTranscript(`
      PACKET UDP "in_port(1),eth(src=50:54:00:00:00:05,dst=50:54:00:00:00:07),eth_type(0x0800),ipv4(src=192.168.0.1,dst=192.168.0.2,proto=17,tos=0,ttl=64,frag=no),udp(src=8,dst=9)"
      $ ovs-vsctl add-br br0
      $ ovs-vsctl add-port br0 p1
      $ ovs-appctl netdev-dummy/receive p1 UDP
      $ ovs-appctl revalidator/wait
      $ ovs-appctl dpif/dump-flows br0
      recirc_id(0),in_port(2),eth(src=50:54:00:00:00:05,dst=50:54:00:00:00:07),eth_type(0x0800),ipv4(frag=no), packets:0, bytes:0, used:never, actions:100
      $ ovs-appctl revalidator/purge
      $ ovs-appctl dpif/dump-flows br0
      $ ovs-appctl upcall/disable-megaflows
      megaflows disabled
      $ ovs-appctl netdev-dummy/receive p1 UDP
      $ ovs-appctl dpif/dump-flows br0
      skb_priority(0),skb_mark(0),recirc_id(0),dp_hash(0),in_port(2),eth(src=50:54:00:00:00:05,dst=50:54:00:00:00:07),eth_type(0x0800),ipv4(src=192.168.0.1,dst=192.168.0.2,proto=17,tos=0,ttl=64,frag=no),udp(src=8,dst=9), packets:0, bytes:0, used:never, actions:100
      $ ovs-appctl upcall/enable-megaflows
      megaflows enabled
      $ ovs-appctl dpif/dump-flows br0
      $ ovs-appctl upcall/disable-ufid
      Datapath dumping tersely using UFID disabled
      $ ovs-appctl upcall/enable-ufid
      Datapath dumping tersely using UFID enabled for supported datapaths
      $ ovs-appctl upcall/set-flow-limit 5
      set flow_limit to 5
      $ ovs-appctl netdev-dummy/receive p1 UDP
      $ ovs-appctl dpctl/del-flows
      $ ovs-appctl dpctl/dump-flows
    `);
  });

  it('answers about features that are not configured', () => {
    checkTranscript(`
      $ ovs-vsctl add-br br0
      $ ovs-vsctl add-port br0 p1
      $ ovs-appctl bfd/show
      $ ovs-appctl bfd/show x
      ! no such bfd object
      ! ovs-appctl: ovs-vswitchd: server returned an error
      = 2
      $ ovs-appctl bfd/set-forwarding x
      ! unknown fault string
      ! ovs-appctl: ovs-vswitchd: server returned an error
      = 2
      $ ovs-appctl bfd/set-forwarding true
      OK
      $ ovs-appctl bfd/set-forwarding x true
      ! no such BFD object
      ! ovs-appctl: ovs-vswitchd: server returned an error
      = 2
      $ ovs-appctl cfm/show x
      ! no such CFM object
      ! ovs-appctl: ovs-vswitchd: server returned an error
      = 2
      $ ovs-appctl cfm/set-fault x normal
      ! no such CFM object
      ! ovs-appctl: ovs-vswitchd: server returned an error
      = 2
      $ ovs-appctl lacp/show x
      ! no such lacp object
      ! ovs-appctl: ovs-vswitchd: server returned an error
      = 2
      $ ovs-appctl mdb/show br0
      ! multicast snooping is disabled
      ! ovs-appctl: ovs-vswitchd: server returned an error
      = 2
      $ ovs-appctl mdb/show x
      ! no such bridge
      ! ovs-appctl: ovs-vswitchd: server returned an error
      = 2
      $ ovs-appctl mdb/flush
      table successfully flushed
      $ ovs-appctl mdb/flush br0
      ! multicast snooping is disabled
      ! ovs-appctl: ovs-vswitchd: server returned an error
      = 2
      $ ovs-appctl autoattach/status
      $ ovs-appctl tnl/arp/show
      IP                                            MAC                 Bridge
      ==========================================================================
      $ ovs-appctl tnl/arp/flush
      OK
      $ ovs-appctl tnl/ports/show
      Listening ports:
      $ ovs-appctl qos/show nosuch
      ! no such interface
      ! ovs-appctl: ovs-vswitchd: server returned an error
      = 2
      $ ovs-appctl qos/show p1
      ! QoS not configured on p1
      ! ovs-appctl: ovs-vswitchd: server returned an error
      = 2
      $ ovs-appctl bridge/reconnect
      $ ovs-appctl bridge/reconnect x
      ! Unknown bridge
      ! ovs-appctl: ovs-vswitchd: server returned an error
      = 2
      $ ovs-appctl bridge/dump-flows x
      ! Unknown bridge
      ! ovs-appctl: ovs-vswitchd: server returned an error
      = 2
      $ ovs-appctl bridge/dump-flows br0
      duration=0s, n_packets=0, n_bytes=0, priority=0,actions=NORMAL
      table_id=254, duration=0s, n_packets=0, n_bytes=0, priority=2,recirc_id=0,actions=drop
      table_id=254, duration=0s, n_packets=0, n_bytes=0, priority=0,reg0=0x1,actions=controller(reason=no_match)
      table_id=254, duration=0s, n_packets=0, n_bytes=0, priority=0,reg0=0x2,actions=drop
      table_id=254, duration=0s, n_packets=0, n_bytes=0, priority=0,reg0=0x3,actions=drop
      $ ovs-appctl bond/list
      bond	type	recircID	slaves
      $ ovs-appctl bond/show x
      ! no such bond
      ! ovs-appctl: ovs-vswitchd: server returned an error
      = 2
      $ ovs-appctl bond/hash 50:54:00:00:00:01
      144
      $ ovs-appctl bond/hash 50:54:00:00:00:01 7
      195
      $ ovs-appctl bond/hash 50:54:00:00:00:01 7 99
      16
      $ ovs-appctl bond/hash x
      ! invalid mac
      ! ovs-appctl: ovs-vswitchd: server returned an error
      = 2
      $ ovs-appctl bond/hash 50:54:00:00:00:01 x
      ! invalid vlan
      ! ovs-appctl: ovs-vswitchd: server returned an error
      = 2
      $ ovs-appctl bond/hash 50:54:00:00:00:01 1 x
      ! invalid basis
      ! ovs-appctl: ovs-vswitchd: server returned an error
      = 2
      $ ovs-appctl bond/migrate a b c
      ! no such bond
      ! ovs-appctl: ovs-vswitchd: server returned an error
      = 2
      $ ovs-appctl vlog/list-pattern
               prefix                            format
               ------                            ------
      SYSLOG   <%B> %D{%h %e %T} %E %A:          ovs|%05N|%c%T|%p|%m
      CONSOLE  none                              %D{%Y-%m-%dT%H:%M:%SZ}|%05N|%c%T|%p|%m
      FILE     none                              %D{%Y-%m-%dT%H:%M:%S.###Z}|%05N|%c%T|%p|%m
      $ ovs-appctl vlog/set dbg
      $ ovs-appctl time/warp x
      ! invalid MSECS
      ! ovs-appctl: ovs-vswitchd: server returned an error
      = 2
      $ ovs-appctl -t ovsdb-server ovsdb-server/list-dbs
      OVN_Northbound
      OVN_Southbound
      Open_vSwitch
      $ ovs-appctl -t ovsdb-server ovsdb-server/list-remotes
      punix:/sandbox/db.sock
      $ ovs-appctl -t ovsdb-server ovsdb-server/compact
      $ ovs-appctl -t ovsdb-server ovsdb-server/compact nosuch
      ! no database by that name
      ! ovs-appctl: ovsdb-server: server returned an error
      = 2
    `);
  });

  it('shows bonds, whose links are down at first', () => {
    checkTranscript(`
      $ ovs-vsctl add-br br0
      $ ovs-vsctl add-port br0 p1
      $ ovs-vsctl add-bond br0 bond0 b1 b2
      $ ovs-appctl bond/show bond0
      ---- bond0 ----
      bond_mode: active-backup
      bond may use recirculation: no, Recirc-ID : -1
      bond-hash-basis: 0
      updelay: 0 ms
      downdelay: 0 ms
      lacp_status: off
      active slave mac: 00:00:00:00:00:00(none)

      slave b1: disabled
      	may_enable: false

      slave b2: disabled
      	may_enable: false

      $ ovs-appctl ofproto/trace br0 in_port=1,dl_src=00:00:00:00:00:0a,dl_dst=00:00:00:00:00:0b
      Bridge: br0
      Flow: in_port=1,vlan_tci=0x0000,dl_src=00:00:00:00:00:0a,dl_dst=00:00:00:00:00:0b,dl_type=0x0000

      Rule: table=0 cookie=0 priority=0
      OpenFlow actions=NORMAL
      no learned MAC for destination, flooding

      Final flow: in_port=1,vlan_tci=0x0000,dl_src=00:00:00:00:00:0a,dl_dst=00:00:00:00:00:0b,dl_type=0x0000
      Megaflow: recirc_id=0,in_port=1,vlan_tci=0x0000/0x1fff,dl_src=00:00:00:00:00:0a,dl_dst=00:00:00:00:00:0b,dl_type=0x0000
      Datapath actions: 100
      $ ovs-appctl netdev-dummy/set-admin-state b1 up
      OK
      @ 0.5s
      $ ovs-appctl bond/set-active-slave bond0 b1
      no change
      $ ovs-appctl bond/set-active-slave bond0 b2
      ! cannot make disabled slave active
      ! ovs-appctl: ovs-vswitchd: server returned an error
      = 2
      $ ovs-appctl bond/set-active-slave bond0 nosuch
      ! no such slave
      ! ovs-appctl: ovs-vswitchd: server returned an error
      = 2
      $ ovs-appctl bond/migrate bond0 x b1
      ! not an SLB bond
      ! ovs-appctl: ovs-vswitchd: server returned an error
      = 2
      $ ovs-vsctl set port bond0 bond_mode=balance-slb
      @ 0.5s
      $ ovs-appctl bond/migrate bond0 x b1
      ! bad hash
      ! ovs-appctl: ovs-vswitchd: server returned an error
      = 2
      $ ovs-appctl bond/migrate bond0 5 b2
      ! cannot migrate to disabled slave
      ! ovs-appctl: ovs-vswitchd: server returned an error
      = 2
      $ ovs-appctl bond/migrate bond0 5 b1
      migrated
      $ ovs-appctl bond/disable-slave bond0 b1
      disabled
      $ ovs-appctl bond/enable-slave bond0 nosuch
      ! no such slave
      ! ovs-appctl: ovs-vswitchd: server returned an error
      = 2
    `);
  });
});
