/** Tests `sandbox lesson`: its progress, its refusals, and the mistakes that it finds in files. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ManualClock } from '../../src/lib/clock.js';
import { Sandbox } from '../../src/sandbox/sandbox.js';
import type { SavedState } from '../../src/sandbox/saved-state.js';
import { tablesOf } from '../../src/shell/lessons/checks.js';
import { readLesson } from '../../src/shell/lessons/lesson.js';
import { prose } from '../../src/shell/lessons/show.js';
import { openSession, type ShellSession } from '../../src/shell/session.js';

const LESSON = `# Ports

Ports have names.

\`\`\`console setup
$ ovn-nbctl lswitch-add sw0
\`\`\`

## A port

Add a port \`p\`:

- to the switch \`sw0\`

\`\`\`check
row Logical_Port name=p # there is a port p
\`\`\`

\`\`\`hint
The command is lport-add.
\`\`\`

\`\`\`console solution
$ ovn-nbctl lport-add sw0 p
\`\`\`

## A question

How many ports?

\`\`\`check
answer 1 | one
\`\`\`

\`\`\`console solution
$ sandbox lesson answer 1
\`\`\`
`;

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lessons-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

/** A store that keeps the last state in memory. */
function memory(): {
  state: SavedState | undefined;
  open(): Sandbox;
} {
  const kept: { state: SavedState | undefined } = { state: undefined };
  return Object.assign(kept, {
    open: () =>
      Sandbox.open({
        clock: new ManualClock(),
        store: {
          read: () => kept.state,
          refuse: (why) => new Error(why),
          write: (state) => {
            kept.state = JSON.parse(JSON.stringify(state));
          },
          close: () => {},
        },
      }),
  });
}

const openShell = (sandbox: Sandbox): Promise<ShellSession> =>
  openSession({ sandbox, cwd: folder, bundled: [{ path: 'lessons/ports.md', text: LESSON }] });

const shell = async (sandbox: Sandbox) => runIn(await openShell(sandbox));

function runIn(session: ShellSession): (source: string) => Promise<string> {
  return async (source) => {
    let output = '';
    const print = (text: string): void => {
      output += text;
    };
    const streams = { stdout: print, stderr: print };
    await session.execute(source, streams, new AbortController().signal);
    return output;
  };
}

const STEP_2 = `Step 2 of 2: A question

How many ports?

[ ] answer 1 | one

When all is done: sandbox lesson next
`;

it('goes on when the step is done, and not before', async () => {
  const run = await shell(memory().open());
  expect(await run('sandbox lesson start ports')).toBe(`Ports have names.
This is a fresh sandbox. To get the old one back: sandbox undo

Step 1 of 2: A port

Add a port \`p\`:

- to the switch \`sw0\`

[ ] there is a port p

When all is done: sandbox lesson next
`);
  expect(await run('sandbox lesson next; echo $?')).toBe(
    '[ ] there is a port p\nSomething is missing. For help: sandbox lesson hint\n1\n',
  );
  expect(await run('sandbox lesson hint')).toBe('The command is lport-add.\n');
  expect(await run('sandbox lesson hint')).toContain('sandbox lesson solution');
  expect(await run('sandbox lesson solution')).toBe('ovn-nbctl lport-add sw0 p\n');
  await run('ovn-nbctl lport-add sw0 p');
  expect(await run('sandbox lesson check; echo $?')).toBe(
    '[x] there is a port p\nDone. To go on: sandbox lesson next\n0\n',
  );
  expect(await run('sandbox lesson')).toContain('ports (step 1 of 2)');
  expect(await run('sandbox lesson next')).toBe(`[x] there is a port p\n\n${STEP_2}`);
  expect(await run('sandbox lesson answer two; echo $?')).toContain('[ ] answer 1 | one');
  expect(await run('sandbox lesson answer One')).toContain('Done.');
  expect(await run('sandbox lesson next')).toContain('You have finished the lesson "Ports".');
  expect(await run('sandbox lesson')).toContain('ports (done)');
});

it('keeps the progress, and resumes in a sandbox as the finished steps leave it', async () => {
  const store = memory();
  const first = store.open();
  const run = await shell(first);
  await run('sandbox lesson start ports; ovn-nbctl lport-add sw0 p; sandbox lesson next');
  await run('sandbox reset');
  first.close();
  const again = await shell(store.open());
  expect(await again('sandbox lesson show')).toBe(STEP_2);
  expect(await again('ovn-nbctl show')).toBe('');
  expect(await again('sandbox lesson resume ports')).toBe(STEP_2);
  expect(await again('ovn-nbctl lport-list sw0')).toContain('(p)');
  expect(await again('sandbox lesson reset')).toContain('Step 1 of 2');
  expect(await again('ovn-nbctl lport-list sw0')).toBe('');
});

it('breaks no line within a command', () => {
  const command = `\`${'a '.repeat(30)}b\``;
  const before = 'word '.repeat(5);
  expect(prose(`${before}${command}`, 80)).toBe(`${before.trim()}\n${command}`);
  expect(prose(command, 40)).toContain('\n');
});

it('finds lessons in the folder of the user, in the order of their numbers', async () => {
  const session = await openShell(memory().open());
  const run = runIn(session);
  mkdirSync(join(folder, 'lessons'));
  writeFileSync(
    join(folder, 'lessons/2-mine.md'),
    LESSON.replace('Ports have', 'Meine Übung: das'),
  );
  expect(await run('sandbox lesson list | grep -v "^ "')).toBe(
    'mine\nports\n\nTo begin one: sandbox lesson start NAME\n',
  );
  expect(await run('sandbox lesson start mine')).toContain('Meine Übung: das names.');
  const { candidates } = await session.complete('sandbox lesson start ', 21);
  expect(candidates.map(({ text }) => text)).toEqual(['mine', 'ports']);
});

describe('refuses', () => {
  it.each([
    ['sandbox lesson start', 'usage: sandbox lesson start NAME'],
    ['sandbox lesson start nosuch', "there is no lesson 'nosuch'; see sandbox lesson list"],
    ['sandbox lesson start ports twice', "unexpected argument 'twice'"],
    ['sandbox lesson show', 'no lesson is open; see sandbox lesson list'],
    ['sandbox lesson reset', 'no lesson is open; see sandbox lesson list'],
    ['sandbox lesson lint nosuch.md', 'cannot read nosuch.md'],
    ['sandbox lesson constructor', "unknown action 'constructor'; use one of list, start"],
  ])('%s', async (command, message) => {
    const sandbox = memory().open();
    const before = JSON.stringify(sandbox.save());
    const run = await shell(sandbox);
    expect(await run(command)).toContain(`sandbox lesson: ${message}`);
    expect(await run(`${command} 2>/dev/null; echo $?`)).toBe('1\n');
    expect(JSON.stringify(sandbox.save())).toBe(before);
  });

  it('a lesson with mistakes', async () => {
    const run = await shell(memory().open());
    mkdirSync(join(folder, 'lessons'));
    writeFileSync(join(folder, 'lessons/bad.md'), LESSON.replace('row Logical_Port', 'row Nosuch'));
    expect(await run('sandbox lesson start bad')).toBe(
      'sandbox lesson: lessons/bad.md:16: there is no table Nosuch\n',
    );
    expect(await run('sandbox lesson')).toContain(
      'bad\n  lessons/bad.md:16: there is no table Nosuch\nports\n',
    );
  });
});

describe('finds mistakes', () => {
  const tables = tablesOf(Sandbox.open({ clock: new ManualClock() }));
  const CHECK = 'row Logical_Port name=p # there is a port p';
  it.each<[what: string, from: string | RegExp, to: string, mistake: string]>([
    ['an unknown table', CHECK, 'row Nosuch name=p', '16: there is no table Nosuch'],
    ['an unknown column', CHECK, 'row ACL name=p', '16: table ACL has no column name'],
    [
      'a condition without value',
      CHECK,
      'row ACL x',
      '16: "x" is not a condition such as name=sw0',
    ],
    ['TCP without a port', CHECK, 'packet tcp a b arrives', '16: tcp needs a port, as in b:80'],
    ['ICMP with a port', CHECK, 'packet icmp a b:1 arrives', '16: icmp has no ports'],
    ['an unknown verb', CHECK, 'rows ACL', '16: "rows ACL" is not a check; write one of: [no] row'],
    ['no check', CHECK, '', '9: step "A port" has no check'],
    ['no solution', '$ ovn-nbctl lport-add', 'ovn-nbctl lport-add', '23: no line begins with "$ "'],
    ['no title', '# Ports', '', '1: the lesson has no title: begin with "# Title"'],
    ['no summary', 'Ports have names.', '', '1: the lesson has no summary'],
    ['no steps', /## /g, '### ', '1: the lesson has no steps: headings "## Title"'],
    ['a table', 'How many ports?', '> how many', '29: lessons have no blockquote; use paragraphs'],
    [
      'a fourth hint',
      'How many ports?',
      '```hint\na\n```\n'.repeat(4),
      '27: step "A question" has more',
    ],
  ])('%s', (_, from, to, mistake) => {
    const { mistakes } = readLesson('x', LESSON.replace(from, to), tables);
    expect(mistakes.map(({ line, text }) => `${line}: ${text}`).join('\n')).toContain(mistake);
  });

  it('in none of the shown', () => {
    expect(readLesson('x', LESSON, tables).mistakes).toEqual([]);
  });
});
