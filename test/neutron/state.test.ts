/** Tests that Neutron's tables are part of a sandbox: saved, loaded, undone, reset and refused. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ManualClock } from '../../src/lib/clock.js';
import { Sandbox } from '../../src/sandbox/sandbox.js';
import type { SavedState } from '../../src/sandbox/saved-state.js';
import { parseSavedState } from '../../src/sandbox/state-schema.js';
import { stringifySavedState } from '../../src/sandbox/state-text.js';
import { openSession } from '../../src/shell/session.js';
import { LONG_TIMEOUT, times } from '../slow.js';
import { History, requests } from './history.js';
import { DEMO } from './requests.js';

/** A sandbox like the one that was saved, or a fresh one. */
function open(saved?: SavedState): Sandbox {
  const clock = new ManualClock();
  if (!saved) return Sandbox.open({ clock });
  const refuse = (why: string) => {
    throw new Error(why);
  };
  return Sandbox.open({ clock, store: { read: () => saved, refuse, write() {}, close() {} } });
}

const textOf = (sandbox: Sandbox): string => stringifySavedState(sandbox.save());

/** Starts a history in a sandbox. */
const historyOf = (sandbox: Sandbox): History =>
  new History((method, path, body) => {
    const { server } = sandbox.context().neutron;
    return server.request({ method, path, caller: DEMO, ...(body ? { body } : {}) });
  });

it(
  'a sandbox that is loaded again has the same resources, and goes on alike',
  () => {
    fc.assert(
      fc.property(requests(40), requests(10), (before, after) => {
        const sandbox = open();
        const history = historyOf(sandbox).furnish();
        for (const one of before) history.send(one);
        const text = textOf(sandbox);
        const loaded = open(parseSavedState(JSON.parse(text)));
        expect(textOf(loaded)).toBe(text);
        expect(loaded.context().neutron.compare(false)).toEqual([]);
        const again = historyOf(loaded);
        for (const one of after) expect(again.send(one)).toBe(history.send(one));
        expect(textOf(loaded)).toBe(textOf(sandbox));
      }),
      { numRuns: times(15, 1000) },
    );
  },
  LONG_TIMEOUT,
);

it('the state of a sandbox without Neutron says nothing about it', () => {
  expect(textOf(open())).not.toContain('Neutron');
});

describe('in the shell', () => {
  async function start() {
    const sandbox = open();
    const session = await openSession({ sandbox, cwd: import.meta.dirname, bundled: [] });
    return {
      sandbox,
      async type(line: string): Promise<string> {
        let shown = '';
        const show = (text: string) => {
          shown += text;
        };
        const { signal } = new AbortController();
        await session.execute(line, { stdout: show, stderr: show }, signal);
        return shown;
      },
    };
  }

  const LINES = [
    'neutron net-create n',
    'neutron subnet-create n 10.0.0.0/24',
    'neutron port-create n --name p',
    'neutron security-group-rule-create default --protocol tcp --port-range-min 80 --port-range-max 80',
    'neutron security-group-create web; neutron port-update p --security-group web',
    'neutron router-create r && neutron router-interface-add r $(neutron subnet-list -f value -c id)',
    'sandbox neutron next-id a920d5ef-eca8-4c4f-9c24-55e29e1c03d6',
    'neutron port-create n --name q',
    'nova boot vm',
    'nova delete vm',
    'neutron port-delete p',
  ];

  it('undo and redo go back and forth, a line at a time', async () => {
    const { sandbox, type } = await start();
    const states = [textOf(sandbox)];
    for (const line of LINES) {
      await type(line);
      expect(textOf(sandbox)).not.toBe(states[states.length - 1]);
      states.push(textOf(sandbox));
    }
    for (const state of states.slice(0, -1).reverse()) {
      await type('sandbox undo');
      expect(textOf(sandbox)).toBe(state);
    }
    for (const state of states.slice(1)) {
      await type('sandbox redo');
      expect(textOf(sandbox)).toBe(state);
      expect(sandbox.context().neutron.compare(false)).toEqual([]);
    }
  });

  it('sync names a port that was made by hand and is in the way', async () => {
    const { type } = await start();
    const id = 'a4a81c09-4e93-41e2-be83-cfe1f8b39f77';
    await type(`ovn-nbctl lswitch-add sw -- lport-add sw ${id}`);
    // The first list makes the default group, which would get the id otherwise.
    await type('neutron net-create n; neutron security-group-list');
    await type(`sandbox neutron next-id ${id}; neutron port-create n`);
    const line = `! Logical_Port ${id}: Neutron did not make the port that has this name\n`;
    expect(await type('sandbox neutron sync --check; echo $?')).toBe(`${line}1\n`);
    expect(await type('sandbox neutron sync; echo $?')).toBe(`${line}0 differences repaired.\n1\n`);
    await type(`ovn-nbctl lport-del ${id}`);
    expect(await type('sandbox neutron sync; echo $?')).toBe(
      `+ Logical_Port ${id}\n1 difference repaired.\n0\n`,
    );
  });

  it('reset removes everything', async () => {
    const { sandbox, type } = await start();
    for (const line of LINES) await type(line);
    await type('sandbox reset');
    expect([...sandbox.context().neutron.database.rows('Network')]).toEqual([]);
    expect(textOf(sandbox)).not.toContain('"Neutron"');
  });
});
