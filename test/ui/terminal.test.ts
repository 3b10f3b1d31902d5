import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { buildProgram } from './support/program.js';
import { noPty, type Options, TestTerminal } from './support/terminal.js';

describe.skipIf(noPty !== undefined)('the terminal', () => {
  let program = '';
  let terminal: TestTerminal;
  beforeAll(async () => {
    program = await buildProgram('test/ui/support/fake-shell.ts', 'fake-shell');
  });
  afterEach(() => terminal.dispose());
  const start = async (options: Options = {}) => {
    terminal = new TestTerminal([process.execPath, program], options);
    await terminal.endsWith('fake$ |');
    return terminal;
  };

  it('shows', async () => {
    const t = await start();
    console.log(t.screenWithCursor.join('\n'));
    t.type('echo hello\r');
    await t.shows('hello');
    t.type('lines 50\rpor\t');
    await t.shows(/more/);
    console.log(t.screenWithCursor.join('\n'));
    expect(1).toBe(1);
  });
});
