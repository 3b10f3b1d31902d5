/**
 * Implements links that act as one (`ofproto/bond.c`), as far as that works without a partner:
 * links go up and down without delay, load is not rebalanced, and LACP never negotiates.
 */
import { hashAdd, hashFinish } from '../../lib/hash.js';
import type { Flow, Wildcards } from '../../packet/flow.js';

export const BOND_MODES = ['active-backup', 'balance-slb', 'balance-tcp'] as const;
export type BondMode = (typeof BOND_MODES)[number];

/** A member of a bond. */
export interface Link {
  readonly name: string;
  /** True if it is up. */
  readonly live: boolean;
}

export interface BondSettings {
  readonly mode: BondMode;
  /** True if LACP must negotiate before the bond carries packets. */
  readonly lacp: boolean;
  /** True if the bond works like `active-backup` until LACP has negotiated. */
  readonly fallback: boolean;
  /** The seed of the hash that chooses a link. */
  readonly basis: number;
  /** Milliseconds before a link counts as up or down. Shown, but without effect. */
  readonly upDelay: number;
  readonly downDelay: number;
}

/** Decides whether a packet may enter through a link. Mirrors `enum bond_verdict`. */
export type BondVerdict = 'yes' | 'no' | 'unless moved';

const MULTICAST = 1n << 40n;

/** The number of hash buckets of a balanced bond. */
const N_BUCKETS = 256;

export class Bond<L extends Link> {
  readonly name: string;
  settings: BondSettings;
  /** All links; their owner maintains the array. */
  readonly #links: readonly L[];
  /** The links that are up. A link that is assigned a bucket moves to the end. */
  #enabled: L[] = [];
  #active: L | undefined;
  readonly #buckets = new Map<number, L>();

  constructor(name: string, settings: BondSettings, links: readonly L[]) {
    this.name = name;
    this.settings = settings;
    this.#links = links;
  }

  /** All links, in the order in which they were added. */
  get links(): readonly L[] {
    return this.#links;
  }

  /** The links that are up. */
  get enabled(): readonly L[] {
    this.#refresh();
    return this.#enabled;
  }

  /** The link that `active-backup` uses, and through which broadcasts enter. */
  get active(): L | undefined {
    this.#refresh();
    return this.#active;
  }

  /** Makes a link that is up the active one. Returns false if it already was. */
  activate(link: L): boolean {
    if (this.active === link) return false;
    this.#active = link;
    return true;
  }

  /** Assigns a hash bucket to a link that is up. */
  migrate(bucket: number, link: L): void {
    this.#buckets.set(bucket % N_BUCKETS, link);
  }

  /** Returns whether a packet may enter through a link. Mirrors `bond_check_admissibility()`. */
  admits(link: L, destination: bigint): BondVerdict {
    const { mode, lacp, fallback } = this.settings;
    if (lacp && !fallback) return 'no';
    if ((destination & MULTICAST) !== 0n && this.active !== link) return 'no';
    if (mode === 'balance-slb') return 'unless moved';
    if (mode === 'balance-tcp' && !fallback) return 'no';
    return this.active === link ? 'yes' : 'no';
  }

  /**
   * Returns the link through which a packet of this VLAN leaves. Mirrors `choose_output_slave()`.
   */
  choose(flow: Flow, wildcards: Wildcards, vid: number): L | undefined {
    const { mode, lacp, fallback, basis } = this.settings;
    if (lacp) return fallback ? this.active : undefined;
    switch (mode) {
      case 'active-backup':
        return this.active;
      case 'balance-tcp':
        // Works only once LACP has negotiated.
        return undefined;
      case 'balance-slb':
        wildcards.add('dl_src');
        return this.#linkOf(bondBucket(flow.get('dl_src'), vid, basis));
    }
  }

  #linkOf(bucket: number): L | undefined {
    this.#refresh();
    const known = this.#buckets.get(bucket);
    if (known !== undefined && this.#enabled.includes(known)) return known;
    const next = this.#enabled.shift();
    if (next === undefined) return undefined;
    this.#enabled.push(next);
    this.#buckets.set(bucket, next);
    return next;
  }

  #refresh(): void {
    const up = this.#links.filter(({ live }) => live);
    const kept = this.#enabled.filter((link) => up.includes(link));
    this.#enabled = [...kept, ...up.filter((link) => !kept.includes(link))];
    if (this.#active === undefined || !up.includes(this.#active)) this.#active = up[0];
  }
}

/** Returns the hash bucket for packets of a VLAN from an address. Mirrors `bond_hash_src()`. */
export function bondBucket(mac: bigint, vlan: number, basis: number): number {
  const low = Number(BigInt.asUintN(32, mac));
  const high = Number(mac >> 32n) | (vlan << 16);
  return hashFinish(hashAdd(hashAdd(basis, low), high), 8) % N_BUCKETS;
}
