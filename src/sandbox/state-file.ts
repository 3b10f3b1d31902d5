import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { LowSync } from 'lowdb';
import { DataFileSync } from 'lowdb/node';
import {
  parseSavedState,
  type SavedState,
  StateError,
  stringifySavedState,
} from './saved-state.js';

/** Where a sandbox is kept. */
export interface StateStore {
  /** The saved state, or `undefined` where nothing was saved yet. */
  read(): SavedState | undefined;
  /** Lets go of a state that cannot be used; gives the error that says so to a person. */
  refuse(why: string): StateError;
  /** Replaces the saved state, whole or not at all. */
  write(state: SavedState): void;
  /** Lets others have it. */
  close(): void;
}

const isErrno = (error: unknown, code: string): boolean =>
  error instanceof Error && 'code' in error && error.code === code;

const reason = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/**
 * A state file, kept by lowdb: it writes beside the file and renames, so that a
 * process that is killed leaves the old state or the new one. While it is open, a
 * lock file beside it keeps a second process from overwriting what the first did.
 *
 * @throws StateError where the file is in use, cannot be read, or is no state file.
 */
export function openStateFile(path: string): StateStore {
  const release = lock(`${path}.lock`, path);
  const adapter = new DataFileSync<SavedState>(path, {
    parse: (text) => parseSavedState(JSON.parse(text)),
    stringify: stringifySavedState,
  });
  // The adapter says null where there is no file; lowdb then keeps the default, which is null too.
  const low = new LowSync<SavedState | null>(
    { read: () => adapter.read(), write: (state) => state && adapter.write(state) },
    null,
  );
  const refuse = (why: string): StateError => {
    release();
    return new StateError(
      `cannot use the state file ${path}: ${why}\n` +
        'Nothing was changed. Move the file away to begin with a fresh sandbox, ' +
        'or name another one with --state FILE.',
    );
  };
  return {
    read() {
      try {
        low.read();
      } catch (error) {
        throw refuse(reason(error));
      }
      return low.data ?? undefined;
    },
    refuse,
    write(state) {
      low.data = state;
      low.write();
    },
    close: release,
  };
}

/** Takes the lock file, or tells who has it. Returns what gives it back. */
function lock(lockPath: string, path: string): () => void {
  for (;;) {
    try {
      writeFileSync(lockPath, `${process.pid}\n`, { flag: 'wx' });
      return () => rmSync(lockPath, { force: true });
    } catch (error) {
      if (!isErrno(error, 'EEXIST')) {
        // A folder that cannot be written to will say so again, and better, when state is saved.
        return () => {};
      }
    }
    const holder = lockHolder(lockPath);
    if (holder !== undefined) {
      throw new StateError(
        `the state file ${path} is in use by process ${holder}.\n` +
          'Leave that sandbox first, or name another file with --state FILE.',
      );
    }
    rmSync(lockPath, { force: true });
  }
}

/** The living process that holds a lock, or `undefined` where it died without giving it back. */
function lockHolder(lockPath: string): number | undefined {
  let pid: number;
  try {
    pid = Number.parseInt(readFileSync(lockPath, 'utf8'), 10);
  } catch {
    return undefined;
  }
  if (!Number.isInteger(pid) || pid <= 0 || pid === process.pid) return undefined;
  try {
    process.kill(pid, 0);
    return pid;
  } catch (error) {
    return isErrno(error, 'EPERM') ? pid : undefined;
  }
}
