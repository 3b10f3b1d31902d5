/** Tests ovn-northd through the rows that it writes. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Columns } from '../../src/ovsdb/types.js';
import type { OVN_NORTHBOUND } from '../../src/releases/2015/schemas/ovn-northbound.js';
import { Bench } from './lflows.js';

type Port = Partial<Columns<typeof OVN_NORTHBOUND, 'Logical_Port'>>;

/** Creates a switch with ports and ACLs, and runs northd. */
function switchWith(bench: Bench, ports: Port[], acls: [string, number, string, string][] = []) {
  const t = bench.nb.begin();
  const uuids = ports.map((port) => t.insert('Logical_Port', port));
  const acl = acls.map(([direction, priority, match, action]) =>
    t.insert('ACL', { direction, priority, match, action } as Parameters<
      typeof t.insert<'ACL'>
    >[1]),
  );
  const uuid = t.insert('Logical_Switch', { name: 'sw0', ports: uuids, acls: acl });
  t.commit();
  bench.northd.run();
  return { uuid, ports: uuids, acls: acl };
}

const FRAME = [
  'in_acl 0 (1) next;',
  'in_l2_lkup 100 (eth.mcast) outport = "_MC_flood"; output;',
  'in_port_sec 100 (eth.src[40]) drop;',
  'in_port_sec 100 (vlan.present) drop;',
  'in_pre_acl 0 (1) next;',
  'out_acl 0 (1) next;',
  'out_port_sec 100 (eth.mcast) output;',
  'out_pre_acl 0 (1) next;',
];

const STATEFUL = [
  'in_acl 1 (ip) ct_commit; next;',
  'in_acl 65535 (!ct.est && ct.rel && !ct.new && !ct.inv) next;',
  'in_acl 65535 (ct.est && !ct.rel && !ct.new && !ct.inv) next;',
  'in_acl 65535 (ct.inv) drop;',
  'in_pre_acl 100 (ip) ct_next;',
  'out_acl 1 (ip) ct_commit; next;',
  'out_acl 65535 (!ct.est && ct.rel && !ct.new && !ct.inv) next;',
  'out_acl 65535 (ct.est && !ct.rel && !ct.new && !ct.inv) next;',
  'out_acl 65535 (ct.inv) drop;',
  'out_pre_acl 100 (ip) ct_next;',
];

const without = (lines: string[], frame: string[]) => lines.filter((line) => !frame.includes(line));

describe('a logical switch', () => {
  it('has its frame of flows', () => {
    const bench = new Bench();
    switchWith(bench, []);
    expect(bench.lflows()).toEqual(FRAME);
  });

  const ports: [what: string, port: Port, flows: string[]][] = [
    [
      'without addresses',
      { name: 'p' },
      ['in_port_sec 50 (inport == "p") next;', 'out_port_sec 50 (outport == "p") output;'],
    ],
    [
      'with an address and port security',
      {
        name: 'p',
        addresses: ['0:0:0:0:0:1'],
        port_security: ['00:00:00:00:00:01', '00:00:00:00:00:02 10.0.0.1', 'x'],
      },
      [
        'in_l2_lkup 50 (eth.dst == 00:00:00:00:00:01) outport = "p"; output;',
        'in_port_sec 50 (inport == "p" && eth.src == {00:00:00:00:00:01 00:00:00:00:00:02}) next;',
        'out_port_sec 50 (outport == "p" && eth.dst == {00:00:00:00:00:01 00:00:00:00:00:02}) output;',
      ],
    ],
    [
      'that is disabled',
      { name: 'p', addresses: ['00:00:00:00:00:01', 'unknown'], enabled: false },
      [
        'in_l2_lkup 50 (eth.dst == 00:00:00:00:00:01) outport = "p"; output;',
        'out_port_sec 150 (outport == "p") drop;',
      ],
    ],
    [
      'with unknown addresses',
      { name: 'p', addresses: ['unknown'] },
      [
        'in_l2_lkup 0 (1) outport = "_MC_unknown"; output;',
        'in_port_sec 50 (inport == "p") next;',
        'out_port_sec 50 (outport == "p") output;',
      ],
    ],
    [
      'whose name needs quotes',
      { name: 'a"b\\' },
      [
        'in_port_sec 50 (inport == "a\\"b\\\\") next;',
        'out_port_sec 50 (outport == "a\\"b\\\\") output;',
      ],
    ],
  ];
  it.each(ports)('gives a port %s its flows', (_, port, flows) => {
    const bench = new Bench();
    switchWith(bench, [port]);
    expect(without(bench.lflows(), FRAME)).toEqual(flows);
  });

  it('gives ports their bindings, keys and groups', () => {
    const bench = new Bench();
    switchWith(bench, [
      { name: 'a', addresses: ['unknown'] },
      { name: 'b', enabled: false },
      {
        name: 'c',
        type: 'router',
        options: new Map([['router-port', 'r']]),
        parent_name: 'a',
        tag: 7,
      },
      { name: 'd', type: 'localnet', options: new Map([['network_name', 'n']]) },
    ]);
    const bindings = bench.bindings();
    expect(bindings.map((line) => line.replace(/^[1-4] /, '')).sort()).toEqual([
      '65534 _MC_unknown a',
      '65535 _MC_flood a,c,d',
      'a type=  parent= tag= mac=unknown',
      'b type=  parent= tag= mac=',
      'c type=patch peer=r parent=a tag=7 mac=',
      'd type=localnet network_name=n parent= tag= mac=',
    ]);
  });

  it('reports neither an address nor "unknown" as bad', () => {
    const bench = new Bench();
    const addresses = ['00:00:00:00:00:01 10.0.0.1', 'unknown'];
    switchWith(bench, [{ name: 'p', addresses }]);
    expect(bench.said).toEqual([]);
  });

  it('reports a bad address once', () => {
    const bench = new Bench();
    const { ports } = switchWith(bench, [{ name: 'p', addresses: ['bogus'] }]);
    const t = bench.nb.begin();
    t.update('Logical_Port', ports[0] ?? '', { enabled: true });
    t.commit();
    bench.northd.run();
    expect(bench.said).toEqual(["INFO p: invalid syntax 'bogus' in addresses column"]);
  });
});

describe('ACLs', () => {
  const cases: [acls: [string, number, string, string][], flows: string[]][] = [
    [[['to-lport', 100, 'ip4', 'allow']], ['out_acl 1100 (ip4) next;']],
    [[['from-lport', 0, 'ip6', 'drop']], ['in_acl 1000 (ip6) drop;']],
    [[['to-lport', 32767, 'tcp', 'reject']], ['out_acl 33767 (tcp) drop;']],
    [
      [['to-lport', 5, 'tcp', 'allow-related']],
      [...STATEFUL, 'out_acl 1005 (ct.new && (tcp)) ct_commit; next;'],
    ],
    [
      [
        ['from-lport', 5, 'udp', 'allow-related'],
        ['to-lport', 5, 'tcp', 'allow'],
      ],
      [
        ...STATEFUL,
        'in_acl 1005 (ct.new && (udp)) ct_commit; next;',
        'out_acl 1005 (tcp) ct_commit; next;',
      ],
    ],
    [
      [
        ['to-lport', 5, 'tcp', 'allow'],
        ['to-lport', 5, 'tcp', 'allow'],
      ],
      ['out_acl 1005 (tcp) next;', 'out_acl 1005 (tcp) next;'],
    ],
  ];
  it.each(cases)('%j', (acls, flows) => {
    const bench = new Bench();
    switchWith(bench, [], acls);
    expect(without(bench.lflows(), FRAME)).toEqual([...flows].sort());
  });

  it('change the surrounding flows when the last stateful one is deleted', () => {
    const bench = new Bench();
    const { uuid, acls } = switchWith(
      bench,
      [],
      [
        ['to-lport', 1, 'tcp', 'allow'],
        ['to-lport', 2, 'udp', 'allow-related'],
      ],
    );
    const t = bench.nb.begin();
    t.update('Logical_Switch', uuid, { acls: acls.slice(0, 1) });
    t.commit();
    bench.northd.run();
    expect(without(bench.lflows(), FRAME)).toEqual(['out_acl 1001 (tcp) next;']);
  });
});

describe('northd', () => {
  it('numbers datapaths and ports in order, and does not reuse a number immediately', () => {
    const bench = new Bench();
    const { uuid } = switchWith(bench, [{ name: 'a' }]);
    const t = bench.nb.begin();
    t.delete('Logical_Switch', uuid);
    t.commit();
    bench.northd.run();
    expect(
      bench.sb.count('Datapath_Binding') +
        bench.sb.count('Port_Binding') +
        bench.sb.count('Logical_Flow'),
    ).toBe(0);
    switchWith(bench, [{ name: 'a' }]);
    expect([...bench.sb.rows('Datapath_Binding')].map((row) => row.tunnel_key)).toEqual([2]);
  });

  it('reports which ports are up', () => {
    const bench = new Bench();
    const { ports } = switchWith(bench, [{ name: 'a' }]);
    const up = () => bench.nb.get('Logical_Port', ports[0] ?? '')?.up;
    expect(up()).toBe(false);
    const binding = bench.sb.findByIndex('Port_Binding', { logical_port: 'a' });
    const t = bench.sb.begin();
    const encap = t.insert('Encap', { type: 'geneve', ip: '127.0.0.1' });
    const chassis = t.insert('Chassis', { name: 'hv', encaps: [encap] });
    t.update('Port_Binding', binding?._uuid ?? '', { chassis });
    t.commit();
    bench.northd.run();
    expect(up()).toBe(true);
  });

  it('restores its tables after manual changes the next time it has work to do', () => {
    const bench = new Bench();
    const { uuid } = switchWith(
      bench,
      [{ name: 'a', addresses: ['unknown'] }],
      [['to-lport', 1, 'ip', 'allow-related']],
    );
    const before = { flows: bench.lflows(), bindings: bench.bindings() };
    const t = bench.sb.begin();
    for (const { _uuid } of [...bench.sb.rows('Logical_Flow')].slice(0, 5))
      t.delete('Logical_Flow', _uuid);
    for (const { _uuid } of bench.sb.rows('Multicast_Group')) t.delete('Multicast_Group', _uuid);
    t.commit();
    const n = bench.nb.begin();
    n.update('Logical_Switch', uuid, { name: 'renamed' });
    n.commit();
    bench.northd.run();
    expect({ flows: bench.lflows(), bindings: bench.bindings() }).toEqual(before);
  });
});

describe('incremental equals from scratch', () => {
  const names = ['a', 'b', 'c', 'd'];
  const port = fc.record({
    name: fc.constantFrom(...names),
    addresses: fc.uniqueArray(
      fc.constantFrom('00:00:00:00:00:01', 'unknown', '00:00:00:00:00:02 10.0.0.2', 'x'),
    ),
    port_security: fc.uniqueArray(fc.constantFrom('00:00:00:00:00:01', '00:00:00:00:00:02')),
    enabled: fc.constantFrom(undefined, true, false),
    type: fc.constantFrom('', 'router', 'localnet'),
  });
  const acl = fc.record({
    direction: fc.constantFrom('from-lport' as const, 'to-lport' as const),
    priority: fc.nat(3),
    match: fc.constantFrom('ip', 'tcp'),
    action: fc.constantFrom(
      'allow' as const,
      'allow-related' as const,
      'drop' as const,
      'reject' as const,
    ),
  });
  const edit = fc.oneof(
    fc.record({ kind: fc.constant('switch' as const) }),
    fc.record({ kind: fc.constant('delete-switch' as const), at: fc.nat(3) }),
    fc.record({ kind: fc.constant('port' as const), at: fc.nat(3), port }),
    fc.record({ kind: fc.constant('delete-port' as const), name: fc.constantFrom(...names) }),
    fc.record({ kind: fc.constant('acl' as const), at: fc.nat(3), acl }),
    fc.record({ kind: fc.constant('delete-acl' as const), at: fc.nat(3) }),
    fc.record({ kind: fc.constant('change-acl' as const), at: fc.nat(3), acl }),
  );

  it('for any sequence of edits', () => {
    fc.assert(
      fc.property(fc.array(edit, { maxLength: 25 }), fc.array(fc.boolean()), (edits, runs) => {
        const bench = new Bench();
        edits.forEach((e, i) => {
          apply(bench, e);
          if (runs[i] !== false) bench.northd.run();
        });
        bench.northd.run();
        const seen = [bench.lflows(), bench.bindings()];
        let commits = 0;
        bench.sb.observe(() => commits++);
        bench.another().run();
        expect([bench.lflows(), bench.bindings()]).toEqual(seen);
        expect(commits).toBe(0);
      }),
      { numRuns: 200 },
    );
  });

  type Edit = typeof edit extends fc.Arbitrary<infer E> ? E : never;

  function apply(bench: Bench, e: Edit): void {
    const t = bench.nb.begin();
    const pick = <T>(rows: Iterable<T>, at: number): T | undefined => {
      const all = [...rows];
      return all[at % Math.max(1, all.length)];
    };
    switch (e.kind) {
      case 'switch':
        t.insert('Logical_Switch', { name: 's' });
        break;
      case 'delete-switch': {
        const sw = pick(t.rows('Logical_Switch'), e.at);
        if (sw) t.delete('Logical_Switch', sw._uuid);
        break;
      }
      case 'port': {
        const old = t.findByIndex('Logical_Port', { name: e.port.name });
        const sw = pick(t.rows('Logical_Switch'), e.at);
        if (old) t.update('Logical_Port', old._uuid, e.port);
        else if (sw)
          t.update('Logical_Switch', sw._uuid, {
            ports: [...sw.ports, t.insert('Logical_Port', e.port)],
          });
        break;
      }
      case 'delete-port': {
        const old = t.findByIndex('Logical_Port', { name: e.name });
        for (const sw of [...t.rows('Logical_Switch')]) {
          t.update('Logical_Switch', sw._uuid, { ports: sw.ports.filter((p) => p !== old?._uuid) });
        }
        break;
      }
      case 'acl': {
        const sw = pick(t.rows('Logical_Switch'), e.at);
        if (sw)
          t.update('Logical_Switch', sw._uuid, { acls: [...sw.acls, t.insert('ACL', e.acl)] });
        break;
      }
      case 'delete-acl': {
        const sw = pick(t.rows('Logical_Switch'), e.at);
        if (sw) t.update('Logical_Switch', sw._uuid, { acls: sw.acls.slice(1) });
        break;
      }
      case 'change-acl': {
        const row = pick(t.rows('ACL'), e.at);
        if (row) t.update('ACL', row._uuid, e.acl);
        break;
      }
    }
    t.commit();
  }
});
