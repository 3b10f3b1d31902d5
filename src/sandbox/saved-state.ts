/** Defines what a sandbox keeps between two processes. */
import type { ControllerState } from '../controller/state.js';
import type { HostsState } from '../hosts/hosts.js';
import type { RandomState } from '../lib/random.js';
import type { NorthdState } from '../northd/datapath-bindings.js';
import type { DatabaseJson, DatabaseSnapshot } from '../ovsdb/json.js';
import type { VswitchdState } from '../vswitchd/vswitchd-state.js';
import type { SwitchState } from './switch-state.js';

/** The first member of a state file, which distinguishes it from other JSON. */
export const FORMAT = 'ovn-sandbox-ts';

/** The layout of state files that this program writes, and the only one it reads. */
export const VERSION = 1;

/** The databases of a sandbox, by the names of their schemas. */
export const DATABASES = ['Open_vSwitch', 'OVN_Northbound', 'OVN_Southbound'] as const;
export type DatabaseName = (typeof DATABASES)[number];

/** The name of Neutron's tables, which are saved like a database. */
export const NEUTRON_TABLES = 'Neutron';

/** The last numbers assigned by each program that no database stores. */
export interface Allocations {
  readonly 'ovs-vswitchd': VswitchdState;
  readonly 'ovn-northd': NorthdState;
  readonly 'ovn-controller': ControllerState;
}

/** The contents of a database. They become text only when needed. */
export class SnapshotJson {
  readonly #snapshot: DatabaseSnapshot;

  constructor(snapshot: DatabaseSnapshot) {
    this.#snapshot = snapshot;
  }

  /** The number of rows. */
  get size(): number {
    return this.#snapshot.size;
  }

  /** @param indent the indentation of the last line. */
  stringify(indent: string): string {
    return this.#snapshot.stringify(indent);
  }

  toJSON(): unknown {
    return JSON.parse(this.stringify(''));
  }
}

/** A part of a state file that is kept as JSON text. */
export class JsonText {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }

  toJSON(): unknown {
    return JSON.parse(this.text);
  }
}

/** A state that the user saved under a name. */
export interface NamedState {
  /** Milliseconds since the epoch. */
  readonly time: number;
  /** A {@link SavedState}, checked when it is loaded. */
  readonly state: unknown;
}

/** How far the user got in a lesson. */
export interface LessonState {
  /** The number of the current step, from 0; the number of steps at the end. */
  readonly step: number;
  /** The number of hints that were given in this step. */
  readonly hints: number;
  /** The last answer to the question of this step. */
  readonly answer?: string;
}

/** How far the user got in lessons. */
export interface LessonProgress {
  /** The name of the lesson that is open. */
  readonly current?: string;
  /** The state of each lesson that was begun, by its name. */
  readonly states: Readonly<Record<string, LessonState>>;
}

/** Everything about a sandbox that outlives its process. */
export interface SavedState {
  readonly format: typeof FORMAT;
  readonly version: typeof VERSION;
  /** The release of OVN. Absent in files written when 2015 was the only release. */
  readonly release?: string;
  readonly random: RandomState;
  readonly allocations: Allocations;
  /** The databases; `Neutron` is absent if its tables are empty. */
  readonly databases: Readonly<Record<DatabaseName, DatabaseJson | SnapshotJson>> & {
    readonly [NEUTRON_TABLES]?: DatabaseJson | SnapshotJson;
  };
  /** The time by which the sandbox's clock was set forward, in milliseconds. Default: 0. */
  readonly clockOffset?: number;
  /** The settings of hosts; absent if there are none. */
  readonly hosts?: HostsState;
  /** The manual changes to bridges; absent if there are none. */
  readonly bridges?: SwitchState;
  /** The states saved by name; absent if there are none. */
  readonly snapshots?: Readonly<Record<string, NamedState>>;
  /** The user's progress in lessons; absent if none was started. */
  readonly lessons?: LessonProgress;
}

/** The maximum lead of a sandbox's clock: 100 years, in milliseconds. */
export const MAX_CLOCK_OFFSET = 36_500 * 86_400 * 1000;

/** Reports a state that cannot be used. The message tells the user what to do. */
export class StateError extends Error {}
