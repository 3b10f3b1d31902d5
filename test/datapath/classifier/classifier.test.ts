import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Classifier } from '../../../src/datapath/classifier/classifier.js';
import {
  classifierOf,
  restoreTies,
  tieOrder,
} from '../../../src/datapath/classifier/table-classifier.js';
import type { FlowEntry } from '../../../src/openflow/model/flow-entry.js';
import { Match } from '../../../src/openflow/model/match.js';
import { FLOW_MEMBERS, memberBits } from '../../../src/openflow/model/members.js';
import { FlowTable } from '../../../src/openflow/switch/flow-table.js';
import { formatMatch } from '../../../src/openflow/text/format-match.js';
import { parseFlowMod } from '../../../src/openflow/text/parse-flow.js';
import { Flow, Wildcards } from '../../../src/packet/flow.js';
import { parseExactFlow } from '../../../src/packet/parse-exact-flow.js';
import { MATCH } from '../../openflow/arbitrary.js';

let age = 0;

function entry(priority: number, match: Match, actions: FlowEntry['actions'] = []): FlowEntry {
  return {
    table: 0,
    priority,
    match,
    actions,
    cookie: 0n,
    importance: 0,
    flags: 0,
    created: age++,
    modified: 0,
    used: 0,
    idleTimeout: 0,
    hardTimeout: 0,
    packets: 0n,
    bytes: 0n,
    place: undefined,
  };
}

/** Parses flows, one per line. */
function entries(text: string): FlowEntry[] {
  return text
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => {
      const { mod } = parseFlowMod(line.trim(), 'add', () => {});
      return entry(mod.priority, mod.match, mod.actions);
    });
}

/** Returns the output of the flow found, and the bits of the packet that decided it. */
function look(classifier: Classifier, packet: string): string {
  const flow = parseExactFlow(packet);
  const wildcards = new Wildcards();
  const found = classifier.lookup(flow, wildcards);
  const [action] = found?.actions ?? [];
  const fate = action?.type === 'output' ? String(action.port) : found ? 'drop' : 'none';
  return `${fate} ${formatMatch(wildcards.matchOf(flow))}`.trim();
}

function classifierWith(text: string): Classifier {
  const classifier = new Classifier();
  for (const flow of entries(text)) classifier.insert(flow);
  return classifier;
}

const IP = 'dl_src=50:54:00:00:00:05,dl_dst=50:54:00:00:00:07,ip';

describe('a lookup adds no more bits than it needs', () => {
  // The scenes are those of tests/classifier.at of the reference.
  it.each([
    [
      'in_port=2,tcp,nw_dst=192.168.0.2,tp_src=8,tp_dst=80',
      '1 tcp,in_port=2,nw_dst=192.168.0.0/16',
    ],
    [
      'in_port=1,tcp,nw_dst=11.1.2.15,tp_src=8,tp_dst=80',
      'drop ip,in_port=1,nw_dst=1.0.0.0/1.0.0.0',
    ],
    [
      'in_port=1,tcp,nw_dst=10.1.2.15,tp_src=8,tp_dst=80',
      'drop tcp,in_port=1,nw_dst=10.1.2.15,tp_dst=80',
    ],
    [
      'in_port=1,tcp,nw_dst=10.1.2.15,tp_src=8,tp_dst=79',
      '2 tcp,in_port=1,nw_dst=10.1.2.15,tp_dst=0x1/0x1',
    ],
  ])('in segments: %s', (packet, expected) => {
    const classifier = classifierWith(`
      in_port=1 priority=16,tcp,nw_dst=10.1.0.0/16,actions=output:3
      in_port=1 priority=32,tcp,nw_dst=10.1.2.15,actions=output:2
      in_port=1 priority=33,tcp,nw_dst=10.1.2.15,tp_dst=80,actions=drop
      in_port=1 priority=0,ip,actions=drop
      in_port=2 priority=16,tcp,nw_dst=192.168.0.0/16,actions=output:1
      in_port=2 priority=0,ip,actions=drop
      in_port=3 priority=16,tcp,nw_src=10.1.0.0/16,actions=output:1
      in_port=3 priority=0,ip,actions=drop`);
    expect(look(classifier, packet)).toBe(expected);
  });

  it.each([
    [
      'in_port=1,tcp,nw_dst=192.168.0.2,tp_src=8,tp_dst=80',
      'drop ip,in_port=1,nw_dst=192.168.0.0/16',
    ],
    [
      'in_port=2,tcp,nw_dst=192.168.0.2,tp_src=8,tp_dst=80',
      '1 tcp,in_port=2,nw_dst=192.168.0.0/16',
    ],
    [
      'in_port=1,tcp,nw_dst=10.1.2.15,tp_src=8,tp_dst=79',
      '3 tcp,in_port=1,nw_dst=10.1.2.15,tp_src=0x0/0x1,tp_dst=0x40/0xfff0',
    ],
  ])('by prefixes of addresses and ports: %s', (packet, expected) => {
    const classifier = classifierWith(`
      in_port=1 priority=16,tcp,nw_dst=10.1.0.0/16,actions=output:3
      in_port=1 priority=32,tcp,nw_dst=10.1.2.0/24,tp_src=79,actions=output:2
      in_port=1 priority=33,tcp,nw_dst=10.1.2.15,tp_dst=80,actions=drop
      in_port=1 priority=33,tcp,nw_dst=10.1.2.15,tp_dst=8080,actions=output:2
      in_port=1 priority=33,tcp,nw_dst=10.1.2.15,tp_dst=192,actions=output:2
      in_port=1 priority=0,ip,actions=drop
      in_port=2 priority=16,tcp,nw_dst=192.168.0.0/16,actions=output:1
      in_port=2 priority=0,ip,actions=drop
      in_port=3 priority=16,tcp,nw_src=10.1.0.0/16,actions=output:1
      in_port=3 priority=0,ip,actions=drop`);
    expect(look(classifier, packet)).toBe(expected);
  });

  it.each([
    [
      'in_port=1,dl_src=50:54:00:00:00:09 actions=2',
      `in_port=1,${IP}`,
      'none in_port=1,dl_src=50:54:00:00:00:04/ff:ff:00:00:00:04',
    ],
    ['dl_src=50:54:00:00:00:09 actions=2', `in_port=1,${IP}`, 'none dl_src=50:54:00:00:00:05'],
    [
      'in_port=1,icmp,nw_src=10.0.0.4 actions=2',
      'in_port=1,icmp,nw_src=10.0.0.2',
      'none ip,in_port=1,nw_src=0.0.0.2/0.0.0.2',
    ],
    [
      'in_port=1,ipv6,ipv6_src=2001:db8:3c4d:1:2:3:4:5 actions=2',
      'in_port=1,ipv6,ipv6_src=2001:db8:3c4d:5:4:3:2:1',
      'none ipv6,in_port=1,ipv6_src=0:0:0:4::/0:0:0:4::',
    ],
    ['actions=2', 'in_port=1', '2'],
    ['', 'in_port=1', 'none'],
  ])('%s, and %s', (flows, packet, expected) => {
    expect(look(classifierWith(flows), packet)).toBe(expected);
  });
});

describe('conjunctive matches', () => {
  const single = `
    conj_id=1,actions=3
    priority=100,ip,ip_src=10.0.0.1,actions=conjunction(1,1/2)
    priority=100,ip,ip_src=10.0.0.4,actions=conjunction(1,1/2)
    priority=100,ip,ip_dst=10.0.0.2,actions=conjunction(1,2/2)
    priority=100,ip,ip_dst=10.0.0.5,actions=conjunction(1,2/2)
    priority=100,ip,ip_src=10.0.0.1,ip_dst=10.0.0.4,actions=4
    priority=0 actions=2`;
  const fallback = `
    conj_id=1,actions=1
    conj_id=3,actions=3
    priority=5,ip,ip_src=10.0.0.1,actions=conjunction(1,1/2)
    priority=5,ip,ip_src=10.0.0.2,actions=conjunction(1,1/2)
    priority=5,ip,ip_dst=10.0.0.1,actions=conjunction(1,2/2)
    priority=5,ip,ip_dst=10.0.0.2,actions=conjunction(1,2/2)
    priority=5,ip,ip_dst=10.0.0.3,actions=conjunction(1,2/2)
    priority=4,ip,ip_src=10.0.0.3,ip_dst=10.0.0.2,actions=2
    priority=3,ip,ip_src=10.0.0.1,actions=conjunction(3,1/2)
    priority=3,ip,ip_src=10.0.0.3,actions=conjunction(3,1/2)
    priority=3,ip,ip_dst=10.0.0.2,actions=conjunction(3,2/2)
    priority=3,ip,ip_dst=10.0.0.3,actions=conjunction(3,2/2)
    priority=3,ip,ip_dst=10.0.0.4,actions=conjunction(3,2/2)
    priority=2,ip,ip_dst=10.0.0.1,actions=4
    priority=1,ip,ip_src=10.0.0.1,ip_dst=10.0.0.5,actions=5
    priority=0,actions=6`;

  it.each([
    [single, 1, 2, '3'],
    [single, 4, 5, '3'],
    [single, 1, 4, '4'],
    [single, 1, 3, '2'],
    [single, 3, 2, '2'],
    // A flow of lower priority with the match of an unmet conjunction can still be found.
    [fallback, 1, 3, '1'],
    [fallback, 1, 4, '3'],
    [fallback, 3, 2, '2'],
    [fallback, 3, 3, '3'],
    [fallback, 3, 1, '4'],
    [fallback, 1, 5, '5'],
    [fallback, 2, 4, '6'],
  ])('%# hold when all of their parts do', (flows, from, to, fate) => {
    const packet = `ip,nw_src=10.0.0.${from},nw_dst=10.0.0.${to}`;
    expect(look(classifierWith(flows), packet).split(' ')[0]).toBe(fate);
  });
});

interface Step {
  readonly priority: number;
  readonly match: Match;
  /** True if the flow is removed again. */
  readonly goes: boolean;
}

const STEP: fc.Arbitrary<Step> = fc.record({
  priority: fc.nat(3),
  match: MATCH,
  goes: fc.boolean(),
});

/** Returns a packet that satisfies a match and otherwise has the bits of `noise`. */
function packetFor(match: Match, noise: bigint): Flow {
  const flow = new Flow();
  for (const [index, member] of FLOW_MEMBERS.entries()) {
    if (member.startsWith('tun_metadata')) continue;
    const { value, mask } = match.member(member);
    flow.setAt(index, value | (BigInt.asUintN(memberBits(member), noise) & ~mask));
  }
  return flow;
}

const satisfies = (flow: Flow, { entries: required }: Match): boolean =>
  required.every(({ index, value, mask }) => ((flow.at(index) ^ value) & mask) === 0n);

/** Returns a table after adding and removing flows. */
function tableAfter(steps: readonly Step[]): FlowTable {
  const table = new FlowTable();
  const added = steps.map(({ priority, match, goes }) => {
    const flow = entry(priority, match);
    table.set(flow);
    return { flow, goes };
  });
  classifierOf(table);
  for (const { flow, goes } of added) if (goes) table.delete(flow);
  return table;
}

const scan = (table: FlowTable, flow: Flow): number | undefined =>
  [...table].find(({ match }) => satisfies(flow, match))?.priority;

describe('with any flows', () => {
  const scene = fc.tuple(fc.array(STEP, { maxLength: 12 }), fc.nat(11), fc.bigInt(0n, 1n << 130n));

  it('a lookup finds what a scan does', () => {
    fc.assert(
      fc.property(scene, ([steps, chosen, noise]) => {
        const table = tableAfter(steps);
        const packet = packetFor((steps[chosen] ?? steps[0])?.match ?? Match.ANY, noise);
        const found = classifierOf(table).lookup(packet, new Wildcards());
        expect(found?.priority).toBe(scan(table, packet));
        if (found) expect(satisfies(packet, found.match)).toBe(true);
      }),
    );
  });

  it('packets that agree in the bits of a lookup match the same flow', () => {
    fc.assert(
      fc.property(scene, fc.bigInt(0n, 1n << 130n), ([steps, chosen, noise], other) => {
        const table = tableAfter(steps);
        const packet = packetFor((steps[chosen] ?? steps[0])?.match ?? Match.ANY, noise);
        const wildcards = new Wildcards();
        // The reference takes these as known before a lookup.
        for (const member of ['dl_type', 'nw_frag', 'in_port'] as const) wildcards.add(member);
        const found = classifierOf(table).lookup(packet, wildcards);
        const alike = packetFor(wildcards.matchOf(packet), other);
        expect(classifierOf(table).lookup(alike, new Wildcards())?.priority).toBe(found?.priority);
      }),
    );
  });

  it('removed flows leave nothing behind', () => {
    fc.assert(
      fc.property(scene, ([steps, chosen, noise]) => {
        const table = tableAfter(steps);
        const packet = packetFor((steps[chosen] ?? steps[0])?.match ?? Match.ANY, noise);
        const afresh = new FlowTable();
        for (const flow of table) afresh.set(flow);
        expect(classifierOf(table).lookup(packet, new Wildcards())?.priority).toBe(
          classifierOf(afresh).lookup(packet, new Wildcards())?.priority,
        );
      }),
    );
  });

  it('a restored table searches its masks in the saved order, whatever comes later', () => {
    fc.assert(
      fc.property(scene, fc.array(STEP, { maxLength: 5 }), ([steps], later) => {
        const table = tableAfter(steps);
        const ties = tieOrder(table);
        const [lazy, eager] = [new FlowTable(), new FlowTable()];
        for (const flow of table) for (const copy of [lazy, eager]) copy.set(flow);
        restoreTies(lazy, ties);
        classifierOf(eager).restoreTies(ties);
        expect(tieOrder(lazy)).toEqual(tieOrder(eager));
        for (const { priority, match, goes } of later) {
          for (const copy of [lazy, eager]) {
            const flow = entry(priority, match);
            copy.set(flow);
            if (goes) copy.delete(flow);
          }
        }
        const order = (copy: FlowTable) => [...classifierOf(copy)].map((flow) => flow.match.key);
        expect(order(lazy)).toEqual(order(eager));
        expect(tieOrder(lazy)).toEqual(tieOrder(eager));
      }),
    );
  });
});
