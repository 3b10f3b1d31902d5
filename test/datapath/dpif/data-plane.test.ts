import { describe, it } from 'vitest';
import { checkTranscript } from '../transcript.js';

describe('a datapath', () => {
  it('caches flows for similar packets', () => {
    checkTranscript(`
      PACKET ICMP "in_port(1),eth(src=50:54:00:00:00:05,dst=50:54:00:00:00:07),eth_type(0x0800),ipv4(src=192.168.0.1,dst=192.168.0.2,proto=1,tos=0,ttl=64,frag=no),icmp(type=8,code=0)"
      PACKET TCP "in_port(1),eth(src=50:54:00:00:00:05,dst=50:54:00:00:00:07),eth_type(0x0800),ipv4(src=192.168.0.1,dst=192.168.0.3,proto=6,tos=0,ttl=9,frag=no),tcp(src=1,dst=2),tcp_flags(0x12)"
      PACKET ARP "in_port(1),eth(src=50:54:00:00:00:05,dst=50:54:00:00:00:07),eth_type(0x0806),arp(sip=1.1.1.1,tip=2.2.2.2,op=1,sha=50:54:00:00:00:05,tha=00:00:00:00:00:00)"
      $ ovs-vsctl add-br br0
      $ ovs-vsctl add-port br0 p1
      $ ovs-vsctl add-port br0 p2
      $ ovs-appctl dpif/dump-flows br0
      $ ovs-appctl netdev-dummy/receive p1 ICMP
      $ ovs-appctl netdev-dummy/receive p1 TCP
      $ ovs-appctl netdev-dummy/receive p1 ARP
      @ 1.5s
      $ ovs-appctl dpif/show
      system@ovs-system: hit:1 missed:2
      	br-int:
      		br-int 65534/1: (dummy)
      	br0:
      		br0 65534/100: (dummy)
      		p1 1/2: (system)
      		p2 2/3: (system)
      $ ovs-appctl dpif/dump-flows br0
      recirc_id(0),in_port(2),eth(src=50:54:00:00:00:05,dst=50:54:00:00:00:07),eth_type(0x0800),ipv4(frag=no), packets:1, bytes:60, used:1.500s, flags:S., actions:100,3
      recirc_id(0),in_port(2),eth(src=50:54:00:00:00:05,dst=50:54:00:00:00:07),eth_type(0x0806), packets:0, bytes:0, used:never, actions:100,3
      $ ovs-appctl dpif/dump-flows -m br0
      ufid:f78a7436-84c8-1747-dfad-f7672a5886be skb_priority(0/0),skb_mark(0/0),recirc_id(0),dp_hash(0/0),in_port(p1),eth(src=50:54:00:00:00:05,dst=50:54:00:00:00:07),eth_type(0x0800),ipv4(src=192.168.0.1/0.0.0.0,dst=192.168.0.2/0.0.0.0,proto=1/0,tos=0/0,ttl=64/0,frag=no),icmp(type=8/0,code=0/0), packets:1, bytes:60, used:1.500s, flags:S., actions:100,3
      ufid:2eea5e2c-9de9-fca8-ab7d-a77d1551e282 skb_priority(0/0),skb_mark(0/0),recirc_id(0),dp_hash(0/0),in_port(p1),eth(src=50:54:00:00:00:05,dst=50:54:00:00:00:07),eth_type(0x0806),arp(sip=1.1.1.1/0.0.0.0,tip=2.2.2.2/0.0.0.0,op=1/0,sha=50:54:00:00:00:05/00:00:00:00:00:00,tha=00:00:00:00:00:00/00:00:00:00:00:00), packets:0, bytes:0, used:never, actions:100,3
      $ ovs-appctl dpctl/dump-flows
      flow-dump from non-dpdk interfaces:
      recirc_id(0),in_port(2),eth(src=50:54:00:00:00:05,dst=50:54:00:00:00:07),eth_type(0x0800),ipv4(frag=no), packets:1, bytes:60, used:1.500s, flags:S., actions:100,3
      recirc_id(0),in_port(2),eth(src=50:54:00:00:00:05,dst=50:54:00:00:00:07),eth_type(0x0806), packets:0, bytes:0, used:never, actions:100,3
      $ ovs-ofctl dump-flows br0
      NXST_FLOW reply (xid=0x4):
       cookie=0x0, duration=1.500s, table=0, n_packets=3, n_bytes=180, idle_age=1, priority=0 actions=NORMAL
      $ ovs-ofctl dump-ports br0
      OFPST_PORT reply (xid=0x2): 3 ports
        port LOCAL: rx pkts=0, bytes=0, drop=0, errs=0, frame=0, over=0, crc=0
                 tx pkts=3, bytes=180, drop=0, errs=0, coll=0
        port  1: rx pkts=3, bytes=138, drop=0, errs=0, frame=0, over=0, crc=0
                 tx pkts=0, bytes=0, drop=0, errs=0, coll=0
        port  2: rx pkts=0, bytes=0, drop=0, errs=0, frame=0, over=0, crc=0
                 tx pkts=3, bytes=180, drop=0, errs=0, coll=0
      $ ovs-ofctl dump-aggregate br0
      NXST_AGGREGATE reply (xid=0x4): packet_count=3 byte_count=180 flow_count=1
      $ ovs-appctl dpif/dump-flows br-int
    `);
  });

  it('deletes flows that no packet matches', () => {
    checkTranscript(`
      PACKET ICMP "in_port(1),eth(src=50:54:00:00:00:05,dst=50:54:00:00:00:07),eth_type(0x0800),ipv4(src=192.168.0.1,dst=192.168.0.2,proto=1,tos=0,ttl=64,frag=no),icmp(type=8,code=0)"
      PACKET ARP "in_port(1),eth(src=50:54:00:00:00:05,dst=50:54:00:00:00:07),eth_type(0x0806),arp(sip=1.1.1.1,tip=2.2.2.2,op=1,sha=50:54:00:00:00:05,tha=00:00:00:00:00:00)"
      $ ovs-vsctl add-br br0
      $ ovs-vsctl add-port br0 p1
      $ ovs-appctl netdev-dummy/receive p1 ICMP
      $ ovs-appctl netdev-dummy/receive p1 ARP
      @ 8s
      $ ovs-appctl netdev-dummy/receive p1 ICMP
      @ 3s
      $ ovs-appctl dpif/dump-flows br0
      recirc_id(0),in_port(2),eth(src=50:54:00:00:00:05,dst=50:54:00:00:00:07),eth_type(0x0800),ipv4(frag=no), packets:1, bytes:60, used:3.000s, actions:100
      @ 8s
      $ ovs-appctl dpif/dump-flows br0
      $ ovs-ofctl dump-flows br0
      NXST_FLOW reply (xid=0x4):
       cookie=0x0, duration=19s, table=0, n_packets=3, n_bytes=180, idle_age=11, priority=0 actions=NORMAL
    `);
  });

  it('counts packets through patch ports', () => {
    checkTranscript(`
      PACKET ONE "in_port(100),eth(src=50:54:00:00:00:05,dst=50:54:00:00:00:07),eth_type(0x0800),ipv4(src=192.168.0.1,dst=192.168.0.2,proto=1,tos=0,ttl=64,frag=no),icmp(type=8,code=0)"
      PACKET TWO "in_port(101),eth(src=50:54:00:00:00:07,dst=50:54:00:00:00:05),eth_type(0x0800),ipv4(src=192.168.0.2,dst=192.168.0.1,proto=1,tos=0,ttl=64,frag=no),icmp(type=8,code=0)"
      $ ovs-vsctl add-br br0
      $ ovs-vsctl add-br br1
      $ ovs-vsctl add-port br1 pbr1 -- set interface pbr1 type=patch options:peer=pbr0
      $ ovs-vsctl add-port br0 pbr0 -- set interface pbr0 type=patch options:peer=pbr1
      $ ovs-vsctl add-port br0 p2
      $ ovs-vsctl add-port br1 p3
      $ ovs-ofctl add-flow br0 actions=LOCAL,output:1,output:2
      $ ovs-ofctl add-flow br1 actions=LOCAL,output:1,output:2
      $ ovs-appctl netdev-dummy/receive br0 ONE
      $ ovs-appctl netdev-dummy/receive br0 ONE
      $ ovs-appctl netdev-dummy/receive br0 ONE
      $ ovs-appctl netdev-dummy/receive br1 TWO
      $ ovs-appctl netdev-dummy/receive br1 TWO
      @ 1.5s
      $ ovs-appctl dpif/show
      system@ovs-system: hit:3 missed:2
      	br-int:
      		br-int 65534/1: (dummy)
      	br0:
      		br0 65534/100: (dummy)
      		p2 2/2: (system)
      		pbr0 1/none: (patch: peer=pbr1)
      	br1:
      		br1 65534/101: (dummy)
      		p3 2/3: (system)
      		pbr1 1/none: (patch: peer=pbr0)
      $ ovs-appctl dpif/dump-flows br0
      recirc_id(0),in_port(100),eth_type(0x0800),ipv4(frag=no), packets:2, bytes:120, used:1.500s, actions:101,3,2
      $ ovs-appctl dpif/dump-flows br1
      recirc_id(0),in_port(101),eth_type(0x0800),ipv4(frag=no), packets:1, bytes:60, used:1.500s, actions:100,2,3
      $ ovs-ofctl dump-ports br0 pbr0
      OFPST_PORT reply (xid=0x4): 1 ports
        port  1: rx pkts=2, bytes=120, drop=0, errs=0, frame=0, over=0, crc=0
                 tx pkts=3, bytes=180, drop=0, errs=0, coll=0
      $ ovs-ofctl dump-ports br1 pbr1
      OFPST_PORT reply (xid=0x4): 1 ports
        port  1: rx pkts=3, bytes=180, drop=0, errs=0, frame=0, over=0, crc=0
                 tx pkts=2, bytes=120, drop=0, errs=0, coll=0
      $ ovs-ofctl dump-flows br1
      NXST_FLOW reply (xid=0x4):
       cookie=0x0, duration=1.500s, table=0, n_packets=5, n_bytes=300, idle_age=1, actions=LOCAL,output:1,output:2
       cookie=0x0, duration=1.500s, table=0, n_packets=0, n_bytes=0, idle_age=1, priority=0 actions=NORMAL
    `);
  });

  it('translates each packet on the slow path', () => {
    checkTranscript(`
      PACKET ARP "in_port(1),eth(src=80:88:88:88:88:88,dst=ff:ff:ff:ff:ff:ff),eth_type(0x0806),arp(sip=192.168.0.1,tip=192.168.0.2,op=1,sha=50:54:00:00:00:05,tha=00:00:00:00:00:00)"
      $ ovs-vsctl add-br br0
      $ ovs-vsctl add-port br0 p1
      $ ovs-vsctl add-port br0 p2
      $ ovs-ofctl add-flow br0 "in_port=1,arp actions=load:2->OXM_OF_ARP_OP[],2,load:0xc0a88001->OXM_OF_ARP_SPA[],2"
      $ ovs-appctl netdev-dummy/receive p1 ARP
      $ ovs-appctl netdev-dummy/receive p1 ARP
      $ ovs-appctl netdev-dummy/receive p1 ARP
      @ 1.5s
      $ ovs-appctl dpif/show
      system@ovs-system: hit:2 missed:1
      	br-int:
      		br-int 65534/1: (dummy)
      	br0:
      		br0 65534/100: (dummy)
      		p1 1/2: (system)
      		p2 2/3: (system)
      $ ovs-appctl dpif/dump-flows br0
      recirc_id(0),in_port(2),eth_type(0x0806),arp(sip=192.168.0.1,op=1/0xff), packets:2, bytes:120, used:1.500s, actions:userspace(pid=0,slow_path(action))
      $ ovs-ofctl dump-flows br0
      NXST_FLOW reply (xid=0x4):
       cookie=0x0, duration=1.500s, table=0, n_packets=3, n_bytes=180, idle_age=1, arp,in_port=1 actions=load:0x2->NXM_OF_ARP_OP[],output:2,load:0xc0a88001->NXM_OF_ARP_SPA[],output:2
       cookie=0x0, duration=1.500s, table=0, n_packets=0, n_bytes=0, idle_age=1, priority=0 actions=NORMAL
      $ ovs-ofctl dump-ports br0 2
      OFPST_PORT reply (xid=0x2): 1 ports
        port  2: rx pkts=0, bytes=0, drop=0, errs=0, frame=0, over=0, crc=0
                 tx pkts=6, bytes=360, drop=0, errs=0, coll=0
    `);
  });

  it('recirculates packets after popping labels', () => {
    checkTranscript(`
      PACKET MPLS "in_port(1),eth(src=50:54:00:00:00:05,dst=50:54:00:00:00:07),eth_type(0x8847),mpls(label=100,tc=7,ttl=64,bos=1)"
      $ ovs-vsctl add-br br0
      $ ovs-vsctl add-port br0 p1
      $ ovs-vsctl add-port br0 p2
      $ ovs-ofctl -O OpenFlow13 add-flow br0 "mpls,actions=pop_mpls:0x0800,dec_ttl,output:2"
      $ ovs-appctl netdev-dummy/receive p1 MPLS
      $ ovs-appctl netdev-dummy/receive p1 MPLS
      @ 1.5s
      $ ovs-appctl dpif/show
      system@ovs-system: hit:2 missed:2
      	br-int:
      		br-int 65534/1: (dummy)
      	br0:
      		br0 65534/100: (dummy)
      		p1 1/2: (system)
      		p2 2/3: (system)
      $ ovs-appctl dpif/dump-flows br0
      recirc_id(0x1),in_port(2),eth_type(0x0800),ipv4(ttl=0,frag=no), packets:1, bytes:56, used:1.500s, actions:userspace(pid=0,slow_path(controller))
      recirc_id(0),in_port(2),eth_type(0x8847),mpls(label=100/0x0,tc=7/0,ttl=64/0x0,bos=1/1), packets:1, bytes:60, used:1.500s, actions:pop_mpls(eth_type=0x800),recirc(0x1)
      $ ovs-ofctl dump-ports br0
      OFPST_PORT reply (xid=0x2): 3 ports
        port LOCAL: rx pkts=0, bytes=0, drop=0, errs=0, frame=0, over=0, crc=0
                 tx pkts=0, bytes=0, drop=0, errs=0, coll=0
        port  1: rx pkts=2, bytes=36, drop=0, errs=0, frame=0, over=0, crc=0
                 tx pkts=0, bytes=0, drop=0, errs=0, coll=0
        port  2: rx pkts=0, bytes=0, drop=0, errs=0, frame=0, over=0, crc=0
                 tx pkts=0, bytes=0, drop=0, errs=0, coll=0
    `);
  });

  it('handles IP fragments as the bridge does', () => {
    checkTranscript(`
      PACKET NO "in_port(1),eth(src=50:54:00:00:00:05,dst=50:54:00:00:00:07),eth_type(0x0800),ipv4(src=192.168.0.1,dst=192.168.0.2,proto=6,tos=0,ttl=128,frag=no),tcp(src=12345,dst=80)"
      PACKET FIRST "in_port(1),eth(src=50:54:00:00:00:05,dst=50:54:00:00:00:07),eth_type(0x0800),ipv4(src=192.168.0.1,dst=192.168.0.2,proto=6,tos=0,ttl=128,frag=first),tcp(src=12345,dst=80)"
      PACKET LATER "in_port(1),eth(src=50:54:00:00:00:05,dst=50:54:00:00:00:07),eth_type(0x0800),ipv4(src=192.168.0.1,dst=192.168.0.2,proto=6,tos=0,ttl=128,frag=later)"
      $ ovs-vsctl add-br br0
      $ ovs-vsctl add-port br0 p1
      $ ovs-vsctl add-port br0 p2
      $ ovs-ofctl del-flows br0
      $ ovs-ofctl add-flow br0 "priority=75 tcp ip_frag=no    tp_dst=80 actions=set_field:81->tcp_dst,output:2"
      $ ovs-ofctl add-flow br0 "priority=75 tcp ip_frag=first tp_dst=80 actions=set_field:81->tcp_dst,LOCAL"
      $ ovs-ofctl add-flow br0 "priority=50 tcp ip_frag=first           actions=set_field:81->tcp_dst,output:2"
      $ ovs-ofctl add-flow br0 "priority=50 tcp ip_frag=later           actions=output:2"
      $ ovs-appctl netdev-dummy/receive p1 NO
      $ ovs-appctl netdev-dummy/receive p1 FIRST
      $ ovs-appctl netdev-dummy/receive p1 LATER
      $ ovs-appctl dpif/dump-flows br0
      recirc_id(0),in_port(2),eth_type(0x0800),ipv4(proto=6,frag=no),tcp(dst=80), packets:0, bytes:0, used:never, actions:set(tcp(dst=81)),3
      recirc_id(0),in_port(2),eth_type(0x0800),ipv4(proto=6,frag=first),tcp(dst=80), packets:0, bytes:0, used:never, actions:set(tcp(dst=81)),3
      recirc_id(0),in_port(2),eth_type(0x0800),ipv4(proto=6,frag=later), packets:0, bytes:0, used:never, actions:3
      $ ovs-appctl revalidator/purge
      $ ovs-ofctl set-frags br0 drop
      $ ovs-appctl netdev-dummy/receive p1 NO
      $ ovs-appctl netdev-dummy/receive p1 FIRST
      $ ovs-appctl netdev-dummy/receive p1 LATER
      $ ovs-appctl dpif/dump-flows br0
      recirc_id(0),in_port(2),eth_type(0x0800),ipv4(proto=6,frag=no),tcp(dst=80), packets:0, bytes:0, used:never, actions:set(tcp(dst=81)),3
      recirc_id(0),in_port(2),eth_type(0x0800),ipv4(frag=first), packets:0, bytes:0, used:never, actions:drop
      recirc_id(0),in_port(2),eth_type(0x0800),ipv4(frag=later), packets:0, bytes:0, used:never, actions:drop
      $ ovs-appctl revalidator/purge
      $ ovs-ofctl set-frags br0 nx-match
      $ ovs-appctl netdev-dummy/receive p1 NO
      $ ovs-appctl netdev-dummy/receive p1 FIRST
      $ ovs-appctl netdev-dummy/receive p1 LATER
      $ ovs-appctl dpif/dump-flows br0
      recirc_id(0),in_port(2),eth_type(0x0800),ipv4(proto=6,frag=no),tcp(dst=80), packets:0, bytes:0, used:never, actions:set(tcp(dst=81)),3
      recirc_id(0),in_port(2),eth_type(0x0800),ipv4(proto=6,frag=first),tcp(dst=80), packets:0, bytes:0, used:never, actions:set(tcp(dst=81)),100
      recirc_id(0),in_port(2),eth_type(0x0800),ipv4(proto=6,frag=later), packets:0, bytes:0, used:never, actions:3
    `);
  });
});

describe('cached flows are revalidated', () => {
  it('after addresses were learned', () => {
    checkTranscript(`
      PACKET TO "in_port(1),eth(src=50:54:00:00:00:05,dst=50:54:00:00:00:07),eth_type(0x1234)"
      PACKET FROM "in_port(1),eth(src=50:54:00:00:00:07,dst=50:54:00:00:00:05),eth_type(0x1234)"
      $ ovs-vsctl add-br br0
      $ ovs-vsctl add-port br0 p1
      $ ovs-vsctl add-port br0 p2
      $ ovs-vsctl add-port br0 p3
      $ ovs-appctl netdev-dummy/receive p1 TO
      $ ovs-appctl dpif/dump-flows br0
      recirc_id(0),in_port(2),eth(src=50:54:00:00:00:05,dst=50:54:00:00:00:07),eth_type(0x1234), packets:0, bytes:0, used:never, actions:100,3,4
      $ ovs-appctl netdev-dummy/receive p2 FROM
      @ 1.5s
      $ ovs-appctl dpif/dump-flows br0
      recirc_id(0),in_port(2),eth(src=50:54:00:00:00:05,dst=50:54:00:00:00:07),eth_type(0x1234), packets:0, bytes:0, used:never, actions:3
      recirc_id(0),in_port(3),eth(src=50:54:00:00:00:07,dst=50:54:00:00:00:05),eth_type(0x1234), packets:0, bytes:0, used:never, actions:2
      $ ovs-appctl netdev-dummy/receive p3 FROM
      @ 1.5s
      $ ovs-appctl dpif/dump-flows br0
      recirc_id(0),in_port(2),eth(src=50:54:00:00:00:05,dst=50:54:00:00:00:07),eth_type(0x1234), packets:0, bytes:0, used:never, actions:4
      recirc_id(0),in_port(3),eth(src=50:54:00:00:00:07,dst=50:54:00:00:00:05),eth_type(0x1234), packets:0, bytes:0, used:never, actions:2
      recirc_id(0),in_port(4),eth(src=50:54:00:00:00:07,dst=50:54:00:00:00:05),eth_type(0x1234), packets:0, bytes:0, used:never, actions:2
      $ ovs-appctl fdb/flush br0
      table successfully flushed
      @ 1.5s
      $ ovs-appctl dpif/dump-flows br0
      recirc_id(0),in_port(2),eth(src=50:54:00:00:00:05,dst=50:54:00:00:00:07),eth_type(0x1234), packets:0, bytes:0, used:never, actions:100,3,4
      recirc_id(0),in_port(3),eth(src=50:54:00:00:00:07,dst=50:54:00:00:00:05),eth_type(0x1234), packets:0, bytes:0, used:never, actions:100,2,4
      recirc_id(0),in_port(4),eth(src=50:54:00:00:00:07,dst=50:54:00:00:00:05),eth_type(0x1234), packets:0, bytes:0, used:never, actions:100,2,3
    `);
  });

  it('after OpenFlow flows have changed', () => {
    checkTranscript(`
      PACKET HTTP "in_port(1),eth(src=50:54:00:00:00:05,dst=50:54:00:00:00:07),eth_type(0x0800),ipv4(src=192.168.0.1,dst=192.168.0.2,proto=6,tos=0,ttl=64,frag=no),tcp(src=1,dst=80)"
      $ ovs-vsctl add-br br0
      $ ovs-vsctl add-port br0 p1
      $ ovs-vsctl add-port br0 p2
      $ ovs-vsctl add-port br0 p3
      $ ovs-ofctl add-flow br0 "tcp,actions=output:2"
      $ ovs-appctl netdev-dummy/receive p1 HTTP
      $ ovs-appctl netdev-dummy/receive p1 HTTP
      @ 1.5s
      $ ovs-ofctl mod-flows br0 "tcp,actions=output:3"
      @ 1.5s
      $ ovs-appctl dpif/dump-flows br0
      recirc_id(0),in_port(2),eth_type(0x0800),ipv4(proto=6,frag=no), packets:1, bytes:60, used:3.000s, actions:4
      $ ovs-ofctl add-flow br0 "priority=40000,tcp,tp_dst=80,actions=LOCAL"
      @ 1.5s
      $ ovs-appctl dpif/dump-flows br0
      $ ovs-appctl netdev-dummy/receive p1 HTTP
      @ 1.5s
      $ ovs-appctl dpif/dump-flows br0
      recirc_id(0),in_port(2),eth_type(0x0800),ipv4(proto=6,frag=no),tcp(dst=80), packets:0, bytes:0, used:never, actions:100
      $ ovs-ofctl mod-port br0 p1 no-receive
      @ 1.5s
      $ ovs-appctl dpif/dump-flows br0
      recirc_id(0),in_port(2),eth_type(0x0800),ipv4(proto=6,frag=no),tcp(dst=80), packets:0, bytes:0, used:never, actions:drop
      $ ovs-vsctl del-port p1
      @ 1.5s
      $ ovs-appctl dpif/dump-flows br0
      $ ovs-ofctl dump-flows br0
      NXST_FLOW reply (xid=0x4):
       cookie=0x0, duration=6s, table=0, n_packets=1, n_bytes=60, idle_age=4, priority=40000,tcp,tp_dst=80 actions=LOCAL
       cookie=0x0, duration=9s, table=0, n_packets=2, n_bytes=120, idle_age=9, hard_age=7, tcp actions=output:3
       cookie=0x0, duration=9s, table=0, n_packets=0, n_bytes=0, idle_age=9, priority=0 actions=NORMAL
    `);
  });

  it('after ports have changed', () => {
    checkTranscript(`
      PACKET TO "in_port(1),eth(src=50:54:00:00:00:05,dst=50:54:00:00:00:07),eth_type(0x1234)"
      $ ovs-vsctl add-br br0
      $ ovs-vsctl add-port br0 p1
      $ ovs-vsctl add-port br0 p2
      $ ovs-appctl netdev-dummy/receive p1 TO
      $ ovs-vsctl set port p2 tag=3
      @ 1.5s
      $ ovs-appctl dpif/dump-flows br0
      recirc_id(0),in_port(2),eth(src=50:54:00:00:00:05,dst=50:54:00:00:00:07),eth_type(0x1234), packets:0, bytes:0, used:never, actions:100
      $ ovs-vsctl add-port br0 p3
      @ 1.5s
      $ ovs-appctl dpif/dump-flows br0
      recirc_id(0),in_port(2),eth(src=50:54:00:00:00:05,dst=50:54:00:00:00:07),eth_type(0x1234), packets:0, bytes:0, used:never, actions:100,4
      $ ovs-vsctl set port p1 tag=3
      @ 1.5s
      $ ovs-appctl dpif/dump-flows br0
      recirc_id(0),in_port(2),eth(src=50:54:00:00:00:05,dst=50:54:00:00:00:07),eth_type(0x1234), packets:0, bytes:0, used:never, actions:push_vlan(vid=3,pcp=0),100,pop_vlan,3,push_vlan(vid=3,pcp=0),4
      $ ovs-vsctl set port p1 vlan_mode=native-tagged trunks=5
      @ 1.5s
      $ ovs-appctl dpif/dump-flows br0
      recirc_id(0),in_port(2),eth(src=50:54:00:00:00:05,dst=50:54:00:00:00:07),eth_type(0x1234), packets:0, bytes:0, used:never, actions:push_vlan(vid=3,pcp=0),100,pop_vlan,3,push_vlan(vid=3,pcp=0),4
      $ ovs-vsctl set bridge br0 flood_vlans=3
      $ ovs-appctl fdb/show br0
       port  VLAN  MAC                Age
    `);
  });
});

describe('OpenFlow flows', () => {
  it('are learned from packets', () => {
    checkTranscript(`
      PACKET THERE "in_port(1),eth(src=50:54:00:00:00:05,dst=50:54:00:00:00:07),eth_type(0x0800),ipv4(src=192.168.0.1,dst=192.168.0.2,proto=17,tos=0,ttl=64,frag=no),udp(src=1,dst=53)"
      PACKET BACK "in_port(1),eth(src=50:54:00:00:00:07,dst=50:54:00:00:00:05),eth_type(0x0800),ipv4(src=192.168.0.2,dst=192.168.0.1,proto=17,tos=0,ttl=64,frag=no),udp(src=53,dst=1)"
      $ ovs-vsctl add-br br0 -- set bridge br0 fail-mode=secure
      $ ovs-vsctl add-port br0 p1
      $ ovs-vsctl add-port br0 p2
      $ ovs-ofctl add-flow br0 "udp,actions=learn(table=1,idle_timeout=60,NXM_OF_ETH_DST[]=NXM_OF_ETH_SRC[],output:NXM_OF_IN_PORT[]),resubmit(,1)"
      $ ovs-ofctl add-flow br0 "table=1,priority=1,actions=LOCAL"
      $ ovs-appctl netdev-dummy/receive p1 THERE
      @ 1.5s
      $ ovs-appctl dpif/dump-flows br0
      recirc_id(0),in_port(2),eth(src=50:54:00:00:00:05,dst=50:54:00:00:00:07),eth_type(0x0800),ipv4(proto=17,frag=no), packets:0, bytes:0, used:never, actions:100
      $ ovs-appctl netdev-dummy/receive p2 BACK
      $ ovs-appctl netdev-dummy/receive p2 BACK
      @ 1.5s
      $ ovs-appctl dpif/dump-flows br0
      recirc_id(0),in_port(2),eth(src=50:54:00:00:00:05,dst=50:54:00:00:00:07),eth_type(0x0800),ipv4(proto=17,frag=no), packets:0, bytes:0, used:never, actions:3
      recirc_id(0),in_port(3),eth(src=50:54:00:00:00:07,dst=50:54:00:00:00:05),eth_type(0x0800),ipv4(proto=17,frag=no), packets:1, bytes:60, used:1.500s, actions:2
      $ ovs-ofctl dump-flows br0
      NXST_FLOW reply (xid=0x4):
       cookie=0x0, duration=3s, table=0, n_packets=3, n_bytes=180, idle_age=1, udp actions=learn(table=1,idle_timeout=60,NXM_OF_ETH_DST[]=NXM_OF_ETH_SRC[],output:NXM_OF_IN_PORT[]),resubmit(,1)
       cookie=0x0, duration=3s, table=1, n_packets=2, n_bytes=120, idle_timeout=60, idle_age=1, dl_dst=50:54:00:00:00:05 actions=output:1
       cookie=0x0, duration=1.500s, table=1, n_packets=0, n_bytes=0, idle_timeout=60, idle_age=1, dl_dst=50:54:00:00:00:07 actions=output:2
       cookie=0x0, duration=3s, table=1, n_packets=1, n_bytes=60, idle_age=3, priority=1 actions=LOCAL
      $ ovs-ofctl dump-ports br0
      OFPST_PORT reply (xid=0x2): 3 ports
        port LOCAL: rx pkts=0, bytes=0, drop=0, errs=0, frame=0, over=0, crc=0
                 tx pkts=1, bytes=60, drop=0, errs=0, coll=0
        port  1: rx pkts=1, bytes=42, drop=0, errs=0, frame=0, over=0, crc=0
                 tx pkts=2, bytes=120, drop=0, errs=0, coll=0
        port  2: rx pkts=2, bytes=84, drop=0, errs=0, frame=0, over=0, crc=0
                 tx pkts=0, bytes=0, drop=0, errs=0, coll=0
    `);
  });

  it('expire sooner when connections end', () => {
    checkTranscript(`
      $ ovs-vsctl add-br br0
      $ ovs-ofctl add-flow br0 'idle_timeout=60,actions=fin_timeout(idle_timeout=5)'
      $ ovs-appctl netdev-dummy/receive br0 0021853763af0026b98cb0f908004500003c2e2440004006465dac11370dac11370b828b0016751e267b00000000a00216d017360000020405b40402080a2d25085f0000000001030307
      @ 1.5s
      $ ovs-ofctl dump-flows br0
      NXST_FLOW reply (xid=0x4):
       cookie=0x0, duration=1.500s, table=0, n_packets=1, n_bytes=74, idle_timeout=60, idle_age=1, actions=fin_timeout(idle_timeout=5)
       cookie=0x0, duration=1.500s, table=0, n_packets=0, n_bytes=0, idle_age=1, priority=0 actions=NORMAL
      $ ovs-appctl netdev-dummy/receive br0 0021853763af0026b98cb0f90800451000342e3e40004006463bac11370dac11370b828b0016751e319dfc96399b801100717ae800000101080a2d250a9408579588
      @ 1.5s
      $ ovs-ofctl dump-flows br0
      NXST_FLOW reply (xid=0x4):
       cookie=0x0, duration=3s, table=0, n_packets=2, n_bytes=140, idle_timeout=5, idle_age=1, actions=fin_timeout(idle_timeout=5)
       cookie=0x0, duration=3s, table=0, n_packets=0, n_bytes=0, idle_age=3, priority=0 actions=NORMAL
      $ ovs-appctl dpif/dump-flows br0
      recirc_id(0),in_port(100),eth_type(0x0800),ipv4(proto=6,frag=no), packets:1, bytes:66, used:1.500s, flags:F., actions:drop
      @ 6s
      $ ovs-ofctl dump-flows br0
      NXST_FLOW reply (xid=0x4):
       cookie=0x0, duration=9s, table=0, n_packets=0, n_bytes=0, idle_age=9, priority=0 actions=NORMAL
    `);
  });
});
