/** Connection tracking zones: one a local logical port, so that connections do not mix. */

const MAX_ZONE = 65535;

export class CtZones {
  readonly #used: Set<number>;

  /** @param zones the zones by logical port; kept up to date, and outlives the process. */
  constructor(private readonly zones: Record<string, number>) {
    this.#used = new Set(Object.values(zones));
  }

  /** The zone of a logical port; `undefined` where it is not local. */
  get(port: string): number | undefined {
    return Object.hasOwn(this.zones, port) ? this.zones[port] : undefined;
  }

  /** The ports that have zones. */
  ports(): readonly string[] {
    return Object.keys(this.zones);
  }

  release(port: string): void {
    const zone = this.get(port);
    if (zone === undefined) return;
    this.#used.delete(zone);
    delete this.zones[port];
  }

  /** Gives a port the lowest zone that is free, unless it has one or none is left. */
  assign(port: string): void {
    if (this.get(port) !== undefined) return;
    let zone = 1;
    while (this.#used.has(zone)) zone += 1;
    if (zone > MAX_ZONE) return;
    this.#used.add(zone);
    this.zones[port] = zone;
  }
}
