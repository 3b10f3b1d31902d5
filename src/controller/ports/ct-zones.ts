/** Allocates conntrack zones. Mirrors `update_ct_zones()`. */
import { emptyDictionary } from '../../lib/dictionary.js';
import type { ControllerState } from '../state.js';

/** The highest zone number; the lowest is 1. */
const MAX_ZONE = 65535;

/**
 * The conntrack zones of the logical ports on this chassis. A port gets the lowest free zone and
 * keeps it.
 */
export class CtZones {
  readonly #state: ControllerState;
  readonly #zones: Map<string, number>;
  readonly #used: Set<number>;
  /** All lower zones are in use. */
  #lowest = 1;

  constructor(state: ControllerState) {
    this.#state = state;
    this.#zones = new Map(Object.entries(state.zones ?? {}));
    this.#used = new Set(this.#zones.values());
  }

  get(logicalPort: string): number | undefined {
    return this.#zones.get(logicalPort);
  }

  /** Returns the ports that have a zone. */
  ports(): IterableIterator<string> {
    return this.#zones.keys();
  }

  /** Releases the zone of a port. Returns false if it has none. */
  release(logicalPort: string): boolean {
    const zone = this.#zones.get(logicalPort);
    if (zone === undefined) return false;
    this.#zones.delete(logicalPort);
    this.#used.delete(zone);
    delete this.#state.zones?.[logicalPort];
    this.#lowest = Math.min(this.#lowest, zone);
    return true;
  }

  /** Assigns a zone to a port. Returns false if it has one already, or if none is left. */
  allocate(logicalPort: string): boolean {
    if (this.#zones.has(logicalPort)) return false;
    while (this.#used.has(this.#lowest)) this.#lowest++;
    const zone = this.#lowest;
    if (zone > MAX_ZONE) return false;
    this.#zones.set(logicalPort, zone);
    this.#used.add(zone);
    this.#state.zones ??= emptyDictionary();
    this.#state.zones[logicalPort] = zone;
    return true;
  }
}
