/**
 * What table Port of the database calls a port: the interfaces that act as one
 * towards NORMAL, and the VLANs that they carry (`struct ofbundle`).
 */
import { PORT_CONFIG } from '../../openflow/model/bridge-port.js';
import { Bond, type BondSettings } from './bond.js';
import type { DatapathPort } from './datapath-port.js';

export const VLAN_MODES = ['access', 'trunk', 'native-tagged', 'native-untagged'] as const;
export type VlanMode = (typeof VLAN_MODES)[number];

/** The VLANs and manners of a bundle. */
export interface VlanSettings {
  readonly mode: VlanMode;
  /** The VLAN of an access port, or the native one; a trunk has none. */
  readonly tag: number | undefined;
  /** The VLANs that it carries tagged; all of them where there is no set. */
  readonly trunks: ReadonlySet<number> | undefined;
  /** Whether packets of VLAN 0 go out with a tag if they have a priority. */
  readonly priorityTags: boolean;
}

const TRUNK: VlanSettings = {
  mode: 'trunk',
  tag: undefined,
  trunks: undefined,
  priorityTags: false,
};

/** All that a row of table Port says about a bundle. */
export interface BundleSettings {
  readonly vlans: VlanSettings;
  /** How it works where it has several ports. */
  readonly bond: BondSettings;
}

/** Ports that act as one. */
export class Bundle {
  readonly name: string;
  vlans: VlanSettings = TRUNK;
  readonly #ports: DatapathPort[] = [];
  #bond: Bond | undefined;

  constructor(name: string) {
    this.name = name;
  }

  /** Its ports, of which there is at least one. */
  get ports(): readonly DatapathPort[] {
    return this.#ports;
  }

  /** What chooses among its ports, where it has several. */
  get bond(): Bond | undefined {
    return this.#bond;
  }

  add(port: DatapathPort): void {
    this.#ports.push(port);
  }

  remove(port: DatapathPort): void {
    this.#ports.splice(this.#ports.indexOf(port), 1);
    if (this.#ports.length < 2) this.#bond = undefined;
  }

  /** Says how it is to choose among its ports. */
  configureBond(settings: BondSettings): void {
    if (this.#ports.length < 2) return;
    this.#bond ??= new Bond(this.name, settings, this.#ports);
    this.#bond.settings = settings;
  }

  /** Whether packets for everybody go here too. */
  get floodable(): boolean {
    return this.ports.every(({ port }) => (port.config & PORT_CONFIG.NO_FLOOD) === 0);
  }

  /** Whether packets of a VLAN may come and go here. */
  includesVlan(vlan: number): boolean {
    const { mode, tag, trunks } = this.vlans;
    return vlan === tag || (mode !== 'access' && (trunks === undefined || trunks.has(vlan)));
  }
}

/** What a row of table Port says about VLANs. */
export interface VlanRequest {
  readonly vlan_mode: VlanMode | undefined;
  readonly tag: number | undefined;
  readonly trunks: readonly number[];
  readonly other_config: ReadonlyMap<string, string>;
}

const ALL_BUT_ZERO: ReadonlySet<number> = new Set(Array.from({ length: 4095 }, (_, i) => i + 1));

/** The settings that a row of table Port asks for (`port_configure`, `bundle_set`). */
export function vlanSettings({ vlan_mode, tag, trunks, other_config }: VlanRequest): VlanSettings {
  const mode = vlan_mode ?? (tag === undefined ? 'trunk' : 'access');
  const asked = trunks.length === 0 ? undefined : new Set(trunks);
  return {
    mode,
    tag: mode === 'trunk' ? undefined : (tag ?? 0),
    trunks: mode === 'access' ? undefined : carriedVlans(mode, tag ?? 0, asked),
    priorityTags: other_config.get('priority-tags') === 'true',
  };
}

/** A native VLAN is always carried, and VLAN 0 then is not. */
function carriedVlans(
  mode: VlanMode,
  tag: number,
  asked: ReadonlySet<number> | undefined,
): ReadonlySet<number> | undefined {
  if (mode === 'trunk' || tag === 0) return asked;
  if (asked === undefined) return ALL_BUT_ZERO;
  const carried = new Set([...asked, tag]);
  carried.delete(0);
  return carried;
}

/** Whether two settings are the same. */
export function sameVlans(a: VlanSettings, b: VlanSettings): boolean {
  return (
    a.mode === b.mode &&
    a.tag === b.tag &&
    a.priorityTags === b.priorityTags &&
    sameSet(a.trunks, b.trunks)
  );
}

/** Whether two sets of VLANs have the same elements, or neither is there. */
export function sameSet(
  a: ReadonlySet<number> | undefined,
  b: ReadonlySet<number> | undefined,
): boolean {
  if (a === b) return true;
  if (a?.size !== b?.size) return false;
  return [...(a ?? [])].every((vlan) => b?.has(vlan));
}
