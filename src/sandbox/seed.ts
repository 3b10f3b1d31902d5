/**
 * Reads the seed that every fresh sandbox starts from, and ensures that it is never overwritten.
 */
import { readFileSync, statSync } from 'node:fs';
import { reasonOf } from '../lib/system-error.js';
import { type SavedState, StateError } from './saved-state.js';
import { parseSavedState } from './state-schema.js';

/** The default state file of a folder, unless that file is the seed. */
const DEFAULT_STATE_FILE = 'sandbox.json';
const STATE_FILE_NEXT_TO_SEED = 'sandbox.local.json';

/**
 * Returns the state in the seed file at `path`.
 *
 * @throws StateError if it cannot be read or is not a saved state
 */
export function readSeed(path: string): SavedState {
  try {
    return parseSavedState(JSON.parse(readFileSync(path, 'utf8')));
  } catch (error) {
    throw new StateError(`cannot use the seed ${path}: ${reasonOf(error)}`);
  }
}

/**
 * Returns the state file to use: `requested`, or the default in the current folder.
 *
 * @throws StateError if `requested` is the seed, which is never written
 */
export function chooseStateFile(requested: string | undefined, seed: string): string {
  if (requested === undefined) {
    return isSameFile(DEFAULT_STATE_FILE, seed) ? STATE_FILE_NEXT_TO_SEED : DEFAULT_STATE_FILE;
  }
  if (!isSameFile(requested, seed)) return requested;
  throw new StateError(
    `${requested} is the seed of fresh sandboxes and is never written.\n` +
      'Name another file with --state FILE, or leave the option out.',
  );
}

function isSameFile(path: string, other: string): boolean {
  try {
    const [a, b] = [statSync(path, { bigint: true }), statSync(other, { bigint: true })];
    return a.dev === b.dev && a.ino === b.ino;
  } catch {
    return false;
  }
}
