/**
 * Implements port mirrors, which copy selected packets to a port or VLAN
 * (`ofproto/ofproto-dpif-mirror.c`).
 */
import { VLAN_CFI } from '../../openflow/model/members.js';
import { type AnyBundle, sameSet } from './bundle.js';
import { type ForwardedPacket, outputNormally } from './output-normal.js';
import { isReservedAddress } from './reserved-addresses.js';
import { inputVlan, isVidAllowed, VLAN_VID, vidOf } from './vlans.js';

/** The largest number of mirrors of a bridge. */
export const MAX_MIRRORS = 32;

/** The destination of copies. */
export type MirrorOutput<B> =
  | { readonly type: 'bundle'; readonly bundle: B }
  | { readonly type: 'vlan'; readonly vlan: number };

/** The settings of a mirror (`struct ofproto_mirror_settings`). */
export interface MirrorSettings<B> {
  /** The bundles whose received packets are copied, and the bundles whose sent packets are. */
  readonly sources: ReadonlySet<B>;
  readonly destinations: ReadonlySet<B>;
  /** The VLANs whose packets are copied; `undefined` means all. */
  readonly vlans: ReadonlySet<number> | undefined;
  readonly output: MirrorOutput<B>;
}

export interface Mirror<B> {
  settings: MirrorSettings<B>;
  /** The number of packets and bytes copied. */
  packets: number;
  bytes: number;
}

const sameOutput = <B>(a: MirrorOutput<B>, b: MirrorOutput<B>): boolean =>
  a.type === 'bundle'
    ? b.type === 'bundle' && a.bundle === b.bundle
    : b.type === 'vlan' && a.vlan === b.vlan;

const sameItems = <B>(a: ReadonlySet<B>, b: ReadonlySet<B>): boolean =>
  a.size === b.size && [...a].every((item) => b.has(item));

const sameSettings = <B>(a: MirrorSettings<B>, b: MirrorSettings<B>): boolean =>
  sameItems(a.sources, b.sources) &&
  sameItems(a.destinations, b.destinations) &&
  sameSet(a.vlans, b.vlans) &&
  sameOutput(a.output, b.output);

/** The mirrors of a bridge (`struct mbridge`). Sets of mirrors are bit masks of their positions. */
export class Mirrors<B extends AnyBundle> {
  readonly #places: (Mirror<B> | undefined)[] = [];
  readonly #byId = new Map<string, number>();

  /** True if there are any. */
  get any(): boolean {
    return this.#byId.size > 0;
  }

  /** The identifiers of the mirrors. */
  get ids(): readonly string[] {
    return [...this.#byId.keys()];
  }

  get(id: string): Mirror<B> | undefined {
    return this.#places[this.#byId.get(id) ?? -1];
  }

  /** Adds or changes a mirror. Returns true if that changed anything. Mirrors `mirror_set()`. */
  set(id: string, settings: MirrorSettings<B>): boolean {
    const known = this.get(id);
    if (known !== undefined) {
      if (sameSettings(known.settings, settings)) return false;
      known.settings = settings;
      return true;
    }
    const place = Array.from({ length: MAX_MIRRORS }).findIndex((_, i) => !this.#places[i]);
    if (place < 0) return false;
    this.#places[place] = { settings, packets: 0, bytes: 0 };
    this.#byId.set(id, place);
    return true;
  }

  /** Removes a mirror. Returns false if there is none. */
  delete(id: string): boolean {
    const place = this.#byId.get(id);
    if (place === undefined) return false;
    this.#places[place] = undefined;
    return this.#byId.delete(id);
  }

  /** Returns the mirrors that copy packets which a bundle receives. */
  sourceMask(bundle: B): number {
    return this.#mask(({ settings }) => settings.sources.has(bundle));
  }

  /** Returns the mirrors that copy packets which a bundle sends. */
  destinationMask(bundle: B): number {
    return this.#mask(({ settings }) => settings.destinations.has(bundle));
  }

  /** Returns true if a bundle is the output of a mirror, and thus reserved for copies. */
  isOutput(bundle: B): boolean {
    const { any } = this;
    return (
      any &&
      this.#mask(({ settings: { output } }) => sameOutput(output, { type: 'bundle', bundle })) !== 0
    );
  }

  /** Iterates over the mirrors in a mask, by position. */
  *inMask(mask: number): IterableIterator<readonly [place: number, mirror: Mirror<B>]> {
    for (const [place, mirror] of this.#places.entries()) {
      if (mirror !== undefined && (mask & (1 << place)) !== 0) yield [place, mirror];
    }
  }

  /** Returns the mirrors with the same output as this one, including itself. */
  duplicates({ settings }: Mirror<B>): number {
    return this.#mask((other) => sameOutput(other.settings.output, settings.output));
  }

  #mask(selects: (mirror: Mirror<B>) => boolean): number {
    let mask = 0;
    for (const [place, mirror] of this.#places.entries()) {
      if (mirror !== undefined && selects(mirror)) mask |= 1 << place;
    }
    return mask;
  }
}

/** A packet that may be copied. */
export interface MirroredPacket<B> extends ForwardedPacket {
  /** The mirrors that have already copied it, as a mask of positions. */
  mirrored: number;
  /** Makes mirrors count the packet when the translation is applied. */
  countMirrors(mirrors: readonly Mirror<B>[]): void;
}

/** The parts of a bridge that mirroring needs. */
interface MirroringBridge<B extends AnyBundle> {
  readonly mirrors: Mirrors<B>;
  readonly bundles: ReadonlyMap<string, B>;
}

/** Copies a packet that `bundle` receives or sends to mirrors. Mirrors `mirror_packet()`. */
export function mirrorPacket<B extends AnyBundle>(
  { mirrors, bundles }: MirroringBridge<B>,
  packet: MirroredPacket<B>,
  bundle: B,
  mask: number,
): void {
  const { flow, wildcards } = packet;
  const vid = vidOf(flow.get('vlan_tci'));
  if (!isVidAllowed(bundle, vid)) return;
  const vlan = inputVlan(bundle.vlans, vid);
  let left = mask & ~packet.mirrored;
  if (left === 0) return;
  packet.mirrored |= left;
  packet.countMirrors([...mirrors.inMask(left)].map(([, mirror]) => mirror));
  for (const [place, mirror] of [...mirrors.inMask(left)]) {
    if ((left & (1 << place)) === 0) continue;
    const { vlans, output } = mirror.settings;
    if (vlans !== undefined) wildcards.add('vlan_tci', VLAN_CFI | VLAN_VID);
    if (vlans !== undefined && !vlans.has(vlan)) continue;
    const duplicates = mirrors.duplicates(mirror);
    left &= ~duplicates;
    packet.mirrored |= duplicates;
    if (output.type === 'bundle') outputNormally(packet, output.bundle, vlan);
    else if (vlan !== output.vlan && !isReservedAddress(flow.get('dl_dst'))) {
      for (const other of bundles.values()) {
        if (other.includesVlan(output.vlan) && !mirrors.isOutput(other)) {
          outputNormally(packet, other, output.vlan);
        }
      }
    }
  }
}
