/** Finds the states of a sandbox that arguments name. */
import { ManualClock } from '../../lib/clock.js';
import { Sandbox } from '../../sandbox/sandbox.js';
import { type SavedState, StateError } from '../../sandbox/saved-state.js';
import type { StateStore } from '../../sandbox/state-file.js';
import { Refusal } from './subcommand.js';

/** The word for the current state. */
export const NOW = 'now';

/** Returns the words that can name a moment. */
export const momentNames = (sandbox: Sandbox): readonly string[] => [
  NOW,
  ...sandbox.snapshots.list().map(([name]) => name),
];

/**
 * Returns the state at a moment: `now`, a number of changes ago, or the name of a snapshot.
 *
 * @throws Refusal if there is no such state
 */
export function stateAt(sandbox: Sandbox, moment: string): SavedState {
  if (moment === NOW || /^0+$/.test(moment)) return sandbox.save();
  if (!/^\d+$/.test(moment)) return snapshotOf(sandbox, moment);
  try {
    return sandbox.stateBefore(Number(moment));
  } catch (error) {
    throw error instanceof RangeError ? new Refusal(error.message) : error;
  }
}

/** @throws Refusal if there is no such snapshot, or it cannot be used */
export function snapshotOf(sandbox: Sandbox, name: string): SavedState {
  assertSnapshot(sandbox, name);
  try {
    return sandbox.snapshot(name);
  } catch (error) {
    throw unusable(name, error);
  }
}

/** Returns the error to report if a snapshot cannot be used. */
export function unusable(name: string, error: unknown): unknown {
  return error instanceof StateError
    ? new Refusal(`cannot use the snapshot '${name}': ${error.message}`)
    : error;
}

/** @throws Refusal if there is no such snapshot */
export function assertSnapshot(sandbox: Sandbox, name: string): void {
  if (sandbox.snapshots.has(name)) return;
  const names = sandbox.snapshots.list().map(([known]) => known);
  throw new Refusal(
    names.length === 0
      ? `there is no snapshot '${name}'; make one with: sandbox snapshot save NAME`
      : `there is no snapshot '${name}'; there are ${names.join(', ')}`,
  );
}

/** Opens a copy of the sandbox in this state, of which nothing is saved. */
export function openState(state: SavedState): Sandbox {
  const store: StateStore = {
    read: () => state,
    refuse: (why) => new StateError(why),
    write: () => {},
    close: () => {},
  };
  return Sandbox.open({ clock: new ManualClock(), store });
}
