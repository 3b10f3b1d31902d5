/** Tests that snapshots are saved with the sandbox, and that damaged ones are refused. */
import { expect, it } from 'vitest';
import { ManualClock } from '../../src/lib/clock.js';
import { Sandbox } from '../../src/sandbox/sandbox.js';
import { type SavedState, StateError } from '../../src/sandbox/saved-state.js';
import { parseSavedState } from '../../src/sandbox/state-schema.js';
import { stringifySavedState } from '../../src/sandbox/state-text.js';

/** Returns a store that holds text, and a way to look at it. */
function textStore() {
  let text: string | undefined;
  return {
    json: () => JSON.parse(text ?? 'null'),
    put: (json: unknown) => {
      text = JSON.stringify(json);
    },
    store: {
      read: () => (text === undefined ? undefined : parseSavedState(JSON.parse(text))),
      refuse: (why: string) => new StateError(why),
      write: (state: SavedState) => {
        text = stringifySavedState(state);
      },
      close: () => {},
    },
  };
}

const clock = new ManualClock(1e12);

it('keeps snapshots across starts', () => {
  const { store, json } = textStore();
  const first = Sandbox.open({ clock, store });
  const state = JSON.stringify(first.save());
  first.takeSnapshot('one');
  first.close();
  const saved = JSON.stringify(json());
  const second = Sandbox.open({ clock, store });
  expect(second.snapshots.list()).toEqual([['one', 1e12]]);
  expect(JSON.stringify(second.snapshot('one'))).toBe(state);
  second.takeSnapshot('two');
  second.deleteSnapshot('two');
  second.close();
  expect(JSON.stringify(json())).toBe(saved);
});

it('refuses a damaged snapshot when it is used, and changes nothing', () => {
  const { store, put, json } = textStore();
  const first = Sandbox.open({ clock, store });
  first.takeSnapshot('one');
  first.takeSnapshot('two');
  first.close();
  const damaged = json();
  damaged.snapshots.one.state.random = 'x';
  damaged.snapshots.two.state.databases.OVN_Northbound.tables = { No_Table: {} };
  put(damaged);
  const second = Sandbox.open({ clock, store });
  const before = JSON.stringify(second.save());
  expect(() => second.snapshot('one')).toThrow(StateError);
  expect(() => second.restore(second.snapshot('two'))).toThrow(StateError);
  expect(JSON.stringify(second.save())).toBe(before);
});

it.each([
  [{ '': { time: 0, state: {} } }],
  [{ '\u001b]': { time: 0, state: {} } }],
  [{ one: { time: -1, state: {} } }],
  [{ one: { time: 0, state: 3 } }],
  [[]],
])('refuses a file with the snapshots %j', (snapshots) => {
  const { store, json, put } = textStore();
  const sandbox = Sandbox.open({ clock, store });
  sandbox.takeSnapshot('one');
  sandbox.close();
  put({ ...json(), snapshots });
  expect(() => Sandbox.open({ clock, store })).toThrow(StateError);
});
