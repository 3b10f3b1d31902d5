/**
 * Which address was last seen behind which port of a bridge, per VLAN
 * (`lib/mac-learning.c`). Times are in whole seconds, as there.
 */
import type { Clock } from '../../lib/clock.js';

/** How long an address is remembered, and how many are, unless the bridge says otherwise. */
export const DEFAULT_AGING_TIME = 300;
export const DEFAULT_MAX_ENTRIES = 2048;

/** How long a gratuitous ARP packet keeps others from moving its sender. */
const GRATUITOUS_ARP_LOCK = 5;

const MULTICAST = 1n << 40n;

export interface MacEntry<Port> {
  readonly mac: bigint;
  readonly vlan: number;
  /** Where it was seen. */
  port: Port;
  /** The second in which it is forgotten. */
  expires: number;
  /** Until when a gratuitous ARP packet does not move it. */
  locked: number;
}

/** The learning table of one bridge. `Port` is whatever an address is seen behind. */
export class MacTable<Port> {
  /** VLANs in which nothing is learned. */
  floodVlans: ReadonlySet<number> = new Set();
  readonly #clock: Clock;
  /** All entries, the one that was seen longest ago first. */
  readonly #entries = new Map<bigint, MacEntry<Port>>();
  /** The same by port. */
  readonly #byPort = new Map<Port, Map<bigint, MacEntry<Port>>>();
  #agingTime = DEFAULT_AGING_TIME;
  #maxEntries = DEFAULT_MAX_ENTRIES;
  #changes = 0;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Goes up whenever a lookup may have another outcome than before. */
  get changes(): number {
    return this.#changes;
  }

  get size(): number {
    return this.#entries.size;
  }

  /** Seconds without a packet after which an address is forgotten: 15 to 3,600. */
  get agingTime(): number {
    return this.#agingTime;
  }

  set agingTime(seconds: number) {
    const time = Math.min(Math.max(seconds, 15), 3600);
    for (const entry of this.#entries.values()) entry.expires += time - this.#agingTime;
    this.#agingTime = time;
  }

  /** How many addresses are remembered: 10 to 1,000,000. */
  set maxEntries(count: number) {
    this.#maxEntries = Math.min(Math.max(count, 10), 1_000_000);
  }

  /** The entries, the one that was seen longest ago first. */
  entries(): IterableIterator<MacEntry<Port>> {
    return this.#entries.values();
  }

  /** Seconds since an address was last learned. */
  age(entry: MacEntry<Port>): number {
    return this.#agingTime - (entry.expires - this.#now);
  }

  /** Whether a sender's address may be learned. */
  mayLearn(mac: bigint, vlan: number): boolean {
    return !this.floodVlans.has(vlan) && (mac & MULTICAST) === 0n;
  }

  /** Where packets to this address go, if that is known. */
  lookup(mac: bigint, vlan: number): MacEntry<Port> | undefined {
    return this.mayLearn(mac, vlan) ? this.#entries.get(keyOf(mac, vlan)) : undefined;
  }

  /**
   * Learns that an address is behind `port`, or only that it still is somewhere,
   * where a gratuitous ARP packet has locked it and `yields` says to respect that.
   */
  learn(mac: bigint, vlan: number, port: Port, { locks = false, yields = false } = {}): void {
    const key = keyOf(mac, vlan);
    const known = this.#entries.get(key);
    if (known === undefined && this.#entries.size >= this.#maxEntries) this.#evict();
    const entry = known ?? { mac, vlan, port, expires: 0, locked: Number.NEGATIVE_INFINITY };
    this.#entries.delete(key);
    this.#entries.set(key, entry);
    entry.expires = this.#now + this.#agingTime;
    if (locks) entry.locked = this.#now + GRATUITOUS_ARP_LOCK;
    const stays = known === undefined || known.port === port || (yields && this.isLocked(entry));
    this.#forgetPort(key, entry);
    if (!stays) entry.port = port;
    if (!stays || known === undefined) this.#changes++;
    this.#notePort(key, entry);
  }

  /** Whether a gratuitous ARP packet keeps an address where it is. */
  isLocked(entry: MacEntry<Port>): boolean {
    return this.#now < entry.locked;
  }

  /** Forgets an address. */
  forget(entry: MacEntry<Port>): void {
    const key = keyOf(entry.mac, entry.vlan);
    this.#entries.delete(key);
    this.#forgetPort(key, entry);
    this.#changes++;
  }

  /** Forgets the addresses behind a port; returns them. */
  forgetPort(port: Port): readonly MacEntry<Port>[] {
    const gone = [...(this.#byPort.get(port)?.values() ?? [])];
    for (const entry of gone) this.forget(entry);
    return gone;
  }

  /** Forgets everything. */
  flush(): void {
    for (const entry of this.#entries.values()) this.forget(entry);
  }

  /** Forgets what is too old or too much. */
  expire(): void {
    const now = this.#now;
    for (const entry of this.#entries.values()) {
      if (now < entry.expires && this.#entries.size <= this.#maxEntries) return;
      this.forget(entry);
    }
  }

  get #now(): number {
    return Math.floor(this.#clock.now() / 1000);
  }

  /** Makes room at the expense of a port that has the most entries. */
  #evict(): void {
    let greatest: Map<bigint, MacEntry<Port>> | undefined;
    for (const entries of this.#byPort.values()) {
      if (greatest === undefined || entries.size > greatest.size) greatest = entries;
    }
    const [oldest] = greatest?.values() ?? [];
    if (oldest !== undefined) this.forget(oldest);
  }

  #notePort(key: bigint, entry: MacEntry<Port>): void {
    const entries = this.#byPort.get(entry.port) ?? new Map<bigint, MacEntry<Port>>();
    this.#byPort.set(entry.port, entries);
    entries.set(key, entry);
  }

  #forgetPort(key: bigint, entry: MacEntry<Port>): void {
    const entries = this.#byPort.get(entry.port);
    entries?.delete(key);
    if (entries?.size === 0) this.#byPort.delete(entry.port);
  }
}

const keyOf = (mac: bigint, vlan: number): bigint => (mac << 12n) | BigInt(vlan);
