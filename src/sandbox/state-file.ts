/** Keeps the state of a sandbox in a JSON file. */
import { createHash } from 'node:crypto';
import { statSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import { LowSync, type SyncAdapter } from 'lowdb';
import { excerpt } from '../lib/printable.js';
import { reasonOf } from '../lib/system-error.js';
import { type Lock, LockHeld, takeLock } from './lock-file.js';
import {
  currentVersion,
  type FileVersion,
  MAX_NAME,
  readVersion,
  removeTemporaries,
  replaceFile,
  sameVersion,
  targetOf,
} from './safe-file.js';
import { type SavedState, StateError } from './saved-state.js';
import { parseSavedState, unknownSections } from './state-schema.js';
import { stringifySavedState } from './state-text.js';

/** A store for a sandbox. */
export interface StateStore {
  /** Returns the saved state, or `undefined` if nothing was saved yet. */
  read(): SavedState | undefined;
  /** Closes the store over a state that cannot be used, and returns the error to report. */
  refuse(why: string): StateError;
  /**
   * Replaces the saved state atomically.
   *
   * @throws StateError if that fails
   */
  write(state: SavedState): void;
  /** Makes the store available to other processes. */
  close(): void;
}

/**
 * Opens the state file at `path`, or the file that it links to. A lock file next to it keeps other
 * processes out. A file that another program replaced nevertheless is not overwritten.
 *
 * @throws StateError if the file is in use, cannot be read, or is not a state file
 */
export function openStateFile(path: string): StateStore {
  const shown = excerpt(path);
  const unusable = (why: string): StateError =>
    new StateError(
      `cannot use the state file ${shown}: ${excerpt(why)}\n` +
        'Nothing was changed. Move the file away to start with a fresh sandbox, ' +
        'or name another one with --state FILE.',
    );
  const target = attempt(() => checkedTarget(path), unusable);
  const lock = lockFor(target);
  removeTemporaries(target);
  const refuse = (why: string): StateError => {
    lock.release();
    return unusable(why);
  };
  const low = new LowSync(new StateFile(target, lock), null);
  return {
    read() {
      attempt(() => low.read(), refuse);
      const state = low.data ?? undefined;
      // The parsed file is large, and the sandbox converts it anyway.
      low.data = null;
      return state;
    },
    refuse,
    write(state) {
      low.data = state;
      attempt(
        () => low.write(),
        (why) => new StateError(`cannot save the sandbox in ${shown}: ${excerpt(why)}`),
      );
      low.data = null;
    },
    close: () => lock.release(),
  };
}

/** Runs `work`, and converts its errors with `report`. */
function attempt<T>(work: () => T, report: (why: string) => StateError): T {
  try {
    return work();
  } catch (error) {
    throw report(reasonOf(error));
  }
}

/**
 * Returns the file that `path` leads to.
 *
 * @throws Error if it cannot be a state file
 */
function checkedTarget(path: string): string {
  const target = targetOf(path);
  if (Buffer.byteLength(basename(target)) > MAX_NAME) {
    throw new Error(`its name is longer than ${MAX_NAME} bytes`);
  }
  const stats = statSync(target, { throwIfNoEntry: false });
  if (stats?.isFile() === false) throw new Error('it is not a regular file');
  const folder = dirname(target);
  if (!stats && statSync(folder, { throwIfNoEntry: false })?.isDirectory() !== true) {
    throw new Error(`there is no folder ${folder}`);
  }
  return target;
}

/** @throws StateError if another process has the file */
function lockFor(path: string): Lock {
  try {
    return takeLock(`${path}.lock`);
  } catch (error) {
    if (!(error instanceof LockHeld)) throw error;
    const { holder } = error;
    const user = holder ? `process ${holder.pid} on host ${holder.host}` : 'another process';
    throw new StateError(
      `the state file ${excerpt(path)} is in use by ${excerpt(user)}.\n` +
        'Leave that sandbox first, or name another file with --state FILE. ' +
        `If no sandbox uses the file, remove ${excerpt(path)}.lock.`,
    );
  }
}

/** The adapter through which lowdb reads and writes the file. */
class StateFile implements SyncAdapter<SavedState | null> {
  readonly #path: string;
  readonly #lock: Lock;
  /** The version that was read or written last, and a digest of its contents. */
  #version: FileVersion | undefined;
  #digest = '';
  /** Sections that only later releases understand, kept unchanged. */
  #others: object = {};

  constructor(path: string, lock: Lock) {
    this.#path = path;
    this.#lock = lock;
  }

  read(): SavedState | null {
    const file = readVersion(this.#path);
    if (!file) return null;
    const json = jsonIn(file.bytes);
    const state = parseSavedState(json);
    this.#version = file.version;
    this.#digest = digestOf(file.bytes);
    this.#others = unknownSections(json);
    return state;
  }

  write(state: SavedState | null): void {
    if (!state) return;
    this.#assertOurs();
    const bytes = Buffer.from(stringifySavedState({ ...state, ...this.#others }));
    this.#version = replaceFile(this.#path, bytes);
    this.#digest = digestOf(bytes);
  }

  /** @throws Error if another process may have changed the file since */
  #assertOurs(): void {
    const version = currentVersion(this.#path);
    const changed = version && !(this.#version && sameVersion(version, this.#version));
    if ((changed && !this.#holdsOurs()) || !this.#lock.held()) {
      throw new Error(
        'another program replaced the file since it was opened. It is left as it is; ' +
          'what was done since is not saved. Leave, and open the sandbox again',
      );
    }
  }

  /** True if the contents are unchanged, as after a copy or `touch`. */
  #holdsOurs(): boolean {
    const file = readVersion(this.#path);
    return file !== undefined && digestOf(file.bytes) === this.#digest;
  }
}

const digestOf = (contents: Uint8Array): string =>
  createHash('sha1').update(contents).digest('hex');

/**
 * Parses the file.
 *
 * @throws StateError that quotes nothing from the file, whose contents are untrusted
 */
function jsonIn(bytes: Uint8Array): unknown {
  if (bytes.length === 0) throw new StateError('it is empty');
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new StateError('it is not UTF-8 text');
  }
  try {
    return JSON.parse(text);
  } catch {
    throw new StateError('it does not hold valid JSON');
  }
}
