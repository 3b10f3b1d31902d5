/** Tests taking and releasing the terminal around stops. */
import { closeSync, openSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { TerminalModes } from '../../../src/ui/output/modes.js';

/** The events of the terminal and the program, in order. */
let happened: string[] = [];
let fd = 0;
let modes: TerminalModes;

beforeEach(() => {
  happened = [];
  fd = openSync('/dev/null', 'w');
  const stdin = Object.assign(Object.create(process.stdin), {
    setRawMode: (raw: boolean) => happened.push(raw ? 'raw' : 'cooked'),
  });
  const stdout = Object.assign(Object.create(process.stdout), { fd });
  modes = new TerminalModes(
    { stdin, stdout },
    {
      lastWords: () => '',
      onContinue: () => happened.push('draws'),
      stop: () => happened.push('stops'),
    },
  );
  modes.enter();
});

afterEach(() => {
  modes.leave();
  closeSync(fd);
});

const SUSPENDED_ONCE = ['raw', 'cooked', 'stops', 'raw', 'draws'];

it('takes the terminal once when the program is continued', async () => {
  modes.suspend();
  process.emit('SIGCONT');
  await delay(100);
  expect(happened).toEqual(SUSPENDED_ONCE);
});

it('takes the terminal once if the signal arrives after a long stop', async () => {
  modes.suspend();
  // The stop takes longer than the wait: everything is due at once when the program continues.
  setTimeout(() => process.emit('SIGCONT'), 55);
  const start = performance.now();
  while (performance.now() - start < 60);
  await delay(100);
  expect(happened).toEqual(SUSPENDED_ONCE);
});

it('takes the terminal if nothing stops the program', async () => {
  modes.suspend();
  await delay(100);
  expect(happened).toEqual(SUSPENDED_ONCE);
});

it('is not stopped twice', () => {
  modes.suspend();
  modes.suspend();
  process.emit('SIGCONT');
  expect(happened).toEqual(SUSPENDED_ONCE);
});

it('sets raw mode again after another process stopped the program', () => {
  process.emit('SIGCONT');
  expect(happened).toEqual(['raw', 'cooked', 'raw', 'draws']);
});

it('does not take the terminal again after the end', async () => {
  modes.suspend();
  modes.leave();
  await delay(100);
  expect(happened).toEqual(['raw', 'cooked', 'stops', 'cooked']);
});
