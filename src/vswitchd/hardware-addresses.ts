/** Assigns Ethernet addresses to devices. */
import { formatMac, parseMac } from '../lib/addresses.js';
import { emptyDictionary } from '../lib/dictionary.js';
import type { RandomSource } from '../lib/random.js';
import type { Uuid } from '../lib/uuid.js';
import type { VswitchdState } from './vswitchd-state.js';

/** The address of the first dummy device. */
const FIRST_DUMMY = 0xaa55_aa55_0000n;

/** The number of dummy devices that ovs-sandbox creates before those of the first bridge. */
const OWN_DEVICES = 3;

const MULTICAST = 1n << 40n;
const LOCAL = 1n << 41n;

export const isMulticast = (mac: bigint): boolean => (mac & MULTICAST) !== 0n;

/** Returns true if an address is locally administered instead of assigned by a manufacturer. */
export const isLocallyAdministered = (mac: bigint): boolean => (mac & LOCAL) !== 0n;

/** Turns 48 bits into a private unicast address. */
const private48 = (bits: bigint): bigint => (bits & ~MULTICAST) | LOCAL;

/**
 * Returns the default address of a bridge, derived from the UUID of its row as stored on a
 * little-endian machine.
 */
export function addressOfBridge(row: Uuid): bigint {
  const hex = row.replaceAll('-', '');
  const bytes = [6, 4, 2, 0, 14, 12].map((at) => hex.slice(at, at + 2));
  return private48(BigInt(`0x${bytes.join('')}`));
}

/**
 * The Ethernet addresses of devices. Dummies are numbered in the order of their creation; patch
 * ports have random addresses. A device keeps its address until it is deleted.
 */
export class HardwareAddresses {
  readonly #state: VswitchdState;
  readonly #random: RandomSource;

  constructor(state: VswitchdState, random: RandomSource) {
    this.#state = state;
    this.#random = random;
  }

  /** Returns the address of a device, which is assigned on the first call. */
  of(name: string, dummy: boolean): bigint {
    const known = this.#state.addresses?.[name];
    const address = known === undefined ? undefined : parseMac(known);
    return address ?? this.set(name, dummy ? this.#nextDummy() : this.#drawn());
  }

  /** Sorts names in the order in which their devices were created, new ones last. */
  inOrder(names: Iterable<string>): string[] {
    const list = [...names];
    // Most ports have one device, and thousands of ports may be sorted.
    if (list.length < 2) return list;
    const ranks = new Map(Object.keys(this.#state.addresses ?? {}).map((name, i) => [name, i]));
    const rank = (name: string): number => ranks.get(name) ?? ranks.size;
    return list.sort((a, b) => rank(a) - rank(b));
  }

  /** Sets the address of a device, and returns it. */
  set(name: string, address: bigint): bigint {
    this.#state.addresses ??= emptyDictionary();
    this.#state.addresses[name] = formatMac(address);
    return address;
  }

  /** Forgets the address of a deleted device. */
  forget(name: string): void {
    delete this.#state.addresses?.[name];
  }

  #nextDummy(): bigint {
    const count = this.#state.devices ?? OWN_DEVICES;
    this.#state.devices = count + 1;
    return FIRST_DUMMY + BigInt(count);
  }

  #drawn(): bigint {
    const high = BigInt(this.#random.next() & 0xffff);
    return private48((high << 32n) | BigInt(this.#random.next()));
  }
}
