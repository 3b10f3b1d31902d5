/** Tests the subcommands of `sandbox`: arguments, help and completion. */
import { describe, expect, it } from 'vitest';
import { ManualClock } from '../../src/lib/clock.js';
import { Sandbox } from '../../src/sandbox/sandbox.js';
import { parseWords } from '../../src/shell/sandbox-commands/arguments.js';
import {
  completeSandboxCommand,
  runSandboxCommand,
} from '../../src/shell/sandbox-commands/dispatch.js';
import type { Subcommand } from '../../src/shell/sandbox-commands/subcommand.js';

const PING: Subcommand = {
  name: 'ping',
  usage: 'SRC DST [COUNT]',
  summary: 'say hello',
  options: [
    { name: 'size', short: 's', argument: 'required', help: 'bytes' },
    { name: 'quiet', short: 'q', argument: 'none', help: 'say less' },
  ],
  run: () => {},
};

describe('arguments of a subcommand', () => {
  const lines: readonly [words: string, parsed: string][] = [
    ['a b', 'a b'],
    ['a b 3', 'a b 3'],
    ['-s 5 a b', 'a b size=5'],
    ['a --size=5 b -q', 'a b size=5 quiet'],
    ['-qs5 a b', 'a b quiet size=5'],
    ['a -- -b', 'a -b'],
    ['a -s 1 b -s 2', 'a b size=2'],
    ['a', 'DST is missing'],
    ['', 'SRC is missing'],
    ['a b 3 c', "unexpected argument 'c'"],
    ['a b --nosuch', "unrecognized option '--nosuch'"],
    ['a b -s', "option requires an argument -- 's'"],
    ['--help', 'help'],
    ['a -h', 'a help'],
  ];
  it.each(lines)('%s', (words, parsed) => {
    const line = parseWords(PING, words.split(' ').filter(Boolean));
    const text =
      typeof line === 'string'
        ? line
        : [
            ...line.args,
            ...[...line.options].map(([name, value]) => (value ? `${name}=${value}` : name)),
          ].join(' ');
    expect(text).toBe(parsed);
  });
});

async function run(args: readonly string[], sandbox = Sandbox.open({ clock: new ManualClock() })) {
  const printed = { stdout: '', stderr: '' };
  const status = await runSandboxCommand(sandbox, {
    args,
    stdin: () => '',
    cwd: '/',
    strict: false,
    signal: new AbortController().signal,
    stdout: (text) => {
      printed.stdout += text;
    },
    stderr: (text) => {
      printed.stderr += text;
    },
  });
  return { ...printed, status };
}

describe('sandbox', () => {
  it('runs its subcommands', async () => {
    expect(await run(['reset'])).toEqual({
      stdout: 'The sandbox is fresh again.\n',
      stderr: '',
      status: 0,
    });
  });

  it.each([[], ['help'], ['--help'], ['-h']])('explains itself: %j', async (...args: string[]) => {
    const { stdout, status } = await run(args);
    expect(stdout).toMatch(/sandbox reset +start over/);
    expect(status).toBe(0);
  });

  it('explains a subcommand', async () => {
    expect((await run(['log', '--help'])).stdout).toMatch(/^usage: sandbox log/m);
  });

  it('reports errors', async () => {
    expect(await run(['nosuch'])).toMatchObject({
      stderr: expect.stringMatching(
        /^sandbox: unknown subcommand 'nosuch'; use one of .*undo, redo, diff, snapshot, neutron, reset, clock, log/,
      ),
      status: 2,
    });
    expect(await run(['reset', 'x'])).toMatchObject({
      stderr: "sandbox reset: unexpected argument 'x'\nTry sandbox reset --help.\n",
      status: 2,
    });
  });

  it('completes subcommands and their options', () => {
    const sandbox = Sandbox.open({ clock: new ManualClock() });
    const complete = (words: readonly string[]) =>
      completeSandboxCommand(sandbox, words).map(({ text }) => text);
    expect(complete(['re'])).toContain('reset');
    expect(complete(['reset', '--'])).toEqual(['--help']);
    expect(complete(['nosuch', ''])).toEqual([]);
  });
});

describe('sandbox clock', () => {
  const open = (clock = new ManualClock()) => Sandbox.open({ clock });

  it('shows the time', async () => {
    const clock = new ManualClock(5000);
    expect(await run(['clock'], open(clock))).toMatchObject({
      stdout: '1970-01-01T00:00:05.000Z\n',
    });
  });

  it('advances', async () => {
    const sandbox = open();
    const times: string[] = [];
    for (const duration of ['30s', '5m', '2h', '1d', '1h30m', '0s', '1s500ms']) {
      times.push((await run(['clock', 'advance', duration], sandbox)).stdout);
    }
    expect(times).toEqual([
      '1970-01-01T00:00:30.000Z, 30s ahead\n',
      '1970-01-01T00:05:30.000Z, 5m30s ahead\n',
      '1970-01-01T02:05:30.000Z, 2h5m30s ahead\n',
      '1970-01-02T02:05:30.000Z, 1d2h5m30s ahead\n',
      '1970-01-02T03:35:30.000Z, 1d3h35m30s ahead\n',
      '1970-01-02T03:35:30.000Z, 1d3h35m30s ahead\n',
      '1970-01-02T03:35:31.500Z, 1d3h35m31s500ms ahead\n',
    ]);
    sandbox.reset();
    expect(sandbox.now).toBe(0);
  });

  it.each([
    [['advance'], 'give a duration, as in: sandbox clock advance 2h'],
    [['advance', '2'], "'2' is not a duration; use for instance 30s, 500ms or 1h30m"],
    [['advance', '2w'], "'2w' is not a duration; use for instance 30s, 500ms or 1h30m"],
    [['advance', ''], "'' is not a duration; use for instance 30s, 500ms or 1h30m"],
    [['advance', '40000d'], "'40000d' is too long; the clock goes ahead by 100 years at most"],
    [
      ['advance', '9'.repeat(400).concat('d')],
      `'${'9'.repeat(400)}d' is too long; the clock goes ahead by 100 years at most`,
    ],
    [['back'], "unknown action 'back'; use show or advance"],
    [['show', '2h'], "unexpected argument '2h'"],
  ])('refuses %j', async (args, message) => {
    const sandbox = open();
    expect(await run(['clock', ...args], sandbox)).toEqual({
      stdout: '',
      stderr: `sandbox clock: ${message}\n`,
      status: 1,
    });
    expect(sandbox.now).toBe(0);
  });

  it('is saved with the sandbox', () => {
    const sandbox = open();
    expect(sandbox.save()).not.toHaveProperty('clockOffset');
    sandbox.advanceClock(1500);
    const saved = sandbox.save();
    const store = { read: () => saved, write: () => {}, close: () => {}, refuse: fail };
    expect(Sandbox.open({ clock: new ManualClock(100), store }).now).toBe(1600);
  });
});

const fail = (message: string): never => {
  throw new Error(message);
};
