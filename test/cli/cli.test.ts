/** Tests the command line: arguments, exit statuses, the state file and signals. */
import { spawn, spawnSync } from 'node:child_process';
import {
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

const ROOT = join(import.meta.dirname, '../..');
const CLI = join(ROOT, 'dist/cli.js');
const SEED = join(ROOT, 'sandbox.json');

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ovn-sandbox-'));
  writeFileSync(join(folder, 'hello.sh'), 'echo "hello $1"\novn-nbctl lswitch-add sw0\nexit 3\n');
  writeFileSync(join(folder, 'notes.txt'), 'from the real folder\n');
});

afterEach(() => rmSync(folder, { recursive: true }));

function cli(args: readonly string[], input = '') {
  const { stdout, stderr, status } = spawnSync(process.execPath, [CLI, ...args], {
    cwd: folder,
    input,
    encoding: 'utf8',
  });
  return { stdout, stderr, status };
}

const TRY = 'Try ovn-sandbox-ts --help.\n';

describe('the command line', () => {
  const calls: readonly [
    args: readonly string[],
    input: string,
    outcome: { stdout?: string; stderr?: string; status: number },
  ][] = [
    [['run', 'hello.sh', 'you'], '', { stdout: 'hello you\n', status: 3 }],
    [['run', '--state', ':memory:', '-', 'x', 'y'], 'echo $2 $#\n', { stdout: 'y 2\n', status: 0 }],
    [[], 'echo piped\n', { stdout: 'piped\n', status: 0 }],
    [['-c', 'cat notes.txt; false'], '', { stdout: 'from the real folder\n', status: 1 }],
    [['-c', 'echo $1', 'arg'], '', { stdout: 'arg\n', status: 0 }],
    [['-c', "trap 'echo bye' EXIT; echo hi"], '', { stdout: 'hi\nbye\n', status: 0 }],
    [['-c', 'read x; echo "[$x]"; cat'], 'a\nbö\n', { stdout: '[a]\nbö\n', status: 0 }],
    [
      ['-c', 'ovs-ofctl add-flows br-int - && ovs-ofctl dump-flows br-int | grep -c priority=5'],
      'priority=5,actions=drop\n',
      { stdout: '1\n', status: 0 },
    ],
    [['run', 'hello.sh', 'you'], 'unread\n', { stdout: 'hello you\n', status: 3 }],
    [[], 'true\nnosuch\n', { stderr: 'bash: line 2: nosuch: command not found\n', status: 127 }],
    [
      ['-c', 'cd ovn && ls'],
      '',
      { stdout: 'env1\nenv2\nenv3\nenv4\nenv5\nenv6\nopenstack\n', status: 0 },
    ],
    [['run', 'ovn/env6/add-acls.sh'], '', { status: 0 }],
    [['-c', 'sqlite3'], '', { stderr: 'bash: line 1: sqlite3: command not found\n', status: 127 }],
    [
      ['-c', 'echo a > f; tar -cjf f.bz2 f && tar -tjf f.bz2; tar -cJf f.xz f'],
      '',
      {
        stdout: 'f\n',
        stderr: 'tar: error creating archive: xz compression is not supported\n',
        status: 2,
      },
    ],
    [['--bogus'], '', { stderr: `ovn-sandbox-ts: unknown option --bogus\n${TRY}`, status: 2 }],
    [['bogus'], '', { stderr: `ovn-sandbox-ts: unknown command 'bogus'\n${TRY}`, status: 2 }],
    [
      ['run'],
      '',
      {
        stderr: `ovn-sandbox-ts: 'run' needs a script, or - for standard input\n${TRY}`,
        status: 2,
      },
    ],
    [
      ['completion', 'tcsh'],
      '',
      {
        stderr: `ovn-sandbox-ts: 'completion' knows bash, zsh, fish, not 'tcsh'\n${TRY}`,
        status: 2,
      },
    ],
    [['run', '-x'], '', { stderr: `ovn-sandbox-ts: unknown option -x\n${TRY}`, status: 2 }],
  ];
  it.each(calls)('%j', (args, input, { stdout, stderr, status }) => {
    const outcome = cli(args, input);
    expect(outcome.status).toBe(status);
    if (stdout !== undefined) expect(outcome.stdout).toBe(stdout);
    if (stderr !== undefined) expect(outcome.stderr).toBe(stderr);
  });

  it('reports that the current folder was deleted', () => {
    const script = 'mkdir gone; cd gone; rmdir ../gone; "$0" "$@"';
    const { stderr, status } = spawnSync('sh', ['-c', script, process.execPath, CLI, '-c', ':'], {
      cwd: folder,
      encoding: 'utf8',
    });
    expect(stderr).toBe(
      'ovn-sandbox-ts: the current folder was deleted; change to another one first\n',
    );
    expect(status).toBe(1);
  });

  it('keeps the sandbox from one call to the next, and leaves the real folder alone', () => {
    cli(['run', 'hello.sh']);
    expect(
      cli(['-c', 'ovn-nbctl lswitch-list | cut -d" " -f2; echo new > notes.txt; cat notes.txt']),
    ).toEqual({
      stdout: '(sw0)\nnew\n',
      stderr: '',
      status: 0,
    });
    expect(readFileSync(join(folder, 'notes.txt'), 'utf8')).toBe('from the real folder\n');
    expect(existsSync(join(folder, 'sandbox.json.lock'))).toBe(false);
  });

  it('keeps its own state out of reach of the shell', () => {
    cli(['-c', 'ovn-nbctl lswitch-add sw0']);
    const state = readFileSync(join(folder, 'sandbox.json'), 'utf8');
    cli([
      '-c',
      'echo x > sandbox.json; cat sandbox.json; rm sandbox.json; touch sandbox.json.lock',
    ]);
    expect(readFileSync(join(folder, 'sandbox.json'), 'utf8')).toBe(state);
    expect(cli(['-c', 'ovn-nbctl lswitch-list']).stdout).toMatch(/\(sw0\)/);
  });

  it('never writes the seed, and resets to it to the byte', () => {
    const seed = readFileSync(SEED, 'utf8');
    symlinkSync(SEED, join(folder, 'sandbox.json'));
    expect(cli(['-c', 'ovn-nbctl lswitch-add sw0'])).toMatchObject({ stderr: '', status: 0 });
    expect(readdirSync(folder)).toContain('sandbox.local.json');
    expect(cli(['-c', 'ovn-nbctl lswitch-list']).stdout).toMatch(/\(sw0\)/);
    cli(['-c', 'sandbox reset']);
    expect(readFileSync(join(folder, 'sandbox.local.json'), 'utf8')).toBe(seed);
    expect(cli(['--state', 'sandbox.json', '-c', 'true'])).toMatchObject({
      stderr: expect.stringMatching(/^ovn-sandbox-ts: sandbox\.json is the seed/),
      status: 1,
    });
    expect(readFileSync(SEED, 'utf8')).toBe(seed);
  });

  it('explains what to do about a state file that it cannot use', () => {
    writeFileSync(join(folder, 'sandbox.json'), 'nonsense');
    const { stderr, status } = cli(['-c', 'ovn-nbctl lswitch-add sw0']);
    expect(status).toBe(1);
    expect(stderr).toMatch(
      /^ovn-sandbox-ts: cannot use the state file sandbox\.json: .*\nNothing was changed\./,
    );
    expect(readFileSync(join(folder, 'sandbox.json'), 'utf8')).toBe('nonsense');
  });

  it('ends quietly when its reader goes away', async () => {
    const child = spawn(
      'bash',
      ['-c', `"${process.execPath}" "${CLI}" -c 'seq 1 100000' | head -1`],
      { cwd: folder },
    );
    let stderr = '';
    child.stderr.on('data', (chunk) => {
      stderr += chunk;
    });
    await new Promise((resolve) => child.once('exit', resolve));
    expect(stderr).toBe('');
  });

  it('stops on a signal and keeps what was done', async () => {
    const child = spawn(
      process.execPath,
      [CLI, '-c', 'ovn-nbctl lswitch-add sw0\necho begun\nsleep 60'],
      { cwd: folder },
    );
    child.stdout.once('data', () => child.kill('SIGTERM'));
    const status = await new Promise((resolve) => child.once('exit', resolve));
    expect(status).toBe(143);
    expect(cli(['-c', 'ovn-nbctl lswitch-list']).stdout).toMatch(/\(sw0\)/);
  });
});
