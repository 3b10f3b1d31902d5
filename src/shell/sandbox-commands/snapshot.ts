/** `sandbox snapshot`: keeps states of the sandbox under names. */
import { isSnapshotName, MAX_SNAPSHOTS } from '../../sandbox/snapshots.js';
import { assertSnapshot, snapshotOf, unusable } from './moments.js';
import { type Call, Refusal, type Subcommand } from './subcommand.js';

const ACTIONS: Readonly<Record<string, (call: Call, name: string) => void>> = {
  save({ sandbox, print }, name) {
    if (!isSnapshotName(name)) {
      throw new Refusal(
        `'${name}' cannot name a snapshot; use letters, digits and "_.-", up to 64 characters, ` +
          'and neither "now" nor a number',
      );
    }
    const replaces = sandbox.snapshots.has(name);
    if (!replaces && sandbox.snapshots.size >= MAX_SNAPSHOTS) {
      throw new Refusal(`there are ${MAX_SNAPSHOTS} snapshots already; delete one first`);
    }
    sandbox.takeSnapshot(name);
    print(`Snapshot ${name} ${replaces ? 'replaced' : 'saved'}.\n`);
  },
  load({ sandbox, print }, name) {
    const state = snapshotOf(sandbox, name);
    try {
      sandbox.restore(state);
    } catch (error) {
      throw unusable(name, error);
    }
    print(`The sandbox is as it was in snapshot ${name}. To take that back: sandbox undo\n`);
  },
  delete({ sandbox, print }, name) {
    assertSnapshot(sandbox, name);
    sandbox.deleteSnapshot(name);
    print(`Snapshot ${name} deleted.\n`);
  },
};

export const SNAPSHOT: Subcommand = {
  name: 'snapshot',
  usage: '[ACTION [NAME]]',
  summary: 'save the state of the sandbox under a name, or go back to it',
  help: `Snapshots are kept across starts, and by sandbox reset.
  sandbox snapshot                    list the snapshots
  sandbox snapshot save NAME          save the current state
  sandbox snapshot load NAME          go back to a saved state
  sandbox snapshot delete NAME        forget a saved state
See also: sandbox diff NAME`,
  values: {
    ACTION: ['list', ...Object.keys(ACTIONS)],
    NAME: (sandbox) => sandbox.snapshots.list().map(([name]) => name),
  },
  run(call) {
    const [action = 'list', name] = call.args;
    if (action === 'list') {
      if (name !== undefined) throw new Refusal(`unexpected argument '${name}'`);
      list(call);
      return;
    }
    const act = Object.hasOwn(ACTIONS, action) ? ACTIONS[action] : undefined;
    if (!act) {
      const known = ['list', ...Object.keys(ACTIONS)].join(', ');
      throw new Refusal(`unknown action '${action}'; use one of ${known}`);
    }
    if (name === undefined) throw new Refusal(`give a name, as in: sandbox snapshot ${action} one`);
    act(call, name);
  },
};

function list({ sandbox, print }: Call): void {
  const snapshots = sandbox.snapshots.list();
  if (snapshots.length === 0) {
    print('There are no snapshots. To make one: sandbox snapshot save NAME\n');
  }
  for (const [name, time] of snapshots) print(`${new Date(time).toISOString()}  ${name}\n`);
}
