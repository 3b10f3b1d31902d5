/** Checks that ovn-controller derives the same state from any history as from scratch. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { DataPlane } from '../../src/datapath/dpif/data-plane.js';
import { Switch } from '../../src/openflow/switch/switch.js';
import { OvsdbError } from '../../src/ovsdb/error.js';
import { Vswitchd } from '../../src/vswitchd/vswitchd.js';
import { describeDatapath } from '../datapath/host.js';
import { Hypervisor } from './hypervisor.js';

const oneOf = <T>(...values: readonly T[]) => fc.constantFrom(...values);

const datapath = oneOf('d1', 'd2');
const port = oneOf('p1', 'p2', 'p3', 'p4', 'c1', 'ln', 'x1', 'x2');
const chassis = oneOf('hv2', 'hv3');
const iface = oneOf('v1', 'v2', 'v3', 'v4');

const PORT_SETTINGS = [
  '',
  ' tag=5',
  ' parent=p1 tag=6',
  ' parent=p2',
  ' type=localnet option:network_name=net',
  ' type=localnet option:network_name=net tag=7',
  ' type=patch option:peer=x1',
  ' type=patch option:peer=x2',
];

const MATCHES = [
  '1',
  'inport == "p1"',
  'inport == {"p1", "p2"} && eth.mcast',
  'outport == "g1" || outport == "p3"',
  'ip4 && tcp.dst == {80, 81}',
  'eth.src == {00:00:00:00:00:01, 00:00:00:00:00:02} && eth.dst == {00:00:00:00:00:03, 00:00:00:00:00:04}',
  'eth.src == {00:00:00:00:00:01, 00:00:00:00:00:02} && eth.dst == {00:00:00:00:00:05, 00:00:00:00:00:06}',
  'ip.frag',
  '(',
];

const ACTIONS = [
  'next;',
  'drop;',
  'outport = "g1"; next;',
  'outport = "p1"; output;',
  'ct_next;',
  'oops',
];

/** The commands with which every history starts. */
const BEGINNING = [
  'datapath d1 1',
  'datapath d2 2',
  'port d1 p1 1',
  'port d1 p2 2',
  'port d2 p3 1',
  'group d1 g1 65535 p1,p2',
  'group d2 g1 65535 p3',
  'flow f1 d1 ingress 0 5 | inport == "p1" | outport = "g1"; next;',
  'ovs add-port br-int v1 -- set Interface v1 external_ids:iface-id=p1',
  'ovs add-port br-int v2 -- set Interface v2 external_ids:iface-id=p3',
  'ovs add-br br-a',
  'ovs set Open_vSwitch . external_ids:ovn-bridge-mappings=net:br-a',
  'chassis hv2 geneve 10.0.0.2',
];

/** Returns commands of one kind, and how often that kind is chosen. */
const kind = (weight: number, arbitrary: fc.Arbitrary<string>) => ({ weight, arbitrary });

/** Any command, whether it can run or not. */
const command = fc.oneof(
  kind(
    1,
    fc
      .tuple(oneOf('datapath', 'rekey'), datapath, fc.integer({ min: 1, max: 4 }))
      .map((words) => words.join(' ')),
  ),
  kind(
    5,
    fc
      .tuple(datapath, port, fc.integer({ min: 1, max: 9 }), oneOf(...PORT_SETTINGS))
      .map(([d, p, key, settings]) => `port ${d} ${p} ${key}${settings}`),
  ),
  kind(
    4,
    fc
      .tuple(
        datapath,
        oneOf('g1', 'g2'),
        oneOf(65535, 65534),
        fc.array(port, { minLength: 1, maxLength: 2 }),
      )
      .map(([d, g, key, ports]) => `group ${d} ${g} ${key} ${ports.join(',')}`),
  ),
  kind(
    6,
    fc
      .record({
        name: oneOf('f1', 'f2', 'f3', 'f4'),
        datapath,
        pipeline: oneOf('ingress', 'egress'),
        place: oneOf('0 5', '1 5', '1 0'),
        match: oneOf(...MATCHES),
        actions: oneOf(...ACTIONS),
      })
      .map(
        (f) => `flow ${f.name} ${f.datapath} ${f.pipeline} ${f.place} | ${f.match} | ${f.actions}`,
      ),
  ),
  kind(
    2,
    fc
      .tuple(chassis, oneOf('geneve', 'stt', 'vxlan', 'vxlan,stt'))
      .map(([c, types]) => `chassis ${c} ${types} 10.0.0.2`),
  ),
  kind(
    3,
    fc.tuple(port, oneOf('hv1', 'hv2', 'hv3', '')).map(([p, c]) => `bind ${p} ${c}`),
  ),
  kind(
    1,
    oneOf('hv1', 'hv2', 'hv3').map((c) => `delete Chassis ${c}`),
  ),
  kind(
    1,
    oneOf('g1', 'g2').map((g) => `delete Multicast_Group ${g}`),
  ),
  kind(
    2,
    oneOf('f1', 'f2', 'f3', 'f4').map((f) => `delete Logical_Flow ${f}`),
  ),
  kind(
    1,
    port.map((p) => `delete Port_Binding ${p}`),
  ),
  kind(
    4,
    fc
      .tuple(oneOf('br-int', 'br-int', 'br-a'), iface, port)
      .map(
        ([b, v, p]) => `ovs add-port ${b} ${v} -- set Interface ${v} external_ids:iface-id=${p}`,
      ),
  ),
  kind(
    2,
    fc
      .tuple(
        iface,
        oneOf(
          'external_ids:iface-id=p2',
          'external_ids:iface-id=c1',
          'external_ids:iface-id=',
          'type=nosuch',
          'type=internal',
          'ofport_request=9',
        ),
      )
      .map(([v, setting]) => `ovs set Interface ${v} ${setting}`),
  ),
  kind(
    1,
    iface.map((v) => `ovs del-port ${v}`),
  ),
  kind(
    1,
    oneOf(
      'ovs add-br br-a',
      'ovs del-br br-a',
      'ovs del-br br-int',
      'ovs del-port ovn-hv2-0',
      'ovs del-port patch-br-int-to-br-a',
      'ovs set Interface patch-br-int-to-br-a type=internal',
      'ovs set Interface patch-br-a-to-br-int options:peer=nobody',
      ...[
        'ovn-bridge-mappings=net:br-a',
        'ovn-bridge-mappings=',
        'ovn-bridge=br-x',
        'ovn-bridge=',
        'system-id=hv3',
        'system-id=hv1',
        'system-id=',
        'ovn-encap-type=stt,vxlan',
      ].map((setting) => `ovs set Open_vSwitch . external_ids:${setting}`),
    ),
  ),
);

/** Executes a command unless it is impossible because its row is missing or already exists. */
function attempt(hv: Hypervisor, line: string): void {
  try {
    hv.apply(line);
  } catch (error) {
    const refused = error instanceof OvsdbError || /^no /.test(String(error).slice(7));
    if (!refused) throw error;
  }
  hv.settle();
}

/** The derived state that is not in a database. */
type Derived = Pick<Hypervisor, 'switch' | 'datapath' | 'state' | 'zones'>;

/**
 * Returns the databases, the allocated numbers, the datapath, and the flows of the integration
 * bridge.
 */
function everythingAbout(hv: Hypervisor, derived: Derived) {
  const [host] = hv.ovs.rows('Open_vSwitch');
  const bridge = derived.switch.bridge(host?.external_ids.get('ovn-bridge') ?? 'br-int');
  return structuredClone({
    sb: hv.sb.toJSON(),
    ovs: hv.ovs.toJSON(),
    zones: derived.zones,
    state: derived.state,
    datapath: describeDatapath(derived.datapath),
    flows: bridge && hv.flows([], bridge).sort(),
  });
}

/** Derives everything again, as when a sandbox is loaded. */
function deriveAgain(hv: Hypervisor): Derived {
  const derived = {
    switch: new Switch(hv.clock),
    datapath: new DataPlane({ clock: hv.clock }),
    state: structuredClone(hv.state),
    zones: structuredClone(hv.zones),
  };
  const { ovs, random, clock } = hv;
  const vswitchd = new Vswitchd({ ovs, random, clock, ...derived });
  const controller = hv.newController(derived.zones, derived.switch);
  vswitchd.run();
  controller.run();
  return derived;
}

it('deriving everything from scratch changes nothing', () => {
  fc.assert(
    fc.property(fc.array(command, { minLength: 1, maxLength: 30, size: 'max' }), (commands) => {
      const hv = new Hypervisor().run(...BEGINNING);
      for (const line of commands) attempt(hv, line);
      const incremental = everythingAbout(hv, hv);
      expect(everythingAbout(hv, deriveAgain(hv))).toEqual(incremental);
    }),
    { numRuns: 100 },
  );
});
