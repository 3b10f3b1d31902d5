/** Checks conversions between bytes and text against the reference (`tests/ovs-ofctl.at`, `tests/ofp-actions.at`). */

import { describe, it } from 'vitest';
import { checkOfctl } from './ofctl-transcript.js';

describe('conversions of bytes', () => {
  it('parse-actions OpenFlow10', () => {
    checkOfctl(
      String.raw`
        $ -vPATTERN:console:'%c|%p|%m' parse-actions OpenFlow10
        actions=LOCAL

        actions=CONTROLLER:1234

        actions=mod_vlan_vid:9

        actions=mod_vlan_pcp:6

        actions=strip_vlan

        actions=mod_dl_src:00:11:22:33:44:55

        actions=mod_dl_dst:10:20:30:40:50:60

        actions=mod_nw_src:1.2.3.4

        actions=mod_nw_dst:192.168.0.1

        actions=mod_nw_tos:48

        actions=mod_tp_src:80

        actions=mod_tp_dst:443

        actions=enqueue:10:55

        actions=resubmit:5

        actions=set_tunnel:0x12345678

        actions=set_queue:2309737729

        actions=pop_queue

        actions=move:NXM_OF_IN_PORT[]->NXM_OF_VLAN_TCI[]

        actions=load:0xf009->NXM_OF_VLAN_TCI[]

        actions=note:11.e9.9a.ad.67.f3

        actions=set_tunnel64:0xc426384d49c53d60

        actions=set_tunnel64:0x885f3298

        bad OpenFlow10 actions: OFPBIC_UNSUP_INST

        bad OpenFlow10 actions: OFPBIC_UNSUP_INST

        ! ofp_actions|WARN|write_metadata instruction not allowed here
        ! ofp_actions|WARN|write_metadata instruction not allowed here
      `,
      {
        '-': `0000 0008 fffe 04d2
0000 0008 fffd 04d2
0001 0008 0009 0000
0002 0008 06 000000
0003 0008 00000000
0004 0010 001122334455 000000000000
0005 0010 102030405060 000000000000
0006 0008 01020304
0007 0008 c0a80001
0008 0008 30 000000
0009 0008 0050 0000
000a 0008 01bb 0000
000b 0010 000a 000000000000 00000037
ffff 0010 00002320 0001 0005 00000000
ffff 0010 00002320 0002 0000 12345678
ffff 0010 00002320 0004 0000 89abcd01
ffff 0010 00002320 0005 000000000000
ffff 0018 00002320 0006 0010 0000 0000 00000002 00000802
ffff 0018 00002320 0007 000f 00000802 000000000000f009
ffff 0010 00002320 0008 11e99aad67f3
ffff 0018 00002320 0009 000000000000 c426384d49c53d60
ffff 0018 00002320 0009 000000000000 00000000885f3298
ffff 0020 00002320 0016 000000000000 fedcba9876543210 ffffffffffffffff
ffff 0020 00002320 0016 000000000000 fedcba9876543210 ffff0000ffff0000
`,
      },
    );
  });
  it('parse-instructions OpenFlow10', () => {
    checkOfctl(
      String.raw`
        $ parse-instructions OpenFlow10
        actions=LOCAL

        actions=mod_dl_src:00:11:22:33:44:55

        actions=write_metadata:0xfedcba9876543210

        actions=write_metadata:0xfedcba9876543210/0xffff0000ffff0000

      `,
      {
        '-': `0000 0008 fffe 04d2
0004 0010 001122334455 000000000000
ffff 0020 00002320 0016 000000000000 fedcba9876543210 ffffffffffffffff
ffff 0020 00002320 0016 000000000000 fedcba9876543210 ffff0000ffff0000
`,
      },
    );
  });
  it('parse-actions OpenFlow11', () => {
    checkOfctl(
      String.raw`
        $ -vPATTERN:console:'%c|%p|%m' parse-actions OpenFlow11
        actions=LOCAL

        actions=CONTROLLER:1234

        actions=set_vlan_vid:9

        actions=set_vlan_pcp:6

        actions=mod_dl_src:00:11:22:33:44:55

        actions=mod_dl_dst:10:20:30:40:50:60

        actions=mod_nw_src:1.2.3.4

        actions=mod_nw_dst:192.168.0.1

        actions=mod_nw_tos:48

        actions=mod_tp_src:80

        actions=mod_tp_dst:443

        actions=pop_vlan

        actions=set_queue:2309737729

        actions=push_vlan:0x8100

        actions=resubmit:5

        actions=set_tunnel:0x12345678

        actions=pop_queue

        actions=move:NXM_OF_IN_PORT[]->NXM_OF_VLAN_TCI[]

        actions=load:0xf009->NXM_OF_VLAN_TCI[]

        actions=note:11.e9.9a.ad.67.f3

        actions=set_tunnel64:0xc426384d49c53d60

        actions=set_tunnel64:0x885f3298

        bad OpenFlow11 actions: OFPBIC_UNSUP_INST

        ! ofp_actions|WARN|write_metadata instruction not allowed here
      `,
      {
        '-': `0000 0010 fffffffe 04d2 000000000000
0000 0010 fffffffd 04d2 000000000000
0001 0008 0009 0000
0002 0008 06 000000
0003 0010 001122334455 000000000000
0004 0010 102030405060 000000000000
0005 0008 01020304
0006 0008 c0a80001
0007 0008 30 000000
0009 0008 0050 0000
000a 0008 01bb 0000
0012 0008 00000000
0015 0008 89abcd01
0011 0008 8100 0000
ffff 0010 00002320 0001 0005 00000000
ffff 0010 00002320 0002 0000 12345678
ffff 0010 00002320 0005 000000000000
ffff 0018 00002320 0006 0010 0000 0000 00000002 00000802
ffff 0018 00002320 0007 000f 00000802 000000000000f009
ffff 0010 00002320 0008 11e99aad67f3
ffff 0018 00002320 0009 000000000000 c426384d49c53d60
ffff 0018 00002320 0009 000000000000 00000000885f3298
ffff 0020 00002320 0016 000000000000 fedcba9876543210 ffffffffffffffff
`,
      },
    );
  });
  it('parse-instructions OpenFlow11', () => {
    checkOfctl(
      String.raw`
        $ -vPATTERN:console:'%c|%p|%m' parse-instructions OpenFlow11
        ! ovs-ofctl: Trailing garbage in hex data
        = 1
      `,
      {
        '-': `0004 0018 00000000 dnl
0000 0010 fffffffe 04d2 000000000000
0004 0008 00000001
0004 0008 00000000
0004 0008 00000000 0004 0008 00000000
0004 0009 01 00000000
0001 0010 01 000000 0000000000000000
0001 0008 01 000001
2,0001 0008 01 000000
0001 0008 01 000000
0002 0018 00000000 fedcba9876543210 ffffffffffffffff
0004 0028 00000000 ffff 0020 00002320 0016 000000000000 fedcba9876543210 ffffffffffffffff
0002 0018 00000000 fedcba9876543210 ff00ff00ff00ff00
0002 0010 00000000 fedcba9876543210
0002 0020 00000000 fedcba9876543210 ffffffffffffffff 0000000000000000
0002 0018 00000000 fedcba9876543210 ff00ff00ff00ff00 0002 0018 00000000 fedcba9876543210 ff00ff00ff00ff00
0001 0008 01 000000 0002 0018 00000000 fedcba9876543210 ffffffffffffffff
0003 0008 00000001
0003 0008 00000000
0005 0010 00000000 0000000000000000
0005 0008 00000001
0005 0008 01 000000
0005 0008 00000000
ffff 0008 01 000000
0000 0008 01 000000
`,
      },
    );
  });
  it('parse-actions OpenFlow12', () => {
    checkOfctl(
      String.raw`
        $ -vPATTERN:console:'%c|%p|%m' parse-actions OpenFlow12
        actions=LOCAL

        bad OpenFlow12 actions: OFPBAC_BAD_SET_MASK

        ! ofp_actions|WARN|bad action at offset 0 (OFPBAC_BAD_SET_MASK):
        ! 00000000  00 19 00 18 80 00 09 0c-00 00 00 00 12 34 00 00
        ! 00000010  00 00 ff ff 00 00 00 00-
      `,
      {
        '-': `0000 0010 fffffffe 04d2 000000000000
0019 0018 8000090c 000000001234 00000000ffff 00000000
`,
      },
    );
  });
  it('parse-actions OpenFlow15', () => {
    checkOfctl(
      String.raw`
        $ parse-actions OpenFlow15
        actions=LOCAL

        actions=move:NXM_OF_IN_PORT[]->NXM_OF_VLAN_TCI[]

        actions=set_field:00:00:00:00:12:34/00:00:00:00:ff:ff->eth_src

      `,
      {
        '-': `0000 0010 fffffffe 04d2 000000000000
001c 0018 0010 0000 0000 0000 00000002 00000802 00000000
0019 0018 8000090c 000000001234 00000000ffff 00000000
`,
      },
    );
  });
  it('--strict parse-nx-match', () => {
    checkOfctl(
      String.raw`
        $ -vPATTERN:console:'%c|%p|%m' --strict parse-nx-match
        <any>

        # in port
        NXM_OF_IN_PORT(0000)
        NXM_OF_IN_PORT(fffe)

        # eth dst
        NXM_OF_ETH_DST(0002e30f80a4)
        NXM_OF_ETH_DST_W(010000000000/010000000000)
        NXM_OF_ETH_DST_W(000000000000/010000000000)
        nx_pull_match() returned error OFPBMC_BAD_WILDCARDS
        NXM_OF_ETH_DST(0002e30f80a4)
        nx_pull_match() returned error OFPBMC_BAD_WILDCARDS
        NXM_OF_ETH_DST_W(0002e30f80a4/feffffffffff)
        nx_pull_match() returned error OFPBMC_BAD_WILDCARDS

        # eth src
        NXM_OF_ETH_SRC(020898456ddb)
        nx_pull_match() returned error OFPBMC_BAD_WILDCARDS
        NXM_OF_ETH_SRC(020898456ddb)
        nx_pull_match() returned error OFPBMC_BAD_WILDCARDS

        # eth type
        NXM_OF_ETH_TYPE(0800)
        NXM_OF_IN_PORT(0012), NXM_OF_ETH_TYPE(0800)

        # vlan tci
        NXM_OF_VLAN_TCI(f009)
        nx_pull_match() returned error OFPBMC_DUP_FIELD
        NXM_OF_VLAN_TCI(0000)
        NXM_OF_VLAN_TCI(3123)
        NXM_OF_VLAN_TCI(0123)
        NXM_OF_VLAN_TCI_W(1123/1fff)
        NXM_OF_VLAN_TCI(1123)
        nx_pull_match() returned error OFPBMC_BAD_WILDCARDS
        NXM_OF_VLAN_TCI_W(f000/f000)
        NXM_OF_VLAN_TCI_W(0000/e000)

        # IP TOS
        NXM_OF_ETH_TYPE(0800), NXM_OF_IP_TOS(f0)
        nx_pull_match() returned error OFPBMC_BAD_VALUE
        nx_pull_match() returned error OFPBMC_BAD_PREREQ

        # IP ECN
        NXM_OF_ETH_TYPE(0800), NXM_NX_IP_ECN(03)
        nx_pull_match() returned error OFPBMC_BAD_VALUE
        nx_pull_match() returned error OFPBMC_BAD_PREREQ

        # IP protocol
        NXM_OF_ETH_TYPE(0800), NXM_OF_IP_PROTO(01)
        NXM_OF_ETH_TYPE(0800), NXM_OF_IP_PROTO(05)
        nx_pull_match() returned error OFPBMC_BAD_PREREQ

        # IP TTL
        NXM_OF_ETH_TYPE(0800), NXM_NX_IP_TTL(80)
        NXM_OF_ETH_TYPE(86dd), NXM_NX_IP_TTL(ff)
        nx_pull_match() returned error OFPBMC_BAD_PREREQ

        # IP source
        NXM_OF_ETH_TYPE(0800), NXM_OF_IP_SRC(ac100014)
        ! nx_match|WARN|Rejecting NXM/OXM entry 0:0:1:1:12 with 1-bits in value for bits wildcarded by the mask.
        ! nx_match|WARN|Rejecting NXM/OXM entry 0:0:1:1:12 with 1-bits in value for bits wildcarded by the mask.
      `,
      {
        '-': `<any>

# in port
NXM_OF_IN_PORT(0000)
NXM_OF_IN_PORT(fffe)

# eth dst
NXM_OF_ETH_DST(0002e30f80a4)
NXM_OF_ETH_DST_W(010000000000/010000000000)
NXM_OF_ETH_DST_W(000000000000/010000000000)
NXM_OF_ETH_DST_W(ffffffffffff/010000000000)
NXM_OF_ETH_DST_W(0002e30f80a4/ffffffffffff)
NXM_OF_ETH_DST_W(60175619848f/000000000000)
NXM_OF_ETH_DST_W(0002e30f80a4/feffffffffff)
NXM_OF_ETH_DST_W(60175619848f/5a5a5a5a5a5a)

# eth src
NXM_OF_ETH_SRC(020898456ddb)
NXM_OF_ETH_SRC_W(012345abcdef/ffffff555555)
NXM_OF_ETH_SRC_W(020898456ddb/ffffffffffff)
NXM_OF_ETH_SRC_W(020898456ddb/000000000000)

# eth type
NXM_OF_ETH_TYPE(0800)
NXM_OF_ETH_TYPE(0800) NXM_OF_IN_PORT(0012)

# vlan tci
NXM_OF_VLAN_TCI(f009)
NXM_OF_VLAN_TCI(f009) NXM_OF_VLAN_TCI(f009)
NXM_OF_VLAN_TCI(0000)           # Packets without 802.1Q header.
NXM_OF_VLAN_TCI(3123)           # Packets with VID=123, PCP=1.
NXM_OF_VLAN_TCI(0123)           # Does not make sense (but supported anyway)
NXM_OF_VLAN_TCI_W(1123/1fff)    # Packets with VID=123, any PCP.
NXM_OF_VLAN_TCI_W(1123/ffff)    # Packets with VID=123, PCP=0
NXM_OF_VLAN_TCI_W(1123/0000)    # Packets with or without 802.1Q header
NXM_OF_VLAN_TCI_W(f000/f000)    # Packets with any VID, PCP=7.
NXM_OF_VLAN_TCI_W(0000/e000)    # No 802.1Q or with VID=0

# IP TOS
NXM_OF_ETH_TYPE(0800) NXM_OF_IP_TOS(f0)
NXM_OF_ETH_TYPE(0800) NXM_OF_IP_TOS(41)
NXM_OF_IP_TOS(f0)

# IP ECN
NXM_OF_ETH_TYPE(0800) NXM_NX_IP_ECN(03)
NXM_OF_ETH_TYPE(0800) NXM_NX_IP_ECN(06)
NXM_NX_IP_ECN(03)

# IP protocol
NXM_OF_ETH_TYPE(0800) NXM_OF_IP_PROTO(01)
NXM_OF_ETH_TYPE(0800) NXM_OF_IP_PROTO(05)
NXM_OF_IP_PROTO(05)

# IP TTL
NXM_OF_ETH_TYPE(0800) NXM_NX_IP_TTL(80)
NXM_OF_ETH_TYPE(86dd) NXM_NX_IP_TTL(ff)
NXM_NX_IP_TTL(80)

# IP source
NXM_OF_ETH_TYPE(0800) NXM_OF_IP_SRC(ac100014)
`,
      },
    );
  });
  it('parse-ofp10-match', () => {
    checkOfctl(
      String.raw`
        $ -vPATTERN:console:'%c|%p|%m' parse-ofp10-match
        ! ovs-ofctl: Trailing garbage in hex data
        = 1
      `,
      {
        '-': `003820fe fffe xxxxxxxxxxxx xxxxxxxxxxxx xxxx xx xx xxxx xx xx xxxx dnl
xxxxxxxx xxxxxxxx xxxx xxxx
003820fb xxxx 000102030405 xxxxxxxxxxxx xxxx xx xx xxxx xx xx xxxx dnl
xxxxxxxx xxxxxxxx xxxx xxxx
003820f7 xxxx xxxxxxxxxxxx 102030405060 xxxx xx xx xxxx xx xx xxxx dnl
xxxxxxxx xxxxxxxx xxxx xxxx
003820fd xxxx xxxxxxxxxxxx xxxxxxxxxxxx 0123 xx xx xxxx xx xx xxxx dnl
xxxxxxxx xxxxxxxx xxxx xxxx
002820ff xxxx xxxxxxxxxxxx xxxxxxxxxxxx xxxx 05 xx xxxx xx xx xxxx dnl
xxxxxxxx xxxxxxxx xxxx xxxx
002820fd xxxx xxxxxxxxxxxx xxxxxxxxxxxx 0123 04 xx xxxx xx xx xxxx dnl
xxxxxxxx xxxxxxxx xxxx xxxx
003820fd xxxx xxxxxxxxxxxx xxxxxxxxxxxx ffff xx xx xxxx xx xx xxxx dnl
xxxxxxxx xxxxxxxx xxxx xxxx
002820fd xxxx xxxxxxxxxxxx xxxxxxxxxxxx ffff 05 xx xxxx xx xx xxxx dnl
xxxxxxxx xxxxxxxx xxxx xxxx
002820fd xxxx xxxxxxxxxxxx xxxxxxxxxxxx f100 ff xx xxxx xx xx xxxx dnl
xxxxxxxx xxxxxxxx xxxx xxxx
003820ef xxxx xxxxxxxxxxxx xxxxxxxxxxxx xxxx xx xx 1234 xx xx xxxx dnl
xxxxxxxx xxxxxxxx xxxx xxxx
003820cf xxxx xxxxxxxxxxxx xxxxxxxxxxxx xxxx xx xx 0800 xx 05 xxxx dnl
xxxxxxxx xxxxxxxx xxxx xxxx
003820cf xxxx xxxxxxxxxxxx xxxxxxxxxxxx xxxx xx xx 1234 xx 05 xxxx dnl
xxxxxxxx xxxxxxxx xxxx xxxx
001820ef xxxx xxxxxxxxxxxx xxxxxxxxxxxx xxxx xx xx 0800 fc xx xxxx dnl
xxxxxxxx xxxxxxxx xxxx xxxx
001820ef xxxx xxxxxxxxxxxx xxxxxxxxxxxx xxxx xx xx 0806 05 xx xxxx dnl
xxxxxxxx xxxxxxxx xxxx xxxx
001820ef xxxx xxxxxxxxxxxx xxxxxxxxxxxx xxxx xx xx 0800 31 xx xxxx dnl
xxxxxxxx xxxxxxxx xxxx xxxx
003820cf xxxx xxxxxxxxxxxx xxxxxxxxxxxx xxxx xx xx 0806 xx 02 xxxx dnl
xxxxxxxx xxxxxxxx xxxx xxxx
003800ef xxxx xxxxxxxxxxxx xxxxxxxxxxxx xxxx xx xx 0800 xx xx xxxx dnl
c0a88055 xxxxxxxx xxxx xxxx
003808ef xxxx xxxxxxxxxxxx xxxxxxxxxxxx xxxx xx xx 0800 xx xx xxxx dnl
c0a88055 xxxxxxxx xxxx xxxx
003020ef xxxx xxxxxxxxxxxx xxxxxxxxxxxx xxxx xx xx 0800 xx xx xxxx dnl
xxxxxxxx c0a88055 xxxx xxxx
003220ef xxxx xxxxxxxxxxxx xxxxxxxxxxxx xxxx xx xx 0800 xx xx xxxx dnl
xxxxxxxx c0a88055 xxxx xxxx
003800ef xxxx xxxxxxxxxxxx xxxxxxxxxxxx xxxx xx xx 0806 xx xx xxxx dnl
c0a88055 xxxxxxxx xxxx xxxx
003808ef xxxx xxxxxxxxxxxx xxxxxxxxxxxx xxxx xx xx 0806 xx xx xxxx dnl
c0a88055 xxxxxxxx xxxx xxxx
003020ef xxxx xxxxxxxxxxxx xxxxxxxxxxxx xxxx xx xx 0806 xx xx xxxx dnl
xxxxxxxx c0a88055 xxxx xxxx
003220ef xxxx xxxxxxxxxxxx xxxxxxxxxxxx xxxx xx xx 0806 xx xx xxxx dnl
xxxxxxxx c0a88055 xxxx xxxx
003808ef xxxx xxxxxxxxxxxx xxxxxxxxxxxx xxxx xx xx 1234 xx xx xxxx dnl
c0a88055 xxxxxxxx xxxx xxxx
003220ef xxxx xxxxxxxxxxxx xxxxxxxxxxxx xxxx xx xx 1234 xx xx xxxx dnl
xxxxxxxx c0a88055 xxxx xxxx
0038208f xxxx xxxxxxxxxxxx xxxxxxxxxxxx xxxx xx xx 0800 xx 06 xxxx dnl
xxxxxxxx xxxxxxxx 01bb xxxx
0038204f xxxx xxxxxxxxxxxx xxxxxxxxxxxx xxxx xx xx 0800 xx 06 xxxx dnl
xxxxxxxx xxxxxxxx xxxx 01bb
0038208f xxxx xxxxxxxxxxxx xxxxxxxxxxxx xxxx xx xx 0800 xx 11 xxxx dnl
xxxxxxxx xxxxxxxx 01bb xxxx
0038204f xxxx xxxxxxxxxxxx xxxxxxxxxxxx xxxx xx xx 0800 xx 11 xxxx dnl
xxxxxxxx xxxxxxxx xxxx 01bb
`,
      },
    );
  });
  it('parse-ofp11-match', () => {
    checkOfctl(
      String.raw`
        $ -vPATTERN:console:'%c|%p|%m' parse-ofp11-match
        ! ovs-ofctl: Trailing garbage in hex data
        = 1
      `,
      {
        '-': `0000 0058 fffffffe 000003fe dnl
000000000000ffffffffffff 000000000000ffffffffffff dnl
0000 00 00 0000 00 00 00000000ffffffff 00000000ffffffff 0000 0000 dnl
00000000 00 000000 0000000000000000ffffffffffffffff
0000 0058 12345678 000003fe dnl
000000000000ffffffffffff 000000000000ffffffffffff dnl
0000 00 00 0000 00 00 00000000ffffffff 00000000ffffffff 0000 0000 dnl
00000000 00 000000 0000000000000000ffffffffffffffff
0000 0058 00000000 000003ff dnl
000102030405000000000000 000000000000ffffffffffff dnl
0000 00 00 0000 00 00 00000000ffffffff 00000000ffffffff 0000 0000 dnl
00000000 00 000000 0000000000000000ffffffffffffffff
0000 0058 00000000 000003ff dnl
555555555555aaaaaaaaaaaa 000000000000ffffffffffff dnl
0000 00 00 0000 00 00 00000000ffffffff 00000000ffffffff 0000 0000 dnl
00000000 00 000000 0000000000000000ffffffffffffffff
0000 0058 00000000 000003ff dnl
000000000000ffffffffffff 000102030405000000000000 dnl
0000 00 00 0000 00 00 00000000ffffffff 00000000ffffffff 0000 0000 dnl
00000000 00 000000 0000000000000000ffffffffffffffff
0000 0058 00000000 000003ff dnl
000000000000ffffffffffff 010000000000feffffffffff dnl
0000 00 00 0000 00 00 00000000ffffffff 00000000ffffffff 0000 0000 dnl
00000000 00 000000 0000000000000000ffffffffffffffff
0000 0058 00000000 000003ff dnl
000000000000ffffffffffff 000102030405010000000000 dnl
0000 00 00 0000 00 00 00000000ffffffff 00000000ffffffff 0000 0000 dnl
00000000 00 000000 0000000000000000ffffffffffffffff
0000 0058 00000000 000003ff dnl
000000000000ffffffffffff 555555555555aaaaaaaaaaaa dnl
0000 00 00 0000 00 00 00000000ffffffff 00000000ffffffff 0000 0000 dnl
00000000 00 000000 0000000000000000ffffffffffffffff
0000 0058 00000001 000003fa dnl
000000000000ffffffffffff 000000000000ffffffffffff dnl
0000 03 00 0000 00 00 00000000ffffffff 00000000ffffffff 0000 0000 dnl
00000000 00 000000 0000000000000000ffffffffffffffff
0000 0058 00000000 000003fd dnl
000000000000ffffffffffff 000000000000ffffffffffff dnl
0123 00 00 0000 00 00 00000000ffffffff 00000000ffffffff 0000 0000 dnl
00000000 00 000000 0000000000000000ffffffffffffffff
0000 0058 00000000 000003fd dnl
000000000000ffffffffffff 000000000000ffffffffffff dnl
ffff 00 00 0000 00 00 00000000ffffffff 00000000ffffffff 0000 0000 dnl
00000000 00 000000 0000000000000000ffffffffffffffff
0000 0058 00000000 000003f9 dnl
000000000000ffffffffffff 000000000000ffffffffffff dnl
ffff 05 00 0000 00 00 00000000ffffffff 00000000ffffffff 0000 0000 dnl
00000000 00 000000 0000000000000000ffffffffffffffff
0000 0058 00000000 000003fd dnl
000000000000ffffffffffff 000000000000ffffffffffff dnl
fffe 00 00 0000 00 00 00000000ffffffff 00000000ffffffff 0000 0000 dnl
00000000 00 000000 0000000000000000ffffffffffffffff
0000 0058 00000000 000003fd dnl
000000000000ffffffffffff 000000000000ffffffffffff dnl
1234 00 00 0000 00 00 00000000ffffffff 00000000ffffffff 0000 0000 dnl
00000000 00 000000 0000000000000000ffffffffffffffff
0000 0058 00000000 000003f9 dnl
000000000000ffffffffffff 000000000000ffffffffffff dnl
fffe 04 00 0000 00 00 00000000ffffffff 00000000ffffffff 0000 0000 dnl
00000000 00 000000 0000000000000000ffffffffffffffff
`,
      },
    );
  });
  it('parse-nx-match', () => {
    checkOfctl(
      String.raw`
        $ parse-nx-match
        NXM_OF_IN_PORT(0001), NXM_OF_ETH_TYPE(0800)
        NXM_OF_IN_PORT(0001), NXM_OF_ETH_TYPE(0800)
        NXM_OF_IN_PORT(0001), NXM_OF_ETH_TYPE(0800)
      `,
      {
        '-': `NXM_OF_IN_PORT(0001), 01020304(1111/3333), NXM_OF_ETH_TYPE(0800)
NXM_OF_IN_PORT(0001), ffff020800002320(11112222), NXM_OF_ETH_TYPE(0800)
NXM_OF_IN_PORT(0001), ffff030800002320(1111/3333), NXM_OF_ETH_TYPE(0800)
`,
      },
    );
  });
  it('--strict parse-oxm OpenFlow12', () => {
    checkOfctl(
      String.raw`
        $ -vPATTERN:console:'%c|%p|%m' --strict parse-oxm OpenFlow12
        <any>

        # in port
        OXM_OF_IN_PORT(00000000)
        OXM_OF_IN_PORT(fffffffe)

        # metadata
        OXM_OF_METADATA(5a5a5a5a5a5a5a5a)
        OXM_OF_METADATA_W(0000000000000000/00000000ffffffff)
        nx_pull_match() returned error OFPBMC_BAD_WILDCARDS
        OXM_OF_METADATA(1234567890abcdef)
        nx_pull_match() returned error OFPBMC_BAD_WILDCARDS

        # eth dst
        OXM_OF_ETH_DST(0002e30f80a4)
        OXM_OF_ETH_DST_W(010000000000/010000000000)
        OXM_OF_ETH_DST_W(000000000000/010000000000)
        nx_pull_match() returned error OFPBMC_BAD_WILDCARDS
        OXM_OF_ETH_DST(0002e30f80a4)
        nx_pull_match() returned error OFPBMC_BAD_WILDCARDS
        OXM_OF_ETH_DST_W(0002e30f80a4/feffffffffff)

        # eth src
        OXM_OF_ETH_SRC(020898456ddb)

        # eth type
        OXM_OF_ETH_TYPE(0800)
        OXM_OF_IN_PORT(00000012), OXM_OF_ETH_TYPE(0800)

        # vlan
        nx_pull_match() returned error OFPBMC_DUP_FIELD
        nx_pull_match() returned error OFPBMC_BAD_VALUE
        nx_pull_match() returned error OFPBMC_BAD_PREREQ
        OXM_OF_VLAN_VID(0000)
        OXM_OF_VLAN_VID(1123)
        OXM_OF_VLAN_VID(1123), OXM_OF_VLAN_PCP(01)
        OXM_OF_VLAN_VID(0123)
        OXM_OF_VLAN_VID_W(0123/0123)
        nx_pull_match() returned error OFPBMC_BAD_WILDCARDS
        OXM_OF_VLAN_VID_W(0123/1123)
        nx_pull_match() returned error OFPBMC_BAD_PREREQ
        OXM_OF_VLAN_VID(1123)
        OXM_OF_VLAN_VID(1123)
        <any>
        OXM_OF_VLAN_VID_W(1103/1f0f)
        OXM_OF_VLAN_VID_W(1103/1f0f), OXM_OF_VLAN_PCP(01)
        OXM_OF_VLAN_VID_W(1000/1000)
        OXM_OF_VLAN_VID_W(1000/1000), OXM_OF_VLAN_PCP(01)

        # IP TOS
        nx_pull_match() returned error OFPBMC_BAD_VALUE
        nx_pull_match() returned error OFPBMC_BAD_VALUE
        OXM_OF_ETH_TYPE(0800), OXM_OF_IP_DSCP(3f)
        nx_pull_match() returned error OFPBMC_BAD_PREREQ

        # IP ECN
        OXM_OF_ETH_TYPE(0800), OXM_OF_IP_ECN(03)
        nx_pull_match() returned error OFPBMC_BAD_VALUE
        nx_pull_match() returned error OFPBMC_BAD_PREREQ
        ! nx_match|WARN|Rejecting NXM/OXM entry 0:32768:2:1:16 with 1-bits in value for bits wildcarded by the mask.
        ! nx_match|WARN|Rejecting NXM/OXM entry 0:32768:2:1:16 with 1-bits in value for bits wildcarded by the mask.
      `,
      {
        '-': `<any>

# in port
OXM_OF_IN_PORT(00000000)
OXM_OF_IN_PORT(fffffffe)

# metadata
OXM_OF_METADATA(5a5a5a5a5a5a5a5a)
OXM_OF_METADATA_W(0000000000000000/00000000ffffffff)
OXM_OF_METADATA_W(1234567890abcdef/ffff0000ffff0000)
OXM_OF_METADATA_W(1234567890abcdef/ffffffffffffffff)
OXM_OF_METADATA_W(1234567890abcdef/0000000000000000)

# eth dst
OXM_OF_ETH_DST(0002e30f80a4)
OXM_OF_ETH_DST_W(010000000000/010000000000)
OXM_OF_ETH_DST_W(000000000000/010000000000)
OXM_OF_ETH_DST_W(ffffffffffff/010000000000)
OXM_OF_ETH_DST_W(0002e30f80a4/ffffffffffff)
OXM_OF_ETH_DST_W(0002e30f80a4/000000000000)
OXM_OF_ETH_DST_W(0002e30f80a4/feffffffffff)

# eth src
OXM_OF_ETH_SRC(020898456ddb)

# eth type
OXM_OF_ETH_TYPE(0800)
OXM_OF_ETH_TYPE(0800) OXM_OF_IN_PORT(00000012)

# vlan
OXM_OF_VLAN_VID(1009) OXM_OF_VLAN_VID(1009) # Duplicate Field
OXM_OF_VLAN_VID(f009)           # Bad Value
OXM_OF_VLAN_PCP(00)             # Bad Pre-Requisite
OXM_OF_VLAN_VID(0000)           # Packets without 802.1Q header or with VID=0
OXM_OF_VLAN_VID(1123)           # Packets with VID=123, any PCP
OXM_OF_VLAN_VID(1123) OXM_OF_VLAN_PCP(01) # Packets with VID=123, PCP=1.
OXM_OF_VLAN_VID(0123)           # Does not make sense (but supported anyway)
OXM_OF_VLAN_VID_W(0123/0123)      # Does not make sense (but supported anyway)
OXM_OF_VLAN_VID_W(1123/0123)      # Does not make sense (but supported anyway)
OXM_OF_VLAN_VID_W(0123/1123)      # Does not make sense (but supported anyway)
OXM_OF_VLAN_VID(0123) OXM_OF_VLAN_PCP(01)  #Bad Pre-Requisite
OXM_OF_VLAN_VID_W(1123/1fff)    # Packets with VID=123, any PCP.
OXM_OF_VLAN_VID_W(1123/ffff)    # Packets with VID=123, any PCP.
OXM_OF_VLAN_VID_W(0000/0000)    # Packets with or without 802.1Q header
OXM_OF_VLAN_VID_W(1103/1f0f),   # Packets with # VID=123 (masked)
OXM_OF_VLAN_VID_W(1103/1f0f), OXM_OF_VLAN_PCP(01)  # Packets with VID=123 (masked), any PCP.
OXM_OF_VLAN_VID_W(1000/1000)    # Packets with any VID, any PCP
OXM_OF_VLAN_VID_W(1000/1000), OXM_OF_VLAN_PCP(01)  # Packets with any VID, PCP=1.

# IP TOS
OXM_OF_ETH_TYPE(0800) OXM_OF_IP_DSCP(f0)
OXM_OF_ETH_TYPE(0800) OXM_OF_IP_DSCP(41)
OXM_OF_ETH_TYPE(0800) OXM_OF_IP_DSCP(3f)
OXM_OF_IP_DSCP(3f)

# IP ECN
OXM_OF_ETH_TYPE(0800) OXM_OF_IP_ECN(03)
OXM_OF_ETH_TYPE(0800) OXM_OF_IP_ECN(06)
OXM_OF_IP_ECN(03)
`,
      },
    );
  });
  it('--strict parse-oxm OpenFlow13', () => {
    checkOfctl(
      String.raw`
        $ --strict parse-oxm OpenFlow13
        # actset_output
        ONFOXM_ET_ACTSET_OUTPUT(00000000)
        ONFOXM_ET_ACTSET_OUTPUT(fffffffe)
        ONFOXM_ET_ACTSET_OUTPUT(fffffff7)
        ONFOXM_ET_ACTSET_OUTPUT(00000000)
        ONFOXM_ET_ACTSET_OUTPUT(fffffffe)
        ONFOXM_ET_ACTSET_OUTPUT(fffffff7)
      `,
      {
        '-': `# actset_output
ONFOXM_ET_ACTSET_OUTPUT(00000000)
ONFOXM_ET_ACTSET_OUTPUT(fffffffe)
ONFOXM_ET_ACTSET_OUTPUT(fffffff7)
OXM_OF_ACTSET_OUTPUT(00000000)
OXM_OF_ACTSET_OUTPUT(fffffffe)
OXM_OF_ACTSET_OUTPUT(fffffff7)
`,
      },
    );
  });
  it('--strict parse-oxm OpenFlow15', () => {
    checkOfctl(
      String.raw`
        $ --strict parse-oxm OpenFlow15
        # Extended registers 0 and 1.
        OXM_OF_PKT_REG0_W(acebdf5600000000/ffffffff00000000)
        OXM_OF_PKT_REG0_W(a0e0d05000000000/f0f0f0f000000000)
        OXM_OF_PKT_REG0_W(a0e0d05000000000/ffffffff00000000)
        OXM_OF_PKT_REG0_W(00000000acebdf56/00000000ffffffff)
        OXM_OF_PKT_REG0_W(a0e0d050a0e0d050/f0f0f0f0f0f0f0f0)
        OXM_OF_PKT_REG0_W(a0e0d050a0e0d050/f0f0f0f0ffffffff)
        OXM_OF_PKT_REG0_W(00000000a0e0d050/00000000f0f0f0f0), OXM_OF_PKT_REG1_W(a0e0d05000000000/f0f0f0f000000000)
        OXM_OF_PKT_REG0_W(00000000a0e0d050/00000000f0f0f0f0), OXM_OF_PKT_REG1_W(a0e0d05000000000/ffffffff00000000)

        # Registers 0, 1, and 2.
        # (OpenFlow 1.5 transforms these into the standard "xregs".)
        OXM_OF_PKT_REG0_W(acebdf5600000000/ffffffff00000000)
        OXM_OF_PKT_REG0_W(a0e0d05000000000/f0f0f0f000000000)
        OXM_OF_PKT_REG0_W(a0e0d05000000000/ffffffff00000000)
        OXM_OF_PKT_REG0_W(00000000acebdf56/00000000ffffffff)
        OXM_OF_PKT_REG0_W(a0e0d050a0e0d050/f0f0f0f0f0f0f0f0)
        OXM_OF_PKT_REG0_W(a0e0d050a0e0d050/f0f0f0f0ffffffff)
        OXM_OF_PKT_REG0_W(00000000a0e0d050/00000000f0f0f0f0), OXM_OF_PKT_REG1_W(a0e0d05000000000/f0f0f0f000000000)
        OXM_OF_PKT_REG0_W(00000000a0e0d050/00000000f0f0f0f0), OXM_OF_PKT_REG1_W(a0e0d05000000000/ffffffff00000000)

        # actset_output
        OXM_OF_ACTSET_OUTPUT(00000000)
        OXM_OF_ACTSET_OUTPUT(fffffffe)
        OXM_OF_ACTSET_OUTPUT(fffffff7)
        OXM_OF_ACTSET_OUTPUT(00000000)
        OXM_OF_ACTSET_OUTPUT(fffffffe)
        OXM_OF_ACTSET_OUTPUT(fffffff7)
      `,
      {
        '-': `# Extended registers 0 and 1.
OXM_OF_PKT_REG0_W(acebdf5600000000/ffffffff00000000)
OXM_OF_PKT_REG0_W(a0e0d05000000000/f0f0f0f000000000)
OXM_OF_PKT_REG0_W(a0e0d05000000000/ffffffff00000000)
OXM_OF_PKT_REG0_W(00000000acebdf56/00000000ffffffff)
OXM_OF_PKT_REG0_W(a0e0d050a0e0d050/f0f0f0f0f0f0f0f0)
OXM_OF_PKT_REG0_W(a0e0d050a0e0d050/f0f0f0f0ffffffff)
OXM_OF_PKT_REG0_W(00000000a0e0d050/00000000f0f0f0f0), OXM_OF_PKT_REG1_W(a0e0d05000000000/f0f0f0f000000000)
OXM_OF_PKT_REG0_W(00000000a0e0d050/00000000f0f0f0f0), OXM_OF_PKT_REG1_W(a0e0d05000000000/ffffffff00000000)

# Registers 0, 1, and 2.
# (OpenFlow 1.5 transforms these into the standard "xregs".)
NXM_NX_REG0(acebdf56)
NXM_NX_REG0_W(a0e0d050/f0f0f0f0)
NXM_NX_REG0(a0e0d050)
NXM_NX_REG1(acebdf56)
NXM_NX_REG0_W(a0e0d050/f0f0f0f0), NXM_NX_REG1_W(a0e0d050/f0f0f0f0)
NXM_NX_REG0_W(a0e0d050/f0f0f0f0), NXM_NX_REG1(a0e0d050)
NXM_NX_REG1_W(a0e0d050/f0f0f0f0), NXM_NX_REG2_W(a0e0d050/f0f0f0f0)
NXM_NX_REG1_W(a0e0d050/f0f0f0f0), NXM_NX_REG2(a0e0d050)

# actset_output
ONFOXM_ET_ACTSET_OUTPUT(00000000)
ONFOXM_ET_ACTSET_OUTPUT(fffffffe)
ONFOXM_ET_ACTSET_OUTPUT(fffffff7)
OXM_OF_ACTSET_OUTPUT(00000000)
OXM_OF_ACTSET_OUTPUT(fffffffe)
OXM_OF_ACTSET_OUTPUT(fffffff7)
`,
      },
    );
  });
  it('parse-oxm OpenFlow12', () => {
    checkOfctl(
      String.raw`
        $ parse-oxm OpenFlow12
        OXM_OF_IN_PORT(00000001), OXM_OF_ETH_TYPE(0800)
        OXM_OF_IN_PORT(00000001), OXM_OF_ETH_TYPE(0800)
        OXM_OF_IN_PORT(00000001), OXM_OF_ETH_TYPE(0800)
      `,
      {
        '-': `OXM_OF_IN_PORT(00000001), 01020304(1111/3333), OXM_OF_ETH_TYPE(0800)
OXM_OF_IN_PORT(00000001), ffff020800002320(11112222), OXM_OF_ETH_TYPE(0800)
OXM_OF_IN_PORT(00000001), ffff030800002320(1111/3333), OXM_OF_ETH_TYPE(0800)
`,
      },
    );
  });
  it('-m --strict parse-oxm OpenFlow15', () => {
    checkOfctl(
      String.raw`
        $ -m --strict parse-oxm OpenFlow15
        NXOXM_ET_DP_HASH(01234567)
        00000000  00 01 00 10 ff ff 00 08-00 00 23 20 01 23 45 67
        NXOXM_ET_DP_HASH(01234567)
        00000000  00 01 00 10 ff ff 00 08-00 00 23 20 01 23 45 67

        NXOXM_ET_DP_HASH_W(01234567/0fffffff)
        00000000  00 01 00 14 ff ff 01 0c-00 00 23 20 01 23 45 67
        00000010  0f ff ff ff 00 00 00 00-
        NXOXM_ET_DP_HASH_W(01234567/0fffffff)
        00000000  00 01 00 14 ff ff 01 0c-00 00 23 20 01 23 45 67
        00000010  0f ff ff ff 00 00 00 00-
      `,
      {
        '-': `NXM_NX_DP_HASH(01234567)
NXOXM_ET_DP_HASH(01234567)

NXM_NX_DP_HASH_W(01234567/0fffffff)
NXOXM_ET_DP_HASH_W(01234567/0fffffff)
`,
      },
    );
  });
  it('-m --strict parse-oxm OpenFlow12', () => {
    checkOfctl(
      String.raw`
        $ -m --strict parse-oxm OpenFlow12
        NXM_NX_DP_HASH(01234567)
        00000000  00 01 00 0c 00 01 46 04-01 23 45 67 00 00 00 00
        NXM_NX_DP_HASH(01234567)
        00000000  00 01 00 0c 00 01 46 04-01 23 45 67 00 00 00 00

        NXM_NX_DP_HASH_W(01234567/0fffffff)
        00000000  00 01 00 10 00 01 47 08-01 23 45 67 0f ff ff ff
        NXM_NX_DP_HASH_W(01234567/0fffffff)
        00000000  00 01 00 10 00 01 47 08-01 23 45 67 0f ff ff ff
      `,
      {
        '-': `NXM_NX_DP_HASH(01234567)
NXOXM_ET_DP_HASH(01234567)

NXM_NX_DP_HASH_W(01234567/0fffffff)
NXOXM_ET_DP_HASH_W(01234567/0fffffff)
`,
      },
    );
  });
  it('check-vlan', () => {
    checkOfctl(String.raw`
      $ check-vlan 0000 0000
       -> 0000/0000
      NXM: <any> -> 0000/0000
      OXM: <any> -> 0000/0000,--
      OF1.0: 0000/1,00/1 -> 0000/0000
      OF1.1: 0000/1,00/1 -> 0000/0000
      $ check-vlan 0000 ffff
      vlan_tci=0x0000 -> 0000/ffff
      NXM: NXM_OF_VLAN_TCI(0000) -> 0000/ffff
      OXM: OXM_OF_VLAN_VID(0000) -> 0000/1fff,--
      OF1.0: ffff/0,00/0 -> 0000/ffff
      OF1.1: ffff/0,00/1 -> 0000/ffff
      $ check-vlan 1abc 1fff
      dl_vlan=2748 -> 1abc/1fff
      NXM: NXM_OF_VLAN_TCI_W(1abc/1fff) -> 1abc/1fff
      OXM: OXM_OF_VLAN_VID(1abc) -> 1abc/1fff,--
      OF1.0: 0abc/0,00/1 -> 1abc/1fff
      OF1.1: 0abc/0,00/1 -> 1abc/1fff
      $ check-vlan b000 f000
      dl_vlan_pcp=5 -> b000/f000
      NXM: NXM_OF_VLAN_TCI_W(b000/f000) -> b000/f000
      OXM: OXM_OF_VLAN_VID_W(1000/1000), OXM_OF_VLAN_PCP(05) -> 1000/1000,05
      OF1.0: 0000/1,05/0 -> b000/f000
      OF1.1: fffe/0,05/0 -> b000/f000
      $ check-vlan babc ffff
      dl_vlan=2748,dl_vlan_pcp=5 -> babc/ffff
      NXM: NXM_OF_VLAN_TCI(babc) -> babc/ffff
      OXM: OXM_OF_VLAN_VID(1abc), OXM_OF_VLAN_PCP(05) -> 1abc/1fff,05
      OF1.0: 0abc/0,05/0 -> babc/ffff
      OF1.1: 0abc/0,05/0 -> babc/ffff
      $ check-vlan 0000 0fff
      vlan_tci=0x0000/0x0fff -> 0000/0fff
      NXM: NXM_OF_VLAN_TCI_W(0000/0fff) -> 0000/0fff
      OXM: OXM_OF_VLAN_VID_W(0000/0fff) -> 0000/0fff,--
      OF1.0: 0000/0,00/1 -> 1000/1fff
      OF1.1: 0000/0,00/1 -> 1000/1fff
    `);
  });
  it('errors and their numbers', () => {
    checkOfctl(String.raw`
      $ print-error OFPBIC_BAD_EXPERIMENTER
      OpenFlow 1.1: vendor 0, type 3, code 5
      OpenFlow 1.2: vendor 0, type 3, code 5
      OpenFlow 1.3: vendor 0, type 3, code 5
      OpenFlow 1.4: vendor 0, type 3, code 5
      OpenFlow 1.5: vendor 0, type 3, code 5
      $ print-error OFPBIC_BAD_EXP_TYPE
      OpenFlow 1.1: vendor 0, type 3, code 5
      OpenFlow 1.2: vendor 0, type 3, code 6
      OpenFlow 1.3: vendor 0, type 3, code 6
      OpenFlow 1.4: vendor 0, type 3, code 6
      OpenFlow 1.5: vendor 0, type 3, code 6
      $ encode-error-reply OFPRRFC_BAD_ROLE 0100000812345678
      00000000  01 01 00 1c 12 34 56 78-b0 c2 00 00 00 00 23 20
      00000010  00 01 02 01 01 00 00 08-12 34 56 78
      $ encode-error-reply OFPRRFC_BAD_ROLE 0200000812345678
      00000000  02 01 00 1c 12 34 56 78-b0 c2 00 00 00 00 23 20
      00000010  00 01 02 01 02 00 00 08-12 34 56 78
      $ encode-error-reply OFPRRFC_BAD_ROLE 0300000812345678
      00000000  03 01 00 14 12 34 56 78-00 0b 00 02 03 00 00 08
      00000010  12 34 56 78
      $ encode-error-reply NXBRC_MUST_BE_ZERO 0100000812345678
      00000000  01 01 00 1c 12 34 56 78-b0 c2 00 00 00 00 23 20
      00000010  00 01 02 03 01 00 00 08-12 34 56 78
      $ encode-error-reply NXBRC_MUST_BE_ZERO 0200000812345678
      00000000  02 01 00 1c 12 34 56 78-b0 c2 00 00 00 00 23 20
      00000010  00 01 02 03 02 00 00 08-12 34 56 78
      $ encode-error-reply NXBRC_MUST_BE_ZERO 0300000812345678
      00000000  03 01 00 18 12 34 56 78-ff ff 00 04 00 00 23 20
      00000010  03 00 00 08 12 34 56 78-
      $ encode-hello 0x2
      00000000  01 00 00 08 00 00 00 01-
      OFPT_HELLO (xid=0x1):
       version bitmap: 0x01
      $ encode-hello 0x6
      00000000  02 00 00 08 00 00 00 01-
      OFPT_HELLO (OF1.1) (xid=0x1):
       version bitmap: 0x01, 0x02
      $ encode-hello 0xe
      00000000  03 00 00 08 00 00 00 01-
      OFPT_HELLO (OF1.2) (xid=0x1):
       version bitmap: 0x01, 0x02, 0x03
    `);
  });
  it('flows as encoded in messages', () => {
    checkOfctl(String.raw`
      $ -mmm parse-flow tcp,tp_src=123,actions=flood
      usable protocols: any
      chosen protocol: OpenFlow10-table_id
      OFPT_FLOW_MOD (xid=0x1): ADD tcp,in_port=*,dl_vlan=*,dl_vlan_pcp=*,dl_src=*,dl_dst=*,nw_src=*,nw_dst=*,nw_tos=*,tp_src=123,tp_dst=* actions=FLOOD
      $ -mmmmm parse-flow tcp,tp_src=123,actions=flood
      usable protocols: any
      chosen protocol: OpenFlow10-table_id
      OFPT_FLOW_MOD (xid=0x1): ADD tcp,in_port=*,dl_vlan=*,dl_vlan_pcp=*,dl_src=*,dl_dst=*,nw_src=*,nw_dst=*,nw_tos=*,tp_src=123,tp_dst=* actions=FLOOD
      00000000  01 0e 00 50 00 00 00 01-00 38 20 8f 00 00 00 00 |...P.....8 .....|
      00000010  00 00 00 00 00 00 00 00-00 00 00 00 00 00 08 00 |................|
      00000020  00 06 00 00 00 00 00 00-00 00 00 00 00 7b 00 00 |.............{..|
      00000030  00 00 00 00 00 00 00 00-00 00 00 00 00 00 80 00 |................|
      00000040  ff ff ff ff ff ff 00 00-00 00 00 08 ff fb 00 00 |................|
      $ -mmm -F nxm parse-flow tcp,tp_src=123,actions=flood
      usable protocols: any
      chosen protocol: NXM-table_id
      NXT_FLOW_MOD (xid=0x1): ADD NXM_OF_ETH_TYPE(0800), NXM_OF_IP_PROTO(06), NXM_OF_TCP_SRC(007b) actions=FLOOD
      $ -mmmm -F openflow10 parse-flow tcp,tp_src=123,actions=flood
      usable protocols: any
      chosen protocol: OpenFlow10-table_id
      OFPT_FLOW_MOD (xid=0x1): ADD tcp,in_port=*,dl_vlan=*,dl_vlan_pcp=*,dl_src=*,dl_dst=*,nw_src=*,nw_dst=*,nw_tos=*,tp_src=123,tp_dst=* actions=FLOOD
      $ -F nxm+table_id -mmm parse-flow tcp,tp_src=123,actions=flood
      usable protocols: any
      chosen protocol: NXM+table_id
      NXT_FLOW_MOD (xid=0x1): ADD table:255 NXM_OF_ETH_TYPE(0800), NXM_OF_IP_PROTO(06), NXM_OF_TCP_SRC(007b) actions=FLOOD
      $ -vPATTERN:console:'%c|%p|%m' -mmm parse-flow 'arp,nw_src=192.168.0.1 actions=drop_spoofed_arp,NORMAL'
      ! ovs-ofctl: unknown action drop_spoofed_arp
      = 1
      $ -vPATTERN:console:'%c|%p|%m' -mmmmm parse-flow 'arp,nw_src=192.168.0.1 actions=drop_spoofed_arp,NORMAL'
      ! ovs-ofctl: unknown action drop_spoofed_arp
      = 1
      $ -vPATTERN:console:'%c|%p|%m' -mmm -F nxm parse-flow 'arp,nw_src=192.168.0.1 actions=drop_spoofed_arp,NORMAL'
      ! ovs-ofctl: unknown action drop_spoofed_arp
      = 1
      $ -vPATTERN:console:'%c|%p|%m' -mmmm -F openflow10 parse-flow 'arp,nw_src=192.168.0.1 actions=drop_spoofed_arp,NORMAL'
      ! ovs-ofctl: unknown action drop_spoofed_arp
      = 1
      $ -vPATTERN:console:'%c|%p|%m' -F nxm+table_id -mmm parse-flow 'arp,nw_src=192.168.0.1 actions=drop_spoofed_arp,NORMAL'
      ! ovs-ofctl: unknown action drop_spoofed_arp
      = 1
      $ -mmm parse-flow icmp,icmp_type=3,nw_tos=32,actions=output:5
      usable protocols: any
      chosen protocol: OpenFlow10-table_id
      OFPT_FLOW_MOD (xid=0x1): ADD icmp,in_port=*,dl_vlan=*,dl_vlan_pcp=*,dl_src=*,dl_dst=*,nw_src=*,nw_dst=*,nw_tos=32,icmp_type=3,icmp_code=* actions=output:5
      $ -mmmmm parse-flow icmp,icmp_type=3,nw_tos=32,actions=output:5
      usable protocols: any
      chosen protocol: OpenFlow10-table_id
      OFPT_FLOW_MOD (xid=0x1): ADD icmp,in_port=*,dl_vlan=*,dl_vlan_pcp=*,dl_src=*,dl_dst=*,nw_src=*,nw_dst=*,nw_tos=32,icmp_type=3,icmp_code=* actions=output:5
      00000000  01 0e 00 50 00 00 00 01-00 18 20 8f 00 00 00 00 |...P...... .....|
      00000010  00 00 00 00 00 00 00 00-00 00 00 00 00 00 08 00 |................|
      00000020  20 01 00 00 00 00 00 00-00 00 00 00 00 03 00 00 | ...............|
      00000030  00 00 00 00 00 00 00 00-00 00 00 00 00 00 80 00 |................|
      00000040  ff ff ff ff ff ff 00 00-00 00 00 08 00 05 00 00 |................|
      $ -mmm -F nxm parse-flow icmp,icmp_type=3,nw_tos=32,actions=output:5
      usable protocols: any
      chosen protocol: NXM-table_id
      NXT_FLOW_MOD (xid=0x1): ADD NXM_OF_ETH_TYPE(0800), NXM_OF_IP_TOS(20), NXM_OF_IP_PROTO(01), NXM_OF_ICMP_TYPE(03) actions=output:5
      $ -mmmm -F openflow10 parse-flow icmp,icmp_type=3,nw_tos=32,actions=output:5
      usable protocols: any
      chosen protocol: OpenFlow10-table_id
      OFPT_FLOW_MOD (xid=0x1): ADD icmp,in_port=*,dl_vlan=*,dl_vlan_pcp=*,dl_src=*,dl_dst=*,nw_src=*,nw_dst=*,nw_tos=32,icmp_type=3,icmp_code=* actions=output:5
      $ -F nxm+table_id -mmm parse-flow icmp,icmp_type=3,nw_tos=32,actions=output:5
      usable protocols: any
      chosen protocol: NXM+table_id
      NXT_FLOW_MOD (xid=0x1): ADD table:255 NXM_OF_ETH_TYPE(0800), NXM_OF_IP_TOS(20), NXM_OF_IP_PROTO(01), NXM_OF_ICMP_TYPE(03) actions=output:5
      $ -vPATTERN:console:'%c|%p|%m' -mmm parse-flow 'priority=5,cookie=0x1234/0xff,table=3,idle_timeout=10,hard_timeout=20,reg0=5/0xff,actions=load:5->NXM_NX_REG0[],resubmit(,4)'
      ! ovs-ofctl: flow additions cannot use a cookie mask
      = 1
      $ -vPATTERN:console:'%c|%p|%m' -mmmmm parse-flow 'priority=5,cookie=0x1234/0xff,table=3,idle_timeout=10,hard_timeout=20,reg0=5/0xff,actions=load:5->NXM_NX_REG0[],resubmit(,4)'
      ! ovs-ofctl: flow additions cannot use a cookie mask
      = 1
      $ -vPATTERN:console:'%c|%p|%m' -mmm -F nxm parse-flow 'priority=5,cookie=0x1234/0xff,table=3,idle_timeout=10,hard_timeout=20,reg0=5/0xff,actions=load:5->NXM_NX_REG0[],resubmit(,4)'
      ! ovs-ofctl: flow additions cannot use a cookie mask
      = 1
      $ -vPATTERN:console:'%c|%p|%m' -mmmm -F openflow10 parse-flow 'priority=5,cookie=0x1234/0xff,table=3,idle_timeout=10,hard_timeout=20,reg0=5/0xff,actions=load:5->NXM_NX_REG0[],resubmit(,4)'
      ! ovs-ofctl: flow additions cannot use a cookie mask
      = 1
      $ -vPATTERN:console:'%c|%p|%m' -F nxm+table_id -mmm parse-flow 'priority=5,cookie=0x1234/0xff,table=3,idle_timeout=10,hard_timeout=20,reg0=5/0xff,actions=load:5->NXM_NX_REG0[],resubmit(,4)'
      ! ovs-ofctl: flow additions cannot use a cookie mask
      = 1
      $ -mmm parse-flow 'actions=learn(table=1,idle_timeout=10, NXM_OF_VLAN_TCI[0..11], output:NXM_OF_IN_PORT[])'
      usable protocols: any
      chosen protocol: OpenFlow10-table_id
      OFPT_FLOW_MOD (xid=0x1): ADD in_port=*,dl_vlan=*,dl_vlan_pcp=*,dl_src=*,dl_dst=*,dl_type=*,nw_src=*,nw_dst=*,nw_proto=*,nw_tos=*,tp_src=*,tp_dst=* actions=learn(table=1,idle_timeout=10,NXM_OF_VLAN_TCI[0..11],output:NXM_OF_IN_PORT[])
      $ -mmmmm parse-flow 'actions=learn(table=1,idle_timeout=10, NXM_OF_VLAN_TCI[0..11], output:NXM_OF_IN_PORT[])'
      usable protocols: any
      chosen protocol: OpenFlow10-table_id
      OFPT_FLOW_MOD (xid=0x1): ADD in_port=*,dl_vlan=*,dl_vlan_pcp=*,dl_src=*,dl_dst=*,dl_type=*,nw_src=*,nw_dst=*,nw_proto=*,nw_tos=*,tp_src=*,tp_dst=* actions=learn(table=1,idle_timeout=10,NXM_OF_VLAN_TCI[0..11],output:NXM_OF_IN_PORT[])
      00000000  01 0e 00 80 00 00 00 01-00 38 20 ff 00 00 00 00 |.........8 .....|
      00000010  00 00 00 00 00 00 00 00-00 00 00 00 00 00 00 00 |................|
      00000020  00 00 00 00 00 00 00 00-00 00 00 00 00 00 00 00 |................|
      00000030  00 00 00 00 00 00 00 00-00 00 00 00 00 00 80 00 |................|
      00000040  ff ff ff ff ff ff 00 00-ff ff 00 38 00 00 23 20 |...........8..# |
      00000050  00 10 00 0a 00 00 80 00-00 00 00 00 00 00 00 00 |................|
      00000060  00 00 01 00 00 00 00 00-00 0c 00 00 08 02 00 00 |................|
      00000070  00 00 08 02 00 00 10 10-00 00 00 02 00 00 00 00 |................|
      $ -mmm -F nxm parse-flow 'actions=learn(table=1,idle_timeout=10, NXM_OF_VLAN_TCI[0..11], output:NXM_OF_IN_PORT[])'
      usable protocols: any
      chosen protocol: NXM-table_id
      NXT_FLOW_MOD (xid=0x1): ADD <any> actions=learn(table=1,idle_timeout=10,NXM_OF_VLAN_TCI[0..11],output:NXM_OF_IN_PORT[])
      $ -mmmm -F openflow10 parse-flow 'actions=learn(table=1,idle_timeout=10, NXM_OF_VLAN_TCI[0..11], output:NXM_OF_IN_PORT[])'
      usable protocols: any
      chosen protocol: OpenFlow10-table_id
      OFPT_FLOW_MOD (xid=0x1): ADD in_port=*,dl_vlan=*,dl_vlan_pcp=*,dl_src=*,dl_dst=*,dl_type=*,nw_src=*,nw_dst=*,nw_proto=*,nw_tos=*,tp_src=*,tp_dst=* actions=learn(table=1,idle_timeout=10,NXM_OF_VLAN_TCI[0..11],output:NXM_OF_IN_PORT[])
      $ -F nxm+table_id -mmm parse-flow 'actions=learn(table=1,idle_timeout=10, NXM_OF_VLAN_TCI[0..11], output:NXM_OF_IN_PORT[])'
      usable protocols: any
      chosen protocol: NXM+table_id
      NXT_FLOW_MOD (xid=0x1): ADD table:255 <any> actions=learn(table=1,idle_timeout=10,NXM_OF_VLAN_TCI[0..11],output:NXM_OF_IN_PORT[])
    `);
  });
});
