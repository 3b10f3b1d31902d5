/**
 * Tests the terminal as a user sees it: a real pseudo-terminal, an emulator that draws its output,
 * and a fake shell with a few commands.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { painter } from '../../src/ui/styles.js';
import { formatWelcome, NOTHING, welcomeTo } from '../../src/ui/welcome.js';
import { buildProgram } from './support/program.js';
import { noPty, type Options, TestTerminal } from './support/terminal.js';

const welcomeAt = (columns: number, completes = true) =>
  formatWelcome(welcomeTo(NOTHING, completes), painter(false), columns).split('\n').slice(0, -1);
const numbered = (count: number) =>
  Array.from({ length: count }, (_, i) => `line ${i + 1} of ${count}`);

if (noPty !== undefined) it.skip(`needs a pseudo-terminal: ${noPty}`, () => undefined);

describe.skipIf(noPty !== undefined)('the terminal', () => {
  const folder = mkdtempSync(join(tmpdir(), 'fake-shell-'));
  let program = '';
  /** The terminal of the current test, which may be shared with earlier ones. */
  let terminal: TestTerminal;
  /** The number of rows when the test began. */
  let mark = 0;
  const opened: TestTerminal[] = [];
  beforeAll(async () => {
    program = await buildProgram('test/ui/support/fake-shell.ts', folder);
  });
  afterAll(() => {
    for (const one of opened) one.dispose();
    rmSync(folder, { recursive: true });
  });

  const open = (command: readonly string[], options: Options = {}): TestTerminal => {
    const one = new TestTerminal(command, options);
    opened.push(one);
    return one;
  };
  const start = async (options: Options = {}): Promise<void> => {
    terminal = open([process.execPath, program], options);
    await terminal.endsWith('fake$ |');
  };
  const atPrompt = async (): Promise<void> => {
    await terminal.endsWith('fake$ |');
    mark = terminal.everything.length - 1;
  };

  /** Returns the rows since the test began, starting with its first prompt. */
  const transcript = (): readonly string[] => terminal.everything.slice(mark);

  const SIZES = [
    [80, 24],
    [40, 10],
    [200, 60],
  ] as const;

  describe.each(SIZES)('of %i columns and %i rows', (columns, rows) => {
    beforeAll(() => start({ columns, rows }));
    beforeEach(atPrompt);

    it('keeps everything printed, and the prompt below it', async () => {
      terminal.type('lines 300\r');
      await terminal.until('all lines', () => terminal.screen.includes('line 300 of 300'));
      await terminal.endsWith('fake$ |');
      // Drawing and erasing below must not affect the rows above.
      for (let i = 0; i < 30; i++) terminal.type('x\x7f');
      terminal.type('port\t');
      await terminal.shows(/ more: Tab/);
      terminal.type('\t\t');
      await terminal.shows('fake$ port-001|');
      terminal.type('\x15\x12line');
      await terminal.shows('search: line|');
      terminal.type('\x07\x15');
      await terminal.endsWith('fake$ |');
      expect(transcript()).toEqual([
        'fake$ lines 300',
        ...numbered(300),
        '300 lines; Control-O looks through them',
        'fake$',
      ]);
      const above = terminal.everything.slice(0, mark).join('');
      expect(above.replaceAll(' ', '')).toBe(welcomeAt(columns).join('').replaceAll(' ', ''));
    });

    it('shows a line that is wider than the screen, and prints it as one', async () => {
      const words = Array.from({ length: 50 }, (_, i) => `word${i}`).join(' ');
      terminal.type(`echo ${words}`);
      await terminal.until('the last word', () =>
        /word49\|$/.test(terminal.screenWithCursor.at(-1) ?? ''),
      );
      terminal.type('\x01');
      await terminal.shows(/^fake\$ \|echo word0/);
      terminal.type('\r');
      await terminal.endsWith('fake$ |');
      expect(transcript().join('').replaceAll(' ', '')).toContain(
        `fake$ echo ${words}${words}fake$`.replaceAll(' ', ''),
      );
    });

    it('runs a pasted block line by line, in order', async () => {
      const lines = Array.from({ length: 200 }, (_, i) => `echo pasted ${i}`);
      terminal.type(`\x1b[200~${lines.join('\r')}\r\x1b[201~`);
      await terminal.shows('> echo pasted 199|');
      expect(transcript().filter((row) => row.startsWith('pasted'))).toEqual([]);
      terminal.type('\r');
      await terminal.shows('pasted 199');
      await terminal.endsWith('fake$ |');
      const expected = lines.flatMap((line) => [`fake$ ${line}`, line.slice('echo '.length)]);
      expect(transcript()).toEqual([...expected, 'fake$']);
    });
  });

  it('starts with a screen that suggests commands', async () => {
    await start();
    expect(terminal.screen).toEqual([...welcomeAt(80), 'fake$']);
  });

  describe('during use', () => {
    beforeAll(() => start());
    beforeEach(atPrompt);

    it('runs pasted lines one after the other if the paste is not marked', async () => {
      terminal.type(Array.from({ length: 200 }, (_, i) => `echo ${i}\r`).join(''));
      await terminal.shows('199');
      await terminal.endsWith('fake$ |');
      expect(transcript().filter((row) => /^\d+$/.test(row))).toEqual(
        Array.from({ length: 200 }, (_, i) => String(i)),
      );
    });

    it('reads keys while it prints 100,000 lines, and keeps them all', async () => {
      terminal.type('lines 100000\recho after\r');
      await terminal.shows('after');
      await terminal.endsWith('fake$ |');
      expect(transcript()).toEqual([
        'fake$ lines 100000',
        ...numbered(100_000),
        '100000 lines; Control-O looks through them',
        'fake$ echo after',
        'after',
        'fake$',
      ]);
    });

    it('handles output without a line end, colours, and harmful sequences', async () => {
      terminal.type('print no end\r');
      await terminal.shows('no end');
      terminal.type('print a\\u001b[5Ab\\u001b]0;title\\u0007c\\u001b[?1049h\r');
      await terminal.shows('abc');
      terminal.type('print x\\ty\r');
      await terminal.shows('x       y');
      await terminal.endsWith('fake$ |');
      expect(transcript().filter((row) => !row.startsWith('fake$'))).toEqual([
        'no end',
        'abc',
        'x       y',
      ]);
    });

    it('shows that a command is running, and stops it', async () => {
      terminal.type('sleep 100000\r');
      await terminal.shows(/running.*Control-C stops it$/);
      await terminal.shows('sleeping');
      terminal.type('echo thrown away\r\x03');
      await terminal.endsWith('fake$ |');
      expect(transcript()).toEqual(['fake$ sleep 100000', 'sleeping^C', 'fake$']);
      terminal.type('sleep 1\recho typed ahead\r');
      await terminal.shows('typed ahead');
      await terminal.endsWith('fake$ |');
    });

    it('stops a flood', async () => {
      terminal.type('flood\r');
      await terminal.until('a flood', () => terminal.everything.length > 1000);
      terminal.type('\x03');
      await terminal.endsWith('fake$ |');
      terminal.type('echo alive\r');
      await terminal.shows('alive');
    });

    it('clears a line, and explains how to leave after Control-C on an empty line', async () => {
      terminal.type('half a line\x03');
      await terminal.endsWith('fake$ |');
      terminal.type('\x03\x03');
      await terminal.until('two interrupts', () => transcript().length === 5);
      await terminal.endsWith('fake$ |');
      expect(transcript()).toEqual([
        ...['fake$ half a line^C', 'fake$ ^C', 'To leave, type exit or press Control-D.'],
        ...['fake$ ^C', 'fake$'],
      ]);
    });

    it('continues a command on the next line until it is complete', async () => {
      terminal.type("echo 'one\r");
      await terminal.endsWith('> |');
      terminal.type("two'\r");
      await terminal.endsWith('fake$ |');
      expect(transcript()).toEqual(["fake$ echo 'one", "> two'", "'one", "two'", 'fake$']);
      terminal.type('\x1b[A');
      await terminal.endsWith("> two'|");
      terminal.type('\x03');
      await terminal.endsWith('fake$ |');
    });

    it('completes', async () => {
      terminal.type('ec\t');
      await terminal.endsWith('fake$ echo |');
      terminal.type('ov\t');
      await terminal.shows('fake$ echo ov|');
      await terminal.shows('ovn-nbctl  ovn-sbctl  ovs-ofctl');
      // The arrows choose, and Enter takes the choice without running the line.
      terminal.type('\t\x1b[B\x1b[A\r');
      await terminal.endsWith('fake$ echo ovn-nbctl |');
      terminal.type('\r');
      await terminal.shows('ovn-nbctl');
      await terminal.endsWith('fake$ |');
    });

    it('closes the menu with Escape', async () => {
      terminal.type('ov\t\t');
      await terminal.shows('fake$ ovn-nbctl|');
      terminal.type('\x1b');
      await terminal.endsWith('fake$ ov|');
      terminal.type('\x15');
      await terminal.endsWith('fake$ |');
    });

    it('suggests the rest of a line from the history', async () => {
      terminal.type('echo once more\r');
      await terminal.endsWith('fake$ |');
      terminal.type('echo on');
      await terminal.until('a suggestion', () => terminal.suggestion === 'ce more');
      terminal.type('\x1b[C');
      await terminal.endsWith('fake$ echo once more|');
      expect(terminal.suggestion).toBe('');
      terminal.type('\x1f');
      await terminal.endsWith('fake$ echo on|');
      terminal.type('\x15');
      await terminal.endsWith('fake$ |');
    });

    it('marks the warnings of background programs', async () => {
      terminal.type('warn no such port\r');
      await terminal.shows('! no such port');
      expect(terminal.raw).toContain('\x1b[33m! no such port\x1b[0m');
    });

    it('prints hints after the command', async () => {
      terminal.type('hint try this\r');
      await terminal.shows('hint: try this');
      expect(terminal.raw).toContain('\x1b[32mhint: try this\x1b[0m');
    });

    it('survives an internal error of a command', async () => {
      terminal.type('fail of no fault\recho alive\r');
      await terminal.shows('internal error: of no fault');
      await terminal.shows('alive');
    });

    it('keeps running if there is no job control', async () => {
      terminal.type('half\x1a');
      const { raw } = terminal;
      await terminal.until('the modes to be given back and taken', () =>
        /\?2004l.*\?2004h/s.test(terminal.raw.slice(raw.length)),
      );
      terminal.type(' a line');
      await terminal.endsWith('fake$ half a line|');
      terminal.type('\x15');
    });

    it('clears the screen', async () => {
      terminal.type('text\x0c');
      await terminal.until(
        'only the prompt',
        () => terminal.screenWithCursor.join() === 'fake$ text|',
      );
      terminal.type('\x15');
      await terminal.endsWith('fake$ |');
    });
  });

  describe('the pager', () => {
    beforeAll(() => start());
    beforeEach(atPrompt);

    it('has a screen of its own, and leaves the rows before it alone', async () => {
      terminal.type('echo before\rpage 500\r');
      await terminal.shows(/^1-23 of 500 /);
      expect(terminal.screen[0]).toBe('line 1');
      terminal.type('\x1b[6~/499\r');
      await terminal.shows(/^line 499$/);
      terminal.resize(40, 10);
      await terminal.until('ten rows', () => /of 500/.test(terminal.screen[9] ?? ''));
      terminal.resize(80, 24);
      await terminal.until('all rows', () => /of 500/.test(terminal.screen[23] ?? ''));
      terminal.type('q');
      await terminal.endsWith('fake$ |');
      expect(transcript()).toEqual(['fake$ echo before', 'before', 'fake$ page 500', 'fake$']);
    });

    it('is offered after long output, and opens with Control-O', async () => {
      terminal.type('lines 100\r');
      await terminal.shows('100 lines; Control-O looks through them');
      await terminal.endsWith('fake$ |');
      terminal.type('half\x0f');
      await terminal.shows(/^1-23 of 100 /);
      terminal.type('\x1b');
      await terminal.endsWith('fake$ half|');
      terminal.type('\x15');
      await terminal.endsWith('fake$ |');
    });

    it('is left by Control-C', async () => {
      terminal.type('page 500\r');
      await terminal.shows(/of 500/);
      terminal.type('\x03');
      await terminal.endsWith('fake$ |');
    });
  });

  it('leaves no rows behind when it is resized', async () => {
    await start();
    await atPrompt();
    terminal.type('lines 3\r');
    await terminal.shows('line 3 of 3');
    const typed = `echo ${'abcdefghi '.repeat(11)}end`;
    terminal.type(typed);
    await terminal.endsWith(/* 80 columns */ `${`fake$ ${typed}`.slice(80)}|`);
    for (const [columns, rows] of [
      [60, 24],
      [33, 20],
      [100, 30],
      [45, 12],
      [120, 24],
    ] as const) {
      terminal.resize(columns, rows);
      const wrapped = `fake$ ${typed}`.match(new RegExp(`.{1,${columns}}`, 'g')) ?? [];
      const expected = ['line 3 of 3', ...wrapped].map((row) => row.trimEnd());
      await terminal.until(
        `the line at ${columns} columns`,
        () =>
          terminal.everything.slice(-expected.length).join('\n') === expected.join('\n') &&
          terminal.screenWithCursor.at(-1) === `${wrapped.at(-1)}|`,
      );
    }
    terminal.type('\x03');
    await terminal.endsWith('fake$ |');
    expect(transcript().filter((row) => row.startsWith('fake$')).length).toBe(3);
  });

  it('uses no colours if NO_COLOR is set', async () => {
    await start({ env: { NO_COLOR: '1', COLORTERM: 'truecolor' } });
    terminal.type('warn x\rport\t\t\x12x\x07\x15');
    await terminal.endsWith('fake$ |');
    // Without a dim style, a suggestion would look like typed text.
    terminal.type('war');
    await terminal.endsWith('fake$ war|');
    expect(terminal.screen.at(-1)).toBe('fake$ war');
    // biome-ignore lint/suspicious/noControlCharactersInRegex: a colour begins with one
    expect(terminal.raw.match(/\x1b\[[\d;]*m/g) ?? []).toEqual([]);
  });

  it('also draws on a build server', async () => {
    await start({ env: { CI: 'true', CONTINUOUS_INTEGRATION: '1' } });
    terminal.type('ls');
    await terminal.endsWith('fake$ ls|');
  });

  describe.concurrent('restores the terminal', () => {
    /**
     * Runs the shell inside another one that compares the terminal's modes before and after, then
     * waits for input.
     */
    const inShell = async (): Promise<TestTerminal> => {
      const script = `before=$(stty -g); "$0" "$1"; status=$?
        [ "$before" = "$(stty -g)" ] && echo "status $status, same modes"; read -r _`;
      const inner = open(['sh', '-c', script, process.execPath, program]);
      await inner.endsWith('fake$ |');
      return inner;
    };
    const child = ({ pid }: TestTerminal): number =>
      Number(execFileSync('ps', ['-o', 'pid=', '--ppid', String(pid)], { encoding: 'utf8' }));

    it.each([
      ['exit', 'exit 3\r', 3],
      ['Control-D', '\x04', 0],
      ['Control-D after a failure', 'nosuch\r\x04', 127],
      ['an unexpected error', 'crash\r', 1],
      ['Control-\\', 'sleep 100000\r\x1c', 131],
    ])('at %s', async (_, keys, status) => {
      const inner = await inShell();
      inner.type(keys);
      await inner.shows(`status ${status}, same modes`);
      expect(inner.raw.lastIndexOf('\x1b[?2004l')).toBeGreaterThan(
        inner.raw.lastIndexOf('\x1b[?2004h'),
      );
    });

    it.each([
      ['SIGTERM', 143],
      ['SIGHUP', 129],
      ['SIGINT', 130],
    ])('at %s', async (signal, status) => {
      const inner = await inShell();
      inner.type('half a line');
      await inner.endsWith('fake$ half a line|');
      process.kill(child(inner), signal);
      await inner.shows(`status ${status}, same modes`);
      expect(inner.raw).toContain('\x1b[?2004l');
    });

    it('at SIGTERM in the pager', async () => {
      const inner = await inShell();
      inner.type('page 500\r');
      await inner.shows(/of 500/);
      process.kill(child(inner), 'SIGTERM');
      await inner.shows('status 143, same modes');
      expect(inner.screen).toContain('fake$ page 500');
    });

    it('while it is suspended', async () => {
      const inner = open(['bash', '--norc', '--noprofile', '-i'], {
        env: { PS1: 'outer> ' },
      });
      await inner.endsWith('outer> |');
      inner.type(`${process.execPath} ${program}\r`);
      await inner.endsWith('fake$ |');
      inner.type('half\x1a');
      await inner.shows(/Stopped/);
      inner.type('stty -a | grep -o -e "-\\?icanon"\r');
      await inner.shows('icanon');
      inner.type('fg\r');
      await inner.endsWith('fake$ half|');
      inner.type('\x15echo back\r');
      await inner.shows('back');
      inner.type('exit\r');
      await inner.endsWith('outer> |');
    });
  });

  it('keeps the history for the next time', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'terminal-'));
    const env = { HISTORY: join(folder, 'history') };
    await start({ env });
    terminal.type('echo once\rexit\r');
    await terminal.exits();
    await start({ env });
    terminal.type('\x1b[A\x1b[A');
    await terminal.endsWith('fake$ echo once|');
    expect(readFileSync(env.HISTORY, 'utf8')).toBe('echo once\nexit\n');
    rmSync(folder, { recursive: true });
  });

  describe('without redrawing', () => {
    it.each([
      ['asked for', ['--plain'], {}],
      ['the terminal cannot', [], { TERM: 'dumb' }],
    ] as const)('where %s', async (_, args, env) => {
      terminal = open([process.execPath, program, ...args], { env });
      await terminal.endsWith('fake$ |');
      terminal.type('echo hello\r');
      await terminal.shows('hello');
      await terminal.endsWith('fake$ |');
      terminal.type("echo 'a\r");
      await terminal.endsWith('> |');
      terminal.type("b'\rwarn careful\rhint try\rprint no end\r");
      await terminal.shows(/! careful$/);
      await terminal.shows(/hint: try$/);
      await terminal.shows(/no end$/);
      await terminal.endsWith('fake$ |');
      terminal.type('sleep 100000\r');
      await terminal.shows(/^sleeping/);
      terminal.type('\x03');
      await terminal.endsWith('fake$ |');
      terminal.type('half\x03');
      await terminal.endsWith('fake$ |');
      expect(terminal.raw).not.toContain('\x1b');
      terminal.type('exit 4\r');
      expect(await terminal.exits()).toBe(4);
    });
  });
});
