/** Checks that help texts fit the screen. */
import { describe, expect, it } from 'vitest';
import { ManualClock } from '../../src/lib/clock.js';
import { Sandbox } from '../../src/sandbox/sandbox.js';
import { SUBCOMMANDS } from '../../src/shell/sandbox-commands/table.js';
import { openSession } from '../../src/shell/session.js';

const sandbox = Sandbox.open({ clock: new ManualClock() });

/** Returns the output of a command. */
async function output(command: string): Promise<string> {
  const session = await openSession({ sandbox, cwd: '/', bundled: [] });
  let shown = '';
  const show = (text: string) => {
    shown += text;
  };
  const { signal } = new AbortController();
  const { exitCode } = await session.execute(command, { stdout: show, stderr: show }, signal);
  expect(exitCode).toBe(0);
  return shown;
}

const COMMANDS = [
  'help',
  ...sandbox.tools.map(({ name }) => `${name} --help`),
  'ovstest test-ovn --help',
  ...SUBCOMMANDS.map(({ name }) => `sandbox ${name} --help`),
];

describe('help texts', () => {
  it.each(COMMANDS)('of %s fit a screen of 80 columns', async (command) => {
    const lines = (await output(command)).split('\n');
    expect(lines.filter((line) => line.length > 79)).toEqual([]);
    expect(lines.filter((line) => /\s$/.test(line))).toEqual([]);
  });

  it.each(['lesson', 'neutron'])('of sandbox %s indent all examples alike', async (name) => {
    const examples = (await output(`sandbox ${name} --help`)).match(/^ *sandbox \w+ [a-z].*$/gm);
    expect(examples?.length).toBeGreaterThan(2);
    expect(examples?.filter((line) => !/^ {2}sandbox/.test(line))).toEqual([]);
  });
});
