/** Checks bridges: ports, flow mods, timeouts and limits. */

import { describe, expect, it } from 'vitest';
import { ManualClock } from '../../../src/lib/clock.js';
import { FLOW_FLAG } from '../../../src/openflow/model/flow-entry.js';
import type { FlowCommand } from '../../../src/openflow/model/flow-mod.js';
import { Match } from '../../../src/openflow/model/match.js';
import { PROTOCOL, type Protocols } from '../../../src/openflow/model/protocols.js';
import { applyFlowMod } from '../../../src/openflow/switch/apply-flow-mod.js';
import { Bridge } from '../../../src/openflow/switch/bridge.js';
import { Switch } from '../../../src/openflow/switch/switch.js';
import { formatMatch } from '../../../src/openflow/text/format-match.js';
import { parseFlowMod } from '../../../src/openflow/text/parse-flow.js';
import { convertFlowMod } from '../../../src/openflow/wire/convert-flow-mod.js';

const FLOW = { table: 0, priority: 1, match: Match.ANY, actions: [] } as const;

function newBridge(): { clock: ManualClock; bridge: Bridge } {
  const clock = new ManualClock(1_000_000);
  return { clock, bridge: new Bridge('br0', 1n, clock) };
}

/** Sends a request to change flows, as a tool does. */
function send(
  bridge: Bridge,
  text: string,
  command: FlowCommand = 'add',
  protocol: Protocols = PROTOCOL.OF10_NXM_TID,
): void {
  const { mod } = parseFlowMod(text, command, () => {});
  applyFlowMod(bridge, convertFlowMod(mod, protocol, { is: 'switch' }), protocol);
}

describe('flows that are added again', () => {
  it('go on counting, but are new', () => {
    const { clock, bridge } = newBridge();
    const old = bridge.addFlow({ ...FLOW, cookie: 1n });
    old.packets = 5n;
    old.bytes = 500n;
    old.used = 1_003_000;
    clock.advance(10_000);
    const flow = bridge.addFlow({ ...FLOW, cookie: 2n });
    expect(flow).toMatchObject({
      cookie: 2n,
      created: 1_010_000,
      modified: 1_010_000,
      used: 1_003_000,
      packets: 5n,
      bytes: 500n,
    });
    expect([...bridge.flows()]).toEqual([flow]);
  });

  it('restart their counters on request', () => {
    const { bridge } = newBridge();
    bridge.addFlow(FLOW).packets = 5n;
    const flow = bridge.addFlow({ ...FLOW, flags: FLOW_FLAG.RESET_COUNTS });
    expect(flow).toMatchObject({ packets: 0n, flags: 0 });
  });

  it('restart their counters in OpenFlow 1.0, and in 1.3 only on request', () => {
    const { bridge } = newBridge();
    const packets = () => bridge.findFlow(0, 0x8000, Match.ANY)?.packets;
    bridge.addFlow({ ...FLOW, priority: 0x8000 }).packets = 5n;
    send(bridge, 'actions=drop', 'add', PROTOCOL.OF13_OXM);
    expect(packets()).toBe(5n);
    send(bridge, 'actions=drop');
    expect(packets()).toBe(0n);
  });
});

describe('flows that are modified', () => {
  it('keep their age, their timeouts and their counters', () => {
    const { clock, bridge } = newBridge();
    const old = bridge.addFlow({ ...FLOW, idleTimeout: 7, cookie: 1n });
    old.packets = 5n;
    clock.advance(10_000);
    bridge.modifyFlows([old], { actions: [{ type: 'exit' }] });
    expect([...bridge.flows()]).toMatchObject([
      {
        cookie: 1n,
        created: 1_000_000,
        modified: 1_010_000,
        used: 1_000_000,
        idleTimeout: 7,
        packets: 5n,
        actions: [{ type: 'exit' }],
      },
    ]);
  });

  it('get the cookie of the request in OpenFlow 1.0, if it is only the default one', () => {
    const { bridge } = newBridge();
    const cookies = () => [...bridge.flows()].map(({ cookie }) => cookie);
    send(bridge, 'cookie=1,in_port=1,actions=drop');
    send(bridge, 'in_port=1,actions=1', 'modify');
    expect(cookies()).toEqual([0n]);
    send(bridge, 'cookie=2,in_port=1,actions=1', 'modify');
    expect(cookies()).toEqual([2n]);
    send(bridge, 'cookie=3,in_port=1,actions=1', 'modify', PROTOCOL.OF13_OXM);
    expect(cookies()).toEqual([2n]);
  });

  it('are added if none match, but not in OpenFlow 1.2 and later', () => {
    const { bridge } = newBridge();
    send(bridge, 'in_port=1,actions=drop', 'modify', PROTOCOL.OF13_OXM);
    expect([...bridge.flows()]).toHaveLength(0);
    send(bridge, 'in_port=1,actions=drop', 'modify', PROTOCOL.OF11_STD);
    send(bridge, 'in_port=2,actions=drop', 'modify');
    expect([...bridge.flows()].map(({ match }) => formatMatch(match))).toEqual([
      'in_port=1',
      'in_port=2',
    ]);
  });
});

describe('flows with timeouts', () => {
  it.each([
    ['idle_timeout=5', 5_000, 1],
    ['idle_timeout=5', 5_001, 0],
    ['hard_timeout=5', 5_001, 0],
    ['idle_timeout=5,hard_timeout=10', 5_001, 0],
    ['idle_timeout=0', 1e9, 1],
  ])('%s after %d ms', (text, milliseconds, left) => {
    const { clock, bridge } = newBridge();
    send(bridge, `${text},actions=drop`);
    clock.advance(milliseconds);
    bridge.expireFlows();
    expect([...bridge.flows()]).toHaveLength(left);
  });

  it('stay as long as packets hit them', () => {
    const { clock, bridge } = newBridge();
    const flow = bridge.addFlow({ ...FLOW, idleTimeout: 5 });
    clock.advance(4_000);
    flow.used = clock.now();
    clock.advance(4_000);
    bridge.expireFlows();
    expect([...bridge.flows()]).toEqual([flow]);
  });

  it('do not depend on an earlier flow in the same place', () => {
    const { clock, bridge } = newBridge();
    bridge.addFlow({ ...FLOW, hardTimeout: 5 });
    bridge.addFlow(FLOW);
    clock.advance(6_000);
    bridge.expireFlows();
    expect([...bridge.flows()]).toHaveLength(1);
  });
});

describe('flows that were learned', () => {
  // As tests/learn.at of the reference has it.
  const registers = (bridge: Bridge) =>
    [...bridge.flows()].map(({ match }) => Number(match.member('reg0').value)).join();

  it('go with the last flow that would learn them', () => {
    const { bridge } = newBridge();
    for (const text of [
      'reg0=0x1 actions=learn(delete_learned,cookie=0x123)',
      'reg0=0x2 actions=learn(delete_learned,cookie=0x123)',
      'cookie=0x123, table=1, reg0=0x3 actions=drop',
      'cookie=0x123, table=1, reg0=0x4 actions=drop',
      'cookie=0x123, table=2, reg0=0x5 actions=drop',
      'cookie=0x234, table=1, reg0=0x6 actions=drop',
    ]) {
      send(bridge, text);
    }
    const steps = [
      ['delete', 'table=0 reg0=1', '2,3,4,6,5'],
      ['modify', 'reg0=2 actions=output:1,learn(delete_learned,cookie=0x123)', '2,3,4,6,5'],
      ['modify', 'reg0=2 actions=learn(delete_learned,cookie=0x234)', '2,6,5'],
      ['add', 'reg0=2 actions=learn(delete_learned,cookie=0x234),output:2', '2,6,5'],
      ['delete', 'table=0', '5'],
    ] as const;
    for (const [command, text, left] of steps) {
      send(bridge, text, command);
      expect(registers(bridge), text).toBe(left);
    }
  });

  it('are deleted with the flow that learned them, recursively', () => {
    const { bridge } = newBridge();
    for (const text of [
      'reg0=0x1 actions=learn(table=1,delete_learned,cookie=0x123)',
      'reg0=0x2 actions=learn(table=2,delete_learned,cookie=0x234)',
      'cookie=0x123, table=1, reg0=0x3 actions=learn(table=3,delete_learned,cookie=0x345)',
      'cookie=0x234, table=2, reg0=0x3 actions=learn(table=4,delete_learned,cookie=0x456)',
      'cookie=0x345, table=3, reg0=0x4 actions=learn(table=5,delete_learned,cookie=0x567)',
      'cookie=0x456, table=4, reg0=0x5 actions=learn(table=5,delete_learned,cookie=0x567)',
      'cookie=0x567, table=5, reg0=0x6 actions=drop',
      'cookie=0x567, table=5, reg0=0x7 actions=drop',
    ]) {
      send(bridge, text);
    }
    send(bridge, 'table=0 reg0=1', 'delete');
    expect(registers(bridge)).toBe('2,3,5,6,7');
    send(bridge, 'table=0 reg0=2', 'delete');
    expect(registers(bridge)).toBe('');
  });
});

describe('switches refuse', () => {
  it.each([
    ['table=254,actions=drop', 'OFPBRC_EPERM'],
    ['recirc_id=1,actions=drop', 'OFPBRC_EPERM'],
    ['actions=group:5', 'OFPBAC_BAD_OUT_GROUP', PROTOCOL.OF13_OXM],
    ['actions=meter:5', 'OFPMMFC_INVALID_METER', PROTOCOL.OF13_OXM],
    ['check_overlap,actions=drop', 'OFPFMFC_OVERLAP'],
  ] as const)('%s: %s', (text, code, protocol: Protocols = PROTOCOL.OF10_NXM_TID) => {
    const { bridge } = newBridge();
    send(bridge, 'in_port=1,actions=drop');
    const before = [...bridge.flows()];
    expect(() => send(bridge, text, 'add', protocol)).toThrow(code);
    expect([...bridge.flows()]).toEqual(before);
  });
});

describe('bridges', () => {
  it('start over when their fail mode changes', () => {
    const { bridge } = newBridge();
    bridge.addFlow({ ...FLOW, table: 5 });
    bridge.setFailMode('standalone');
    expect([...bridge.flows()]).toMatchObject([
      { table: 0, priority: 0, actions: [{ type: 'output', port: 0xfffa }] },
    ]);
    bridge.setFailMode('secure');
    expect([...bridge.flows()]).toEqual([]);
  });

  it('have one port a number', () => {
    const { bridge } = newBridge();
    const spec = { name: 'p1', kind: 'system', address: 1n, config: 0, state: 0 } as const;
    bridge.addPort(1, spec);
    expect(() => bridge.addPort(1, spec)).toThrow(RangeError);
    expect(bridge.removePort(1)).toBe(true);
    expect(bridge.removePort(1)).toBe(false);
  });

  it('have one name each', () => {
    const { bridges } = new Switch(new ManualClock(0));
    expect(bridges.size).toBe(0);
    const lan = new Switch(new ManualClock(0));
    const bridge = lan.addBridge('br0', 1n);
    expect(lan.bridge('br0')).toBe(bridge);
    expect(() => lan.addBridge('br0', 2n)).toThrow(RangeError);
    expect(lan.removeBridge('br0')).toBe(true);
  });
});
