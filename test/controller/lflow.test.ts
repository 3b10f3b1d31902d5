/** Tests the flows of the logical pipelines. */
import { describe, expect, it } from 'vitest';
import { Hypervisor } from './hypervisor.js';

const SWITCH = ['datapath sw 1', 'port sw p 1', 'port sw q 2', 'group sw flood 65535 p,q'];
const pipelines = [...Array.from({ length: 16 }, (_, i) => [16 + i, 48 + i])].flat();

const logicalFlows = (hv: Hypervisor) => hv.flows(pipelines);

describe('a logical flow', () => {
  it.each<[string, string, string[]]>([
    [
      'drops',
      'ingress 0 100 | vlan.present | drop;',
      ['table=16,priority=100,metadata=0x1,vlan_tci=0x1000/0x1000 actions=drop'],
    ],
    [
      'goes on',
      'ingress 1 0 | 1 | next;',
      ['table=17,priority=0,metadata=0x1 actions=resubmit(,18)'],
    ],
    [
      'goes out of ingress',
      'ingress 3 9 | ip4 | output;',
      ['table=19,priority=9,ip,metadata=0x1 actions=resubmit(,32)'],
    ],
    [
      'goes out of egress',
      'egress 2 9 | ip6 | output;',
      ['table=50,priority=9,ipv6,metadata=0x1 actions=resubmit(,64)'],
    ],
    [
      'knows ports',
      'ingress 0 50 | inport == "p" | outport = "flood"; output;',
      ['table=16,priority=50,reg6=0x1,metadata=0x1 actions=set_field:0xffff->reg7,resubmit(,32)'],
    ],
    ['never matches a port that is not there', 'ingress 0 50 | inport == "x" | next;', []],
    [
      'requires what its actions require',
      'ingress 0 50 | 1 | ip4.ttl--; next;',
      ['table=16,priority=50,ip,metadata=0x1 actions=dec_ttl(),resubmit(,17)'],
    ],
    [
      'tracks connections in the zone of the port',
      'egress 0 50 | ip | ct_next;',
      [
        'table=48,priority=50,ip,metadata=0x1 actions=ct(table=49,zone=NXM_NX_REG5[0..15])',
        'table=48,priority=50,ipv6,metadata=0x1 actions=ct(table=49,zone=NXM_NX_REG5[0..15])',
      ],
    ],
  ])('%s', (_, flow, expected) => {
    const hv = new Hypervisor().run(...SWITCH, `flow f sw ${flow}`);
    expect(logicalFlows(hv)).toEqual(expected);
    expect(logicalFlows(hv.run('delete Logical_Flow f'))).toEqual([]);
    expect(hv.said).toEqual([]);
  });

  it('waits for a port or group of its datapath', () => {
    const hv = new Hypervisor().run('datapath sw 1', 'flow f sw ingress 0 0 | 1 | next;');
    expect(logicalFlows(hv)).toEqual([]);
    expect(logicalFlows(hv.run('port sw p 1'))).toHaveLength(1);
    expect(logicalFlows(hv.run('delete Port_Binding p'))).toEqual([]);
  });

  it('follows the ports that it names', () => {
    const flow = 'flow f sw ingress 0 0 | inport == "x" | outport = "y"; next;';
    const hv = new Hypervisor().run(...SWITCH, flow, 'datapath other 2');
    expect(logicalFlows(hv)).toEqual([]);
    expect(logicalFlows(hv.run('port other x 8'))).toEqual([]);
    expect(logicalFlows(hv.run('delete Port_Binding x', 'port sw x 9'))).toEqual([
      'table=16,priority=0,reg6=0x9,metadata=0x1 actions=set_field:0->reg7,resubmit(,17)',
    ]);
    expect(logicalFlows(hv.run('group sw y 40000 p'))).toEqual([
      'table=16,priority=0,reg6=0x9,metadata=0x1 actions=set_field:0x9c40->reg7,resubmit(,17)',
    ]);
  });

  it('prefers a group to a port of the same name', () => {
    const hv = new Hypervisor().run(...SWITCH, 'flow f sw ingress 0 0 | 1 | outport = "p"; next;');
    hv.run('group sw p 40000 q');
    expect(logicalFlows(hv)[0]).toContain('set_field:0x9c40->reg7');
    hv.run('delete Multicast_Group p');
    expect(logicalFlows(hv)[0]).toContain('set_field:0x1->reg7');
  });
});

describe('a logical flow that cannot be used', () => {
  const FRAGMENT =
    'error parsing match "ip.frag": Explicit `!= 0\' is required for inequality test of multibit field against 0.';
  const MANY_EXCEPTIONS = 'ip4.src != {10.0.0.1 10.0.0.2 10.0.0.3 10.0.0.4 10.0.0.5}';

  it.each<[string, string, string]>([
    ['its match', '| ip.frag | next;', FRAGMENT],
    [
      'its actions',
      '| 1 | next',
      `error parsing actions "next": Syntax error at end of input expecting ';'.`,
    ],
    [
      'its actions first',
      '| ip.frag | x;',
      'error parsing actions "x;": Syntax error at `x\' expecting action.',
    ],
    [
      'its number of combinations',
      `| ${MANY_EXCEPTIONS} | next;`,
      `error parsing match "${MANY_EXCEPTIONS}": Too many combinations to be turned into OpenFlow flows.`,
    ],
  ])('is reported for %s, and left out', (_, flow, message) => {
    const hv = new Hypervisor().run(...SWITCH, `flow f sw ingress 0 0 ${flow}`);
    expect(logicalFlows(hv)).toEqual([]);
    expect(hv.said).toEqual([`ovn-controller lflow WARN ${message}`]);
  });

  it('is reported once, and again when it is another', () => {
    const bad = (name: string) => `flow ${name} sw ingress 0 0 | ip.frag | outport = "p"; next;`;
    const hv = new Hypervisor().run(...SWITCH, bad('f'));
    hv.run('delete Port_Binding p', 'port sw p 7', 'delete Multicast_Group flood');
    expect(hv.said).toHaveLength(1);
    hv.run(bad('g'));
    expect(hv.said).toHaveLength(2);
  });

  it('is ignored if its datapath has no ports', () => {
    const hv = new Hypervisor().run('datapath sw 1', 'flow f sw ingress 0 0 | ip.frag | next;');
    expect(hv.said).toEqual([]);
    expect(hv.run('port sw p 1').said).toHaveLength(1);
  });
});

describe('two logical flows with one match', () => {
  it('exclude each other: the first one counts', () => {
    const hv = new Hypervisor().run(
      ...SWITCH,
      'flow f sw ingress 0 5 | ip4 | drop;',
      'flow g sw ingress 0 5 | ip4 | next;',
    );
    expect(logicalFlows(hv)).toEqual(['table=16,priority=5,ip,metadata=0x1 actions=drop']);
    hv.run('delete Logical_Flow f');
    expect(logicalFlows(hv)).toEqual(['table=16,priority=5,ip,metadata=0x1 actions=resubmit(,17)']);
    hv.run('flow f sw ingress 0 5 | ip4 | drop;', 'delete Logical_Flow g');
    expect(logicalFlows(hv)).toEqual(['table=16,priority=5,ip,metadata=0x1 actions=drop']);
  });
});

describe('conjunctive matches', () => {
  const conjunctive = (name: string, table: number) =>
    `flow ${name} sw ingress ${table} 5 | eth.src == {00:00:00:00:00:01, 00:00:00:00:00:02} && eth.dst == {00:00:00:00:00:03, 00:00:00:00:00:04} | next;`;
  /** The ids that the flows of a table use. */
  const ids = (hv: Hypervisor, table: number) => [
    ...new Set(
      hv
        .flows([16 + table])
        .flatMap((flow) => flow.match(/(?<=conj_id=)\d+|(?<=conjunction\()\d+/g) ?? [])
        .map(Number),
    ),
  ];

  it('become several flows', () => {
    expect(logicalFlows(new Hypervisor().run(...SWITCH, conjunctive('f', 0)))).toEqual([
      'table=16,priority=5,metadata=0x1,dl_dst=00:00:00:00:00:03 actions=conjunction(2,1/2)',
      'table=16,priority=5,metadata=0x1,dl_dst=00:00:00:00:00:04 actions=conjunction(2,1/2)',
      'table=16,priority=5,metadata=0x1,dl_src=00:00:00:00:00:01 actions=conjunction(2,2/2)',
      'table=16,priority=5,metadata=0x1,dl_src=00:00:00:00:00:02 actions=conjunction(2,2/2)',
      'table=16,priority=5,conj_id=2,metadata=0x1 actions=resubmit(,17)',
    ]);
  });

  it('are numbered in the order of logical flows', () => {
    const hv = new Hypervisor().run(
      ...SWITCH,
      conjunctive('f', 0),
      'flow g sw ingress 0 0 | 1 | next;',
      conjunctive('h', 1),
      conjunctive('i', 2),
    );
    expect([ids(hv, 0), ids(hv, 1), ids(hv, 2)]).toEqual([[2], [3], [4]]);
    hv.run('delete Logical_Flow f');
    expect([ids(hv, 0), ids(hv, 1), ids(hv, 2)]).toEqual([[], [2], [3]]);
    hv.run(conjunctive('f', 0));
    expect([ids(hv, 0), ids(hv, 1), ids(hv, 2)]).toEqual([[4], [2], [3]]);
  });
});
