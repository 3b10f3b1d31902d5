/** The whole sandbox: its databases, switch, programs and saved state. */
import type { DataPlane, LostFrame } from '../datapath/dpif/data-plane.js';
import type { ForwardingResult } from '../datapath/dpif/forwarding-result.js';
import type { Hosts } from '../hosts/hosts.js';
import type { HostSettings } from '../hosts/identity.js';
import { type Journey, Network } from '../hosts/network.js';
import { AdvancedClock, type Clock } from '../lib/clock.js';
import type { Release } from '../releases/release.js';
import type { Review } from '../tools/program/review.js';
import type { Suggestion } from '../tools/program/suggestion.js';
import type { Tool, ToolContext, ToolFiles, ToolResult } from '../tools/tool.js';
import type { CaptureFiles } from './capture-files.js';
import type { Captures } from './captures.js';
import { SandboxLog } from './log.js';
import { Past, type Step } from './past.js';
import {
  type LessonProgress,
  MAX_CLOCK_OFFSET,
  type SavedState,
  StateError,
} from './saved-state.js';
import { Snapshots } from './snapshots.js';
import type { StateStore } from './state-file.js';
import { parseSavedState } from './state-schema.js';
import { type Count, Tally } from './tally.js';
import { World } from './world.js';

/** The minimum time between two saves, in milliseconds. */
const SAVE_INTERVAL = 100;

/** Saving may take at most one part in this many of the time. */
const SAVE_SHARE = 20;

/** No files at all. */
const NO_FILES: ToolFiles = { read: () => undefined };

/** The input of a program, apart from its arguments. */
export interface ProgramInput {
  readonly stdin: string;
  readonly files: ToolFiles;
}

export interface SandboxOptions {
  readonly clock: Clock;
  /** The store for the sandbox. Without one, the sandbox ends with the process. */
  readonly store?: StateStore | undefined;
  /** The state of a fresh sandbox. Default: one made from scratch. */
  readonly seed?: SavedState | undefined;
  /** The files that frames can be captured to. Without them, nothing can be captured. */
  readonly captureFiles?: CaptureFiles | undefined;
}

/** A frame or a conversation that did not reach its destination. */
export type Failure =
  | ({ readonly type: 'frame' } & LostFrame)
  | { readonly type: 'conversation'; readonly journeys: readonly Journey<ForwardingResult>[] };

export class Sandbox {
  readonly log: SandboxLog;
  #world: World;
  /** The last failed conversation, and the last lost frame at that time. */
  #failure: { readonly what: Failure; readonly lost: LostFrame | undefined } | undefined;
  #commits = 0;
  /** Grows with every change that affects the state file. */
  #revision = 0;
  #changed = false;
  readonly #past = new Past();
  readonly #snapshots: Snapshots;
  #tally: Tally | undefined;
  #lessons: LessonProgress;
  /** See {@link CapturesOptions.approved}. */
  readonly #approvedCaptures = new Set<string>();
  #nextSave = 0;

  readonly #clock: AdvancedClock;
  /** See {@link ToolContext.logLevels}. */
  readonly #logLevels: ToolContext['logLevels'] = new Map();

  private constructor(
    clock: Clock,
    private readonly store: StateStore | undefined,
    private readonly seed: SavedState | undefined,
    private readonly captureFiles: CaptureFiles | undefined,
  ) {
    this.#clock = new AdvancedClock(clock);
    this.log = new SandboxLog(this.#clock);
    const saved = store?.read();
    const initial = saved ?? seed;
    this.#snapshots = new Snapshots(saved?.snapshots);
    this.#lessons = saved?.lessons ?? { states: {} };
    this.#clock.offset = initial?.clockOffset ?? 0;
    try {
      this.#world = this.#open(initial);
    } catch (error) {
      // The checks cannot foresee every possible defect of a damaged file.
      if (store && saved) throw store.refuse(error instanceof Error ? error.message : `${error}`);
      store?.close();
      throw error;
    }
  }

  /**
   * Opens the sandbox that `store` keeps, or a fresh one if it keeps none yet.
   *
   * @throws StateError if the saved state cannot be used. It is left untouched.
   */
  static open({ clock, store, seed, captureFiles }: SandboxOptions): Sandbox {
    return new Sandbox(clock, store, seed, captureFiles);
  }

  /**
   * Runs a program to its end. When it returns, everything derived from its changes is up to date.
   * A program that fails leaves no trace: the random numbers it used are used again.
   */
  run(tool: Tool, args: readonly string[], input: ProgramInput): ToolResult {
    const { random } = this.#world;
    const { state } = random;
    const commits = this.#commits;
    const revision = this.#expireFlows();
    const context: ToolContext = {
      ...this.context(input.files),
      // Read lazily, because another program may be about to write it.
      get stdin() {
        return input.stdin;
      },
    };
    const result = guard(tool.name, () => tool.run(args, context));
    if (result.exitCode !== 0 && this.#commits === commits) random.state = state;
    if (this.#commits === commits && this.#switchRevision() !== revision) this.#touch();
    this.#saveSoon();
    return result;
  }

  /** Returns what can replace the last of `words`, the arguments of `tool` so far. */
  complete(tool: Tool, words: readonly string[], files: ToolFiles): readonly Suggestion[] {
    return tool.complete(words, this.context(files));
  }

  /** Describes and checks the arguments of `tool` before they run. */
  review(tool: Tool, words: readonly string[]): Review {
    return tool.review?.(words, this.context(NO_FILES)) ?? {};
  }

  /** The release of OVN that the sandbox emulates. */
  get release(): Release {
    return this.#world.release;
  }

  /** The programs, in the order in which help lists them. */
  get tools(): readonly Tool[] {
    return this.release.tools;
  }

  /** The time in the sandbox, in milliseconds since the Unix epoch. */
  get now(): number {
    return this.#clock.now();
  }

  /** The lead of the sandbox's clock over the system clock, in milliseconds. */
  get clockOffset(): number {
    return this.#clock.offset;
  }

  /**
   * Sets the clock forward by this many milliseconds and applies all timeouts up to then. Returns
   * false, and does nothing, if that would exceed {@link MAX_CLOCK_OFFSET}.
   */
  advanceClock(milliseconds: number): boolean {
    if (this.#clock.offset + milliseconds > MAX_CLOCK_OFFSET) return false;
    this.#clock.offset += milliseconds;
    this.#world.settle();
    this.#touch();
    this.#saveSoon();
    return true;
  }

  /** Finds the origins of logical flows and OpenFlow flows. */
  get provenance() {
    return this.#world.provenance;
  }

  /** The datapath, which forwards packets. */
  get datapath(): DataPlane {
    return this.#world.datapath;
  }

  /** The hosts behind the logical ports. */
  get hosts(): Hosts {
    return this.#world.hosts;
  }

  /** Returns a network of the hosts on the switch. */
  network(): Network<ForwardingResult> {
    const { datapath, hosts } = this.#world;
    const nothing: ForwardingResult = { outputs: [], passes: [] };
    const wire = {
      receive: (device: string, frame: Uint8Array) => datapath.receive(device, frame) ?? nothing,
    };
    return new Network(wire, hosts.at);
  }

  /** The last frame or conversation that failed. */
  get failure(): Failure | undefined {
    const { lost } = this.#world.datapath;
    if (this.#failure !== undefined && this.#failure.lost === lost) return this.#failure.what;
    return lost && { type: 'frame', ...lost };
  }

  /** Records a failed conversation between hosts. */
  noteFailure(journeys: readonly Journey<ForwardingResult>[]): void {
    this.#failure = {
      what: { type: 'conversation', journeys },
      lost: this.#world.datapath.lost,
    };
  }

  /** The captures of frames. */
  get captures(): Captures {
    return this.#world.captures;
  }

  /** Changes the settings of the host behind a logical port. */
  changeHost(name: string, change: (settings: HostSettings) => void): void {
    change(this.#world.hosts.settings(name));
    this.#touch();
    this.#saveSoon();
  }

  /** Starts over with a fresh sandbox. */
  reset(): void {
    this.#become(this.seed);
  }

  /** Marks the start of a line of input, which can be undone as a whole. */
  mark(line: string): void {
    this.#tally?.clear();
    this.#past.mark(this.#revision, line, () => this.save());
  }

  /** Counts the changes of each line from now on; see {@link changes}. */
  countChanges(): void {
    this.#tally = new Tally();
    this.#watch(this.#world);
  }

  #watch(world: World): void {
    this.#tally?.watch(databasesOf(world), world.switch);
  }

  /** What the current line has changed since its start, or since it went back to another state. */
  get changes(): readonly Count[] {
    return this.#tally?.counts() ?? [];
  }

  /**
   * Undoes the last `count` lines that changed something. Connections end, and counters and the
   * ages of flows start over.
   *
   * @returns the lines, the last one first
   * @throws RangeError with the number of lines that can be undone, if there are fewer
   */
  undo(count: number): readonly string[] {
    return this.#step(this.#past.back(this.#revision, count, () => this.save()));
  }

  /**
   * Repeats the effects of the `count` lines that were undone last.
   *
   * @returns the lines, in their order
   * @throws RangeError with the number of lines that can be repeated, if there are fewer
   */
  redo(count: number): readonly string[] {
    return this.#step(this.#past.forward(this.#revision, count));
  }

  #step({ state, lines }: Step): readonly string[] {
    this.#become(state);
    this.#past.settle(this.#revision);
    return lines;
  }

  /** The number of lines that can be undone. */
  get undoable(): number {
    return this.#past.count(this.#revision);
  }

  /**
   * Returns the state before the last `count` lines that changed something.
   *
   * @throws RangeError if there are fewer
   */
  stateBefore(count: number): SavedState {
    return this.#past.before(this.#revision, count);
  }

  /** The user's progress in lessons, which is saved but not undone. */
  get lessons(): LessonProgress {
    return this.#lessons;
  }

  set lessons(progress: LessonProgress) {
    this.#lessons = progress;
    this.#changed = true;
    this.#saveSoon();
  }

  /** The states that the user saved by name. */
  get snapshots(): Pick<Snapshots, 'list' | 'has' | 'size'> {
    return this.#snapshots;
  }

  /** Saves the current state under a name. */
  takeSnapshot(name: string): void {
    this.#snapshots.set(name, this.now, this.save());
    this.#snapshotsChanged();
  }

  /** Removes a snapshot; returns false if there is none of that name. */
  deleteSnapshot(name: string): boolean {
    const found = this.#snapshots.delete(name);
    if (found) this.#snapshotsChanged();
    return found;
  }

  #snapshotsChanged(): void {
    this.#changed = true;
    this.#saveSoon();
  }

  /**
   * Returns the state of a snapshot.
   *
   * @throws StateError if its part of the state file is damaged
   */
  snapshot(name: string): SavedState {
    return parseSavedState(this.#snapshots.get(name));
  }

  /** Makes this state the current one. @throws StateError if it cannot be used */
  restore(state: SavedState): void {
    this.#become(state);
  }

  #become(saved: SavedState | undefined): void {
    const { captures } = this.#world;
    const restoreClock = this.#clock.remember();
    this.#clock.offset = saved?.clockOffset ?? 0;
    this.#clock.resume();
    try {
      this.#world = this.#open(saved);
    } catch (error) {
      restoreClock();
      throw error;
    }
    this.#logLevels.clear();
    this.#failure = undefined;
    this.#world.captures.takeOver(captures);
    this.#touch();
    this.#saveSoon();
  }

  /**
   * Removes expired flows. This is saved, but cannot be undone.
   *
   * @returns the revision of the switch
   */
  #expireFlows(): number {
    const before = this.#switchRevision();
    for (const bridge of this.#world.switch.bridges.values()) bridge.expireFlows();
    const after = this.#switchRevision();
    if (after !== before) this.#changed = true;
    return after;
  }

  /** A number that changes with every change of flows, groups and bridge settings. */
  #switchRevision(): number {
    let sum = 0;
    for (const { revision } of this.#world.switch.bridges.values()) sum += revision;
    return sum;
  }

  #touch(): void {
    this.#revision += 1;
    this.#changed = true;
  }

  /** Returns the state to save. */
  save(): SavedState {
    const { offset } = this.#clock;
    return { ...this.#world.save(), ...(offset === 0 ? {} : { clockOffset: offset }) };
  }

  /** Saves unsaved changes. @throws StateError if the store cannot take them */
  flush(): void {
    if (!this.#changed || !this.store) return;
    const snapshots = this.#snapshots.save();
    const started = Object.keys(this.#lessons.states).length > 0;
    this.store.write({
      ...this.save(),
      ...(snapshots ? { snapshots } : {}),
      ...(started ? { lessons: this.#lessons } : {}),
    });
    this.#changed = false;
  }

  /** Saves and closes the store. The sandbox must not be used afterwards. */
  close(): void {
    try {
      this.flush();
    } finally {
      this.store?.close();
    }
  }

  /** Returns the sandbox from the point of view of its programs. */
  context(files: ToolFiles = NO_FILES): ToolContext {
    const world = this.#world;
    return {
      nb: world.nb,
      sb: world.sb,
      ovs: world.ovs,
      neutron: world.neutron,
      switch: world.switch,
      datapath: world.datapath,
      ctZone: (port) => world.ctZone(port),
      dialect: world.release.dialect,
      clock: {
        now: () => this.#clock.now(),
        advance: (milliseconds) => this.advanceClock(milliseconds),
        stop: () => this.#clock.stop(),
      },
      logLevels: this.#logLevels,
      random: world.random,
      files,
      stdin: '',
      settle: () => world.settle(),
    };
  }

  #open(saved: SavedState | undefined): World {
    const world = new World({
      clock: this.#clock,
      log: this.log.sink,
      saved,
      captureFiles: this.captureFiles,
      approvedCaptures: this.#approvedCaptures,
    });
    for (const database of databasesOf(world)) {
      database.observe(() => {
        this.#commits += 1;
        this.#touch();
      });
    }
    this.#watch(world);
    return world;
  }

  /**
   * Saves, unless the last save was too recent. A change that is not saved now is saved by the next
   * command, or by `flush()` when the prompt returns. `flush()` also reports any error: the command
   * itself succeeded.
   */
  #saveSoon(): void {
    if (!this.#changed || !this.store) return;
    const start = performance.now();
    if (start < this.#nextSave) return;
    try {
      this.flush();
    } catch (error) {
      if (!(error instanceof StateError)) throw error;
    }
    const end = performance.now();
    this.#nextSave = end + Math.max(SAVE_INTERVAL, SAVE_SHARE * (end - start));
  }
}

const databasesOf = ({ neutron, nb, sb, ovs }: World) => [
  neutron.database.asDynamic(),
  nb.asDynamic(),
  sb.asDynamic(),
  ovs.asDynamic(),
];

/** Turns a bug in a program into an error message, so the session continues. */
function guard(program: string, run: () => ToolResult): ToolResult {
  try {
    return run();
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return { stdout: '', stderr: `${program}: internal error: ${message}\n`, exitCode: 70 };
  }
}
