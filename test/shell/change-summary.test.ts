/** Tests the line that sums up what an input changed. */
import { describe, expect, it } from 'vitest';
import { ManualClock } from '../../src/lib/clock.js';
import { Sandbox } from '../../src/sandbox/sandbox.js';
import { changeSummary } from '../../src/shell/change-summary.js';
import { openSession } from '../../src/shell/session.js';

/** Returns the summary of the last of some inputs. */
async function summaryOf(inputs: readonly string[]): Promise<string> {
  let summary = '';
  const session = await openSession({
    sandbox: Sandbox.open({ clock: new ManualClock() }),
    cwd: import.meta.dirname,
    bundled: [],
    onRemark: ({ kind, text }) => {
      if (kind === 'change') summary = text;
    },
  });
  const { signal } = new AbortController();
  for (const input of inputs) {
    summary = '';
    await session.execute(input, { stdout: () => {}, stderr: () => {} }, signal);
  }
  return summary;
}

const SWITCH = 'ovn-nbctl lswitch-add sw0';
const PORT = 'ovn-nbctl lport-add sw0 p1';
const VIF = 'ovs-vsctl add-port br-int v1 -- set Interface v1 external_ids:iface-id=p1';
const ACL = `ovn-nbctl acl-add sw0 to-lport 1001 'outport == "p1" && ip' drop`;

describe('the summary of changes', () => {
  it.each<[inputs: string[], summary: string]>([
    [[SWITCH], '+1 logical switch, +8 logical flows'],
    [[SWITCH, PORT], '+1 logical port, +1 port binding, +2 logical flows, +10 OpenFlow flows'],
    [[SWITCH, PORT, VIF], '+1 port, 1 port binding changed, +5 OpenFlow flows'],
    [[SWITCH, PORT, VIF, ACL], '+1 ACL, +1 logical flow, +2 OpenFlow flows'],
    [
      [SWITCH, PORT, VIF, ACL, 'ovn-nbctl acl-del sw0'],
      '-1 ACL, -1 logical flow, -2 OpenFlow flows',
    ],
    [
      [SWITCH, PORT, 'ovn-nbctl lport-set-addresses p1 00:00:00:00:00:01'],
      '1 logical port changed, 1 port binding changed, +1 logical flow, +1 OpenFlow flow',
    ],
    [
      [SWITCH, PORT, 'ovn-nbctl set Logical_Port p1 tag=1; ovn-nbctl clear Logical_Port p1 tag'],
      '',
    ],
    [[SWITCH, 'ovn-nbctl show'], ''],
    [
      ['ovn-nbctl lswitch-add a; ovn-nbctl lswitch-add b; ovn-nbctl lswitch-del a'],
      '+1 logical switch, +8 logical flows',
    ],
    [['ovs-vsctl add-br br0', 'ovs-vsctl del-br br0'], '-1 bridge, -1 port, -1 OpenFlow flow'],
    [['ovs-ofctl add-flow br-int table=99,actions=drop'], '+1 OpenFlow flow'],
    [
      [
        'ovs-ofctl add-flow br-int table=99,actions=drop',
        'ovs-ofctl add-flow br-int table=99,actions=drop',
      ],
      '',
    ],
    [
      [
        'ovs-ofctl add-flow br-int table=99,actions=drop',
        'ovs-ofctl add-flow br-int table=99,actions=1',
      ],
      '1 OpenFlow flow changed',
    ],
    [[SWITCH, 'sandbox undo'], ''],
    [[SWITCH, 'sandbox undo', SWITCH], '+1 logical switch, +8 logical flows'],
  ])('of %j', async (inputs, summary) => {
    expect(await summaryOf(inputs)).toBe(summary);
  });

  it.each([
    ['Logical_Router_Policy', '+2 logical router policies'],
    ['Address_Set', '+2 address sets'],
    ['NAT', '+2 NATs'],
    ['Chassis', '+2 chassis'],
    ['Logical_Switch', '+2 logical switches'],
  ])('puts %s in words', (kind, summary) => {
    expect(changeSummary([{ kind, added: 2, removed: 0, changed: 0 }])).toBe(summary);
  });
});
