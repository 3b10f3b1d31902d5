import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatOdpFlow } from '../../../src/datapath/odp/format-key.js';
import type { GeneveTable } from '../../../src/datapath/odp/geneve.js';
import { odpKeyFromFlow, odpKeyFromMask } from '../../../src/datapath/odp/key-from-flow.js';
import { flowFromOdpKey } from '../../../src/datapath/odp/key-to-flow.js';
import { parseOdpFlow } from '../../../src/datapath/odp/parse-key.js';
import { FLOW_MEMBERS } from '../../../src/openflow/model/members.js';
import { type Flow, Wildcards } from '../../../src/packet/flow.js';
import { countMplsLabels } from '../../../src/packet/mpls.js';
import { packetFlows } from '../../packet/arbitrary.js';

const GENEVE: GeneveTable = new Map([[0, { class: 0xffff, type: 0, length: 4 }]]);

const ETH = 'eth(src=02:00:00:00:00:01,dst=02:00:00:00:00:02)';
const METADATA =
  'skb_priority(0),skb_mark(0),ct_state(0),ct_zone(0),ct_mark(0),ct_label(0),recirc_id(0),dp_hash(0)';

/**
 * Converts the text of a key to a flow and back, with its fitness in front if that is not perfect.
 */
function throughFlow(text: string): string {
  const parsed = parseOdpFlow(text, { masked: false });
  if (parsed === undefined) return 'not a key';
  const { fitness, flow, inPort } = flowFromOdpKey(parsed.key, GENEVE);
  if (fitness === 'error') return fitness;
  const key = odpKeyFromFlow(flow, { inPort, tracked: true, geneve: GENEVE });
  const shown = formatOdpFlow(key, undefined, { verbose: true });
  return fitness === 'OK' ? shown : `${fitness}: ${shown}`;
}

const IPV4 = 'ipv4(src=10.0.0.1,dst=10.0.0.2,proto=';
const IPV6 = 'ipv6(src=fd00::1,dst=fd00::2,label=0x12345,proto=';

/** The attributes that packets can have after port and addresses. */
const PACKETS = [
  '',
  ',eth_type(0x88cc)',
  `,eth_type(0x0800),${IPV4}47,tos=0xb8,ttl=64,frag=no)`,
  `,eth_type(0x0800),${IPV4}17,tos=0,ttl=64,frag=later)`,
  `,eth_type(0x0800),${IPV4}6,tos=0,ttl=64,frag=first),tcp(src=1,dst=2)`,
  `,eth_type(0x0800),${IPV4}6,tos=0,ttl=64,frag=no),tcp(src=1,dst=2),tcp_flags(syn|ack)`,
  `,eth_type(0x0800),${IPV4}17,tos=0,ttl=64,frag=no),udp(src=1,dst=2)`,
  `,eth_type(0x0800),${IPV4}132,tos=0,ttl=64,frag=no),sctp(src=1,dst=2)`,
  `,eth_type(0x0800),${IPV4}1,tos=0,ttl=64,frag=no),icmp(type=8,code=0)`,
  `,eth_type(0x86dd),${IPV6}6,tclass=0x4,hlimit=255,frag=no),tcp(src=1,dst=2)`,
  `,eth_type(0x86dd),${IPV6}58,tclass=0,hlimit=255,frag=no),icmpv6(type=128,code=0)`,
  `,eth_type(0x86dd),${IPV6}58,tclass=0,hlimit=255,frag=no),icmpv6(type=135,code=0),nd(target=fd00::3,sll=02:00:00:00:00:03,tll=00:00:00:00:00:00)`,
  ',eth_type(0x0806),arp(sip=10.0.0.1,tip=10.0.0.2,op=1,sha=02:00:00:00:00:01,tha=00:00:00:00:00:00)',
  ',eth_type(0x8847),mpls(label=16,tc=1,ttl=64,bos=1)',
  ',eth_type(0x8100),vlan(vid=5,pcp=3),encap(eth_type(0x88cc))',
  ',eth_type(0x8100),vlan(vid=0,pcp=0),encap(eth_type(0x8848),mpls(label=16,tc=1,ttl=64,bos=1))',
  ',eth_type(0x8100),vlan(vid=7,pcp=0),encap()',
];

const TUNNELS = [
  'tunnel(tun_id=0x0,src=10.0.0.1,dst=10.0.0.2,ttl=64,flags(key))',
  'tunnel(dst=10.0.0.2,ttl=0,flags(0))',
  'tunnel(tun_id=0x5,dst=10.0.0.2,tos=0x4,ttl=64,tp_src=1,tp_dst=6081,vxlan(gbp(id=3,flags=0x8)),geneve({class=0xffff,type=0,len=4,0x10002}),flags(oam|df|csum|key))',
];

describe('keys of flows', () => {
  it.each(PACKETS)('%s', (packet) => {
    const text = `${METADATA},in_port(1),${ETH}${packet}`;
    expect(throughFlow(text)).toBe(text);
  });

  it.each(TUNNELS)('%s', (tunnel) => {
    const text = `${METADATA.replace('(0),', `(0),${tunnel},`)},in_port(1),${ETH}`;
    expect(throughFlow(text)).toBe(text);
  });

  it('have the attributes in one order', () => {
    const text =
      'recirc_id(1) ct_state(+trk+new),, eth() skb_mark(0x5),ct_zone(2),ct_label(0x10/0xff)';
    expect(throughFlow(text)).toBe(
      'skb_priority(0),skb_mark(0x5),ct_state(0x21),ct_zone(0x2),ct_mark(0),ct_label(0x10),recirc_id(0x1),dp_hash(0),eth(src=00:00:00:00:00:00,dst=00:00:00:00:00:00)',
    );
  });

  it.each([
    ['in_port(1)', 'too_little'],
    [`${ETH},eth_type(0x0800)`, 'too_little'],
    [`${ETH},eth_type(0x88cc),tcp(src=1,dst=2)`, 'too_much'],
    [`${ETH},eth_type(0x0800),${IPV4}6,tos=0,ttl=64,frag=later),tcp(src=1,dst=2)`, 'too_much'],
    [`${ETH},eth_type(0x8847),mpls(label=16,tc=1,ttl=64,bos=0)`, 'too_little'],
    [`${ETH},eth_type(0x8100),vlan(vid=5,pcp=0)`, 'too_little'],
    [`${ETH},eth_type(0x8100),vlan(vid=0,pcp=0,cfi=0),encap()`, 'OK'],
    [`${ETH},eth_type(0x8100),vlan(vid=0,pcp=0,cfi=0),encap(eth_type(0x88cc))`, 'too_much'],
    [`${ETH},eth_type(0x8100),vlan(vid=5,pcp=0,cfi=0),encap()`, 'error'],
    [`${ETH},eth_type(0x8100),vlan(vid=5,pcp=0),encap(eth_type(0x0800))`, 'too_little'],
    [`${ETH},${ETH}`, 'error'],
    [`${ETH},eth_type(0x05ff)`, 'error'],
    [`${ETH},tunnel(dst=1.2.3.4,flags(0))`, 'error'],
    [`${ETH},eth_type(0x0806),arp(op=256)`, 'error'],
    [`${ETH},tunnel(ttl=1,geneve({class=1,type=0x80,len=0}),flags(0))`, 'error'],
    [`${ETH},tunnel(ttl=1,geneve({class=0xffff,type=0,len=8}),flags(0))`, 'error'],
    [`${ETH},tunnel(ttl=1,geneve({class=1,type=1,len=4,0x5}),flags(0))`, 'OK'],
  ])('%s is %s', (text, fitness) => {
    const parsed = parseOdpFlow(text, { masked: false });
    expect(parsed && flowFromOdpKey(parsed.key, GENEVE).fitness).toBe(fitness);
  });
});

describe('parseOdpFlow', () => {
  it.each([
    'in_port(1)x',
    'in_port=1',
    'in_port()',
    'in_port(p9)',
    'eth(src=02:00:00:00:00:01',
    'eth(,)',
    'eth(dst=02:00:00:00:00)',
    'eth(src=02:00:00:00:00:01/ff:ff:ff:ff:ff:ff)',
    'encap(eth_type(5)',
    'ipv4(frag=some)',
    'ipv6(src=::1::2)',
    'ipv6(label=0x100000)',
    'vlan(vid=4096)',
    'tcp_flags(syn+ack)',
    'tcp_flags(fun)',
    'tcp_flags(0x1000)',
    'ct_state(0x40)',
    'ct_label()',
    'tunnel(ttl=1,geneve({len=5}),flags(0))',
    'tunnel(ttl=1,flags(key)',
    'mac(1)',
  ])('takes no %s', (text) => {
    expect(parseOdpFlow(text, { masked: false })).toBeUndefined();
  });

  it('rejects deep nesting', () => {
    expect(parseOdpFlow('encap('.repeat(9000), { masked: false })).toBeUndefined();
  });

  it.each([
    'in_port(1/0xff),eth(src=02:00:00:00:00:01/ff:ff:00:00:00:00)',
    'skb_priority(0x5/0xf),skb_mark(0x5),recirc_id(0),dp_hash(0/0x1)',
    'ct_state(-new+est+trk),ct_zone(0x1/0xff),ct_mark(0x1/0x3),ct_label(0x1/0x3)',
    'ct_state(+trk)',
    'tunnel(tun_id=0x5/0xff,dst=10.0.0.0/255.0.0.0,ttl=64,flags(-df+csum+key))',
    'tunnel(dst=10.0.0.1,vxlan(gbp(id=3/0xf)),geneve({class=0xffff,type=0,len=4,0x10/0xf0}{type=0x1,len=0}))',
    'eth_type(0x8100),vlan(vid=5/0xff0),encap(eth_type(0x0800),ipv4(proto=6/0xf0,frag=first))',
    'eth_type(0x86dd),ipv6(src=fd00::/ffff::,label=0x1/0xf),nd(target=fd00::1,tll=02:00:00:00:00:01)',
    'eth_type(0x8847),mpls(label=16/0xff,tc=1/1,ttl=64/0xff,bos=1/1)',
    'tcp(src=80/0xff00),tcp_flags(+syn-ack)',
    'arp(sip=10.0.0.0/255.0.0.0,op=1/0xff)',
  ])('takes the masks of %s', (text) => {
    const parsed = parseOdpFlow(text, { masked: true });
    expect(parsed && formatOdpFlow(parsed.key, parsed.mask, { verbose: false })).toBe(text);
  });

  it('omits attributes with an empty mask', () => {
    const parsed = parseOdpFlow('skb_mark(5/0),eth(),tunnel(tos=1/0)', { masked: true });
    expect(parsed).toEqual({
      key: [{ name: 'tunnel', items: [] }],
      mask: [{ name: 'tunnel', items: [] }],
    });
  });

  it('knows ports by name', () => {
    const ports = new Map([['p1', 5]]);
    const parsed = parseOdpFlow('ufid:12345678-1234-1234-1234-123456789abc in_port(p1)', {
      masked: true,
      ports,
    });
    const portNames = new Map([[5, 'p1']]);
    const show = (verbose: boolean): string =>
      formatOdpFlow(parsed?.key ?? [], parsed?.mask, { verbose, portNames });
    expect([show(true), show(false)]).toEqual(['in_port(p1)', 'in_port(5)']);
  });

  it('handles any text', () => {
    const pieces = fc.constantFrom(
      'eth(',
      'src=',
      '1',
      ')',
      ',',
      'encap(',
      'flags(',
      '/',
      'tunnel(',
    );
    fc.assert(
      fc.property(fc.array(pieces), fc.boolean(), (words, masked) => {
        parseOdpFlow(words.join(''), { masked });
      }),
    );
  });
});

/** Returns wildcards of some whole members, chosen by turns. */
function wildcardsOf(turns: readonly boolean[], flow: Flow): Wildcards {
  const wildcards = new Wildcards();
  for (const [index, member] of FLOW_MEMBERS.entries()) {
    if (turns[index % turns.length] === true && !member.startsWith('tun_')) wildcards.addAt(index);
  }
  for (const member of ['recirc_id', 'in_port', 'dl_type'] as const) wildcards.add(member);
  wildcards.add('vlan_tci', 0xffffn);
  if (flow.get('nw_frag') !== 0n) wildcards.add('nw_frag');
  return wildcards;
}

describe('masks', () => {
  it('contain the bits of wildcards', () => {
    const turns = fc.array(fc.boolean(), { minLength: 7, maxLength: 13 });
    // Stacks of several labels are formatted as numbers, which cannot be parsed.
    const flows = packetFlows.filter((flow) => countMplsLabels(flow) < 2);
    fc.assert(
      fc.property(flows, turns, (flow, turn) => {
        const wildcards = wildcardsOf(turn, flow);
        // The transport layer is not matched unless its protocol is.
        wildcards.add('nw_proto');
        const parameters = { inPort: 1, tracked: true, geneve: GENEVE };
        const key = odpKeyFromFlow(flow, parameters);
        const mask = odpKeyFromMask(flow, wildcards, parameters);
        const text = formatOdpFlow(key, mask, { verbose: false });
        const parsed = parseOdpFlow(text, { masked: true });
        expect(formatOdpFlow(parsed?.key ?? [], parsed?.mask, { verbose: false })).toBe(text);
      }),
    );
  });

  it('convert back to the flow', () => {
    fc.assert(
      fc.property(packetFlows, (flow) => {
        const parameters = { inPort: Number(flow.get('in_port')), tracked: true, geneve: GENEVE };
        const key = odpKeyFromFlow(flow, parameters);
        const back = flowFromOdpKey(key, GENEVE);
        expect(back.fitness).toBe('OK');
        const lost = FLOW_MEMBERS.filter((member) => back.flow.get(member) !== flow.get(member));
        // A datapath does not know IGMP.
        const igmp = flow.get('nw_proto') === 2n && flow.get('dl_type') === 0x800n;
        expect(lost.filter((member) => !(igmp && member.startsWith('tp_')))).toEqual([]);
      }),
    );
  });
});
