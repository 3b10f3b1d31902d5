/**
 * Makes a bridge fail open without its controllers, and lets control traffic through
 * (`ofproto/connmgr.c`, `ofproto/fail-open.c`). No controller ever answers in the sandbox.
 */
import type { Clock } from '../lib/clock.js';
import type { LogSink } from '../lib/log.js';
import { Match } from '../openflow/model/match.js';
import { PORT } from '../openflow/model/openflow-ports.js';
import type { Bridge, FailMode } from '../openflow/switch/bridge.js';
import { InBand } from './in-band.js';
import { type ControllerSettings, controllerAddress, type Remote } from './remotes.js';

/** The priority of the flow of a bridge that has failed open. */
const FAIL_OPEN_PRIORITY = 0xf0f0f0;

/** The least number of seconds between probes. */
const MIN_PROBE_INTERVAL = 5;

export interface ConnectionSettings {
  readonly controllers: readonly ControllerSettings[];
  readonly failMode: FailMode;
  /** Managers to reach in-band. */
  readonly managers: readonly Remote[];
  /** The queue for control traffic; negative for none. */
  readonly queue: number;
  /** The Ethernet address of the local port. */
  readonly localAddress: bigint;
}

interface Controller {
  readonly settings: ControllerSettings;
  /** The time at which it was added, in whole seconds since the epoch. */
  readonly since: number;
}

const NOTHING: ConnectionSettings = {
  controllers: [],
  failMode: 'secure',
  managers: [],
  queue: -1,
  localAddress: 0n,
};

/** The connections of one bridge (`struct connmgr`). */
export class ConnectionManager {
  readonly #bridge: Bridge;
  readonly #clock: Clock;
  readonly #log: LogSink;
  readonly #inBand: InBand;
  #settings = NOTHING;
  #controllers: ReadonlyMap<string, Controller> = new Map();
  /** True while the bridge has failed open. */
  #isOpen = false;
  #cancelTimer: () => void = () => {};

  constructor(bridge: Bridge, clock: Clock, log: LogSink) {
    this.#bridge = bridge;
    this.#clock = clock;
    this.#log = log;
    this.#inBand = new InBand(bridge);
  }

  /** True if control traffic is let through. */
  get hasInBand(): boolean {
    return this.#remotes().length > 0;
  }

  /**
   * Applies settings. A bridge starts over with empty tables when its first controller is added or
   * its last one removed, and when its fail mode changes while it has no controllers.
   *
   * @param isRestored true if the controllers existed, and did not answer, before the process
   *   started.
   */
  configure(settings: ConnectionSettings, isRestored: boolean): void {
    const now = this.#clock.now();
    const before = this.#settings;
    const known = this.#controllers;
    this.#settings = settings;
    this.#controllers = new Map(
      settings.controllers.map((each): [string, Controller] => {
        const added = Math.floor(now / 1000) - (isRestored ? failOpenDelay(each) : 0);
        const since = known.get(each.target)?.since ?? added;
        return [each.target, { settings: each, since }];
      }),
    );
    const { controlled } = this;
    const startsOver =
      controlled !== known.size > 0 || (!controlled && settings.failMode !== before.failMode);
    if (this.#isOpen && !this.#canFailOpen) this.#recover();
    if (startsOver) this.#flush(now);
    this.#run(now);
  }

  /** True if there is a controller to connect to. */
  get controlled(): boolean {
    return this.#controllers.size > 0;
  }

  get #canFailOpen(): boolean {
    return this.controlled && this.#settings.failMode === 'standalone';
  }

  /** The second at which the bridge fails open. Mirrors `trigger_duration()`. */
  get #trigger(): number {
    const controllers = [...this.#controllers.values()];
    const delays = controllers.map(({ settings }) => failOpenDelay(settings));
    return Math.max(...controllers.map(({ since }) => since)) + Math.max(...delays);
  }

  /** Fails open if it is time to. Mirrors `fail_open_run()` and `in_band_run()`. */
  #run(now: number): void {
    this.#cancelTimer();
    if (this.#canFailOpen && !this.#isOpen) {
      const due = this.#trigger * 1000;
      if (now < due) this.#cancelTimer = this.#bridge.schedule(due, () => this.#run(due));
      else this.#failOpen(now);
    }
    const { queue, localAddress } = this.#settings;
    this.#inBand.run({ remotes: this.#remotes(), queue, localAddress }, now);
  }

  #failOpen(now: number): void {
    const latest = Math.max(...[...this.#controllers.values()].map(({ since }) => since));
    const seconds = Math.floor(now / 1000) - latest;
    this.#warn(
      `Could not connect to controller (or switch failed controller's post-connection admission control policy) for ${seconds} seconds, failing open`,
    );
    this.#isOpen = true;
    this.#flush(now);
  }

  #recover(): void {
    this.#warn('No longer in fail-open mode');
    this.#isOpen = false;
    const flow = this.#bridge.findFlow(0, FAIL_OPEN_PRIORITY, Match.ANY);
    if (flow) this.#bridge.deleteFlow(flow);
  }

  /**
   * Deletes all flows. While failed open, restores the NORMAL flow. Mirrors `ofproto_flush_flows()`
   * and `connmgr_flushed()`.
   */
  #flush(now: number): void {
    this.#bridge.setFailMode(this.controlled ? 'secure' : this.#settings.failMode);
    this.#bridge.flushFlows();
    if (!this.#isOpen) return;
    const normal = { type: 'output', port: PORT.NORMAL } as const;
    this.#bridge.addHiddenFlow(Match.ANY, FAIL_OPEN_PRIORITY, [normal], now);
  }

  /** Returns the addresses that in-band control must reach. Mirrors `update_in_band_remotes()`. */
  #remotes(): Remote[] {
    const { controllers, managers } = this.#settings;
    const addresses = controllers.flatMap((each) =>
      each.inBand ? (controllerAddress(each) ?? []) : [],
    );
    return [...addresses, ...managers];
  }

  #warn(message: string): void {
    this.#log({ program: 'ovs-vswitchd', module: 'fail_open', level: 'WARN', message });
  }
}

/**
 * Returns the number of seconds for which a controller may be silent before its bridge fails open.
 */
function failOpenDelay({ probeInterval }: ControllerSettings): number {
  return probeInterval === 0 ? 0 : 3 * Math.max(MIN_PROBE_INTERVAL, probeInterval);
}
