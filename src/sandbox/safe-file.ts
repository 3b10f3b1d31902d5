/** Reads and replaces files without losing data to a crash, a link or another program. */
import { randomBytes } from 'node:crypto';
import {
  accessSync,
  type BigIntStats,
  closeSync,
  constants,
  fchmodSync,
  fchownSync,
  fstatSync,
  fsyncSync,
  ftruncateSync,
  lstatSync,
  openSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { isSystemError } from '../lib/system-error.js';

/** Identifies the contents of a file without reading them. */
export interface FileVersion {
  readonly device: bigint;
  readonly inode: bigint;
  readonly size: bigint;
  /** Time of the last change, in nanoseconds since the Unix epoch. */
  readonly modified: bigint;
}

/** Never wait for the other end of a FIFO. */
const NO_WAIT = constants.O_NONBLOCK ?? 0;
const NO_FOLLOW = constants.O_NOFOLLOW ?? 0;

const versionOf = ({ dev, ino, size, mtimeNs }: BigIntStats): FileVersion => ({
  device: dev,
  inode: ino,
  size,
  modified: mtimeNs,
});

/** Returns the version of the file at `path`, or `undefined` if there is none. */
export function currentVersion(path: string): FileVersion | undefined {
  const stats = statSync(path, { bigint: true, throwIfNoEntry: false });
  return stats && versionOf(stats);
}

export const sameVersion = (a: FileVersion, b: FileVersion): boolean =>
  a.device === b.device && a.inode === b.inode && a.size === b.size && a.modified === b.modified;

/**
 * Returns the bytes of a regular file and its version, or `undefined` if there is none.
 *
 * @throws Error if it is not a regular file or cannot be read
 */
export function readVersion(
  path: string,
): { readonly bytes: Uint8Array; readonly version: FileVersion } | undefined {
  let fd: number;
  try {
    fd = openSync(path, constants.O_RDONLY | NO_WAIT);
  } catch (error) {
    if (isSystemError(error, 'ENOENT')) return undefined;
    throw error;
  }
  try {
    const stats = fstatSync(fd, { bigint: true });
    if (!stats.isFile()) throw new Error('it is not a regular file');
    return { bytes: readFileSync(fd), version: versionOf(stats) };
  } finally {
    closeSync(fd);
  }
}

/** The maximum number of links to follow before they count as a circle. */
const MAX_LINKS = 40;

/** Returns the file that `path` leads to through links; it need not exist yet. */
export function targetOf(path: string): string {
  let target = path;
  for (let links = 0; links < MAX_LINKS; links++) {
    if (lstatSync(target, { throwIfNoEntry: false })?.isSymbolicLink() !== true) {
      const folder = dirname(target);
      const exists = statSync(folder, { throwIfNoEntry: false }) !== undefined;
      return join(exists ? realpathSync(folder) : folder, basename(target));
    }
    target = resolve(dirname(target), readlinkSync(target));
  }
  throw new Error('too many levels of symbolic links');
}

/** The longest file name that leaves room for the temporary names next to it, in bytes. */
export const MAX_NAME = 230;

const TEMPORARY = /^\.[\da-f]{16}\.tmp$/;

/**
 * Removes the temporary files of processes that were killed while they replaced `path`, if
 * possible.
 */
export function removeTemporaries(path: string): void {
  const [folder, name] = [dirname(path), basename(path)];
  try {
    for (const other of readdirSync(folder)) {
      if (other.startsWith(name) && TEMPORARY.test(other.slice(name.length))) {
        rmSync(join(folder, other), { force: true });
      }
    }
  } catch {
    // Leftovers do no harm.
  }
}

/** Error codes of a file that cannot be replaced by another, though it may be writable. */
const NOT_REPLACEABLE = ['EBUSY', 'EXDEV', 'EACCES', 'EPERM', 'EROFS'];

/**
 * Replaces the contents of the file at `path`, atomically, and keeps its mode and owner. A file
 * that cannot be replaced, for example because it is a mount point, is overwritten.
 *
 * @returns the new version
 * @throws Error if neither works
 */
export function replaceFile(path: string, bytes: Uint8Array): FileVersion {
  const old = statSync(path, { throwIfNoEntry: false });
  if (old) accessSync(path, constants.W_OK);
  const temporary = `${path}.${randomBytes(8).toString('hex')}.tmp`;
  try {
    const version = writeNew(temporary, bytes, old);
    renameSync(temporary, path);
    syncFolder(dirname(path));
    return version;
  } catch (error) {
    rmSync(temporary, { force: true });
    if (!old || !NOT_REPLACEABLE.some((code) => isSystemError(error, code))) throw error;
    return overwrite(path, bytes);
  }
}

function writeNew(
  path: string,
  bytes: Uint8Array,
  like: { readonly mode: number; readonly uid: number; readonly gid: number } | undefined,
): FileVersion {
  // Exclusive, so a link planted under this name is not followed.
  const fd = openSync(path, 'wx', like ? 0o600 : 0o666);
  try {
    writeAll(fd, bytes);
    if (like) {
      const { uid, gid } = fstatSync(fd);
      if (uid !== like.uid || gid !== like.gid) fchownSync(fd, like.uid, like.gid);
      fchmodSync(fd, like.mode & 0o7777);
    }
    fsyncSync(fd);
    return versionOf(fstatSync(fd, { bigint: true }));
  } finally {
    closeSync(fd);
  }
}

function overwrite(path: string, bytes: Uint8Array): FileVersion {
  const fd = openSync(path, constants.O_RDWR | NO_FOLLOW | NO_WAIT);
  try {
    const length = writeAll(fd, bytes);
    ftruncateSync(fd, length);
    fsyncSync(fd);
    return versionOf(fstatSync(fd, { bigint: true }));
  } finally {
    closeSync(fd);
  }
}

function writeAll(fd: number, bytes: Uint8Array): number {
  for (let at = 0; at < bytes.length; ) at += writeSync(fd, bytes, at, bytes.length - at, at);
  return bytes.length;
}

/** Makes a rename survive a power cut, if the system can synchronize folders. */
function syncFolder(path: string): void {
  try {
    const fd = openSync(path, 'r');
    try {
      fsyncSync(fd);
    } finally {
      closeSync(fd);
    }
  } catch {
    // Windows cannot.
  }
}
