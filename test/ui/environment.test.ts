/** Tests reading the terminal settings in the environment. */
import { homedir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import {
  type Environment,
  historyFile,
  isDumb,
  prepareForInk,
  wantsColours,
} from '../../src/ui/environment.js';

it.each([
  [{ TERM: 'xterm' }, true],
  [{ TERM: 'xterm', CI: '1' }, true],
  [{ TERM: 'xterm', NO_COLOR: '' }, true],
  [{ TERM: 'xterm', NO_COLOR: '1' }, false],
  [{ TERM: 'dumb' }, false],
] as readonly (readonly [Environment, boolean])[])('%j: colours %s', (env, colours) => {
  // The relevant part of Node's own logic.
  const getColorDepth = (seen?: object): number => (seen !== undefined && 'CI' in seen ? 1 : 4);
  expect(wantsColours(env, { getColorDepth } as NodeJS.WriteStream)).toBe(colours);
});

it('overrides what Ink would guess wrongly', () => {
  const env: Record<string, string | undefined> = { CI: 'true', DEV: 'true', NODE_ENV: 'test' };
  prepareForInk(env, false);
  expect(env).toEqual({ CI: 'false', FORCE_COLOR: '0', NODE_ENV: 'test' });
});

it('finds the history file', () => {
  expect(historyFile({})).toBe(join(homedir(), '.ovn-sandbox-ts_history'));
  expect(historyFile({ XDG_STATE_HOME: '/state' })).toBe(
    join('/state', 'ovn-sandbox-ts', 'history'),
  );
});

it('recognizes a terminal that cannot move its cursor', () => {
  expect([isDumb({ TERM: 'dumb' }), isDumb({ TERM: 'xterm' }), isDumb({})]).toEqual([
    true,
    false,
    false,
  ]);
});
