/** Holds the known connections, each until its timeout. */
import type { Clock } from '../../lib/clock.js';
import type { Connection } from './connection.js';
import { TIMEOUTS, type TimeoutName } from './timeouts.js';
import { connectionKey, type Tuple } from './tuple.js';
import { ZoneLimits } from './zone-limits.js';

/** Milliseconds between two searches for expired connections. */
const SWEEP_INTERVAL = 20_000;

/** The default for the largest number of connections. */
const DEFAULT_MAX_CONNECTIONS = 3_000_000;

export class ConnectionTable {
  /** The largest number of connections. */
  maxConnections = DEFAULT_MAX_CONNECTIONS;
  readonly limits = new ZoneLimits();
  readonly #byKey = new Map<string, Connection>();
  #nextSweep = 0;

  constructor(
    private readonly clock: Clock,
    /** Called for each connection that is removed. */
    private readonly onRemove: (connection: Connection) => void,
  ) {}

  /** Returns the connection of a tuple, in either direction. */
  find(tuple: Tuple): Connection | undefined {
    const connection = this.#byKey.get(connectionKey(tuple));
    if (connection === undefined || this.#isLive(connection)) return connection;
    this.remove(connection);
    return undefined;
  }

  /** True if a zone has room for another connection. */
  hasRoom(zone: number): boolean {
    this.#sweep();
    const limit = this.limits.of(zone);
    if (limit !== undefined && limit.count >= limit.limit) return false;
    return this.#byKey.size < this.maxConnections;
  }

  add(connection: Connection, timeout: TimeoutName): void {
    this.keep(connection, timeout);
    connection.limit = this.limits.of(connection.tuple.zone);
    if (connection.limit) connection.limit.count += 1;
    this.#byKey.set(connectionKey(connection.tuple), connection);
  }

  /** Sets the expiry of a connection to the given timeout from now. */
  keep(connection: Connection, timeout: TimeoutName): void {
    connection.expires = this.clock.now() + TIMEOUTS[timeout] * 1000;
  }

  remove(connection: Connection): void {
    if (!this.#byKey.delete(connectionKey(connection.tuple))) return;
    if (connection.limit) connection.limit.count -= 1;
    this.onRemove(connection);
  }

  /** Returns the connections in a zone, or in all zones, oldest first. */
  connections(zone?: number): readonly Connection[] {
    return [...this.#byKey.values()].filter(
      (connection) =>
        (zone === undefined || connection.tuple.zone === zone) && this.#isLive(connection),
    );
  }

  /** Removes the connections in a zone, or in all zones. */
  flush(zone?: number): void {
    for (const connection of this.connections(zone)) this.remove(connection);
  }

  /** Returns the whole seconds until a connection expires without another packet. */
  remaining({ expires }: Connection): number {
    return Math.max(0, Math.floor((expires - this.clock.now()) / 1000));
  }

  #isLive({ expires }: Connection): boolean {
    return this.clock.now() < expires;
  }

  #sweep(): void {
    const now = this.clock.now();
    if (now < this.#nextSweep) return;
    this.#nextSweep = now + SWEEP_INTERVAL;
    for (const connection of this.#byKey.values()) {
      if (!this.#isLive(connection)) this.remove(connection);
    }
  }
}
