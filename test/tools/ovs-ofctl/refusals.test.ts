/** Checks the text of requests that a switch refuses. */

import { describe, it } from 'vitest';
import { checkOfctl } from './ofctl-transcript.js';

describe('refused requests', () => {
  it('are described if the switch quotes them whole', () => {
    checkOfctl(`
      $ add-flow br0 in_port=1,actions=bogus
      ! ovs-ofctl: unknown action bogus
      = 1
      $ -O OpenFlow13 add-flow br0 actions=goto_table:0
      ! OFPT_ERROR (OF1.3) (xid=0x2): OFPBIC_BAD_TABLE_ID
      ! OFPT_FLOW_MOD (OF1.3) (xid=0x2): ***decode error: OFPBIC_BAD_TABLE_ID***
      = 1
    `);
  });

  it('are dumped as bytes if the switch quotes only a part', () => {
    checkOfctl(`
      $ -O OpenFlow13 add-flow br0 in_port=1,actions=group:5
      ! OFPT_ERROR (OF1.3) (xid=0x2): OFPBAC_BAD_OUT_GROUP
      ! OFPT_FLOW_MOD (OF1.3) (xid=0x2):
      ! (***truncated to 64 bytes from 80***)
      ! 00000000  04 0e 00 50 00 00 00 02-00 00 00 00 00 00 00 00 |...P............|
      ! 00000010  00 00 00 00 00 00 00 00-00 00 00 00 00 00 80 00 |................|
      ! 00000020  ff ff ff ff ff ff ff ff-ff ff ff ff 00 00 00 00 |................|
      ! 00000030  00 01 00 0c 80 00 00 04-00 00 00 01 00 00 00 00 |................|
      = 1
      $ add-flow br0 check_overlap,priority=5,tcp,actions=1
      $ add-flow br0 check_overlap,priority=5,ip,actions=1
      ! OFPT_ERROR (xid=0x2): OFPFMFC_OVERLAP
      ! OFPT_FLOW_MOD (xid=0x2):
      ! (***truncated to 64 bytes from 80***)
      ! 00000000  01 0e 00 50 00 00 00 02-00 38 20 ef 00 00 00 00 |...P.....8 .....|
      ! 00000010  00 00 00 00 00 00 00 00-00 00 00 00 00 00 08 00 |................|
      ! 00000020  00 00 00 00 00 00 00 00-00 00 00 00 00 00 00 00 |................|
      ! 00000030  00 00 00 00 00 00 00 00-00 00 00 00 00 00 00 05 |................|
      = 1
      $ -O OpenFlow13 add-flow br0 actions=write_actions(resubmit(,1))
      ! OFPT_ERROR (OF1.3) (xid=0x2): OFPBAC_BAD_TYPE
      ! OFPT_FLOW_MOD (OF1.3) (xid=0x2):
      ! (***truncated to 64 bytes from 80***)
      ! 00000000  04 0e 00 50 00 00 00 02-00 00 00 00 00 00 00 00 |...P............|
      ! 00000010  00 00 00 00 00 00 00 00-00 00 00 00 00 00 80 00 |................|
      ! 00000020  ff ff ff ff ff ff ff ff-ff ff ff ff 00 00 00 00 |................|
      ! 00000030  00 01 00 04 00 00 00 00-00 03 00 18 00 00 00 00 |................|
      = 1
    `);
  });
});

describe('actions that tools cannot decode', () => {
  it('are shown when a flow is only parsed', () => {
    checkOfctl(`
      $ parse-flow ip,actions=ct(zone=NXM_NX_REG0[])
      usable protocols: any
      chosen protocol: OpenFlow10-table_id
      OFPT_FLOW_MOD (xid=0x1): ***decode error: OFPBAC_BAD_SET_LEN***
      ! 2015-11-04T12:00:00Z|00001|ofp_actions|WARN|zone n_bits 32 not within valid range [16..16]
      ! 2015-11-04T12:00:00Z|00002|ofp_actions|WARN|bad action at offset 0 (OFPBAC_BAD_SET_LEN):
      ! 00000000  ff ff 00 18 00 00 23 20-00 23 00 00 00 01 00 04
      ! 00000010  00 1f ff 00 00 00 00 00-
      $ -O OpenFlow13 parse-flow dl_vlan=1,actions=set_field:5->vlan_vid
      usable protocols: any
      chosen protocol: OXM-OpenFlow13
      OFPT_FLOW_MOD (OF1.3) (xid=0x1): ***decode error: OFPBAC_BAD_SET_ARGUMENT***
      ! 2015-11-04T12:00:00Z|00001|ofp_actions|WARN|Invalid value for set field vlan_vid: 5
      ! 2015-11-04T12:00:00Z|00002|ofp_actions|WARN|bad action at offset 0 (OFPBAC_BAD_SET_ARGUMENT):
      ! 00000000  00 19 00 10 80 00 0c 02-00 05 00 00 00 00 00 00
      $ -O OpenFlow13 parse-flow mpls,actions=set_mpls_ttl(5)
      usable protocols: any
      chosen protocol: OXM-OpenFlow13
      OFPT_FLOW_MOD (OF1.3) (xid=0x1): ADD mpls actions=set_mpls_ttl(5)
      ! 2015-11-04T12:00:00Z|00001|ofp_actions|INFO|OFPAT_SET_MPLS_TTL is deprecated in OpenFlow13 (use Set-Field)
      $ parse-flow actions=debug_recirc
      usable protocols: any
      chosen protocol: OpenFlow10-table_id
      OFPT_FLOW_MOD (xid=0x1): ***decode error: OFPBAC_BAD_VENDOR_TYPE***
      ! 2015-11-04T12:00:00Z|00001|ofp_actions|WARN|bad action at offset 0 (OFPBAC_BAD_VENDOR_TYPE):
      ! 00000000  ff ff 00 10 00 00 23 20-00 ff 00 00 00 00 00 00
    `);
  });

  it('are refused, as are matches that lack a prerequisite', () => {
    checkOfctl(`
      $ -O OpenFlow13 parse-flow vlan_tci=0x0005,actions=1
      usable protocols: any
      chosen protocol: OXM-OpenFlow13
      OFPT_FLOW_MOD (OF1.3) (xid=0x1): ***decode error: OFPBMC_BAD_PREREQ***
    `);
  });

  it('are also possible in requests for flows', () => {
    checkOfctl(`
      $ -O OpenFlow13 dump-flows br0 vlan_tci=0x0005
      ! OFPT_ERROR (OF1.3) (xid=0x2): OFPBMC_BAD_PREREQ
      ! OFPST_FLOW request (OF1.3) (xid=0x2): ***decode error: OFPBMC_BAD_PREREQ***
      = 1
      $ -O OpenFlow13 dump-aggregate br0 vlan_tci=0x0005
      ! OFPT_ERROR (OF1.3) (xid=0x2): OFPBMC_BAD_PREREQ
      ! OFPST_AGGREGATE request (OF1.3) (xid=0x2): ***decode error: OFPBMC_BAD_PREREQ***
      = 1
      $ -O OpenFlow13 dump-flows br0 vlan_tci=0x0005,ipv6,ipv6_src=2001::1,ipv6_dst=2001::1
      ! OFPT_ERROR (OF1.3) (xid=0x2): OFPBMC_BAD_PREREQ
      ! OFPST_FLOW request (OF1.3) (xid=0x2):
      ! (***truncated to 64 bytes from 112***)
      ! 00000000  04 12 00 70 00 00 00 02-00 01 00 00 00 00 00 00 |...p............|
      ! 00000010  ff 00 00 00 ff ff ff ff-ff ff ff ff 00 00 00 00 |................|
      ! 00000020  00 00 00 00 00 00 00 00-00 00 00 00 00 00 00 00 |................|
      ! 00000030  00 01 00 3d 80 00 0a 02-86 dd 80 00 0c 02 00 05 |...=............|
      = 1
    `);
  });

  it('cause errors, as does text that cannot be parsed or encoded', () => {
    const long = '1'.repeat(246);
    checkOfctl(`
      $ add-flow br0 tun_metadata0=0x${long},tun_metadata1=0x${long},tun_metadata2=0x${long.slice(0, 22)},actions=1
      ! ovs-ofctl: field tun_metadata2 exceeds maximum size for tunnel metadata (used 257, max 256)
      = 1
      $ -O OpenFlow15 add-group br0 'group_id=1,type=select,selection_method=hash,fields(ip_src,foo),bucket=actions=1'
      ! ovs-ofctl: : unknown field foo
      = 1
      $ -O OpenFlow15 add-group br0 'group_id=1,type=select,selection_method=hash,fields(foo,ip_src),bucket=actions=1'
      ! ovs-ofctl: ip_src: unknown field foo
      = 1
      $ -O OpenFlow10 add-flow br0 actions=write_metadata:1,goto_table:1
      ! OFPT_ERROR (xid=0x4): NXBRC_UNENCODABLE_ERROR
      ! NXT_FLOW_MOD (xid=0x4):
      ! (***truncated to 64 bytes from 96***)
      ! 00000000  01 04 00 60 00 00 00 04-00 00 23 20 00 00 00 0d |...\`......# ....|
      ! 00000010  00 00 00 00 00 00 00 00-00 00 00 00 00 00 80 00 |................|
      ! 00000020  ff ff ff ff ff ff 00 00-00 00 00 00 00 00 00 00 |................|
      ! 00000030  ff ff 00 20 00 00 23 20-00 16 00 00 00 00 00 00 |... ..# ........|
      = 1
    `);
  });
});
