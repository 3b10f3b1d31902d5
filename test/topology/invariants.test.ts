/**
 * Checks what holds for every history of a topology: derived state does not depend on the history,
 * failed commands leave nothing behind, and the same commands give the same output.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ManualClock } from '../../src/lib/clock.js';
import { Sandbox } from '../../src/sandbox/sandbox.js';
import type { SavedState } from '../../src/sandbox/saved-state.js';
import { stringifySavedState } from '../../src/sandbox/state-text.js';
import { runner } from '../run.js';
import { LONG_TIMEOUT, times } from '../slow.js';
import { history } from './commands.js';
import { packet } from './packets.js';

/** A sandbox like the one that was saved, or a fresh one. */
function open(saved?: SavedState): Sandbox {
  const clock = new ManualClock();
  if (!saved) return Sandbox.open({ clock });
  const refuse = (why: string) => {
    throw new Error(why);
  };
  const store = { read: () => saved, refuse, write: () => {}, close: () => {} };
  return Sandbox.open({ clock, store });
}

const MAIN_LISTINGS = `
  ovn-nbctl show
  ovn-sbctl show
  ovn-sbctl lflow-list
  ovn-sbctl list Port_Binding
  ovn-sbctl list Multicast_Group
  ovs-vsctl show
  ovs-vsctl list Interface
  ovs-ofctl show br-int
  ovs-ofctl -O OpenFlow13 dump-flows br-int
  ovs-ofctl dump-flows br-eth1
`;

const LISTINGS = `
  ${MAIN_LISTINGS}
  ovn-sbctl list Chassis
  ovn-sbctl list Encap
  ovn-sbctl list Datapath_Binding
  ovn-sbctl list Logical_Flow
  ovs-vsctl list Open_vSwitch
  ovs-vsctl list Bridge
  ovs-vsctl list Port
  ovs-ofctl dump-ports br-int
  ovs-ofctl dump-flows br-int
  ovs-ofctl dump-tables br-int
  ovs-ofctl -O OpenFlow13 dump-groups br-int
  ovs-ofctl show br-eth1
  ovs-appctl ofproto/list
  ovs-appctl dpif/show
  ovs-appctl bond/list
`;

/** The significant contents of a sandbox. */
const sightOf = (sandbox: Sandbox) => runner(sandbox)(MAIN_LISTINGS);

const textOf = (sandbox: Sandbox): string => stringifySavedState(sandbox.save());

const RUNS = { numRuns: 30 };

describe('every history', () => {
  it(
    'leads to what a sandbox that is opened again shows, in the same order',
    () => {
      fc.assert(
        fc.property(history, fc.array(packet, { maxLength: 3 }), (commands, packets) => {
          const sandbox = open();
          runner(sandbox)(commands.join('\n'));
          const saved = sandbox.save();
          const reopened = open(saved);
          expect(textOf(reopened)).toBe(stringifySavedState(saved));
          const traces = packets
            .map((flow) => `ovs-appctl ofproto/trace br-int ${flow}\n`)
            .join('');
          const look = LISTINGS + traces;
          expect(runner(reopened)(look)).toEqual(runner(sandbox)(look));
        }),
        {
          numRuns: times(30, 2000),
          examples: [
            // The order of bridges in the switch depends on the history.
            [
              [
                'ovs-vsctl add-br br-eth1',
                'ovs-vsctl set Open_vSwitch . external_ids:ovn-bridge-mappings=physnet1:br-eth1',
                'ovn-nbctl lswitch-add ls2',
                'ovs-vsctl set Bridge br-int datapath_type=nosuch',
                'ovs-ofctl add-flow br-eth1 priority=7,tcp,tp_dst=80,actions=normal',
                'ovn-nbctl lport-add ls2 ls2-p1',
              ],
              [],
            ],
          ],
        },
      );
    },
    LONG_TIMEOUT,
  );

  it('changes nothing if a command fails', () => {
    fc.assert(
      fc.property(history, (commands) => {
        const sandbox = open();
        const run = runner(sandbox);
        for (const command of commands) {
          const before = { saved: textOf(sandbox), sight: sightOf(sandbox) };
          const [outcome] = run(command);
          if (outcome?.exitCode === 0) continue;
          expect(outcome?.stderr).not.toBe('');
          expect(outcome?.stderr).not.toContain('internal error');
          expect({ saved: textOf(sandbox), sight: sightOf(sandbox) }).toEqual(before);
        }
      }),
      { numRuns: 15 },
    );
  });

  it('gives the same output again', () => {
    fc.assert(
      fc.property(history, fc.array(packet), (commands, packets) => {
        const script = [
          ...commands,
          ...packets.map((flow) => `ovs-appctl ofproto/trace br-int ${flow}`),
          LISTINGS,
        ].join('\n');
        const [first, second] = [open(), open()];
        expect(runner(first)(script)).toEqual(runner(second)(script));
        expect(textOf(first)).toBe(textOf(second));
      }),
      RUNS,
    );
  });
});
