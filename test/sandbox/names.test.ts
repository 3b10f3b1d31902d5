/** Tests that arbitrary names, such as those that JavaScript objects inherit, work everywhere. */
import { describe, expect, it } from 'vitest';
import { ManualClock } from '../../src/lib/clock.js';
import { Sandbox } from '../../src/sandbox/sandbox.js';
import { StateError } from '../../src/sandbox/saved-state.js';
import { parseSavedState } from '../../src/sandbox/state-schema.js';
import { stringifySavedState } from '../../src/sandbox/state-text.js';
import { runner } from '../run.js';

/** Names that JavaScript objects inherit. */
const NAMES = ['constructor', '__proto__', 'toString', 'hasOwnProperty', 'valueOf'];

const SETUP = NAMES.map(
  (name, i) => `
ovn-nbctl lswitch-add ${name}
ovn-nbctl lport-add ${name} ${name} -- lport-set-addresses ${name} 00:00:00:00:00:0${i}
ovs-vsctl add-port br-int ${name}-0 -- set Interface ${name}-0 external_ids:iface-id=${name}
ovs-vsctl add-port br-int ${name} -- set Interface ${name} external_ids:${name}=${name}
ovs-vsctl add-br ${name}-br -- set Bridge ${name}-br other_config:${name}=1
ovn-sbctl chassis-add ${name} geneve 127.0.0.${i + 2}
ovs-ofctl add-flow ${name}-br actions=drop
`,
).join('');

const LOOK = `
ovn-nbctl show
ovn-sbctl show
ovn-sbctl lflow-list
ovn-sbctl list Port_Binding
ovs-vsctl list Bridge
ovs-vsctl list Interface
ovs-ofctl show br-int
ovs-ofctl dump-flows br-int
ovs-appctl dpif/show
`;

const clock = new ManualClock();

/**
 * Returns the listings of a sandbox. Flows of equal priority are sorted, since their order depends
 * on history.
 */
const seen = (sandbox: Sandbox) =>
  runner(sandbox)(LOOK).map(({ stdout }) => stdout.split('\n').sort());

/** Returns the sandbox that results from saving and opening another one. */
function reopened(sandbox: Sandbox): Sandbox {
  const saved = parseSavedState(JSON.parse(stringifySavedState(sandbox.save())));
  return Sandbox.open({
    clock,
    store: {
      read: () => saved,
      refuse: (why) => new StateError(why),
      write: () => undefined,
      close: () => undefined,
    },
  });
}

describe('a sandbox', () => {
  it('accepts arbitrary names and saves them', () => {
    const sandbox = Sandbox.open({ clock });
    const setup = runner(sandbox)(SETUP);
    expect(setup.filter(({ exitCode, stderr }) => exitCode !== 0 || stderr !== '')).toEqual([]);
    for (const name of NAMES) {
      expect(sandbox.hosts.station(name)).toBeDefined();
      sandbox.changeHost(name, (settings) => (settings.services = ['tcp/22']));
    }
    const again = reopened(sandbox);
    expect(seen(again)).toEqual(seen(sandbox));
    for (const name of NAMES) expect(again.hosts.settings(name).services).toEqual(['tcp/22']);
  });

  it('survives the deletion of the root row', () => {
    const run = runner(Sandbox.open({ clock }));
    run('ovs-vsctl add-br br0');
    const [destroyed, , , ...shown] = run(`
      ovs-vsctl destroy Open_vSwitch .
      ovs-vsctl add-br br1
      ovs-vsctl --no-wait destroy Open_vSwitch .
      ovs-appctl ofproto/list
      ovs-vsctl list-br
    `);
    // The program expects to increment a counter in one row, and reports an error although
    // everything else succeeded.
    expect(destroyed).toMatchObject({
      exitCode: 1,
      stderr: expect.stringContaining('"count" is 0 instead of 1\novs-vsctl: transaction error: '),
    });
    expect(shown.map(({ stdout }) => stdout)).toEqual(['', '']);
  });

  it.each(NAMES)('knows no word %s where words are its own', (name) => {
    const run = runner(Sandbox.open({ clock }));
    const outcomes = run(`
      ovs-ofctl add-flow br-int ${name},actions=drop
      ovs-ofctl add-flow br-int ${name}=1,actions=drop
      ovs-ofctl add-flow br-int actions=${name}
      ovs-ofctl add-flow br-int ip,ip_frag=${name},actions=drop
      ovs-ofctl add-flow br-int actions=learn(${name}=1)
      ovs-ofctl -O OpenFlow13 add-group br-int group_id=1,type=${name}
      ovs-ofctl -O OpenFlow13 add-group br-int group_id=1,type=all,${name}=1,bucket=${name}=1
      ovs-ofctl -O OpenFlow15 insert-buckets br-int group_id=1,command_bucket_id=${name}
      ovs-ofctl -O OpenFlow13 add-meter br-int meter=1,${name}
      ovs-ofctl mod-port br-int br-int ${name}
      ovs-ofctl set-frags br-int ${name}
      ovs-ofctl ${name} br-int
      ovs-appctl ${name}
      ovs-appctl ofproto/trace br-int ${name}=1
      ovs-appctl ofproto/trace ovs-system ${name}(1)
      ovs-vsctl ${name}
      ovn-nbctl list ${name}
      ovn-nbctl get Logical_Switch ${name} ${name}
      ovn-nbctl --format=${name} show
      ovn-trace ${name} ip4
      ovstest ${name}
      ovstest test-ovn ${name}
    `);
    expect(outcomes.filter(({ exitCode }) => exitCode === 0)).toEqual([]);
    const complaints = outcomes.map(({ stderr }) => stderr);
    expect(complaints.filter((text) => text === '' || text.includes('internal'))).toEqual([]);
  });
});
