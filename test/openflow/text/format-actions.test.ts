/** Checks the text of actions in each version. */

import { describe, expect, it } from 'vitest';
import { Match } from '../../../src/openflow/model/match.js';
import { formatProtocols, type OpenFlowVersion } from '../../../src/openflow/model/protocols.js';
import { formatActionList } from '../../../src/openflow/text/format-actions.js';
import { parseActions } from '../../../src/openflow/text/parse-actions.js';
import { convertActions } from '../../../src/openflow/wire/convert-actions.js';

const parse = (text: string) => parseActions(text, () => {});

const VERSIONS: readonly OpenFlowVersion[] = [10, 11, 12, 13, 15];

/** Actions that every version carries as they are written. */
const SAME = [
  'drop',
  'output:1,output:2',
  'LOCAL,IN_PORT,FLOOD,NORMAL,ALL',
  'CONTROLLER:128',
  'controller(reason=invalid_ttl,max_len=100,id=5)',
  'output:NXM_NX_REG1[0..15]',
  'set_queue:3,pop_queue',
  'move:NXM_NX_REG0[0..3]->NXM_NX_REG1[4..7]',
  'push:NXM_OF_IN_PORT[],pop:NXM_OF_IN_PORT[]',
  'dec_ttl',
  'dec_ttl(1,2)',
  'push_mpls:0x8847,set_mpls_ttl(3),dec_mpls_ttl,pop_mpls:0x0800',
  'fin_timeout(idle_timeout=5,hard_timeout=10)',
  'resubmit:1,resubmit(,16),resubmit(2,3)',
  'conjunction(7,1/2),conjunction(8,2/3)',
  'note:00.11.22.00.00.00',
  'exit',
  'sample(probability=5,collector_set_id=1,obs_domain_id=2,obs_point_id=3)',
  'ct(commit,zone=NXM_NX_REG5[0..15])',
  'ct(table=3,zone=5,alg=ftp)',
  'multipath(eth_src,50,hrw,12,0,NXM_NX_REG0[0..3])',
  'bundle(symmetric_l4,0,hrw,ofport,slaves:1,2)',
  'bundle_load(eth_src,0,active_backup,ofport,NXM_NX_REG0[0..15],slaves:4,8)',
  'learn(table=1,idle_timeout=10,NXM_OF_VLAN_TCI[0..11],output:NXM_OF_IN_PORT[])',
  'learn(table=1,priority=5,send_flow_rem,cookie=0x1,NXM_OF_ETH_DST[]=NXM_OF_ETH_SRC[],load:0x5->NXM_NX_REG0[])',
  'debug_recirc',
];

/** Actions that versions carry in their own ways. */
const CONVERTED: Readonly<Record<string, Partial<Record<OpenFlowVersion, string>>>> = {
  'enqueue:1:2': {
    10: 'enqueue:1:2',
    11: 'drop',
    13: 'drop',
  },
  'group:5': {
    10: 'drop',
    11: 'group:5',
  },
  'mod_vlan_vid:5,mod_vlan_pcp:3,strip_vlan': {
    10: 'mod_vlan_vid:5,mod_vlan_pcp:3,strip_vlan',
    11: 'push_vlan:0x8100,set_vlan_vid:5,set_vlan_pcp:3,pop_vlan',
    12: 'push_vlan:0x8100,set_field:4101->vlan_vid,set_field:3->vlan_pcp,pop_vlan',
  },
  'push_vlan:0x8100,set_field:4101->vlan_vid': {
    10: 'mod_vlan_vid:5',
    11: 'push_vlan:0x8100,set_vlan_vid:5',
    13: 'push_vlan:0x8100,set_field:4101->vlan_vid',
  },
  'mod_dl_src:00:11:22:33:44:55': {
    10: 'mod_dl_src:00:11:22:33:44:55',
    12: 'set_field:00:11:22:33:44:55->eth_src',
  },
  'mod_nw_dst:5.6.7.8,mod_nw_tos:48,mod_nw_ecn:2,mod_nw_ttl:9': {
    10: 'mod_nw_dst:5.6.7.8,mod_nw_tos:48',
    11: 'mod_nw_dst:5.6.7.8,mod_nw_tos:48,mod_nw_ecn:2,mod_nw_ttl:9',
    13: 'set_field:5.6.7.8->ip_dst,set_field:12->ip_dscp,set_field:2->nw_ecn,mod_nw_ttl:9',
  },
  'set_tunnel:0x10,set_tunnel:0x123456789': {
    10: 'set_tunnel:0x10,set_tunnel64:0x123456789',
    13: 'set_field:0x10->tun_id,set_field:0x123456789->tun_id',
  },
  'load:1->NXM_NX_REG5[],load:5->NXM_NX_REG0[3..7]': {
    10: 'load:0x1->NXM_NX_REG5[],load:0x5->NXM_NX_REG0[3..7]',
    13: 'load:0x1->NXM_NX_REG5[],load:0x5->NXM_NX_REG0[3..7]',
    15: 'set_field:0x1->reg5,set_field:0x28/0xf8->reg0',
  },
  'set_field:1->reg5,set_field:1/0xff->reg0': {
    10: 'load:0x1->NXM_NX_REG5[],load:0x1->NXM_NX_REG0[0..7]',
    13: 'set_field:0x1->reg5,load:0x1->NXM_NX_REG0[0..7]',
    15: 'set_field:0x1->reg5,set_field:0x1/0xff->reg0',
  },
  'set_field:fe80::1->ipv6_src': {
    10: 'load:0x1->NXM_NX_IPV6_SRC[0..63],load:0xfe80000000000000->NXM_NX_IPV6_SRC[64..127]',
    13: 'set_field:fe80::1->ipv6_src',
  },
  'ct(commit,exec(set_field:1->ct_mark))': {
    10: 'ct(commit,exec(load:0x1->NXM_NX_CT_MARK[]))',
    13: 'ct(commit,exec(set_field:0x1->ct_mark))',
  },
  // The reference prints the traffic class under the name of the TTL.
  'set_mpls_label(5),set_mpls_tc(1)': {
    10: 'set_mpls_label(5),set_mpls_ttl(1)',
    13: 'set_field:5->mpls_label,set_field:1->mpls_tc',
  },
  'meter:3,clear_actions,write_actions(output:1),write_metadata:0x5/0xf,goto_table:4': {
    10: 'write_metadata:0x5/0xf,resubmit(,4)',
    11: 'clear_actions,write_actions(output:1),write_metadata:0x5/0xf,goto_table:4',
    13: 'meter:3,clear_actions,write_actions(output:1),write_metadata:0x5/0xf,goto_table:4',
  },
};

const ERRORS: readonly (readonly [text: string, message: string])[] = [
  ['foo', 'unknown action foo'],
  ['output:foo', 'foo: output to unknown port'],
  ['drop,output:1', '"drop" must not be accompanied by any other action or instruction'],
  ['apply_actions(output:1)', 'apply_actions is the default instruction'],
  [
    'goto_table:3,write_metadata:1',
    'instruction write_metadata must be specified before goto_table',
  ],
  ['clear_actions,clear_actions', 'instruction clear_actions may be specified only once'],
  ['write_actions(goto_table:3)', 'only actions are allowed here (not instruction goto_table)'],
  ['enqueue:1', '"enqueue" syntax is "enqueue:PORT:QUEUE" or "enqueue(PORT,QUEUE)"'],
  ['mod_vlan_vid:4096', '4096: not a valid VLAN VID'],
  ['mod_vlan_pcp:8', '8: not a valid VLAN PCP'],
  ['mod_nw_tos:3', '3: not a valid TOS'],
  ['mod_nw_src:1.2.3', '1.2.3: could not convert to IP address'],
  ['push_vlan:0x1234', '0x1234: not a valid VLAN ethertype'],
  ['set_field:5->nosuch', 'nosuch is not a valid OXM field name'],
  ['set_field:5', "5: missing `->'"],
  ['set_field:5->tun_ttl', 'tun_ttl is read-only'],
  ['load:0x100->NXM_NX_REG0[0..7]', 'value 0x100 does not fit into 8 bits'],
  ['resubmit', 'at least one "in_port" or "table" must be specified  on resubmit'],
  ['conjunction(1,2)', '"conjunction" syntax is "conjunction(id,i/n)"'],
  ['conjunction(1,3/2)', 'clause index must be less than or equal to number of clauses'],
  ['conjunction(1,1/2),output:1', 'Incorrect instruction ordering'],
  ['note:0', "bad hex digit in `note' argument"],
  ['ct(foo)', 'invalid argument to "ct" action: `foo\''],
  ['ct(alg=tftp)', 'invalid conntrack helper "tftp"'],
  ['ct(exec(output:1))', 'Incorrect instruction ordering'],
  ['set_field:1->ct_mark', 'Incorrect instruction ordering'],
  ['sample(collector_set_id=1)', 'non-zero "probability" must be specified on sample'],
  ['fin_timeout(foo=1)', "invalid key 'foo' in 'fin_timeout' argument"],
  ['controller(foo=1)', 'unknown key "foo" parsing controller action'],
];

describe('text of actions', () => {
  it.each(SAME)('%s', (text) => {
    const { actions, protocols } = parse(text);
    expect(formatProtocols(protocols)).toBe('any');
    expect(formatActionList(actions)).toBe(text);
    for (const version of [10, 11, 12, 13] as const) {
      expect(formatActionList(convertActions(actions, version, Match.ANY))).toBe(text);
    }
  });

  it.each(Object.entries(CONVERTED))('%s depends on the version', (text, expected) => {
    const { actions } = parse(text);
    const versions = VERSIONS.filter((version) => expected[version] !== undefined);
    const texts = versions.map((version) => [
      version,
      formatActionList(convertActions(actions, version, Match.ANY)),
    ]);
    expect(Object.fromEntries(texts)).toEqual(expected);
  });

  it.each([
    ['pop_vlan', 'any'],
    ['push_vlan:0x8100', 'OXM,OpenFlow11'],
    ['set_field:1->reg5', 'NXM,OXM'],
    ['meter:1', 'OXM-OpenFlow13,OXM-OpenFlow14,OXM-OpenFlow15'],
    ['write_metadata:1', 'NXM,OXM,OpenFlow11'],
  ])('%s needs %s', (text, formats) => {
    expect(formatProtocols(parse(text).protocols)).toBe(formats);
  });

  it.each([...SAME, ...Object.keys(CONVERTED)])(
    '%s does not change again where it is sent again',
    (text) => {
      for (const version of VERSIONS) {
        const once = convertActions(parse(text).actions, version, Match.ANY);
        expect(convertActions(once, version, Match.ANY)).toEqual(once);
      }
    },
  );

  it.each(ERRORS)('%s: %s', (text, message) => expect(() => parse(text)).toThrow(message));
});
