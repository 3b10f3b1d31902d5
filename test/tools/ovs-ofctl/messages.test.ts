/** Checks the text of messages in bytes against the reference (`tests/ofp-print.at`). */

import { describe, it } from 'vitest';
import { checkOfctl } from './ofctl-transcript.js';

describe('ofp-print prints messages about', () => {
  it('bytes that are not a complete message', () => {
    checkOfctl(String.raw`
      $ ofp-print 01100009eeff00112233
      (***only uses 9 bytes out of 10***)
      00000000  01 10 00 09 ee ff 00 11-22 33                   |........"3      |
      $ ofp-print 0110ccddeeff0011
      (***truncated to 8 bytes from 52445***)
      00000000  01 10 cc dd ee ff 00 11-                        |........        |
      $ ofp-print '02 06 00 90 00 00 00 01 00 00 50 54 00 00 00 01 00 00 01 00 02 00 00 00 00 00 00 87 00 00 00 00 ff ff ff fe 00 00 00 00 50 54 00 00 00 01 00 00 62 72 30 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 01 00 00 00 01 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 01 86 a0 00 01 86 a0 00 00 00 03 00 00 00 00 50 54 00 00 00 01 00 00 65 74 68 30 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 20 08 00 00 28 0f'
      ***decode error: OFPBRC_BAD_LEN***
      00000000  02 06 00 90 00 00 00 01-00 00 50 54 00 00 00 01 |..........PT....|
      00000010  00 00 01 00 02 00 00 00-00 00 00 87 00 00 00 00 |................|
      00000020  ff ff ff fe 00 00 00 00-50 54 00 00 00 01 00 00 |........PT......|
      00000030  62 72 30 00 00 00 00 00-00 00 00 00 00 00 00 00 |br0.............|
      00000040  00 00 00 01 00 00 00 01-00 00 00 00 00 00 00 00 |................|
      00000050  00 00 00 00 00 00 00 00-00 01 86 a0 00 01 86 a0 |................|
      00000060  00 00 00 03 00 00 00 00-50 54 00 00 00 01 00 00 |........PT......|
      00000070  65 74 68 30 00 00 00 00-00 00 00 00 00 00 00 00 |eth0............|
      00000080  00 00 00 00 00 00 00 00-00 00 20 08 00 00 28 0f |.......... ...(.|
      ! 2015-11-04T12:00:00Z|00001|ofp_msgs|WARN|received OFPT_FEATURES_REPLY with incorrect length 144 (must be exactly 32 bytes or longer by an integer multiple of 64 bytes)
      $ -vPATTERN:console:'%c|%p|%m' ofp-print 00bb0008eeff0011
      ***decode error: OFPBRC_BAD_TYPE***
      00000000  00 bb 00 08 ee ff 00 11-                        |........        |
      ! ofp_msgs|WARN|unknown OpenFlow message (version 0, type 187)
      $ ofp-print ''
      OpenFlow message is empty
      $ ofp-print aabb
      OpenFlow packet too short (only 2 bytes):
      00000000  aa bb                                           |..              |
    `);
  });
  it('connections and their control', () => {
    checkOfctl(String.raw`
      $ ofp-print '01 04 00 18 01 02 03 04 00 00 23 20 00 00 00 0f 01 00 00 00 00 00 00 00'
      NXT_FLOW_MOD_TABLE_ID (xid=0x1020304): enable
      $ ofp-print '01 04 00 14 00 00 00 02 00 00 23 20 00 00 00 0b 00 00 00 02'
      NXT_ROLE_REPLY (xid=0x2): role=slave
      $ ofp-print '01 04 00 14 00 00 00 02 00 00 23 20 00 00 00 0a 00 00 00 01'
      NXT_ROLE_REQUEST (xid=0x2): role=master
      $ ofp-print '01 04 00 28 00 00 00 00 00 00 23 20 00 00 00 13 00 00 10 05 00 00 10 07 00 00 00 03 00 00 00 07 00 00 00 00 00 00 00 03'
      NXT_SET_ASYNC_CONFIG (xid=0x0):
       master:
             PACKET_IN: no_match invalid_ttl 12
           PORT_STATUS: add delete
          FLOW_REMOVED: (off)

       slave:
             PACKET_IN: no_match action invalid_ttl 12
           PORT_STATUS: add delete modify
          FLOW_REMOVED: idle hard
      $ ofp-print '01 04 00 18 00 00 00 03 00 00 23 20 00 00 00 14 00 00 00 00 00 00 00 7b'
      NXT_SET_CONTROLLER_ID (xid=0x3): id=123
      $ ofp-print '01 04 00 14 00 00 00 02 00 00 23 20 00 00 00 0c 00 00 00 02'
      NXT_SET_FLOW_FORMAT (xid=0x2): format=nxm
      $ ofp-print '01 04 00 14 00 00 00 02 00 00 23 20 00 00 00 10 00 00 00 01'
      NXT_SET_PACKET_IN_FORMAT (xid=0x2): format=nxm
      $ ofp-print 0110000c0000000100000000
      OFPST_DESC request (xid=0x1):
      $ ofp-print '01 13 00 08 00 00 00 01'
      OFPT_BARRIER_REPLY (xid=0x1):
      $ ofp-print '01 12 00 08 00 00 00 01'
      OFPT_BARRIER_REQUEST (xid=0x1):
      $ ofp-print '05 22 00 20 00 00 00 00 00 00 00 01 00 00 00 01 05 00 00 08 00 00 00 01 00 00 00 00 00 00 00 00'
      OFPT_BUNDLE_ADD_MESSAGE (OF1.4) (xid=0x0): ***decode error: OFPBFC_MSG_BAD_XID***
      $ ofp-print '05 21 00 10 00 00 00 00 00 00 00 01 00 00 00 01'
      OFPT_BUNDLE_CONTROL (OF1.4) (xid=0x0):
       bundle_id=0x1 type=OPEN_REQUEST flags=atomic
      $ ofp-print '01 03 00 08 00 00 00 01'
      OFPT_ECHO_REPLY (xid=0x1): 0 bytes of payload
      $ ofp-print '01 02 00 08 00 00 00 01'
      OFPT_ECHO_REQUEST (xid=0x1): 0 bytes of payload
      $ ofp-print 0101001400000000000100060105ccddeeff0011
      OFPT_ERROR (xid=0x0): OFPBRC_BAD_LEN
      OFPT_FEATURES_REQUEST (xid=0xeeff0011):
      (***truncated to 8 bytes from 52445***)
      00000000  01 05 cc dd ee ff 00 11-                        |........        |
      $ ofp-print '01 08 00 0c 00 00 00 03 00 00 00 00'
      OFPT_GET_CONFIG_REPLY (xid=0x3): frags=normal miss_send_len=0
      $ ofp-print 0107000800000001
      OFPT_GET_CONFIG_REQUEST (xid=0x1):
      $ ofp-print 0100000800000000
      OFPT_HELLO (xid=0x0):
       version bitmap: 0x01
      $ ofp-print '05 20 00 18 00 00 00 02 05 0f 00 10 02 00 00 00 00 00 00 00 00 00 00 01'
      OFPT_REQUESTFORWARD (OF1.4) (xid=0x2): reason=group_mod
       ADD group_id=1,type=all
      $ ofp-print '03 19 00 18 00 00 00 02 00 00 00 03 00 00 00 00 12 34 56 78 ab cd ef 90'
      OFPT_ROLE_REPLY (OF1.2) (xid=0x2): role=slave generation_id=1311768467750121360
      $ ofp-print '03 18 00 18 00 00 00 02 00 00 00 02 00 00 00 00 00 00 00 00 00 00 00 03'
      OFPT_ROLE_REQUEST (OF1.2) (xid=0x2): role=master generation_id=3
      $ ofp-print '05 1e 00 18 00 00 00 0a 00 00 00 02 02 00 00 00 ff ff ff ff ff ff ff ff'
      OFPT_ROLE_STATUS (OF1.4) (xid=0xa): role=master reason=experimenter_data_changed
      $ ofp-print '04 1c 00 20 00 00 00 00 00 00 10 05 00 00 10 07 00 00 00 03 00 00 00 07 00 00 00 00 00 00 00 03'
      OFPT_SET_ASYNC (OF1.3) (xid=0x0):
       master:
             PACKET_IN: no_match invalid_ttl 12
           PORT_STATUS: add delete
          FLOW_REMOVED: (off)

       slave:
             PACKET_IN: no_match action invalid_ttl 12
           PORT_STATUS: add delete modify
          FLOW_REMOVED: idle hard
    `);
  });
  it('flows', () => {
    checkOfctl(String.raw`
      $ ofp-print '01 11 00 30 00 00 00 04 ff ff 00 00 00 00 23 20 00 00 00 01 00 00 00 00 00 00 00 00 00 00 00 07 00 00 00 00 00 00 01 a4 00 00 00 07 00 00 00 00'
      NXST_AGGREGATE reply (xid=0x4): packet_count=7 byte_count=420 flow_count=7
      $ ofp-print '01 10 00 20 00 00 00 04 ff ff 00 00 00 00 23 20 00 00 00 01 00 00 00 00 ff ff 00 00 ff 00 00 00'
      NXST_AGGREGATE request (xid=0x4):
      $ ofp-print '01 10 00 20 00 00 00 04 ff ff 00 00 00 00 23 20 00 00 00 00 00 00 00 00 ff ff 00 00 ff 00 00 00'
      NXST_FLOW request (xid=0x4):
      $ ofp-print '01 11 00 40 00 00 00 04 ff ff 00 00 00 00 23 20 00 00 00 02 00 00 00 00 00 20 00 01 00 05 80 00 00 05 00 10 00 06 01 00 12 34 56 78 9a bc de f0 00 00 00 02 00 01 00 00 00 08 00 03 00 01 86 a0'
      NXST_FLOW_MONITOR reply (xid=0x4):
       event=DELETED reason=eviction table=1 idle_timeout=5 hard_timeout=16 cookie=0x123456789abcdef0 in_port=1
       event=ABBREV xid=0x186a0
      $ ofp-print '01 10 00 40 00 00 00 04 ff ff 00 00 00 00 23 20 00 00 00 02 00 00 00 00 00 00 40 00 00 3f ff fe 00 00 01 00 00 00 00 00 00 00 20 00 00 04 ff ff 00 06 02 00 00 00 00 00 00 00 00 02 00 01 00 00'
      NXST_FLOW_MONITOR request (xid=0x4):
       id=16384 flags=initial,add,delete,modify,actions,own out_port=LOCAL table=1
       id=8192 flags=delete table=2 in_port=1
      $ ofp-print '01 04 00 60 00 00 00 02 00 00 23 20 00 00 00 0d 00 00 00 00 00 00 00 00 00 00 00 00 00 00 80 00 ff ff ff ff 00 10 00 00 00 14 00 00 00 00 00 00 00 01 20 08 00 00 00 00 00 00 01 c8 00 01 00 04 00 00 00 7b 00 00 00 00 ff ff 00 18 00 00 23 20 00 07 00 1f 00 01 00 04 00 00 00 00 00 00 00 05' 2
      NXT_FLOW_MOD (xid=0x2): ADD reg0=0x7b,tun_id=0x1c8 out_port:16 actions=load:0x5->NXM_NX_REG0[]
      $ ofp-print '01 04 00 14 00 00 00 03 00 00 23 20 00 00 00 15 01 02 30 40'
      NXT_FLOW_MONITOR_CANCEL (xid=0x3): id=16920640
      $ ofp-print '01 04 00 10 00 00 00 03 00 00 23 20 00 00 00 16'
      NXT_FLOW_MONITOR_PAUSED (xid=0x3):
      $ ofp-print '01 04 00 10 00 00 00 03 00 00 23 20 00 00 00 17'
      NXT_FLOW_MONITOR_RESUMED (xid=0x3):
      $ ofp-print '01 04 00 78 00 00 00 00 00 00 23 20 00 00 00 0e 00 00 00 00 00 00 00 00 ff ff 00 02 00 00 00 06 01 6e 36 00 00 05 00 3c 00 00 00 00 00 00 00 01 00 00 00 00 00 00 00 3c 00 00 00 02 00 03 00 00 02 06 50 54 00 00 00 06 00 00 04 06 50 54 00 00 00 05 00 00 06 02 08 06 00 00 08 02 00 00 00 00 1e 02 00 02 00 00 20 04 c0 a8 00 01 00 00 22 04 c0 a8 00 02 00 00 00 00'
      NXT_FLOW_REMOVED (xid=0x0): priority=65535,arp,in_port=3,vlan_tci=0x0000,dl_src=50:54:00:00:00:05,dl_dst=50:54:00:00:00:06,arp_spa=192.168.0.1,arp_tpa=192.168.0.2,arp_op=2 reason=idle table_id=1 duration6.024s idle5 pkts1 bytes60
      $ ofp-print '01 11 00 24 00 00 00 04 00 02 00 00 00 00 00 00 00 00 01 82 00 00 00 00 00 00 93 78 00 00 00 04 00 00 00 00'
      OFPST_AGGREGATE reply (xid=0x4): packet_count=386 byte_count=37752 flow_count=4
      $ ofp-print '01 10 00 38 00 00 00 04 00 02 00 00 00 38 20 ff ff fe 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 ff 00 ff ff'
      OFPST_AGGREGATE request (xid=0x4):
      $ ofp-print '03 13 00 68 52 33 45 04 00 01 00 00 00 00 00 00 00 58 00 00 00 00 00 00 00 00 00 00 00 ff 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 01 00 0a 80 00 0a 02 08 00 00 00 00 00 00 00 00 04 00 18 00 00 00 00 00 19 00 10 80 00 16 04 c0 a8 03 5c 00 00 00 00' 2
      OFPST_FLOW reply (OF1.2) (xid=0x52334504):
       cookie=0x0, duration=0s, table=0, n_packets=0, n_bytes=0, priority=255,ip actions=set_field:192.168.3.92->ip_src
      $ ofp-print '01 10 00 38 00 00 00 04 00 01 00 00 00 38 20 ff ff fe 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 ff 00 ff ff'
      OFPST_FLOW request (xid=0x4):
      $ ofp-print '04 0e 00 40 cf fe 6b 86 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 03 e8 ff ff ff ff ff ff ff ff ff ff ff ff 00 00 00 00 00 01 00 04 00 00 00 00 00 06 00 08 00 00 00 01'
      OFPT_FLOW_MOD (OF1.3) (xid=0xcffe6b86): ADD priority=1000 actions=meter:1
      $ ofp-print '03 0b 00 40 00 00 00 00 fe dc ba 98 76 54 32 10 80 00 01 05 00 00 00 01 00 98 96 80 00 3c 00 78 00 00 00 00 00 12 d6 87 00 00 00 00 6f 68 ba 66 00 01 00 0a 80 00 0c 02 10 09 00 00 00 00 00 00'
      OFPT_FLOW_REMOVED (OF1.2) (xid=0x0): dl_vlan=9 reason=hard table_id=5 cookie:0xfedcba9876543210 duration1.010s idle60 hard120 pkts1234567 bytes1869134438
    `);
  });
  it('packets', () => {
    checkOfctl(String.raw`
      $ ofp-print '01 04 00 ba 00 00 00 00 00 00 23 20 00 00 00 11 ff ff ff ff 00 40 01 07 00 00 00 00 00 00 00 09 00 4e 00 00 00 00 00 00 00 00 00 02 00 01 00 01 20 08 00 00 00 00 00 00 00 06 00 01 00 04 00 00 00 01 00 01 02 04 00 00 00 02 00 01 04 04 00 00 00 03 00 01 06 04 00 00 00 04 00 01 08 04 00 00 00 05 80 00 05 10 5a 5a 5a 5a 5a 5a 5a 5a ff ff ff ff ff ff ff ff 00 00 00 00 82 82 82 82 82 82 80 81 81 81 81 81 81 00 00 50 08 00 45 00 00 28 00 00 00 00 00 06 32 05 53 53 53 53 54 54 54 54 00 55 00 56 00 00 00 00 00 00 00 00 50 02 00 00 31 6d 00 00 00 00 00 00 00 00'
      NXT_PACKET_IN (xid=0x0): table_id=7 cookie=0x9 total_len=64 reg0=0x1,reg1=0x2,reg2=0x3,reg3=0x4,reg4=0x5,tun_id=0x6,metadata=0x5a5a5a5a5a5a5a5a,in_port=1 (via action) data_len=64 (unbuffered)
      tcp,dl_vlan=80,dl_vlan_pcp=0,dl_src=80:81:81:81:81:81,dl_dst=82:82:82:82:82:82,nw_src=83.83.83.83,nw_dst=84.84.84.84,nw_tos=0,nw_ecn=0,nw_ttl=0,tp_src=85,tp_dst=86,tcp_flags=syn tcp_csum:316d
      $ ofp-print '03 0a 00 4c 00 00 00 00 ff ff ff 00 00 2a 00 00 00 01 00 0c 80 00 00 04 ff ff ff fe 00 00 00 00 00 00 ff ff ff ff ff ff 00 23 20 83 c1 5f 80 35 00 01 08 00 06 04 00 01 00 23 20 83 c1 5f 00 00 00 00 00 23 20 83 c1 5f 00 00 00 00'
      OFPT_PACKET_IN (OF1.2) (xid=0x0): total_len=42 in_port=LOCAL (via no_match) data_len=42 buffer=0xffffff00
      rarp,vlan_tci=0x0000,dl_src=00:23:20:83:c1:5f,dl_dst=ff:ff:ff:ff:ff:ff,arp_spa=0.0.0.0,arp_tpa=0.0.0.0,arp_op=1,arp_sha=00:23:20:83:c1:5f,arp_tha=00:23:20:83:c1:5f
      $ ofp-print '03 0d 00 28 88 58 df c5 ff ff ff 00 ff ff ff fe 00 10 00 00 00 00 00 00 00 00 00 10 ff ff ff fb 05 dc 00 00 00 00 00 00'
      OFPT_PACKET_OUT (OF1.2) (xid=0x8858dfc5): in_port=LOCAL actions=FLOOD buffer=0xffffff00
    `);
  });
  it('ports and switches', () => {
    checkOfctl(String.raw`
      $ ofp-print '05 13 00 88 00 00 00 02 00 04 00 00 00 00 00 00 00 78 00 00 00 00 00 02 00 00 00 01 00 0f 42 40 00 00 00 00 00 01 95 56 00 00 00 00 00 00 00 88 00 00 00 00 02 5d 08 98 00 00 00 00 00 00 2c f8 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 28 00 00 00 00 00 00 00 00 00 00 00 fc 00 00 00 00 00 00 00 fd 00 00 00 00 00 00 00 fe 00 00 00 00 00 00 00 ff'
      OFPST_PORT reply (OF1.4) (xid=0x2): 1 ports
        port  2: rx pkts=103766, bytes=39651480, drop=0, errs=0, frame=252, over=253, crc=254
                 tx pkts=136, bytes=11512, drop=0, errs=0, coll=255
                 duration=1.001s
      $ ofp-print '01 10 00 14 00 00 00 01 00 04 00 00 ff ff 00 00 00 00 00 00'
      OFPST_PORT request (xid=0x1): port_no=ANY
      $ ofp-print '01 11 00 3c 00 00 00 00 00 0d 00 00 00 03 50 54 00 00 00 01 65 74 68 30 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 01 00 00 00 01 00 00 02 08 00 00 02 8f 00 00 02 8f 00 00 00 00'
      OFPST_PORT_DESC reply (xid=0x0):
       3(eth0): addr:50:54:00:00:00:01
           config:     PORT_DOWN
           state:      LINK_DOWN
           current:    100MB-FD AUTO_NEG
           advertised: 10MB-HD 10MB-FD 100MB-HD 100MB-FD COPPER AUTO_NEG
           supported:  10MB-HD 10MB-FD 100MB-HD 100MB-FD COPPER AUTO_NEG
           speed: 100 Mbps now, 100 Mbps max
      $ ofp-print 0110000c00000001000d0000
      OFPST_PORT_DESC request (xid=0x1): port=ANY
      $ ofp-print '04 06 00 20 00 00 00 01 00 00 50 54 00 00 00 01 00 00 01 00 ff 00 00 00 00 00 01 77 00 00 00 00'
      OFPT_FEATURES_REPLY (OF1.3) (xid=0x1): dpid:0000505400000001
      n_tables:255, n_buffers:256
      capabilities: FLOW_STATS TABLE_STATS PORT_STATS IP_REASM QUEUE_STATS PORT_BLOCKED
      $ ofp-print 0105000800000001
      OFPT_FEATURES_REQUEST (xid=0x1):
      $ ofp-print '01 0f 00 20 00 00 00 03 00 03 50 54 00 00 00 01 00 00 00 01 00 00 00 01 00 00 00 00 00 00 00 00' 3
      OFPT_PORT_MOD (xid=0x3):port: 3: addr:50:54:00:00:00:01
           config: PORT_DOWN
           mask:   PORT_DOWN
           advertise: UNCHANGED
      $ ofp-print '01 0c 00 40 00 00 00 00 02 00 00 00 00 00 00 00 00 03 50 54 00 00 00 01 65 74 68 30 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 01 00 00 00 01 00 00 02 08 00 00 02 8f 00 00 02 8f 00 00 00 00'
      OFPT_PORT_STATUS (xid=0x0): MOD: 3(eth0): addr:50:54:00:00:00:01
           config:     PORT_DOWN
           state:      LINK_DOWN
           current:    100MB-FD AUTO_NEG
           advertised: 10MB-HD 10MB-FD 100MB-HD 100MB-FD COPPER AUTO_NEG
           supported:  10MB-HD 10MB-FD 100MB-HD 100MB-FD COPPER AUTO_NEG
           speed: 100 Mbps now, 100 Mbps max
    `);
  });
  it('queues', () => {
    checkOfctl(String.raw`
      $ ofp-print '01 11 00 cc 00 00 00 01 00 05 00 00 00 03 00 00 00 00 00 01 00 00 00 00 00 00 01 2e 00 00 00 00 00 00 00 01 00 00 00 00 00 00 00 00 00 03 00 00 00 00 00 02 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 02 00 00 00 00 00 01 00 00 00 00 00 00 08 34 00 00 00 00 00 00 00 14 00 00 00 00 00 00 00 00 00 02 00 00 00 00 00 02 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 01 00 00 00 00 00 01 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 01 00 00 00 00 00 02 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00'
      OFPST_QUEUE reply (xid=0x1): 6 queues
        port 3 queue 1: bytes=302, pkts=1, errors=0, duration=?
        port 3 queue 2: bytes=0, pkts=0, errors=0, duration=?
        port 2 queue 1: bytes=2100, pkts=20, errors=0, duration=?
        port 2 queue 2: bytes=0, pkts=0, errors=0, duration=?
        port 1 queue 1: bytes=0, pkts=0, errors=0, duration=?
        port 1 queue 2: bytes=0, pkts=0, errors=0, duration=?
      $ ofp-print '01 10 00 14 00 00 00 01 00 05 00 00 ff fc 00 00 ff ff ff ff'
      OFPST_QUEUE request (xid=0x1):port=ANY queue=ALL
      $ ofp-print '01 15 00 40 00 00 00 01 00 01 00 00 00 00 00 00 00 00 55 55 00 28 00 00 00 01 00 10 00 00 00 00 01 f4 00 00 00 00 00 00 00 02 00 10 00 00 00 00 02 ee 00 00 00 00 00 00 00 00 44 44 00 08 00 00'
      OFPT_QUEUE_GET_CONFIG_REPLY (xid=0x1): port=1
      queue 21845: min_rate:50.0% max_rate:75.0%
      queue 17476:
      $ ofp-print '01 14 00 0c 00 00 00 01 00 01 00 00'
      OFPT_QUEUE_GET_CONFIG_REQUEST (xid=0x1): port=1
    `);
  });
  it('tables', () => {
    checkOfctl(String.raw`
      $ ofp-print '04 13 00 40 00 00 00 01 00 03 00 00 00 00 00 00 00 00 00 00 00 00 00 0b 00 00 00 00 00 00 02 00 00 00 00 00 00 00 01 00 01 00 00 00 00 00 00 0c 00 00 00 00 00 00 02 01 00 00 00 00 00 00 01 01'
      OFPST_TABLE reply (OF1.3) (xid=0x1):
        table 0:
          active=11, lookup=512, matched=256

        table 1:
          active=12, lookup=513, matched=257
      $ ofp-print 0110000c0000000100030000
      OFPST_TABLE request (xid=0x1):
      $ ofp-print '02 11 00 10 00 00 00 02 02 00 00 00 00 00 00 02' 3
      OFPT_TABLE_MOD (OF1.1) (xid=0x2): table_id=2, flow_miss_config=drop
    `);
  });
  it('groups', () => {
    checkOfctl(String.raw`
      $ ofp-print '02 13 00 a0 00 00 00 02 00 06 00 00 00 00 00 00 00 50 00 00 87 65 43 21 00 00 00 04 00 00 00 00 00 00 00 00 00 00 88 88 00 00 00 00 00 77 77 77 00 00 00 00 00 00 11 11 00 00 00 00 00 22 22 22 00 00 00 00 00 00 11 11 00 00 00 00 00 22 22 22 00 00 00 00 00 00 66 66 00 00 00 00 00 33 33 33 00 40 00 00 00 00 00 05 00 00 00 02 00 00 00 00 00 00 00 00 00 00 88 88 00 00 00 00 00 77 77 77 00 00 00 00 00 00 11 11 00 00 00 00 00 22 22 22 00 00 00 00 00 00 11 11 00 00 00 00 00 22 22 22'
      OFPST_GROUP reply (OF1.1) (xid=0x2):
       group_id=2271560481,ref_count=4,packet_count=34952,byte_count=7829367,bucket0:packet_count=4369,byte_count=2236962,bucket1:packet_count=4369,byte_count=2236962,bucket2:packet_count=26214,byte_count=3355443
       group_id=5,ref_count=2,packet_count=34952,byte_count=7829367,bucket0:packet_count=4369,byte_count=2236962,bucket1:packet_count=4369,byte_count=2236962
      $ ofp-print '02 12 00 18 00 00 00 02 00 06 00 00 00 00 00 00 ff ff ff ff 00 00 00 00'
      OFPST_GROUP request (OF1.1) (xid=0x2): group_id=ANY
      $ ofp-print '02 13 00 78 00 00 00 02 00 07 00 00 00 00 00 00 00 68 01 00 00 00 20 00 00 20 00 64 00 00 00 01 ff ff ff ff 00 00 00 00 00 00 00 10 00 00 00 01 00 00 00 00 00 00 00 00 00 20 00 c8 00 00 00 02 ff ff ff ff 00 00 00 00 00 00 00 10 00 00 00 02 00 00 00 00 00 00 00 00 00 20 00 c8 00 00 00 03 ff ff ff ff 00 00 00 00 00 00 00 10 00 00 00 03 00 00 00 00 00 00 00 00'
      OFPST_GROUP_DESC reply (OF1.1) (xid=0x2):
       group_id=8192,type=select,bucket=weight:100,watch_port:1,actions=output:1,bucket=weight:200,watch_port:2,actions=output:2,bucket=weight:200,watch_port:3,actions=output:3
      $ ofp-print '02 12 00 10 00 00 00 02 00 07 00 00 00 00 00 00'
      OFPST_GROUP_DESC request (OF1.1) (xid=0x2): group_id=ALL
      $ ofp-print '03 13 00 38 00 00 00 02 00 08 00 00 00 00 00 00 00 00 00 0f 00 00 00 0f 00 00 00 01 00 00 00 02 00 00 00 03 00 00 00 04 00 00 00 01 00 02 00 01 00 06 00 01 00 0e 00 01'
      OFPST_GROUP_FEATURES reply (OF1.2) (xid=0x2):
       Group table:
          Types:  0xf
          Capabilities:  0xf
          all group:
             max_groups=0x1
             actions: output
          select group:
             max_groups=0x2
             actions: output push_vlan
          indirect group:
             max_groups=0x3
             actions: output strip_vlan push_vlan
          fast failover group:
             max_groups=0x4
             actions: output strip_vlan push_vlan push_mpls
      $ ofp-print '03 12 00 10 00 00 00 02 00 08 00 00 00 00 00 00'
      OFPST_GROUP_FEATURES request (OF1.2) (xid=0x2):
      $ ofp-print '02 0f 00 70 11 22 33 44 00 00 01 00 87 65 43 21 00 20 00 64 00 00 00 01 ff ff ff ff 00 00 00 00 00 00 00 10 00 00 00 01 00 00 00 00 00 00 00 00 00 20 00 c8 00 00 00 02 ff ff ff ff 00 00 00 00 00 00 00 10 00 00 00 02 00 00 00 00 00 00 00 00 00 20 00 c8 00 00 00 03 ff ff ff ff 00 00 00 00 00 00 00 10 00 00 00 03 00 00 00 00 00 00 00 00'
      OFPT_GROUP_MOD (OF1.1) (xid=0x11223344):
       ADD group_id=2271560481,type=select,bucket=weight:100,watch_port:1,actions=output:1,bucket=weight:200,watch_port:2,actions=output:2,bucket=weight:200,watch_port:3,actions=output:3
    `);
  });
  it('meters', () => {
    checkOfctl(String.raw`
      $ ofp-print '04 13 00 90 00 00 00 02 00 09 00 00 00 00 00 00 00 00 00 01 00 48 00 00 00 00 00 00 00 00 00 05 00 00 00 00 00 00 10 00 00 00 00 00 00 02 30 00 00 00 01 8a 0a 6e 23 44 00 00 00 00 00 00 00 7e 00 00 00 00 00 00 34 33 00 00 00 00 00 00 00 e7 00 00 00 00 00 00 94 2e 00 00 00 02 00 38 00 00 00 00 00 00 00 00 00 02 00 00 00 00 00 00 02 00 00 00 00 00 00 00 30 00 00 00 01 87 0a 23 6e 44 00 00 00 00 00 00 00 2a 00 00 00 00 00 00 04 33'
      OFPST_METER reply (OF1.3) (xid=0x2):
      meter:1 flow_count:5 packet_in_count:4096 byte_in_count:143360 duration:394.174990148s bands:
      0: packet_count:126 byte_count:13363
      1: packet_count:231 byte_count:37934

      meter:2 flow_count:2 packet_in_count:512 byte_in_count:12288 duration:391.170094148s bands:
      0: packet_count:42 byte_count:1075
      $ ofp-print 041200180000000200090000000000000000000100000000
      OFPST_METER request (OF1.3) (xid=0x2): meter=1
      $ ofp-print '04 13 00 50 00 00 00 02 00 0a 00 00 00 00 00 00 00 28 00 05 00 00 00 01 00 01 00 10 00 01 00 00 00 00 05 00 00 00 00 00 00 02 00 10 00 10 00 00 00 00 f0 00 00 00 00 00 00 18 00 09 00 00 00 02 00 01 00 10 00 02 00 00 00 00 00 00 00 00 00 00'
      OFPST_METER_CONFIG reply (OF1.3) (xid=0x2):
      meter=1 kbps burst bands=
      type=drop rate=65536 burst_size=1280
      type=dscp_remark rate=1048576 burst_size=61440 prec_level=0

      meter=2 kbps stats bands=
      type=drop rate=131072
      $ ofp-print 0412001800000002000a0000000000000000000100000000
      OFPST_METER_CONFIG request (OF1.3) (xid=0x2): meter=1
      $ ofp-print '04 13 00 20 00 00 00 02 00 0b 00 00 00 00 00 00 00 01 00 00 00 00 00 06 00 00 00 0F 10 02 00 00'
      OFPST_METER_FEATURES reply (OF1.3) (xid=0x2):
      max_meter:65536 max_bands:16 max_color:2
      band_types: drop dscp_remark
      capabilities: kbps pktps burst stats
      $ ofp-print 0412001000000002000b000000000000
      OFPST_METER_FEATURES request (OF1.3) (xid=0x2):
      $ ofp-print '04 1d 00 10 28 a6 26 52 00 08 00 00 00 00 00 01'
      OFPT_METER_MOD (OF1.3) (xid=0x28a62652): ***decode error: OFPMMFC_BAD_COMMAND***
    `);
  });
});
