/** Plays attempts to read, write, connect and run programs outside the folder of the sandbox. */
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ManualClock } from '../../src/lib/clock.js';
import { captureFilesIn } from '../../src/sandbox/capture-files.js';
import { Sandbox } from '../../src/sandbox/sandbox.js';
import { openSession } from '../../src/shell/session.js';
import { LONG_TIMEOUT, times } from '../slow.js';
import { LEAKS, makePlace, type Place } from './attempts.js';
import { forbiddenCalls } from './system-calls.js';

const ROOT = join(import.meta.dirname, '../..');
const SETUP = readFileSync(join(ROOT, 'scripts/env1/setup.sh'), 'utf8');

/** How long an attempt may take, in milliseconds. */
const LIMIT = 20_000;

let place: Place;

beforeEach(async () => {
  process.env['SECRET'] = 'xyzzy';
  place = await makePlace((path) => execFileSync('mkfifo', [path]));
});

afterEach(async () => {
  delete process.env['SECRET'];
  await place.remove();
});

const leaksIn = (text: string) => LEAKS.filter((leak) => leak.test(text)).map(String);

describe('in one process', () => {
  let sandbox: Sandbox;
  beforeEach(async () => {
    const captureFiles = captureFilesIn(place.folder);
    sandbox = Sandbox.open({ clock: new ManualClock(), captureFiles });
    await play(SETUP);
  });
  afterEach(() => sandbox.close());

  /** Runs a script in a fresh shell and returns all that it prints. */
  async function play(script: string): Promise<string> {
    let shown = '';
    const write = (text: string) => {
      shown += text;
    };
    const signal = AbortSignal.timeout(LIMIT);
    const session = await openSession({
      ...{ sandbox, cwd: place.folder, bundled: [], script: {}, stdin: '' },
    });
    await session.execute(script, { stdout: write, stderr: write }, signal);
    return signal.aborted ? `${shown}(did not end)` : shown;
  }

  it('no attempt leads out of the folder', async () => {
    expect(place.attempts.length).toBeGreaterThan(200);
    const before = place.snapshot();
    const successful: unknown[] = [];
    for (const attempt of place.attempts) {
      const shown = await play(attempt);
      const leaks = leaksIn(shown);
      const changed = place.snapshot() !== before;
      const internal = /internal error|\(did not end\)/.test(shown);
      if (changed || internal || leaks.length > 0 || place.connections() > 0) {
        successful.push({ attempt, shown, leaks, changed, connections: place.connections() });
        break;
      }
    }
    expect(successful).toEqual([]);
  });

  it.each([
    'cat copy',
    'cat copy | rev',
    'od -c copy',
    'od -tx1 copy',
    'od -b copy',
    'base64 copy',
    'wc -c copy',
    'stat copy',
    'md5sum copy',
    'sha256sum copy',
    'ls -l copy',
    '[ -e copy ] && echo LEAK$((6*7))',
  ])('the check notices %s of a copy', async (command) => {
    execFileSync('cp', ['-p', join(place.outside, 'secret'), join(place.folder, 'copy')]);
    expect(leaksIn(await play(command))).not.toEqual([]);
  });
});

const hasStrace = spawnSync('strace', ['-qq', '-o', '/dev/null', 'true']).status === 0;

it.each([
  ['openat(AT_FDCWD, "/etc/passwd", O_RDONLY|O_CLOEXEC) = 3', true],
  ['openat(AT_FDCWD, "/in/../etc/passwd", O_RDONLY) = 3', true],
  ['openat(AT_FDCWD, "/in/x.pcap", O_RDWR|O_CREAT, 0666) = 3', false],
  ['openat(AT_FDCWD, "/program/x", O_RDONLY) = 3', false],
  ['openat(AT_FDCWD, "/program/x", O_WRONLY <unfinished ...>', true],
  ['unlink("/in/x") = 0', true],
  ['statx(AT_FDCWD, "/etc", 0, STATX_ALL, 0x7ff) = 0', false],
  ['execve("/bin/sh", ["sh"], 0x7ff /* 3 vars */) = 0', true],
  ['execve("/bin/node", ["node"], 0x7ff /* 3 vars */) = 0', false],
  ['socket(AF_INET, SOCK_STREAM, IPPROTO_IP) = 3', true],
  ['connect(3, {sa_family=AF_UNIX, sun_path="/x"}, 5) = 0', true],
  ['clone3({flags=CLONE_VM|CLONE_THREAD}, 88) = 7', false],
  ['clone3({flags=CLONE_VM|CLONE_VFORK}, 88) = 7', true],
])('the check of %s answers %j', (call, forbidden) => {
  const usual = '1 execve("/bin/node", ["node"], 0x8ff /* 3 vars */) = 0';
  const permitted = { folder: '/in', program: '/program', usual };
  expect(forbiddenCalls(`21 ${call}`, permitted)).toHaveLength(forbidden ? 1 : 0);
});

describe.runIf(hasStrace)('seen from the kernel', () => {
  const traces = mkdtempSync(join(tmpdir(), 'traces-'));
  const trace = join(traces, 'trace');
  afterEach(() => rmSync(traces, { recursive: true, force: true }));

  const quote = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`;

  /** Runs commands in a traced program and returns the system calls, what it prints and its status. */
  const run = (commands: string) =>
    new Promise<{ calls: string; shown: string; status: number | null }>((resolve) => {
      const program = [process.execPath, join(ROOT, 'dist/cli.js'), '--state', ':memory:'];
      const options = ['-f', '-qq', '-s', '4096', '-e', 'trace=file,network,process', '-o', trace];
      const child = spawn('strace', [...options, ...program], { cwd: place.folder });
      let shown = '';
      for (const stream of [child.stdout, child.stderr]) {
        stream.on('data', (data) => {
          shown += data;
        });
      }
      child.on('close', (status) => {
        resolve({ calls: readFileSync(trace, 'utf8'), shown, status });
      });
      child.stdin.end(commands);
    });

  it(
    'no attempt opens a file outside, connects or starts a program',
    async () => {
      const before = place.snapshot();
      const { calls: usual } = await run('ovn-nbctl show\n');
      const setup = SETUP.replace('set -o xtrace', '');
      // Attempts share the files in memory, and some delete them.
      const together = times(25, 1);
      for (let at = 0; at < place.attempts.length; at += together) {
        const attempts = place.attempts.slice(at, at + together);
        const commands = attempts.map((attempt) => `bash -c ${quote(attempt)} < /dev/null`);
        const { calls, shown, status } = await run([setup, ...commands, 'exit 3'].join('\n'));
        expect
          .soft({ status, leaks: leaksIn(shown) }, attempts[0])
          .toEqual({ status: 3, leaks: [] });
        expect
          .soft(forbiddenCalls(calls, { folder: place.folder, program: ROOT, usual }), attempts[0])
          .toEqual([]);
      }
      expect(place.snapshot()).toBe(before);
      expect(place.connections()).toBe(0);
    },
    LONG_TIMEOUT,
  );
});
