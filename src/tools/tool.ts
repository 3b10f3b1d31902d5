/** Defines the programs of the sandbox, and their access to it. */
import type { Dialect } from '../action/layout.js';
import type { DataPlane } from '../datapath/dpif/data-plane.js';
import type { AdjustableClock } from '../lib/clock.js';
import type { RandomSource } from '../lib/random.js';
import type { Northbound, Southbound } from '../logical/databases.js';
import type { NeutronService } from '../neutron/service.js';
import type { Switch } from '../openflow/switch/switch.js';
import type { Database } from '../ovsdb/database.js';
import type { OPEN_VSWITCH } from '../ovsdb/schemas/open-vswitch.js';
import type { CommandList } from './program/command-row.js';
import type { LogLevels } from './program/log-levels.js';
import type { Review } from './program/review.js';
import type { Suggestion } from './program/suggestion.js';

/** The output of a program and its exit status. */
export interface ToolResult {
  readonly stdout: string;
  readonly stderr: string;
  readonly exitCode: number;
}

/** The files that a program may read: those of the shell. */
export interface ToolFiles {
  /** Returns the bytes of a file, or `undefined` if it does not exist. */
  read(path: string): Uint8Array | undefined;
}

/** The sandbox as a program sees it. */
export interface ToolContext {
  readonly nb: Northbound;
  readonly sb: Southbound;
  readonly ovs: Database<typeof OPEN_VSWITCH>;
  readonly neutron: NeutronService;
  readonly switch: Switch;
  readonly datapath: DataPlane;
  /** Returns the conntrack zone of a logical port on this chassis. */
  ctZone(logicalPort: string): number | undefined;
  readonly dialect: Dialect;
  readonly clock: AdjustableClock;
  /** The log levels of the programs in the background, by name; empty until they are changed. */
  readonly logLevels: Map<string, LogLevels>;
  readonly random: RandomSource;
  readonly files: ToolFiles;
  /** The whole standard input of the program. */
  readonly stdin: string;
  /**
   * Updates everything that is derived from the databases. Programs call it after each commit, so
   * their own output and later commands see the effects.
   */
  settle(): void;
}

/** A program of the sandbox. */
export interface Tool {
  /** The word that runs it, for example `ovn-nbctl`. */
  readonly name: string;
  /** Its line in the list of programs. */
  readonly summary: string;
  /** Its commands, if it has any. */
  readonly commandLists?: readonly CommandList[];
  /** True if its arguments can name files. */
  readonly readsFiles?: true;
  /** True if it reads standard input without an argument `-`, always or for some arguments. */
  readonly readsInput?: true | ((args: readonly string[]) => boolean);
  /** Runs it with the arguments after its name. Never throws for bad input. */
  run(args: readonly string[], context: ToolContext): ToolResult;
  /**
   * Returns what can replace the last of `words`, the arguments up to the cursor; the last one may
   * be empty.
   */
  complete(words: readonly string[], context: ToolContext): readonly Suggestion[];
  /** Describes and checks the arguments `words` before they run; see {@link Review}. */
  review?(words: readonly string[], context: ToolContext): Review;
}
