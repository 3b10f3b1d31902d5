/** Locks a file for one process by means of a lock file next to it. */
import { randomBytes } from 'node:crypto';
import {
  closeSync,
  linkSync,
  lstatSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import * as v from 'valibot';
import { isSystemError } from '../lib/system-error.js';
import { isAlive, ownIdentity, type ProcessIdentity } from './process-identity.js';
import { readVersion } from './safe-file.js';

/** A lock that this process holds. */
export interface Lock {
  /** Returns true if the lock is still ours. Restores a lock file that was deleted. */
  held(): boolean;
  release(): void;
}

/** Another process holds the lock, or may hold it. */
export class LockHeld extends Error {
  /** @param holder `undefined` if the lock file does not say. */
  constructor(readonly holder: ProcessIdentity | undefined) {
    super('the lock is held');
  }
}

/** The interval at which a holder shows that it is alive, in milliseconds. */
const REFRESH = 5000;

/** The age at which a lock that is not refreshed counts as abandoned, in milliseconds. */
const STALE = 60_000;

/** The time to wait for another process that is replacing a dead lock, in milliseconds. */
const PATIENCE = 300;
const NAP = 20;

/** The contents of a lock file. */
const CONTENT = v.object({
  token: v.string(),
  pid: v.pipe(v.number(), v.integer(), v.minValue(1)),
  host: v.string(),
  boot: v.string(),
  namespace: v.string(),
  started: v.string(),
});
type Content = v.InferOutput<typeof CONTENT>;

/**
 * Takes the lock file at `path`. A lock whose holder is dead is replaced: the holder either ran in
 * this process namespace and no longer exists, or ran elsewhere and stopped refreshing.
 * In a folder that cannot be written to, the lock of another process is respected but none is
 * taken.
 *
 * @throws LockHeld
 */
export function takeLock(path: string): Lock {
  const content: Content = { token: randomBytes(8).toString('hex'), ...ownIdentity() };
  const candidate = `${path}.${content.token}`;
  try {
    writeFileSync(candidate, textOf(content), { flag: 'wx' });
  } catch {
    const found = lookAt(path, candidate);
    if (found.state === 'held') throw new LockHeld(found.holder);
    return { held: () => true, release: () => {} };
  }
  try {
    removeLeftovers(path, candidate);
    acquire(path, candidate);
  } finally {
    rmSync(candidate, { force: true });
  }
  return holding(path, content);
}

function holding(path: string, content: Content): Lock {
  const text = textOf(content);
  const isOurs = (): boolean => contentOf(path)?.token === content.token;
  const timer = setInterval(() => {
    if (isOurs()) refresh(path, text);
  }, REFRESH);
  timer.unref();
  return {
    held() {
      if (statOf(path) === undefined) putBack(path, text);
      // If the folder is gone, saving reports it.
      if (statOf(path) === undefined) return true;
      if (!isOurs()) return false;
      refresh(path, text);
      return true;
    },
    release() {
      clearInterval(timer);
      if (isOurs()) rmSync(path, { force: true });
    },
  };
}

/** Restores a deleted lock file, unless another process was faster. */
function putBack(path: string, text: string): void {
  try {
    writeFileSync(path, text, { flag: 'wx' });
  } catch {
    // The caller checks whose lock file it is.
  }
}

/** Rewrites the same contents, so the file gets the current time of its file system. */
function refresh(path: string, text: string): void {
  try {
    const fd = openSync(path, 'r+');
    writeSync(fd, text);
    closeSync(fd);
  } catch {
    // The next save checks the lock.
  }
}

/**
 * Makes `candidate` the lock.
 *
 * @throws LockHeld
 */
function acquire(path: string, candidate: string): void {
  const guard = `${path}.guard`;
  for (const start = Date.now(); !putInPlace(candidate, path); ) {
    const found = lookAt(path, candidate);
    const waited = Date.now() - start;
    if (found.state === 'held') {
      // A lock without a name is just being written or removed by another process.
      if (found.holder || waited > PATIENCE) throw new LockHeld(found.holder);
      nap();
    } else if (found.state === 'dead') {
      // Only one process at a time may replace a dead lock; a second one would remove the new
      // lock.
      if (putInPlace(candidate, guard)) replaceDead(path, guard, candidate);
      else if (lookAt(guard, candidate).state === 'dead') rmSync(guard, { force: true });
      else if (waited > PATIENCE) throw new LockHeld(undefined);
      else nap();
    }
  }
}

function replaceDead(path: string, guard: string, candidate: string): void {
  try {
    if (lookAt(path, candidate).state === 'dead') rmSync(path, { force: true });
  } finally {
    rmSync(guard, { force: true });
  }
}

const nap = () => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, NAP);

/** Links `candidate` to `path` atomically; returns false if `path` exists already. */
function putInPlace(candidate: string, path: string): boolean {
  try {
    linkSync(candidate, path);
    return true;
  } catch (error) {
    if (isSystemError(error, 'EEXIST')) return false;
  }
  try {
    // The file system has no links.
    writeFileSync(path, readFileSync(candidate), { flag: 'wx' });
    return true;
  } catch (error) {
    if (isSystemError(error, 'EEXIST')) return false;
    throw error;
  }
}

type Found =
  | { readonly state: 'absent' | 'dead' }
  | { readonly state: 'held'; readonly holder: Content | undefined };

/** Judges the lock at `path`. In doubt, it is held. */
function lookAt(path: string, candidate: string): Found {
  const stats = statOf(path);
  if (stats === undefined) return { state: 'absent' };
  const holder = contentOf(path);
  const alive = holder && isAlive(holder);
  // Uses the clock of the file system where possible.
  const now = statOf(candidate)?.mtimeMs ?? Date.now();
  const dead = alive === undefined ? now - stats.mtimeMs > STALE : !alive;
  return dead ? { state: 'dead' } : { state: 'held', holder };
}

const statOf = (path: string) => lstatSync(path, { throwIfNoEntry: false });

const textOf = (content: Content): string => `${JSON.stringify(content)}\n`;

function contentOf(path: string): Content | undefined {
  try {
    const file = readVersion(path);
    return file && v.parse(CONTENT, JSON.parse(new TextDecoder().decode(file.bytes)));
  } catch {
    return undefined;
  }
}

/** Removes the candidates of processes that were killed while they were taking the lock. */
function removeLeftovers(path: string, candidate: string): void {
  const prefix = `${basename(path)}.`;
  for (const name of readdirSync(dirname(path))) {
    if (!name.startsWith(prefix) || !/^[\da-f]{16}$/.test(name.slice(prefix.length))) continue;
    const leftover = join(dirname(path), name);
    if (lookAt(leftover, candidate).state === 'dead') rmSync(leftover, { force: true });
  }
}
