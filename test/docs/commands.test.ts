/** Checks that docs/commands.md lists every command; `npx vitest run test/docs -u` updates it. */
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { commandList, falselyRefused, staleNotes } from './command-list.js';

describe('docs/commands.md', () => {
  it('lists every command', async () => {
    const path = join(import.meta.dirname, '../../docs/commands.md');
    await expect(commandList()).toMatchFileSnapshot(path);
  });

  it('has no notes on commands that do not exist', () => {
    expect(staleNotes()).toEqual([]);
  });

  it('marks only commands as refused that fail', () => {
    expect(falselyRefused()).toEqual([]);
  });
});
