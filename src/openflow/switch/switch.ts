/** The bridges of a switch. */

import type { Clock } from '../../lib/clock.js';
import { Bridge, type FlowObserver } from './bridge.js';

/** Bridges by name. */
export class Switch {
  readonly #clock: Clock;
  readonly #bridges = new Map<string, Bridge>();
  /** Called for changes of flows on any bridge. */
  flowObserver: ((bridge: string, ...change: Parameters<FlowObserver>) => void) | undefined;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  get bridges(): ReadonlyMap<string, Bridge> {
    return this.#bridges;
  }

  bridge(name: string): Bridge | undefined {
    return this.#bridges.get(name);
  }

  /**
   * Adds an empty bridge in secure mode.
   *
   * @throws RangeError if the name is taken.
   */
  addBridge(name: string, datapathId: bigint): Bridge {
    if (this.#bridges.has(name)) throw new RangeError(`bridge ${name} already exists`);
    const bridge = new Bridge(name, datapathId, this.#clock, (before, after) =>
      this.flowObserver?.(name, before, after),
    );
    this.#bridges.set(name, bridge);
    return bridge;
  }

  removeBridge(name: string): boolean {
    for (const flow of this.#bridges.get(name)?.allFlows() ?? []) {
      this.flowObserver?.(name, flow, undefined);
    }
    return this.#bridges.delete(name);
  }
}
