/**
 * Does what people do in their first minutes, in the real program on a real terminal: start it,
 * start it again, press Control-C, paste, and make mistakes.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import { noPty, TestTerminal } from './support/terminal.js';

const ROOT = join(import.meta.dirname, '../..');
const CLI = join(ROOT, 'dist/cli.js');
const PROMPT = 'ovn-sandbox$ ';

if (noPty !== undefined) it.skip(`needs a pseudo-terminal: ${noPty}`, () => undefined);

describe.skipIf(noPty !== undefined)('the first minutes', () => {
  const folders: string[] = [];
  let folder = '';
  let terminal: TestTerminal;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'first-minutes-'));
    folders.push(folder);
  });
  afterEach(() => terminal.dispose());
  afterAll(() => {
    for (const one of folders) rmSync(one, { recursive: true, force: true });
  });

  interface Start {
    readonly size?: readonly [columns: number, rows: number];
    readonly command?: readonly string[];
    readonly env?: Record<string, string>;
  }

  const start = async ({ size = [80, 24], command, env }: Start = {}): Promise<void> => {
    const [columns, rows] = size;
    terminal = new TestTerminal(command ?? [process.execPath, CLI], {
      ...{ columns, rows, cwd: folder },
      env: { HOME: folder, XDG_STATE_HOME: folder, ...env },
    });
    await atPrompt();
  };
  const atPrompt = (): Promise<void> => terminal.endsWith(`${PROMPT}|`);

  const printed = (line: string): Promise<void> =>
    terminal.until(line, () => terminal.lines.some((text) => text.trimEnd() === line));

  /** Types text and returns the lines that appear until the next prompt. */
  const answer = async (text: string): Promise<readonly string[]> => {
    const before = terminal.lines.length;
    terminal.type(`${text}\r`);
    await terminal.until(
      `the end of ${text}`,
      () => terminal.lines.length > before && terminal.screenWithCursor.at(-1) === `${PROMPT}|`,
    );
    return terminal.lines.slice(before, -1);
  };

  const SIZES = [
    [80, 24],
    [40, 10],
  ] as const;

  const PLAIN: readonly (readonly [string, Start])[] = [
    ['--plain', { command: [process.execPath, CLI, '--plain'] }],
    ['TERM=dumb', { env: { TERM: 'dumb' } }],
    ['npm start -- --plain', { command: ['npm', '--prefix', ROOT, 'start', '--', '--plain'] }],
  ];
  const EVERYWHERE: readonly (readonly [string, Start])[] = [
    ['80x24', { size: [80, 24] }],
    ['40x10', { size: [40, 10] }],
    ...PLAIN,
  ];

  describe.each(SIZES)('at %i columns and %i rows', (...size) => {
    it('the second start says what is there, and not what to type first', async () => {
      await start({ size });
      expect(terminal.screen.join('\n')).toContain('ovn/env1/setup.sh      start here');
      await answer('ovn/env1/setup.sh > log');
      terminal.type('exit\r');
      await terminal.exits();
      terminal.dispose();
      await start({ size });
      const screen = terminal.screen.join('\n');
      expect(screen.replace(/\s+/g, ' ')).toMatch(/^As you left it: 1 switch, 2 ports\. /);
      expect(screen.replace(/\s+/g, ' ')).toContain('sandbox reset start over');
      expect(screen).not.toContain('start here');
    });
  });

  describe.each(SIZES)('mistakes at %i columns and %i rows', (...size) => {
    beforeEach(async () => {
      await start({ size });
      await answer('ovn/env1/setup.sh > log 2>&1');
    });

    it('a caret shows where a match is wrong, and what was probably meant', async () => {
      const lines = await answer("ovn-nbctl acl-add sw0 to-lport 1 'tcp.dst = 22' drop");
      expect(lines.slice(-3).map((line) => line.trimEnd())).toEqual([
        '      tcp.dst = 22',
        '              ^',
        '      Did you mean: tcp.dst == 22',
      ]);
      const text = lines.map((line) => line.trim()).join(' ');
      expect(text).toContain('hint: The ACL is stored, but without effect');
      for (const line of lines) expect(line.trimEnd().length).toBeLessThanOrEqual(size[0]);
    });

    it('own sentences wrap at words', async () => {
      const texts = [
        await answer('sandbox explain sw0-port1 sw0-port2:22'),
        await answer('sandbox tcp --help'),
        await answer('help'),
        await answer('man ovs-vsctl'),
        await answer('sandbox nothing'),
      ];
      for (const row of terminal.everything) expect(row.length).toBeLessThanOrEqual(size[0]);
      // A line that the terminal had to break is longer than a row.
      for (const line of texts.flat()) expect(line.trimEnd().length).toBeLessThanOrEqual(size[0]);
      const words = texts.map((lines) => lines.join(' ').replace(/\s+/g, ' '));
      expect(words[0]).toMatch(/no IPv4 address|arrives|no service listens/);
      expect(words[2]).toContain('and one hypervisor with the bridge br-int');
    });

    it('a setup script in a used sandbox suggests a reset', async () => {
      const lines = await answer('ovn/env1/setup.sh > log 2>&1');
      expect(lines.map((line) => line.trim()).join(' ')).toMatch(
        /hint: The sandbox was not empty.*: sandbox undo\. To start over: sandbox reset; ovn\/env1\/setup\.sh$/,
      );
      expect(await answer('sandbox reset; ovn/env1/setup.sh > log 2>&1')).not.toContain('hint');
      expect(await answer('ovn-nbctl lswitch-list | wc -l')).toEqual(['1']);
    });

    it('the hint about a second switch of the same name names undo', async () => {
      const lines = await answer('ovn-nbctl lswitch-add sw0');
      expect(lines.map((line) => line.trim()).join(' ')).toMatch(
        /2 switches named sw0.*sandbox undo$/,
      );
      await answer('sandbox undo');
      expect(await answer('ovn-nbctl lswitch-list | wc -l')).toEqual(['1']);
    });
  });

  describe.each(PLAIN)('with %s', (_, how) => {
    it('does not promise Tab', async () => {
      await start(how);
      expect(terminal.raw).not.toMatch(/Tab/);
    });

    it('Control-C never ends the program', async () => {
      await start(how);
      for (let i = 1; i <= 3; i++) {
        terminal.type('\x03');
        await terminal.until(
          'advice',
          () =>
            terminal.lines.filter((line) => line.startsWith('To leave, type exit')).length === i,
        );
        await atPrompt();
      }
      terminal.type('sleep 1000; echo never\r');
      await terminal.shows('ovn-sandbox$ sleep 1000; echo never');
      terminal.type('\x03');
      await atPrompt();
      expect(await answer("cat <<< 'still here'")).toEqual(['still here']);
    });
  });

  const PASTED = [
    '[root@host ~]# ovn-nbctl lswitch-add sw0',
    '[root@host ~]# ovn-nbctl lswitch-list | cut -d\u2018 \u2019 -f2',
    '(sw0)',
    '[root@host ~]# for i in 1 2; do',
    '> echo \u201ccount $i\u201d',
    '> done',
    'count 1',
    'count 2',
  ].join('\r');
  const PASTES: readonly (readonly [string, Start, before: string, after: string])[] = [
    ['at 80x24', { size: [80, 24] }, '\x1b[200~', '\x1b[201~\r'],
    ['at 40x10', { size: [40, 10] }, '\x1b[200~', '\x1b[201~\r'],
    ['without marks', { size: [80, 24] }, '', '\r'],
    ['with --plain', { command: [process.execPath, CLI, '--plain'] }, '', '\r'],
  ];

  it.each(PASTES)('a pasted listing runs without prompts and output, %s', async (...row) => {
    const [, how, before, after] = row;
    await start(how);
    terminal.type(`${before}${PASTED}${after}`);
    await terminal.until(
      'the end',
      () => terminal.lines.at(-2)?.trim() === 'count 2' && terminal.screen.at(-1) === PROMPT.trim(),
    );
    const lines = terminal.lines.map((line) => line.trim());
    const note = lines.findIndex((line) => line.startsWith('(read without'));
    expect(lines.slice(note).join('\n').replace('\noutput', ' output')).toBe(
      [
        '(read without prompts and 3 lines of output, with straight quotes)',
        'ovn-sandbox$ ovn-nbctl lswitch-add sw0',
        '(+1 logical switch, +8 logical flows)',
        "ovn-sandbox$ ovn-nbctl lswitch-list | cut -d' ' -f2",
        '(sw0)',
        'ovn-sandbox$ for i in 1 2; do',
        ...(how.command === undefined
          ? ['> echo "count $i"', '> done']
          : ['echo "count $i"', 'done']),
        'count 1',
        'count 2',
        'ovn-sandbox$',
      ].join('\n'),
    );
  });

  describe.each(EVERYWHERE)('%s: words that people type', (_, how) => {
    it('show help, the history and changes, and leave', async () => {
      await start(how);
      expect((await answer('man ovn-nbctl | head -1')).join(' ')).toMatch(/^ovn-nbctl: /);
      expect((await answer('help acl-add | head -1')).join(' ')).toBe('ovn-nbctl:');
      expect((await answer('which ovn-nbctl')).join(' ')).toBe('/usr/bin/ovn-nbctl');
      expect(await answer('yes | head -1')).toEqual(['y']);
      expect((await answer('history 2')).map((line) => line.trim())).toEqual([
        '4  yes | head -1',
        '5  history 2',
      ]);
      terminal.type('watch -n 0.1 date +%Y\r');
      await terminal.until('the output', () =>
        terminal.lines.some((line) => /^20\d\d$/.test(line.trim())),
      );
      terminal.type('\x03');
      await atPrompt();
      terminal.type('clear\r');
      if (how.size !== undefined) {
        await terminal.until('an empty screen', () => terminal.screen.join() === PROMPT.trim());
      }
      terminal.type('quit\r');
      expect(await terminal.exits()).toBe(0);
    });
  });

  describe.each(EVERYWHERE)('%s: programs read the keyboard', (_, how) => {
    it('cat', async () => {
      await start(how);
      terminal.type('cat\r');
      await terminal.shows(/ovn-sandbox\$ cat$/);
      for (const word of ['first', 'second']) {
        terminal.type(`${word}\r`);
        await terminal.until(
          'the echo',
          () => terminal.lines.filter((line) => line === word).length === 2,
        );
      }
      terminal.type('\x04');
      await atPrompt();
      expect(await answer('echo done')).toEqual(['done']);
    });

    it('read, until Control-C', async () => {
      await start(how);
      terminal.type('read -p "Your name? " name\r');
      await terminal.until('the question', () =>
        terminal.screenWithCursor.some((line) => line.endsWith('Your name? |')),
      );
      terminal.type('Ada Lovelace\r');
      await atPrompt();
      expect(await answer('echo "[$name]"')).toEqual(['[Ada Lovelace]']);
      terminal.type('read never\r');
      await terminal.shows(/ovn-sandbox\$ read never$/);
      terminal.type('half\x03');
      await atPrompt();
      expect(await answer('echo "[$never]"')).toEqual(['[]']);
    });

    it('ovstest', async () => {
      await start(how);
      terminal.type('ovstest test-ovn normalize-expr\r');
      await printed('ovn-sandbox$ ovstest test-ovn normalize-expr');
      terminal.type('ip4 && tcp.dst == 22\r\x04');
      await printed('eth.type == 0x800 && ip.proto == 0x6 && tcp.dst == 0x16');
      await atPrompt();
    });
  });
});
