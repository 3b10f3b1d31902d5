/**
 * Implements the learning table of a bridge, which remembers the port of each address
 * (`lib/mac-learning.c`).
 */
import type { Clock } from '../../lib/clock.js';
import { UsageHeap } from './usage-heap.js';

/** The default aging time in seconds, and the default number of addresses. */
export const DEFAULT_AGING_TIME = 300;
export const DEFAULT_MAX_ENTRIES = 2048;

/** Seconds during which other packets cannot move the sender of a gratuitous ARP packet. */
const GRATUITOUS_ARP_LOCK = 5;

const MULTICAST = 1n << 40n;

export interface MacEntry<Port> {
  readonly mac: bigint;
  readonly vlan: number;
  /** The port through which the address is reached. */
  port: Port;
  /** The second in which the entry expires. */
  expires: number;
  /** The second until which the entry cannot move to another port. */
  locked: number;
}

/** Maps addresses to ports, per VLAN. Times are in whole seconds, as in the reference. */
export class MacTable<Port> {
  /** VLANs in which nothing is learned. */
  floodVlans: ReadonlySet<number> = new Set();
  readonly #clock: Clock;
  /** All entries, oldest first. */
  readonly #entries = new Map<bigint, MacEntry<Port>>();
  /** The entries of each port, oldest first. */
  readonly #byPort = new Map<Port, Map<bigint, MacEntry<Port>>>();
  /** The number of entries by port. */
  readonly #usage = new UsageHeap<Port>();
  #agingTime = DEFAULT_AGING_TIME;
  #maxEntries = DEFAULT_MAX_ENTRIES;
  #changes = 0;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Increases whenever the result of a lookup may have changed. */
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

  /** Sets the largest number of addresses: 10 to 1,000,000. */
  set maxEntries(count: number) {
    this.#maxEntries = Math.min(Math.max(count, 10), 1_000_000);
  }

  /** Iterates over all entries, oldest first. */
  entries(): IterableIterator<MacEntry<Port>> {
    return this.#entries.values();
  }

  /** Returns the seconds since an address was last learned. */
  age(entry: MacEntry<Port>): number {
    return this.#agingTime - (entry.expires - this.#now);
  }

  /** Returns true if an address may be learned. */
  mayLearn(mac: bigint, vlan: number): boolean {
    return !this.floodVlans.has(vlan) && (mac & MULTICAST) === 0n;
  }

  /** Returns the entry of an address, if it is known. */
  lookup(mac: bigint, vlan: number): MacEntry<Port> | undefined {
    return this.mayLearn(mac, vlan) ? this.#entries.get(keyOf(mac, vlan)) : undefined;
  }

  /**
   * Learns that an address is behind `port`.
   *
   * @param options with `locks`, the address cannot move for some seconds; with `yields`, the
   *   call respects such a lock.
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
    if (known === undefined || !stays) {
      if (known !== undefined) this.#leavePort(key, entry);
      entry.port = port;
      this.#changes++;
      this.#usage.count(port, 1);
    }
    this.#renewInPort(key, entry);
  }

  /** Returns true while a gratuitous ARP packet keeps an address from moving. */
  isLocked(entry: MacEntry<Port>): boolean {
    return this.#now < entry.locked;
  }

  /** Forgets an address. */
  forget(entry: MacEntry<Port>): void {
    const key = keyOf(entry.mac, entry.vlan);
    this.#entries.delete(key);
    this.#leavePort(key, entry);
    this.#changes++;
  }

  /** Forgets the addresses behind a port, and returns them. */
  forgetPort(port: Port): readonly MacEntry<Port>[] {
    const gone = [...(this.#byPort.get(port)?.values() ?? [])];
    for (const entry of gone) this.forget(entry);
    return gone;
  }

  /** Forgets all addresses. */
  flush(): void {
    for (const entry of this.#entries.values()) this.forget(entry);
  }

  /** Forgets the addresses that are too old or too many. Mirrors `mac_learning_run()`. */
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

  /**
   * Forgets the oldest entry of one of the ports with the most entries. Mirrors
   * `evict_mac_entry_fairly()`.
   */
  #evict(): void {
    const port = this.#usage.max;
    const [oldest] = (port && this.#byPort.get(port)?.values()) ?? [];
    if (oldest !== undefined) this.forget(oldest);
  }

  /** Makes an entry the newest of its port. */
  #renewInPort(key: bigint, entry: MacEntry<Port>): void {
    const entries = this.#byPort.get(entry.port) ?? new Map<bigint, MacEntry<Port>>();
    this.#byPort.set(entry.port, entries);
    entries.delete(key);
    entries.set(key, entry);
  }

  #leavePort(key: bigint, entry: MacEntry<Port>): void {
    const entries = this.#byPort.get(entry.port);
    if (entries?.delete(key) !== true) return;
    this.#usage.count(entry.port, -1);
    if (entries.size === 0) this.#byPort.delete(entry.port);
  }
}

const keyOf = (mac: bigint, vlan: number): bigint => (mac << 12n) | BigInt(vlan);
