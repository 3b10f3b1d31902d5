/** Tests shell sessions as terminals and scripts use them. */
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ManualClock } from '../../src/lib/clock.js';
import { Sandbox } from '../../src/sandbox/sandbox.js';
import { openStateFile } from '../../src/sandbox/state-file.js';
import { openSession, type ShellSession } from '../../src/shell/session.js';

let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'ovn-sandbox-'));
  writeFileSync(join(folder, 'notes.txt'), 'real\n');
});

afterAll(() => rmSync(folder, { recursive: true }));

const SETUP = {
  path: 'ovn/env/setup.sh',
  text: 'set -o xtrace\novn-nbctl lswitch-add sw0\necho "$1" done\n',
};

const warnings: string[] = [];

const open = (sandbox = Sandbox.open({ clock: new ManualClock() })) =>
  openSession({
    sandbox,
    cwd: folder,
    bundled: [SETUP],
    onRemark: ({ kind, text }) => kind === 'warning' && warnings.push(text),
  });

/** Runs inputs one after the other; returns the text that a terminal shows. */
async function type(
  session: ShellSession,
  inputs: readonly string[],
  signal = new AbortController().signal,
) {
  let shown = '';
  const show = (text: string) => {
    shown += text;
  };
  let last = { exitCode: 0, exit: false };
  for (const input of inputs)
    last = await session.execute(input, { stdout: show, stderr: show }, signal);
  return { shown, ...last };
}

describe('a session', () => {
  const dialogues: readonly [what: string, inputs: readonly string[], shown: string][] = [
    [
      'takes the line ends of Windows',
      ['\uFEFFfor i in 1 2; do\r\necho "$i"\r\ndone\r\nwc -c <<E\r\nx\r\nE\r\n'],
      '1\n2\n2\n',
    ],
    ['keeps variables', ['a="5 x"', 'echo "$a"'], '5 x\n'],
    ['keeps arrays', ['l=(1 "2 3")', 'echo "${l[1]}"'], '2 3\n'],
    ['keeps functions', ['f() { echo "f $1"; }', 'f x'], 'f x\n'],
    [
      'keeps functions that a script defined',
      ['echo "g() { echo g; }" > /tmp/g', 'source /tmp/g', 'g'],
      'g\n',
    ],
    ['keeps the folder', ['cd /tmp', 'pwd'], '/tmp\n'],
    ['keeps options', ['set -o xtrace', 'echo a', 'set +x'], '+ echo a\na\n+ set +x\n'],
    ['keeps the status', ['false', 'echo $?'], '1\n'],
    ['keeps the status of a program', ['ovn-nbctl 2>/dev/null', 'echo $?'], '1\n'],
    ['knows the status within a line', ['false; echo $?; true; echo $?'], '1\n0\n'],
    ['reads the real folder', ['cat notes.txt'], 'real\n'],
    ['pipes', ['ovn-nbctl lswitch-add a; ovn-nbctl lswitch-list | cut -d" " -f2'], '(a)\n'],
    [
      'takes input',
      ['echo "tcp" | ovstest test-ovn annotate-expr'],
      'ip.proto == 0x6 && (eth.type == 0x800 || eth.type == 0x86dd)\n',
    ],
    [
      'loops',
      ['for i in 1 2; do ovn-nbctl lswitch-add "s$i"; done; ovn-nbctl show | wc -l'],
      '2\n',
    ],
    ['reads here-documents', ['cat <<E\na $((1+2))\nE'], 'a 3\n'],
    [
      'runs scripts by name',
      ['ovn/env/setup.sh x'],
      '+ ovn-nbctl lswitch-add sw0\n+ echo x done\nx done\n',
    ],
    [
      'runs scripts with bash',
      ['bash ovn/env/setup.sh y'],
      '+ ovn-nbctl lswitch-add sw0\n+ echo y done\ny done\n',
    ],
    ['keeps what a script sets from itself', ['ovn/env/setup.sh >/dev/null 2>&1; echo a'], 'a\n'],
    [
      'shows words as xtrace does',
      ["ovn-nbctl lswitch-add s; set -x; ovn-nbctl acl-add s to-lport 1 'a b' drop; set +x"],
      "+ ovn-nbctl acl-add s to-lport 1 'a b' drop\n+ set +x\n",
    ],
    [
      'ignores sudo',
      ['sudo -u root ovn-nbctl --version | head -1 | cut -d" " -f1', 'sudo'],
      'ovn-nbctl\nsudo: a command is missing\n',
    ],
    [
      'shows the help of a program as its manual',
      ['man 8 ovn-nbctl | head -1; man ovs-vsctl list-br | head -1; man nothing; man'],
      'ovn-nbctl: logical switches, ports and ACLs: the northbound database of OVN\n' +
        'ovs-vsctl:\n' +
        "man: there is no help on 'nothing'; help lists the programs\n" +
        'man: name a program or a command, as in: man ovn-nbctl\n',
    ],
    [
      'watches a command until its output changes',
      ['n=0; watch -g -n 0.001 "echo x >> log; wc -l < log"; cat log; rm log'],
      'Every 0.0s, if it is new: echo x >> log; wc -l < log\n\n1\n\n2\nx\nx\n',
    ],
    ['says what bash says', ['nosuch'], 'bash: nosuch: command not found\n'],
    [
      'stops a script at the first error under errexit',
      ['set -e; ovn-nbctl nosuch 2>/dev/null; echo never'],
      '',
    ],
    [
      'starts over',
      ['ovn-nbctl lswitch-add x; sandbox reset; ovn-nbctl show'],
      'The sandbox is fresh again.\n',
    ],
    ['prints counts as wide as GNU', ['printf "a\\na\\n" | uniq -c'], '      2 a\n'],
  ];
  it.each(dialogues)('%s', async (_, inputs, shown) => {
    expect((await type(await open(), inputs)).shown).toBe(shown);
  });

  it('exits with the requested status', async () => {
    expect(await type(await open(), ['echo a; exit 7; echo b'])).toEqual({
      shown: 'a\n',
      exitCode: 7,
      exit: true,
    });
  });

  const mistakes: readonly [input: string, message: RegExp][] = [
    ['echo "a', /^bash: .*unexpected EOF while looking for matching/],
    ['echo $(($))', /^bash: .*syntax error/],
    ['while :; do :; done', /bash: stopped: too many/],
    ['f() { f; }; f', /bash: stopped: .*maximum recursion depth/],
    ['echo "./loop.sh" > loop.sh; chmod +x loop.sh; ./loop.sh', /without end/],
  ];
  it.each(mistakes)('lives on after %j', async (input, message) => {
    const session = await open();
    const { shown, exit } = await type(session, ['kept=1', input]);
    expect(shown).toMatch(message);
    expect(exit).toBe(false);
    expect((await type(session, ['echo $kept; ovn-nbctl lswitch-list'])).shown).toBe('1\n');
  });

  const endless = [
    'sleep 60; echo never',
    'while :; do :; done',
    'until false; do :; done',
    'for ((;;)); do :; done',
  ];
  it.each(endless)('stops %j when it is told to, and lives on', async (input) => {
    const session = await open();
    const stop = new AbortController();
    setTimeout(() => stop.abort(), 50);
    const { exitCode } = await type(session, [input], stop.signal);
    expect(exitCode).toBe(130);
    expect((await type(session, ['echo still here'])).shown).toBe('still here\n');
  });

  it('reports once why the sandbox cannot be saved, and continues', async () => {
    warnings.length = 0;
    const place = mkdtempSync(join(folder, 'state-'));
    const store = openStateFile(join(place, 'sandbox.json'));
    const sandbox = Sandbox.open({ clock: new ManualClock(), store });
    const session = await open(sandbox);
    rmSync(place, { recursive: true });
    const inputs = ['ovn-nbctl lswitch-add a', 'ovn-nbctl lswitch-add b', 'sandbox reset; echo on'];
    expect((await type(session, inputs)).shown).toBe('The sandbox is fresh again.\non\n');
    expect(warnings).toEqual([
      expect.stringMatching(/^cannot save the sandbox in .*: no such file/),
    ]);
    mkdirSync(place);
    await type(session, ['true']);
    expect(existsSync(join(place, 'sandbox.json'))).toBe(true);
    sandbox.close();
  });

  it('reports matches that ovn-controller cannot use, separately from the output', async () => {
    warnings.length = 0;
    const session = await open();
    const setup = [
      'ovn-nbctl lswitch-add s -- lport-add s p',
      'ovn-nbctl acl-add s to-lport 1 "ip.frag" drop',
    ];
    expect((await type(session, setup)).shown).toBe('');
    expect(warnings).toEqual([
      'ovn-controller: error parsing match "ip.frag": Explicit `!= 0\' is required for inequality test of multibit field against 0.',
    ]);
  });
});

describe('completeness', () => {
  const inputs: readonly [input: string, complete: boolean][] = [
    ['ovn-nbctl show', true],
    ['', true],
    ['echo "a', false],
    ["echo 'a", false],
    ['for i in 1 2; do', false],
    ['for i in 1 2; do\necho $i; done', true],
    ['if true; then', false],
    ['f() {', false],
    ['cat <<E\na', false],
    ['cat <<E\na\nE', true],
    ['echo a |', false],
    ['true &&', false],
    ['echo a \\', false],
    ['echo a \\\\', true],
    [')', true],
  ];
  it.each(inputs)('%j: %s', async (input, complete) => {
    expect((await open()).isComplete(input)).toBe(complete);
  });
});

describe('completion', () => {
  const inputs: readonly [input: string, expected: readonly string[]][] = [
    ['ovn-n', ['ovn-nbctl']],
    ['ovs-', ['ovs-appctl', 'ovs-ofctl', 'ovs-vsctl']],
    ['ovn-nbctl lswitch-d', ['lswitch-del']],
    ['ovn-nbctl acl-list s', ['sw0']],
    ['sudo ovn-nbctl acl-list s', ['sw0']],
    ['ovn-nbctl show | gr', ['grep']],
    ['ovn-nbctl list Logical_S', ['Logical_Switch']],
    ['sandbox re', ['reset']],
    ['cat no', ['notes.txt']],
    ['ovn/e', ['ovn/env/']],
    ['ovs-ofctl dump-flows br', ['br-int']],
  ];
  it.each(inputs)('of %j', async (input, expected) => {
    const session = await open();
    await type(session, ['ovn-nbctl lswitch-add sw0']);
    const { candidates } = await session.complete(input, input.length);
    const words = candidates.map(({ text }) => text);
    expect(words).toEqual(expect.arrayContaining([...expected]));
    expect(words.every((word) => word.startsWith(expected[0]?.slice(0, 1) ?? ''))).toBe(true);
  });
});
