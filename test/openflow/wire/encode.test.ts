/** Checks encoded messages against bytes of the reference. */

import { describe, expect, it } from 'vitest';
import { Match } from '../../../src/openflow/model/match.js';
import {
  type OpenFlowVersion,
  PROTOCOLS,
  SINGLE_PROTOCOLS,
  versionProtocols,
} from '../../../src/openflow/model/protocols.js';
import { parseActions } from '../../../src/openflow/text/parse-actions.js';
import { parseFlowMod } from '../../../src/openflow/text/parse-flow.js';
import { convertActions } from '../../../src/openflow/wire/convert-actions.js';
import { encodeActions } from '../../../src/openflow/wire/encode-actions.js';
import { encodeFlowMod } from '../../../src/openflow/wire/encode-flow-mod.js';
import { hexDump } from '../../../src/openflow/wire/hex-dump.js';

const words = (bytes: Uint8Array): string =>
  Buffer.from(bytes)
    .toString('hex')
    .replace(/(.{4})(?=.)/g, '$1 ');

/** Actions in OpenFlow 1.0, as the reference's own tests have them. */
// biome-ignore format: a table
const ACTIONS: readonly (readonly [text: string, message: string])[] = [
  ['output:LOCAL', '0000 0008 fffe 0000'],
  ['CONTROLLER:1234', '0000 0008 fffd 04d2'],
  ['mod_vlan_vid:9', '0001 0008 0009 0000'],
  ['mod_vlan_pcp:6', '0002 0008 0600 0000'],
  ['strip_vlan', '0003 0008 0000 0000'],
  ['mod_dl_src:00:11:22:33:44:55', '0004 0010 0011 2233 4455 0000 0000 0000'],
  ['mod_dl_dst:10:20:30:40:50:60', '0005 0010 1020 3040 5060 0000 0000 0000'],
  ['mod_nw_src:1.2.3.4', '0006 0008 0102 0304'],
  ['mod_nw_dst:192.168.0.1', '0007 0008 c0a8 0001'],
  ['mod_nw_tos:48', '0008 0008 3000 0000'],
  ['mod_tp_src:80', '0009 0008 0050 0000'],
  ['mod_tp_dst:443', '000a 0008 01bb 0000'],
  ['enqueue:10:55', '000b 0010 000a 0000 0000 0000 0000 0037'],
  ['resubmit:5', 'ffff 0010 0000 2320 0001 0005 0000 0000'],
  ['set_tunnel:0x12345678', 'ffff 0010 0000 2320 0002 0000 1234 5678'],
  ['set_queue:2309737729', 'ffff 0010 0000 2320 0004 0000 89ab cd01'],
  ['pop_queue', 'ffff 0010 0000 2320 0005 0000 0000 0000'],
  ['move:NXM_OF_IN_PORT[]->NXM_OF_VLAN_TCI[]', 'ffff 0018 0000 2320 0006 0010 0000 0000 0000 0002 0000 0802'],
  ['load:0xf009->NXM_OF_VLAN_TCI[]', 'ffff 0018 0000 2320 0007 000f 0000 0802 0000 0000 0000 f009'],
  ['note:11.e9.9a.ad.67.f3', 'ffff 0010 0000 2320 0008 11e9 9aad 67f3'],
  ['set_tunnel64:0xc426384d49c53d60', 'ffff 0018 0000 2320 0009 0000 0000 0000 c426 384d 49c5 3d60'],
  ['multipath(eth_src,50,modulo_n,1,0,NXM_NX_REG0[])', 'ffff 0020 0000 2320 000a 0000 0032 0000 0000 0000 0000 0000 0000 001f 0001 0004'],
  ['bundle(eth_src,0,hrw,ofport,slaves:4,8)', 'ffff 0028 0000 2320 000c 0001 0000 0000 0000 0002 0002 0000 0000 0000 0000 0000 0004 0008 0000 0000'],
  ['bundle_load(eth_src,0,hrw,ofport,NXM_NX_REG0[],slaves:4,8)', 'ffff 0028 0000 2320 000d 0001 0000 0000 0000 0002 0002 001f 0001 0004 0000 0000 0004 0008 0000 0000'],
  ['resubmit(10,5)', 'ffff 0010 0000 2320 000e 000a 0500 0000'],
  ['output:NXM_NX_REG1[5..10]', 'ffff 0018 0000 2320 000f 0145 0001 0204 ffff 0000 0000 0000'],
  ['learn(table=2,idle_timeout=10,hard_timeout=20,fin_idle_timeout=2,fin_hard_timeout=4,priority=80,cookie=0x123456789abcdef0,NXM_OF_VLAN_TCI[0..11],NXM_OF_ETH_DST[]=NXM_OF_ETH_SRC[],output:NXM_OF_IN_PORT[])', 'ffff 0048 0000 2320 0010 000a 0014 0050 1234 5678 9abc def0 0000 0200 0002 0004 000c 0000 0802 0000 0000 0802 0000 0030 0000 0406 0000 0000 0206 0000 1010 0000 0002 0000 0000 0000'],
  ['exit', 'ffff 0010 0000 2320 0011 0000 0000 0000'],
  ['dec_ttl', 'ffff 0010 0000 2320 0012 0000 0000 0000'],
  ['fin_timeout(idle_timeout=10,hard_timeout=20)', 'ffff 0010 0000 2320 0013 000a 0014 0000'],
  ['controller(reason=invalid_ttl,max_len=1234,id=5678)', 'ffff 0010 0000 2320 0014 04d2 162e 0200'],
  ['dec_ttl(32768,12345,90,765,1024)', 'ffff 0020 0000 2320 0015 0005 0000 0000 8000 3039 005a 02fd 0400 0000 0000 0000'],
  ['sample(probability=12345,collector_set_id=23456,obs_domain_id=34567,obs_point_id=45678)', 'ffff 0018 0000 2320 001d 3039 0000 5ba0 0000 8707 0000 b26e'],
  ['ct(commit)', 'ffff 0018 0000 2320 0023 0001 0000 0000 0000 ff00 0000 0000'],
  ['ct(zone=NXM_NX_REG0[0..15])', 'ffff 0018 0000 2320 0023 0000 0001 0004 000f ff00 0000 0000'],
  ['ct(commit,exec(load:0xf009->NXM_NX_CT_MARK[]))', 'ffff 0030 0000 2320 0023 0001 0000 0000 0000 ff00 0000 0000 ffff 0018 0000 2320 0007 001f 0001 d604 0000 0000 0000 f009'],
  ['ct(alg=ftp)', 'ffff 0018 0000 2320 0023 0000 0000 0000 0000 ff00 0000 0015'],
];

describe('actions as messages', () => {
  it.each(ACTIONS)('%s', (text, message) => {
    const { actions } = parseActions(text, () => {});
    expect(words(encodeActions(convertActions(actions, 10, Match.ANY), 10))).toBe(message);
  });
});

describe('requests to add a flow as messages', () => {
  // Printed by `ovs-ofctl -m -m -m -m -m parse-flow` of the reference.
  // biome-ignore format: a table
  const requests: readonly (readonly [OpenFlowVersion, text: string, message: string])[] = [
    [10, 'in_port=1,dl_vlan=5,dl_vlan_pcp=3,tcp,nw_src=10.0.0.0/8,tp_dst=80,idle_timeout=60,cookie=0x5,actions=output:2', '010e 0050 0000 0001 0028 184c 0001 0000 0000 0000 0000 0000 0000 0005 0300 0800 0006 0000 0a00 0000 0000 0000 0000 0050 0000 0000 0000 0005 0000 003c 0000 8000 ffff ffff ffff 0000 0000 0008 0002 0000'],
    [10, 'table=3,metadata=0x3,reg0=0x10/0xf0,ct_state=+new+trk,actions=resubmit(,5)', '0104 0068 0000 0001 0000 2320 0000 000d 0000 0000 0000 0000 0300 0000 0000 8000 ffff ffff ffff 0000 0024 0000 0000 0000 0001 0108 0000 0010 0000 00f0 0001 d308 0000 0081 0000 0081 8000 0408 0000 0000 0000 0003 0000 0000 ffff 0010 0000 2320 000e fff8 0500 0000'],
    [10, 'ip,nw_ttl=64,ip_frag=later,actions=drop', '0104 0040 0000 0001 0000 2320 0000 000d 0000 0000 0000 0000 0000 0000 0000 8000 ffff ffff ffff 0000 0010 0000 0000 0000 0000 0602 0800 0001 3401 0300 013a 0140'],
    [11, 'in_port=LOCAL,dl_dst=01:00:00:00:00:00/01:00:00:00:00:00,ip,nw_dst=192.168.0.0/16,actions=output:1', '020e 00a0 0000 0001 0000 0000 0000 0000 0000 0000 0000 0000 0000 0000 0000 8000 ffff ffff ffff ffff ffff ffff 0000 0000 0000 0058 ffff fffe 0000 03f6 0000 0000 0000 ffff ffff ffff 0100 0000 0000 feff ffff ffff 0000 0000 0800 0000 0000 0000 ffff ffff c0a8 0000 0000 ffff 0000 0000 0000 0000 0000 0000 0000 0000 0000 0000 ffff ffff ffff ffff 0004 0018 0000 0000 0000 0010 0000 0001 0000 0000 0000 0000'],
    [11, 'mpls,mpls_label=5,mpls_tc=2,dl_vlan=0xffff,actions=drop', '020e 0088 0000 0001 0000 0000 0000 0000 0000 0000 0000 0000 0000 0000 0000 8000 ffff ffff ffff ffff ffff ffff 0000 0000 0000 0058 0000 0000 0000 00f5 0000 0000 0000 ffff ffff ffff 0000 0000 0000 ffff ffff ffff ffff 0000 8847 0000 0000 0000 ffff ffff 0000 0000 ffff ffff 0000 0000 0000 0005 0200 0000 0000 0000 0000 0000 ffff ffff ffff ffff'],
    [12, 'icmp6,icmpv6_type=135,nd_target=fe80::1,nd_sll=00:00:00:00:00:01,actions=drop', '030e 0068 0000 0001 0000 0000 0000 0000 0000 0000 0000 0000 0000 0000 0000 8000 ffff ffff ffff ffff ffff ffff 0000 0000 0001 0032 8000 0a02 86dd 8000 1401 3a80 003a 0187 8000 3e10 fe80 0000 0000 0000 0000 0000 0000 0001 8000 4006 0000 0000 0001 0000 0000 0000'],
    [13, 'table=5,priority=7,in_port=1,vlan_tci=0x1000/0x1000,arp,arp_op=1,arp_tpa=10.0.0.1,actions=meter:3,output:1,goto_table:6', '040e 0080 0000 0001 0000 0000 0000 0000 0000 0000 0000 0000 0500 0000 0000 0007 ffff ffff ffff ffff ffff ffff 0000 0000 0001 0028 8000 0004 0000 0001 8000 0a02 0806 8000 0d04 1000 1000 8000 2a02 0001 8000 2e04 0a00 0001 0006 0008 0000 0003 0004 0018 0000 0000 0000 0010 0000 0001 0000 0000 0000 0000 0001 0008 0600 0000'],
    [13, 'tcp6,tcp_flags=+syn-ack,tp_src=0x1000/0xf000,tun_id=5,tun_metadata0=0x1234,reset_counts,actions=clear_actions,write_actions(output:2),write_metadata:0x1/0xff', '040e 00a0 0000 0001 0000 0000 0000 0000 0000 0000 0000 0000 0000 0000 0000 8000 ffff ffff ffff ffff ffff ffff 0004 0000 0001 0035 8000 0a02 86dd 8000 1401 0680 001b 0410 00f0 00ff ff55 084f 4e46 0000 0200 1280 004c 0800 0000 0000 0000 0500 0150 0212 3400 0000 0005 0008 0000 0000 0003 0018 0000 0000 0000 0010 0000 0002 0000 0000 0000 0000 0002 0018 0000 0000 0000 0000 0000 0001 0000 0000 0000 00ff'],
    [15, 'reg0=1,xreg1=0x5,importance=9,actions=load:5->NXM_NX_REG0[0..3]', '060e 0070 0000 0001 0000 0000 0000 0000 0000 0000 0000 0000 0000 0000 0000 8000 ffff ffff ffff ffff ffff ffff 0000 0009 0001 0024 8001 0110 0000 0001 0000 0000 ffff ffff 0000 0000 8001 0208 0000 0000 0000 0005 0000 0000 0004 0018 0000 0000 0019 0010 0001 0108 0000 0005 0000 000f'],
  ];
  it.each(requests)('OpenFlow %i %s', (version, text, message) => {
    const { mod, protocols } = parseFlowMod(text, 'add', () => {});
    const usable = protocols & versionProtocols(version) & PROTOCOLS.ANY;
    const protocol = SINGLE_PROTOCOLS.find((single) => (single & usable) !== 0) ?? 0;
    expect(words(encodeFlowMod(mod, protocol, 1))).toBe(message);
  });
});

it('shows bytes', () => {
  const bytes = Uint8Array.from({ length: 18 }, (_, i) => i + 0x3e);
  expect(hexDump(bytes, true)).toBe(
    '00000000  3e 3f 40 41 42 43 44 45-46 47 48 49 4a 4b 4c 4d |>?@ABCDEFGHIJKLM|\n' +
      '00000010  4e 4f                                           |NO              |\n',
  );
  expect(hexDump(bytes.subarray(0, 8), false)).toBe('00000000  3e 3f 40 41 42 43 44 45-\n');
});
