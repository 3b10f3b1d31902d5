/** Notes for docs/commands.md on commands that differ from the real programs. */

const WAIT_UNTIL = 'ends with an error instead of waiting, since nothing else runs in the meantime';
const STABLE = 'has a stable order';

export const DIFFERENCES: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'ovn-nbctl': {
    'lport-set-port-security': 'prints an error where the real program crashes',
    'wait-until': WAIT_UNTIL,
  },
  'ovn-sbctl': { 'wait-until': WAIT_UNTIL },
  'ovs-vsctl': {
    'del-port': 'prints an error where the real program crashes',
    'wait-until': WAIT_UNTIL,
  },
  'ovs-ofctl': { ping: 'always reports 0.0 ms', 'dump-flows': STABLE, 'diff-flows': STABLE },
  'ovs-appctl -t ovs-vswitchd': {
    'ofproto/trace': 'also accepts `--ct-next`, as in later releases',
  },
  'ovstest test-ovn': {
    'normalize-expr': 'prints nothing where the real program crashes',
    'evaluate-expr': 'works where the real program crashes',
    composition: 'up to 18',
    'tree-shape': 'up to 10',
    exhaustive: 'up to 20 million choices',
  },
};
