/** How many connections zones may have (`struct conntrack_zone_limit`). */

/** What a zone, or all zones without a limit of their own, may have and has. */
export interface ZoneLimit {
  limit: number;
  /** Connections that were taken in under this limit and are still there. */
  count: number;
}

/** Stands for all zones without a limit of their own, which share one. */
export const OTHER_ZONES = -1;

export class ZoneLimits {
  readonly #byZone = new Map<number, ZoneLimit>();

  /** The limit that a connection in a zone comes under, if any. */
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

  /** The zones with a limit of their own, in order. */
  get zones(): readonly number[] {
    return [...this.#byZone.keys()].filter((zone) => zone !== OTHER_ZONES).sort((a, b) => a - b);
  }
}
