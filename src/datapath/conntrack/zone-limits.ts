/** Limits the number of connections of zones (`struct conntrack_zone_limit`). */

/** The limit of a zone, or of all zones without one, and its usage. */
export interface ZoneLimit {
  limit: number;
  /** The number of existing connections that were added under this limit. */
  count: number;
}

/** Represents all zones without a limit, which share one. */
export const OTHER_ZONES = -1;

export class ZoneLimits {
  readonly #byZone = new Map<number, ZoneLimit>();

  /** Returns the limit that applies to a zone, if any. */
  of(zone: number): ZoneLimit | undefined {
    return this.#byZone.get(zone) ?? this.#byZone.get(OTHER_ZONES);
  }

  set(zone: number, limit: number): void {
    const known = this.#byZone.get(zone);
    if (known) known.limit = limit;
    else this.#byZone.set(zone, { limit, count: 0 });
  }

  delete(zone: number): void {
    this.#byZone.delete(zone);
  }

  /** The zones that have a limit, in order. */
  get zones(): readonly number[] {
    return [...this.#byZone.keys()].filter((zone) => zone !== OTHER_ZONES).sort((a, b) => a - b);
  }
}
