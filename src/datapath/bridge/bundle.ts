/**
 * Declares bundles, the interfaces that NORMAL treats as one port, which correspond to rows of
 * table Port (`struct ofbundle`).
 */
import { type BridgePort, PORT_CONFIG } from '../../openflow/model/bridge-port.js';
import { Bond, type BondSettings, type Link } from './bond.js';

export const VLAN_MODES = ['access', 'trunk', 'native-tagged', 'native-untagged'] as const;
export type VlanMode = (typeof VLAN_MODES)[number];

/** The VLAN settings of a bundle. */
export interface VlanSettings {
  readonly mode: VlanMode;
  /** The VLAN of an access port, or the native VLAN; a trunk has none. */
  readonly tag: number | undefined;
  /** The VLANs that are carried with a tag; `undefined` means all. */
  readonly trunks: ReadonlySet<number> | undefined;
  /** True if packets of VLAN 0 leave with a tag if they have a priority. */
  readonly priorityTags: boolean;
}

const TRUNK: VlanSettings = {
  mode: 'trunk',
  tag: undefined,
  trunks: undefined,
  priorityTags: false,
};

/** The settings of a row of table Port. */
export interface BundleSettings {
  readonly vlans: VlanSettings;
  /** Applies if the bundle has several ports. */
  readonly bond: BondSettings;
}

/** A port that can be part of a bundle. */
export interface BundlePort extends Link {
  readonly port: BridgePort;
}

/** A bundle of ports of any kind. */
export type AnyBundle = Bundle<BundlePort>;

/** Ports that act as one. */
export class Bundle<Port extends BundlePort> {
  readonly name: string;
  vlans: VlanSettings = TRUNK;
  readonly #ports: Port[] = [];
  #bond: Bond<Port> | undefined;

  constructor(name: string) {
    this.name = name;
  }

  /** Returns its ports, at least one. */
  get ports(): readonly Port[] {
    return this.#ports;
  }

  /** Returns the bond that chooses among the ports, if there are several. */
  get bond(): Bond<Port> | undefined {
    return this.#bond;
  }

  add(port: Port): void {
    this.#ports.push(port);
  }

  remove(port: Port): void {
    this.#ports.splice(this.#ports.indexOf(port), 1);
    if (this.#ports.length < 2) this.#bond = undefined;
  }

  configureBond(settings: BondSettings): void {
    if (this.#ports.length < 2) return;
    this.#bond ??= new Bond(this.name, settings, this.#ports);
    this.#bond.settings = settings;
  }

  /** True if flooded packets leave through this bundle. */
  get floodable(): boolean {
    return this.ports.every(({ port }) => (port.config & PORT_CONFIG.NO_FLOOD) === 0);
  }

  /**
   * Returns true if packets of a VLAN may enter and leave here. Mirrors `xbundle_includes_vlan()`.
   */
  includesVlan(vlan: number): boolean {
    const { mode, tag, trunks } = this.vlans;
    return vlan === tag || (mode !== 'access' && (trunks === undefined || trunks.has(vlan)));
  }
}

/** The VLAN columns of a row of table Port. */
export interface VlanRequest {
  readonly vlan_mode: VlanMode | undefined;
  readonly tag: number | undefined;
  readonly trunks: readonly number[];
  readonly other_config: ReadonlyMap<string, string>;
}

const ALL_BUT_ZERO: ReadonlySet<number> = new Set(Array.from({ length: 4095 }, (_, i) => i + 1));

/**
 * Returns the settings that a row of table Port requests. Mirrors `port_configure()` and
 * `bundle_set()`.
 */
export function vlanSettings({ vlan_mode, tag, trunks, other_config }: VlanRequest): VlanSettings {
  const mode = vlan_mode ?? (tag === undefined ? 'trunk' : 'access');
  const requested = trunks.length === 0 ? undefined : new Set(trunks);
  return {
    mode,
    tag: mode === 'trunk' ? undefined : (tag ?? 0),
    trunks: mode === 'access' ? undefined : carriedVlans(mode, tag ?? 0, requested),
    priorityTags: other_config.get('priority-tags') === 'true',
  };
}

/**
 * Returns the VLANs that a bundle carries. The native VLAN is always among them and replaces VLAN
 * 0.
 */
function carriedVlans(
  mode: VlanMode,
  tag: number,
  requested: ReadonlySet<number> | undefined,
): ReadonlySet<number> | undefined {
  if (mode === 'trunk' || tag === 0) return requested;
  if (requested === undefined) return ALL_BUT_ZERO;
  const carried = new Set([...requested, tag]);
  carried.delete(0);
  return carried;
}

/** True if two settings are equal. */
export function sameVlans(a: VlanSettings, b: VlanSettings): boolean {
  return (
    a.mode === b.mode &&
    a.tag === b.tag &&
    a.priorityTags === b.priorityTags &&
    sameSet(a.trunks, b.trunks)
  );
}

/** True if two sets have the same elements, or both are missing. */
export function sameSet(
  a: ReadonlySet<number> | undefined,
  b: ReadonlySet<number> | undefined,
): boolean {
  if (a === b) return true;
  if (a?.size !== b?.size) return false;
  return [...(a ?? [])].every((vlan) => b?.has(vlan));
}
