import type { HostsState } from '../hosts/hosts.js';
import { emptyDictionary } from '../lib/dictionary.js';
import type { RandomState } from '../lib/random.js';
import type { DatabaseJson } from '../ovsdb/json.js';

/** What a state file starts with, so that a foreign one is told apart. */
export const FORMAT = 'ovn-sandbox-ts';

/** The layout of state files that this program writes, and the only one it reads. */
export const VERSION = 1;

/** The databases of a sandbox, under the names of their schemas. */
export const DATABASES = ['Open_vSwitch', 'OVN_Northbound', 'OVN_Southbound'] as const;
export type DatabaseName = (typeof DATABASES)[number];

/** Numbers that were handed out and stand in no database, by who hands them out. */
export const ALLOCATORS = ['ovs-vswitchd', 'ovn-northd', 'ovn-controller'] as const;
export type AllocatorName = (typeof ALLOCATORS)[number];

/** JSON that is text already, laid out for its place in a state file. */
export class WrittenJson {
  constructor(readonly text: string) {}

  toJSON(): unknown {
    return JSON.parse(this.text);
  }
}

/** Everything about a sandbox that outlives its process. */
export interface SavedState {
  readonly format: typeof FORMAT;
  readonly version: typeof VERSION;
  readonly random: RandomState;
  readonly allocations: Readonly<Record<AllocatorName, object>>;
  readonly databases: Readonly<Record<DatabaseName, DatabaseJson | WrittenJson>>;
  /** How far the clock of the sandbox was set forward, in milliseconds; left out where it was not. */
  readonly clockOffset?: number;
  /** What was settled about hosts; left out where that is nothing. */
  readonly hosts?: HostsState;
}

/** A state file that cannot be used. The message is for a person and says what to do. */
export class StateError extends Error {}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isRandomState = (value: unknown): value is RandomState =>
  Array.isArray(value) &&
  value.length === 4 &&
  value.every((word) => Number.isInteger(word) && word >= 0 && word < 2 ** 32);

const isOffset = (value: unknown): value is number =>
  typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;

/**
 * Checks that `json` has the layout of a saved state. The databases check their
 * own contents when they load them.
 *
 * @throws StateError that says what is wrong.
 */
export function parseSavedState(json: unknown): SavedState {
  if (!isObject(json) || json['format'] !== FORMAT) {
    throw new StateError('it is no state file of ovn-sandbox-ts');
  }
  if (json['version'] !== VERSION) {
    throw new StateError(
      `it has version ${JSON.stringify(json['version'])} of the file format and this program reads version ${VERSION}`,
    );
  }
  const { random, allocations, databases, clockOffset, hosts } = json;
  if (!isRandomState(random)) throw new StateError('"random" is not four 32-bit numbers');
  if (clockOffset !== undefined && !isOffset(clockOffset)) {
    throw new StateError('"clockOffset" is no number of milliseconds');
  }
  return {
    format: FORMAT,
    version: VERSION,
    random,
    allocations: objectsUnder('allocations', allocations, ALLOCATORS),
    databases: objectsUnder('databases', databases, DATABASES),
    ...(clockOffset === undefined ? {} : { clockOffset }),
    ...(hosts === undefined ? {} : { hosts: parseHosts(hosts) }),
  };
}

const isTexts = (value: unknown): value is string[] =>
  Array.isArray(value) && value.every((text) => typeof text === 'string');

function parseHosts(json: unknown): HostsState {
  if (!isObject(json)) throw new StateError('"hosts" is no object');
  const hosts: HostsState = emptyDictionary();
  for (const [name, settings] of Object.entries(json)) {
    const { addresses, services } = isObject(settings) ? settings : {};
    if (!isTexts(addresses) || !isTexts(services)) {
      throw new StateError(`"hosts" does not say which addresses and services "${name}" has`);
    }
    hosts[name] = { addresses, services };
  }
  return hosts;
}

function objectsUnder<N extends string, T extends object>(
  section: string,
  json: unknown,
  names: readonly N[],
): Record<N, T> {
  if (!isObject(json)) throw new StateError(`"${section}" is missing`);
  for (const name of names) {
    if (!isObject(json[name])) throw new StateError(`"${section}" has no "${name}"`);
  }
  for (const name of Object.keys(json)) {
    if (!names.some((known) => known === name)) {
      throw new StateError(`"${section}" has an unknown "${name}"`);
    }
  }
  // Every name was just seen to hold an object; what is in it is checked by its owner.
  return json as Record<N, T>;
}

/** Objects down to this depth get a line a member; what is deeper stands on one line. */
const BROKEN_DEPTH = 5;

const INDENT = '  ';

/** What stands before the lines of a database in a state file. */
export const DATABASE_INDENT = INDENT.repeat(2);

/**
 * A saved state as JSON text that a person can read and compare: one row of a
 * database a line, in creation order.
 */
export function stringifySavedState(state: SavedState): string {
  return `${stringify(state, 0)}\n`;
}

function stringify(value: unknown, depth: number): string {
  if (value instanceof WrittenJson) return value.text;
  if (!isObject(value)) return JSON.stringify(value);
  const members = Object.entries(value);
  if (members.length === 0) return '{}';
  if (depth >= BROKEN_DEPTH) return JSON.stringify(value);
  const indent = INDENT.repeat(depth + 1);
  let text = '';
  for (const [name, member] of members) {
    text += `${text === '' ? '' : ',\n'}${indent}${JSON.stringify(name)}: `;
    text += stringify(member, depth + 1);
  }
  return `{\n${text}\n${INDENT.repeat(depth)}}`;
}
