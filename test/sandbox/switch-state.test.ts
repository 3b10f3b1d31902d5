/** Tests that manual changes to bridges are saved and can be undone. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ManualClock } from '../../src/lib/clock.js';
import type { OfAction } from '../../src/openflow/model/actions.js';
import type { Bridge } from '../../src/openflow/switch/bridge.js';
import { Switch } from '../../src/openflow/switch/switch.js';
import { Sandbox } from '../../src/sandbox/sandbox.js';
import { StateError } from '../../src/sandbox/saved-state.js';
import { parseSavedState } from '../../src/sandbox/state-schema.js';
import { stringifySavedState } from '../../src/sandbox/state-text.js';
import { restoreSwitch, type SwitchState, saveSwitch } from '../../src/sandbox/switch-state.js';
import { MATCH } from '../openflow/arbitrary.js';
import { ACTIONS } from '../openflow/arbitrary-actions.js';
import { runner } from '../run.js';
import { times } from '../slow.js';

const clock = new ManualClock(1e12);

/** Returns the sandbox that results from saving and opening another one. */
function reopened(sandbox: Sandbox): Sandbox {
  const saved = parseSavedState(JSON.parse(stringifySavedState(sandbox.save())));
  const refuse = (why: string) => new StateError(why);
  return Sandbox.open({
    clock,
    store: { read: () => saved, refuse, write: () => {}, close: () => {} },
  });
}

const SETUP = `
  ovn-nbctl lswitch-add sw0
  ovn-nbctl lport-add sw0 a -- lport-set-addresses a 00:00:00:00:00:01
  ovs-vsctl add-port br-int p1 -- set Interface p1 external_ids:iface-id=a
  ovs-vsctl add-br br0 -- set Bridge br0 protocols=OpenFlow10,OpenFlow11,OpenFlow12,OpenFlow13,OpenFlow14,OpenFlow15
  ovs-vsctl add-port br0 p2 -- add-port br0 p3`;

const LOOK = `
  ovs-ofctl -O OpenFlow15 dump-flows br0
  ovs-ofctl --sort=in_port dump-flows br0
  ovs-ofctl dump-flows br-int
  ovs-ofctl -O OpenFlow15 dump-groups br0
  ovs-ofctl -O OpenFlow11 dump-table-desc br0
  ovs-ofctl -O OpenFlow14 dump-table-desc br0
  ovs-ofctl get-frags br0
  ovs-appctl ofproto/trace br0 in_port=1,tcp
  ovs-appctl ofproto/trace br-int in_port=1,tcp,dl_src=00:00:00:00:00:01`;

/** Typical commands, in a valid order. */
const BY_HAND: readonly string[] = [
  'ovs-ofctl add-flow br0 priority=5,in_port=1,actions=output:2',
  'ovs-ofctl add-flow br0 table=1,cookie=0x123,idle_timeout=30,hard_timeout=60,send_flow_rem,tcp,tp_dst=80,actions=mod_nw_tos:4,learn(table=2,NXM_OF_ETH_DST[]=NXM_OF_ETH_SRC[],output:NXM_OF_IN_PORT[]),normal',
  'ovs-ofctl -O OpenFlow14 add-flow br0 importance=9,no_packet_counts,ipv6,actions=write_actions(set_field:1->tun_id),goto_table:7',
  'ovs-ofctl -O OpenFlow13 add-group br0 group_id=7,type=select,bucket=weight:3,output:1,bucket=actions=output:2',
  'ovs-ofctl -O OpenFlow15 add-group br0 group_id=8,type=select,selection_method=hash,fields=ip_src,bucket=bucket_id:4,actions=output:3',
  'ovs-ofctl -O OpenFlow13 add-flow br0 udp,actions=group:7',
  'ovs-ofctl del-flows br0 in_port=1',
  'ovs-ofctl --strict del-flows br0 priority=0',
  'ovs-ofctl add-flow br-int priority=9999,ip,actions=ct(commit,zone=1),resubmit(,16)',
  'ovs-ofctl --strict del-flows br-int table=64,priority=100,reg7=1,metadata=1',
  'ovs-ofctl mod-flows br-int table=0,in_port=1,actions=drop',
  'ovs-ofctl add-flow br-int table=65,dl_dst=01:00:00:00:00:00/01:00:00:00:00:00,actions=drop',
  'ovs-ofctl -O OpenFlow11 mod-table br0 3 drop',
  'ovs-ofctl -O OpenFlow14 mod-table br0 4 evict',
  'ovs-ofctl set-frags br0 nx-match',
  'ovs-ofctl -O OpenFlow13 del-groups br0 group_id=7',
];

/** True if listings, whose texts are saved, do not tell an action from a similar one. */
const isAmbiguous = (action: OfAction): boolean =>
  (action.type === 'multipath' && action.argument > 0xffff) ||
  (action.type === 'controller' && action.maxLen === 0);

/** Restores a bridge, unless its flows are such that no switch would have accepted them. */
function restored(state: SwitchState): Bridge {
  const copy = new Switch(clock);
  const bridge = copy.addBridge('br0', 1n);
  try {
    restoreSwitch(copy, state, 0);
  } catch (error) {
    fc.pre(
      !(
        error instanceof StateError &&
        /actions are invalid|Incorrect instruction/.test(error.message)
      ),
    );
    throw error;
  }
  return bridge;
}

describe('the manual changes to a bridge', () => {
  it('are saved after every line, and undone line by line', () => {
    const sandbox = Sandbox.open({ clock });
    const run = runner(sandbox);
    const look = () => [runner(sandbox)(LOOK), sandbox.save().bridges];
    run(SETUP);
    const seen: unknown[] = [];
    for (const line of BY_HAND) {
      sandbox.mark('a line');
      seen.push(look());
      expect(run(line)).toMatchObject([{ exitCode: 0, stderr: '' }]);
      const again = reopened(sandbox);
      expect([runner(again)(LOOK), again.save().bridges]).toEqual(look());
    }
    for (const [i, before] of [...seen.entries()].reverse()) {
      expect(look(), BY_HAND[i]).not.toEqual(before);
      sandbox.undo(1);
      expect(look()).toEqual(before);
    }
  });

  it('are absent from the state of a sandbox without manual changes', () => {
    const sandbox = Sandbox.open({ clock });
    const { bridges } = sandbox.save();
    expect(bridges).toBe(undefined);
  });

  it('disappear with the bridge, and persist when ovn-controller changes its flows', () => {
    const sandbox = Sandbox.open({ clock });
    const run = runner(sandbox);
    run(`${SETUP}
      ovs-ofctl add-flow br-int table=70,actions=drop
      ovs-ofctl add-flow br0 actions=drop
      ovn-nbctl lport-add sw0 b -- lport-set-addresses b unknown
      ovs-vsctl del-br br0`);
    const again = reopened(sandbox);
    runner(again)('ovn-nbctl lport-del b');
    expect(runner(again)('ovs-ofctl dump-flows br-int table=70')[0]?.stdout).toContain('drop');
    expect(again.save().bridges).not.toHaveProperty('br0');
  });

  it('do not include a flow that expired', () => {
    const sandbox = Sandbox.open({ clock: new ManualClock(1e12) });
    const run = runner(sandbox);
    run('ovs-vsctl add-br br0');
    sandbox.mark('a line');
    run('ovs-ofctl add-flow br0 hard_timeout=10,ip,actions=drop');
    sandbox.mark('a line');
    sandbox.advanceClock(11_000);
    run('ovs-ofctl dump-flows br0');
    expect(JSON.stringify(sandbox.save().bridges ?? {})).not.toContain('ip');
  });

  it.each([
    ['a bridge that does not exist', { br9: { flows: [] } }, /there is no bridge br9/],
    ['a flow that cannot be read', { 'br-int': { flows: ['nosuch=1'] } }, /br-int: /],
    ['a flow of a meter', { 'br-int': { flows: ['actions=meter:1'] } }, /br-int: /],
    ['a group that cannot be read', { 'br-int': { groups: ['type=all'] } }, /br-int: /],
    ['a table that does not exist', { 'br-int': { misses: { 300: 'drop' } } }, /"bridges"/],
  ])('are refused if they have %s', (_, bridges, message) => {
    const state = { ...Sandbox.open({ clock }).save(), bridges };
    const open = () => {
      const saved = parseSavedState(JSON.parse(JSON.stringify(state)));
      const refuse = (why: string) => new StateError(why);
      const store = { read: () => saved, refuse, write: () => {}, close: () => {} };
      return Sandbox.open({ clock, store });
    };
    expect(open).toThrow(message);
  });

  it('have a text for every flow', () => {
    fc.assert(
      fc.property(MATCH, ACTIONS, (match, actions) => {
        fc.pre(!actions.some(isAmbiguous));
        const original = new Switch(clock);
        original.addBridge('br0', 1n).addFlow({ table: 3, priority: 7, match, actions });
        const [flow] = restored(saveSwitch(original, () => []) ?? {}).flows();
        expect(flow?.match.key).toBe(match.key);
        expect(flow?.actions).toEqual(actions);
      }),
      { numRuns: times(200, 20_000) },
    );
  });
});
