/**
 * Several links that act as one (`ofproto/bond.c`), as far as one can do without a
 * partner to negotiate with: links come and go without delay, load is not moved,
 * and LACP never succeeds.
 */
import { hashAdd, hashFinish } from '../../lib/hash.js';
import type { TranslationContext } from '../translate/translation-context.js';
import type { DatapathPort } from './datapath-port.js';

export const BOND_MODES = ['active-backup', 'balance-slb', 'balance-tcp'] as const;
export type BondMode = (typeof BOND_MODES)[number];

/** How a bond is to work. */
export interface BondSettings {
  readonly mode: BondMode;
  /** Whether it does nothing until it has negotiated. */
  readonly lacp: boolean;
  /** Whether it then works as `active-backup` instead of doing nothing. */
  readonly fallback: boolean;
  /** What the choice among links starts from. */
  readonly basis: number;
  /** Milliseconds that a link has to be up or down before that counts, which is only shown. */
  readonly upDelay: number;
  readonly downDelay: number;
}

/** Whether a packet may come in through a link of a bond. */
export type BondVerdict = 'yes' | 'no' | 'unless moved';

const MULTICAST = 1n << 40n;

/** Into how many shares a balanced bond divides what it sends. */
const N_SHARES = 256;

export class Bond {
  readonly name: string;
  settings: BondSettings;
  /** The links that there are, which the owner keeps up to date. */
  readonly #links: readonly DatapathPort[];
  /** Those that are up; each is put last when it is given a share. */
  #enabled: DatapathPort[] = [];
  #active: DatapathPort | undefined;
  readonly #shares = new Map<number, DatapathPort>();

  constructor(name: string, settings: BondSettings, links: readonly DatapathPort[]) {
    this.name = name;
    this.settings = settings;
    this.#links = links;
  }

  /** All links, in the order in which they came. */
  get links(): readonly DatapathPort[] {
    return this.#links;
  }

  /** The links that are up. */
  get enabled(): readonly DatapathPort[] {
    this.#refresh();
    return this.#enabled;
  }

  /** The link that `active-backup` uses, and through which broadcasts come in. */
  get active(): DatapathPort | undefined {
    this.#refresh();
    return this.#active;
  }

  /** Makes a link that is up the active one; false where it was already. */
  activate(link: DatapathPort): boolean {
    if (this.active === link) return false;
    this.#active = link;
    return true;
  }

  /** Gives a link that is up a share of what is sent. */
  migrate(share: number, link: DatapathPort): void {
    this.#shares.set(share % N_SHARES, link);
  }

  /** Whether a packet for `destination` may come in through a link (`bond_check_admissibility`). */
  admits(link: DatapathPort, destination: bigint): BondVerdict {
    const { mode, lacp, fallback } = this.settings;
    if (lacp && !fallback) return 'no';
    if ((destination & MULTICAST) !== 0n && this.active !== link) return 'no';
    if (mode === 'balance-slb') return 'unless moved';
    if (mode === 'balance-tcp' && !fallback) return 'no';
    return this.active === link ? 'yes' : 'no';
  }

  /** The link that a packet of this VLAN goes out of (`choose_output_slave`), if there is one. */
  choose({ flow, wildcards }: TranslationContext, vid: number): DatapathPort | undefined {
    const { mode, lacp, fallback, basis } = this.settings;
    if (lacp) return fallback ? this.active : undefined;
    switch (mode) {
      case 'active-backup':
        return this.active;
      case 'balance-tcp':
        // It needs a partner that has agreed.
        return undefined;
      case 'balance-slb':
        wildcards.add('dl_src');
        return this.#shareOf(bondShare(flow.get('dl_src'), vid, basis));
    }
  }

  #shareOf(share: number): DatapathPort | undefined {
    this.#refresh();
    const known = this.#shares.get(share);
    if (known !== undefined && this.#enabled.includes(known)) return known;
    const next = this.#enabled.shift();
    if (next === undefined) return undefined;
    this.#enabled.push(next);
    this.#shares.set(share, next);
    return next;
  }

  #refresh(): void {
    const up = this.#links.filter(({ live }) => live);
    const kept = this.#enabled.filter((link) => up.includes(link));
    this.#enabled = [...kept, ...up.filter((link) => !kept.includes(link))];
    if (this.#active === undefined || !up.includes(this.#active)) this.#active = up[0];
  }
}

/** The share of a bond that packets of a VLAN from this address belong to (`bond_hash_src`). */
export function bondShare(mac: bigint, vlan: number, basis: number): number {
  const low = Number(BigInt.asUintN(32, mac));
  const high = Number(mac >> 32n) | (vlan << 16);
  return hashFinish(hashAdd(hashAdd(basis, low), high), 8) % N_SHARES;
}
