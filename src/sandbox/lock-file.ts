/** Lock files: who has something says so beside it, and goes on having it until it ends. */
import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { isSystemError } from '../lib/system-error.js';

/** Somebody else has the lock. */
export class LockHeld extends Error {
  constructor(readonly holder: number) {
    super(`in use by process ${holder}`);
  }
}

/**
 * Takes the lock file at `path`, which a process that was killed may have left behind.
 * Where none can be made, there is no lock: a folder that cannot be written to will say
 * so again, and better, when something is written.
 *
 * @returns what gives the lock back.
 * @throws LockHeld
 */
export function takeLock(path: string): () => void {
  // Linked into place, a lock is there with its holder's number or not at all.
  const own = `${path}.${process.pid}`;
  try {
    writeFileSync(own, `${process.pid}\n`);
    while (!putInPlace(own, path)) removeDead(path, `${own}.dead`);
    return () => rmSync(path, { force: true });
  } catch (error) {
    if (error instanceof LockHeld) throw error;
    return () => {};
  } finally {
    rmSync(own, { force: true });
  }
}

/** Whether `own` could become the lock; false where there is one. */
function putInPlace(own: string, path: string): boolean {
  try {
    linkSync(own, path);
    return true;
  } catch (error) {
    if (isSystemError(error, 'EEXIST')) return false;
    // A file system without links.
    return written(path);
  }
}

function written(path: string): boolean {
  try {
    writeFileSync(path, `${process.pid}\n`, { flag: 'wx' });
    return true;
  } catch (error) {
    if (isSystemError(error, 'EEXIST')) return false;
    throw error;
  }
}

/** Removes a lock whose holder is no more. @throws LockHeld where it is alive */
function removeDead(path: string, aside: string): void {
  assertDead(path);
  try {
    renameSync(path, aside);
  } catch (error) {
    // Somebody else was quicker.
    if (isSystemError(error, 'ENOENT')) return;
    throw error;
  }
  try {
    // What was dead a moment ago may have been replaced since.
    assertDead(aside);
  } catch (error) {
    linkSync(aside, path);
    throw error;
  } finally {
    rmSync(aside, { force: true });
  }
}

function assertDead(path: string): void {
  const holder = holderOf(path);
  if (holder !== undefined) throw new LockHeld(holder);
}

/** The living process that holds a lock, or `undefined` where there is none. */
function holderOf(path: string): number | undefined {
  let pid: number;
  try {
    pid = Number.parseInt(readFileSync(path, 'utf8'), 10);
  } catch {
    return undefined;
  }
  if (!Number.isInteger(pid) || pid <= 0 || pid === process.pid) return undefined;
  try {
    process.kill(pid, 0);
    return pid;
  } catch (error) {
    return isSystemError(error, 'EPERM') ? pid : undefined;
  }
}
