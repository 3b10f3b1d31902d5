/** Tests how desired flows reach the integration bridge. */
import { beforeEach, describe, expect, it } from 'vitest';
import type { Flow, FlowOwner } from '../../src/controller/desired-flow.js';
import { DesiredFlows } from '../../src/controller/ofctrl.js';
import { ManualClock } from '../../src/lib/clock.js';
import { Match } from '../../src/openflow/model/match.js';
import { Bridge } from '../../src/openflow/switch/bridge.js';
import { formatActionList } from '../../src/openflow/text/format-actions.js';

/** A flow of table 0 for packets from `inPort`, with one output. */
const flow = (inPort: number, port: number): Flow => ({
  table: 0,
  priority: 5,
  match: Match.ANY.with('in_port', BigInt(inPort)),
  actions: [{ type: 'output', port }],
});

const owner = (id: string): FlowOwner => ({ kind: 'network', id });

const clock = new ManualClock(1000);
let bridge: Bridge;
let desired: DesiredFlows;

const install = () => {
  clock.advance(1000);
  desired.install(bridge);
};

/** The flows as `IN_PORT:ACTIONS@AGE`, the age in seconds. */
const flows = () =>
  [...bridge.flows()].map(({ match, actions, created }) => {
    const port = match.get('in_port').value;
    return `${port}:${formatActionList(actions)}@${(clock.now() - created) / 1000}`;
  });

beforeEach(() => {
  bridge = new Bridge('br', 1n, clock);
  desired = new DesiredFlows();
});

describe('flows on the bridge', () => {
  it('are added and removed with their owner', () => {
    desired.put(owner('a'), 1, [flow(1, 9), flow(2, 9)]);
    install();
    expect(flows()).toEqual(['1:output:9@0', '2:output:9@0']);
    desired.put(owner('a'), 1, [flow(2, 9), flow(3, 9)]);
    install();
    expect(flows()).toEqual(['2:output:9@1', '3:output:9@0']);
    desired.put(owner('a'), 1, []);
    install();
    expect(flows()).toEqual([]);
  });

  it('keep their age and counters when their actions change', () => {
    desired.put(owner('a'), 1, [flow(1, 9)]);
    install();
    for (const entry of bridge.flows()) entry.packets = 7n;
    desired.put(owner('a'), 1, [flow(1, 8)]);
    install();
    expect(flows()).toEqual(['1:output:8@1']);
    expect([...bridge.flows()][0]?.packets).toBe(7n);
  });

  it('are those of the owner with the lowest rank', () => {
    desired.put(owner('b'), 2, [flow(1, 2)]);
    install();
    desired.put(owner('c'), 3, [flow(1, 3)]);
    desired.put(owner('a'), 1, [flow(1, 1)]);
    install();
    expect(flows()).toEqual(['1:output:1@1']);
    desired.put(owner('a'), 1, []);
    install();
    expect(flows()).toEqual(['1:output:2@2']);
    desired.put(owner('b'), 2, []);
    install();
    expect(flows()).toEqual(['1:output:3@3']);
  });

  it('are the first of those that one owner wants with the same match', () => {
    desired.put(owner('a'), 1, [flow(1, 1), flow(1, 2)]);
    install();
    expect(flows()).toEqual(['1:output:1@0']);
  });

  it('know their owner and the other owners that want them', () => {
    desired.put(owner('a'), 1, [flow(1, 1)]);
    desired.put(owner('b'), 2, [flow(1, 2)]);
    install();
    const [installed] = [...bridge.flows()];
    if (!installed) throw new Error('no flow');
    const owners = [owner('a'), owner('b')];
    expect(desired.ownership(bridge, installed)).toEqual({ owners, asWanted: true });
    bridge.modifyFlows([installed], { actions: [] });
    const [changed] = [...bridge.flows()];
    if (!changed) throw new Error('no flow');
    expect(desired.ownership(bridge, changed)).toEqual({ owners, asWanted: false });
    const foreign = bridge.addFlow(flow(7, 7));
    expect(desired.ownership(bridge, foreign)).toEqual({ owners: [], asWanted: false });
  });

  it('are not restored after a manual removal', () => {
    desired.put(owner('a'), 1, [flow(1, 1), flow(2, 1)]);
    install();
    for (const entry of [...bridge.flows()]) bridge.deleteFlow(entry);
    desired.put(owner('a'), 1, [flow(1, 2), flow(3, 1)]);
    install();
    expect(flows()).toEqual(['3:output:1@0']);
  });

  it('replace all flows of a new integration bridge', () => {
    desired.put(owner('a'), 1, [flow(1, 1)]);
    install();
    bridge = new Bridge('br', 1n, clock);
    bridge.setFailMode('standalone');
    expect(bridge.flowCount).toBe(1);
    install();
    expect(flows()).toEqual(['1:output:1@0']);
  });

  it('have the form that they take in OpenFlow 1.3', () => {
    desired.put(owner('a'), 1, [
      {
        ...flow(1, 1),
        actions: [
          { type: 'set_vlan_vid', vid: 5, pushIfNeeded: true },
          { type: 'set_field', field: 'tun_id', value: 1n, mask: 0xffffffn },
        ],
      },
    ]);
    install();
    expect(flows()).toEqual([
      '1:push_vlan:0x8100,set_field:4101->vlan_vid,load:0x1->NXM_NX_TUN_ID[0..23]@0',
    ]);
  });
});
