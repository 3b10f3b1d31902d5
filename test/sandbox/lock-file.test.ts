/** Tests the lock files that keep two processes from using the same state file. */
import { execFileSync, spawn } from 'node:child_process';
import {
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { LockHeld, takeLock } from '../../src/sandbox/lock-file.js';
import { ownIdentity, type ProcessIdentity } from '../../src/sandbox/process-identity.js';

let folder: string;
let path: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ovn-sandbox-'));
  path = join(folder, 'lock');
});

afterEach(() => rmSync(folder, { recursive: true }));

/** Writes the lock of a process that equals this one except for `differences`. */
function writeLock(differences: Partial<ProcessIdentity>, name = path): void {
  writeFileSync(name, JSON.stringify({ token: 'other', ...ownIdentity(), ...differences }));
}

/** Makes the lock look as if it was last refreshed two minutes ago. */
function age(name = path): void {
  const then = Date.now() / 1000 - 120;
  utimesSync(name, then, then);
}

/** Larger than any process id. */
const NO_PROCESS = 999_999_999;

describe('a lock', () => {
  it('has one holder at a time and leaves nothing behind', () => {
    const lock = takeLock(path);
    expect(() => takeLock(path)).toThrow(LockHeld);
    expect(lock.held()).toBe(true);
    lock.release();
    expect(readdirSync(folder)).toEqual([]);
    takeLock(path).release();
  });

  const alive: readonly [what: string, differences: Partial<ProcessIdentity>][] = [
    ['this process', {}],
    ['another process here', { pid: process.ppid, started: '' }],
    ['a process of another container', { pid: NO_PROCESS, namespace: 'pid:[1]' }],
    ['a process of another host', { pid: NO_PROCESS, boot: 'x', host: 'elsewhere' }],
  ];
  it.each(alive)('of %s is respected', (_, differences) => {
    writeLock(differences);
    const before = readFileSync(path, 'utf8');
    expect(() => takeLock(path)).toThrow(LockHeld);
    expect(readFileSync(path, 'utf8')).toBe(before);
    expect(readdirSync(folder)).toEqual(['lock']);
  });

  it('of a living process is respected even if it was not refreshed for long', () => {
    writeLock({});
    age();
    expect(() => takeLock(path)).toThrow(LockHeld);
  });

  const dead: readonly [what: string, write: () => void][] = [
    ['a process that was killed', () => writeLock({ pid: NO_PROCESS })],
    ['a process whose id another one has now', () => writeLock({ started: '1' })],
    [
      'a process elsewhere that stopped refreshing it',
      () => {
        writeLock({ pid: NO_PROCESS, namespace: 'pid:[1]' });
        age();
      },
    ],
    [
      'a process that it does not name',
      () => {
        writeFileSync(path, '');
        age();
      },
    ],
    [
      'a process that was killed, which another one was just replacing when it was killed',
      () => {
        writeLock({ pid: NO_PROCESS });
        writeLock({ pid: NO_PROCESS - 1 }, `${path}.guard`);
        writeLock({ pid: NO_PROCESS }, `${path}.0123456789abcdef`);
      },
    ],
  ];
  it.each(dead)('of %s is replaced', (_, write) => {
    write();
    const lock = takeLock(path);
    expect(JSON.parse(readFileSync(path, 'utf8'))).toMatchObject(ownIdentity());
    lock.release();
    expect(readdirSync(folder)).toEqual([]);
  });

  const doubtful: readonly [what: string, write: () => void][] = [
    ['an empty file', () => writeFileSync(path, '')],
    ['a number', () => writeFileSync(path, '123\n')],
    ['a link', () => symlinkSync('/etc/passwd', path)],
    ['a FIFO', () => execFileSync('mkfifo', [path])],
  ];
  it.each(doubtful)('that is %s is respected', (_, write) => {
    write();
    expect(() => takeLock(path)).toThrow(LockHeld);
  });

  it('is reported as lost if another process takes it', () => {
    const lock = takeLock(path);
    writeLock({});
    expect(lock.held()).toBe(false);
    lock.release();
    expect(existsSync(path)).toBe(true);
  });

  it('is restored if its file is deleted', () => {
    const lock = takeLock(path);
    rmSync(path);
    expect(lock.held()).toBe(true);
    expect(() => takeLock(path)).toThrow(LockHeld);
    lock.release();
    expect(readdirSync(folder)).toEqual([]);
  });

  it.runIf(process.platform === 'linux')('does not outlive a killed process', async () => {
    const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)']);
    const stat = () => readFileSync(`/proc/${child.pid}/stat`, 'utf8').split(') ')[1];
    writeLock({ pid: child.pid ?? 0, started: stat()?.split(' ')[19] ?? '' });
    expect(() => takeLock(path)).toThrow(LockHeld);
    child.kill('SIGKILL');
    await new Promise((resolve) => child.once('exit', resolve));
    takeLock(path).release();
  });
});
