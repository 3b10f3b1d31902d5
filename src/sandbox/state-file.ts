import { statSync } from 'node:fs';
import { dirname } from 'node:path';
import { LowSync } from 'lowdb';
import { DataFileSync } from 'lowdb/node';
import { reasonOf } from '../lib/system-error.js';
import { LockHeld, takeLock } from './lock-file.js';
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
  /** Replaces the saved state, whole or not at all. @throws StateError where that fails */
  write(state: SavedState): void;
  /** Lets others have it. */
  close(): void;
}

/**
 * A state file, kept by lowdb: it writes beside the file and renames, so that a
 * process that is killed leaves the old state or the new one. While it is open, a
 * lock file beside it keeps a second process from overwriting what the first did.
 *
 * @throws StateError where the file is in use, cannot be read, or is no state file.
 */
export function openStateFile(path: string): StateStore {
  const unusable = (why: string): StateError =>
    new StateError(
      `cannot use the state file ${path}: ${why}\n` +
        'Nothing was changed. Move the file away to begin with a fresh sandbox, ' +
        'or name another one with --state FILE.',
    );
  const fault = placeFault(path);
  if (fault !== undefined) throw unusable(fault);
  const release = lock(path);
  const adapter = new DataFileSync<SavedState>(path, {
    parse: (text) => parseSavedState(jsonIn(text)),
    stringify: stringifySavedState,
  });
  // The adapter says null where there is no file; lowdb then keeps the default, which is null too.
  const low = new LowSync<SavedState | null>(
    { read: () => adapter.read(), write: (state) => state && adapter.write(state) },
    null,
  );
  const refuse = (why: string): StateError => {
    release();
    return unusable(why);
  };
  return {
    read() {
      try {
        low.read();
      } catch (error) {
        throw refuse(reasonOf(error));
      }
      return low.data ?? undefined;
    },
    refuse,
    write(state) {
      low.data = state;
      try {
        low.write();
      } catch (error) {
        throw new StateError(`cannot save the sandbox in ${path}: ${reasonOf(error)}`);
      }
    },
    close: release,
  };
}

/** What keeps a state file from being at `path`, whatever may be in it. */
function placeFault(path: string): string | undefined {
  try {
    const stats = statSync(path, { throwIfNoEntry: false });
    if (stats !== undefined) return stats.isFile() ? undefined : 'it is no regular file';
    const folder = dirname(path);
    const there = statSync(folder, { throwIfNoEntry: false })?.isDirectory() === true;
    return there ? undefined : `there is no folder ${folder}`;
  } catch (error) {
    return reasonOf(error);
  }
}

/** @throws StateError that shows nothing of what is in the file: it may be anything. */
function jsonIn(text: string): unknown {
  if (text === '') throw new StateError('it is empty');
  try {
    return JSON.parse(text);
  } catch {
    throw new StateError('what is in it is no valid JSON');
  }
}

function lock(path: string): () => void {
  try {
    return takeLock(`${path}.lock`);
  } catch (error) {
    if (!(error instanceof LockHeld)) throw error;
    throw new StateError(
      `the state file ${path} is in use by process ${error.holder}.\n` +
        'Leave that sandbox first, or name another file with --state FILE. ' +
        `If that process is no sandbox, remove ${path}.lock.`,
    );
  }
}
