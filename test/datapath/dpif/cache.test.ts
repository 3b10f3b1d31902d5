import fc from 'fast-check';
import { expect, it } from 'vitest';
import { ManualClock } from '../../../src/lib/clock.js';
import { Sandbox } from '../../../src/sandbox/sandbox.js';
import { parseFrame } from '../../../src/tools/ovs-appctl/commands/netdev-dummy-commands.js';
import { runner } from '../../run.js';

const SETUP = `
  ovs-vsctl add-br br0
  ovs-vsctl add-br br1
  ovs-vsctl add-port br0 p1
  ovs-vsctl add-port br0 p2 tag=5
  ovs-vsctl add-port br0 p3 -- set interface p3 type=patch options:peer=q3
  ovs-vsctl add-port br1 q3 -- set interface q3 type=patch options:peer=p3
  ovs-vsctl add-port br1 q1 tag=5 vlan_mode=native-untagged
  ovs-vsctl add-port br1 q2`;

const MAC = fc.integer({ min: 1, max: 3 }).map((n) => `00:00:00:00:00:0${n}`);
const DESTINATION = fc.oneof(MAC, fc.constantFrom('ff:ff:ff:ff:ff:ff', '01:80:c2:00:00:01'));

const MATCH = fc.oneof(
  fc.constantFrom('', 'in_port=1', 'in_port=2', 'ip', 'tcp', 'tcp,tp_dst=80', 'udp', 'arp'),
  fc.constantFrom('dl_vlan=5', 'vlan_tci=0', 'ip,nw_dst=10.0.0.0/30', 'ip,nw_ttl=1', 'reg0=1'),
  MAC.map((mac) => `dl_src=${mac}`),
  DESTINATION.map((mac) => `dl_dst=${mac}`),
);

const ACTION = fc.oneof(
  fc.constantFrom('NORMAL', 'output:1', 'output:2', 'output:3', 'LOCAL', 'IN_PORT', 'FLOOD'),
  fc.constantFrom('resubmit(,1)', 'load:1->NXM_NX_REG0[]', 'strip_vlan', 'mod_vlan_vid:5'),
  fc.constantFrom('dec_ttl', 'mod_nw_dst:10.0.0.9', 'mod_tp_dst:81', 'ct(table=1,zone=3)'),
  fc.constant('learn(table=1,NXM_OF_ETH_DST[]=NXM_OF_ETH_SRC[],output:NXM_OF_IN_PORT[])'),
  fc.constant('move:NXM_OF_ETH_SRC[]->NXM_OF_ETH_DST[]'),
  MAC.map((mac) => `mod_dl_dst:${mac}`),
);

const FLOW = fc
  .tuple(
    fc.constantFrom('br0', 'br1'),
    fc.constantFrom(0, 0, 1),
    fc.integer({ min: 1, max: 3 }),
    MATCH,
    fc.array(ACTION, { minLength: 1, maxLength: 3 }),
  )
  .map(
    ([bridge, table, priority, match, actions]) =>
      `ovs-ofctl add-flow ${bridge} table=${table},priority=${priority},${match},actions=${actions.join()}`,
  );

const CHANGE = fc.oneof(
  FLOW,
  fc.constantFrom(
    'ovs-ofctl del-flows br0',
    'ovs-ofctl del-flows br1 table=1',
    'ovs-vsctl set port q2 tag=5',
    'ovs-vsctl clear port q2 tag',
    'ovs-appctl fdb/flush',
    'ovs-ofctl mod-port br0 p1 no-flood',
    'ovs-ofctl mod-port br1 q2 down',
  ),
);

const PAYLOAD = fc.constantFrom(
  'eth_type(0x0800),ipv4(src=10.0.0.1,dst=10.0.0.2,proto=6,tos=0,ttl=64,frag=no),tcp(src=1,dst=80)',
  'eth_type(0x0800),ipv4(src=10.0.0.1,dst=10.0.0.6,proto=6,tos=0,ttl=1,frag=no),tcp(src=1,dst=22)',
  'eth_type(0x0800),ipv4(src=10.0.0.1,dst=10.0.0.2,proto=17,tos=0,ttl=64,frag=no),udp(src=1,dst=53)',
  'eth_type(0x0806),arp(sip=10.0.0.1,tip=10.0.0.1,op=1,sha=00:00:00:00:00:01,tha=00:00:00:00:00:00)',
  'eth_type(0x1234)',
);

const PACKET = fc
  .record({
    port: fc.constantFrom('p1', 'p2', 'q1', 'q2', 'br0'),
    source: MAC,
    destination: DESTINATION,
    payload: PAYLOAD,
    tagged: fc.boolean(),
  })
  .map(({ port, source, destination, payload, tagged }) => {
    const tag = tagged ? `eth_type(0x8100),vlan(vid=5,pcp=3),encap(${payload})` : payload;
    return { port, text: `in_port(1),eth(src=${source},dst=${destination}),${tag}` };
  });

const STEP = fc.oneof(
  { weight: 6, arbitrary: PACKET },
  { weight: 1, arbitrary: CHANGE },
  { weight: 1, arbitrary: fc.constantFrom(500, 2_000, 9_000, 301_000) },
);
type Step = string | number | { readonly port: string; readonly text: string };

/** Plays steps in a sandbox. A `forgetful` one translates each packet again. */
function play(steps: readonly Step[], forgetful: boolean): unknown[] {
  const clock = new ManualClock(1_000_000);
  const sandbox = Sandbox.open({ clock });
  const run = runner(sandbox);
  const { datapath } = sandbox.context({ read: () => undefined });
  run(SETUP);
  const seen = steps.map((step) => {
    if (typeof step === 'number') return clock.advance(step);
    if (typeof step === 'string') return run(step).map(({ stderr }) => stderr);
    if (forgetful) run('ovs-appctl revalidator/purge');
    const frame = parseFrame(step.text) ?? new Uint8Array();
    const outputs = datapath.receive(step.port, frame)?.outputs ?? [];
    return outputs.map(
      ({ port, frame: out }) => `${port.name} ${Buffer.from(out).toString('hex')}`,
    );
  });
  const listings = run(`
    ovs-ofctl dump-flows br0
    ovs-ofctl dump-flows br1
    ovs-ofctl dump-ports br0
    ovs-ofctl dump-ports br1
    ovs-ofctl dump-tables br0
    ovs-appctl fdb/show br0
    ovs-appctl fdb/show br1
    ovs-appctl dpctl/dump-conntrack`);
  return [seen, listings.map(({ stdout }) => stdout)];
}

it('a datapath with a cache behaves like one without', () => {
  fc.assert(
    fc.property(
      fc.array(FLOW, { maxLength: 8 }),
      fc.array(STEP, { minLength: 1, maxLength: 40 }),
      (flows, steps) => {
        const all = [...flows, ...steps];
        expect(play(all, false)).toEqual(play(all, true));
      },
    ),
    { numRuns: 60 },
  );
});
