import type { Dialect } from '../action/layout.js';
import type { DataPlane } from '../datapath/dpif/data-plane.js';
import type { Clock } from '../lib/clock.js';
import type { RandomSource } from '../lib/random.js';
import type { Northbound, Southbound } from '../logical/databases.js';
import type { Switch } from '../openflow/switch/switch.js';
import type { Database } from '../ovsdb/database.js';
import type { OPEN_VSWITCH } from '../ovsdb/schemas/open-vswitch.js';

/** What a program prints and how it ends. */
export interface ToolResult {
  readonly stdout: string;
  readonly stderr: string;
  readonly exitCode: number;
}

/** The files a program may read and write; the shell's own. */
export interface ToolFiles {
  /** The contents of a file, or `undefined` where there is none. */
  read(path: string): string | undefined;
}

/** The sandbox as a program sees it. */
export interface ToolContext {
  readonly nb: Northbound;
  readonly sb: Southbound;
  readonly ovs: Database<typeof OPEN_VSWITCH>;
  readonly switch: Switch;
  readonly datapath: DataPlane;
  /** The conntrack zone that ovn-controller gave a logical port, if it is here. */
  ctZone(logicalPort: string): number | undefined;
  readonly dialect: Dialect;
  readonly clock: Clock;
  readonly random: RandomSource;
  readonly files: ToolFiles;
  /** Standard input of the program, whole. */
  readonly stdin: string;
  /**
   * Brings everything that is derived up to date. A program calls it after each
   * commit, so that what it prints and what follows it see a settled sandbox.
   */
  settle(): void;
}

/** A program of the sandbox. */
export interface Tool {
  /** What one types: `ovn-nbctl`. */
  readonly name: string;
  /** One line for the list of programs. */
  readonly summary: string;
  /** Runs it with the arguments that follow its name. Never throws for bad input. */
  run(args: readonly string[], context: ToolContext): ToolResult;
  /**
   * The words that could stand at the end of `words` (the arguments so far, the
   * last one being the word under the cursor, perhaps empty).
   */
  complete(words: readonly string[], context: ToolContext): readonly string[];
}
