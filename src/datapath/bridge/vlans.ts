/** Maps between the VLAN tag of a packet and the VLAN it belongs to, for each port mode. */
import { VLAN_CFI } from '../../openflow/model/members.js';
import type { AnyBundle, VlanSettings } from './bundle.js';

/** The bits of `vlan_tci` that are the VLAN ID. */
export const VLAN_VID = 0xfffn;

const PCP = 0xe000n;

/** Returns the VLAN ID of a tag; 0 if there is no tag. */
export function vidOf(tci: bigint): number {
  return Number(tci & VLAN_VID);
}

/**
 * Returns true if a packet with this VLAN ID may enter a bundle. Mirrors `input_vid_is_valid()`.
 */
export function isVidAllowed(bundle: AnyBundle, vid: number): boolean {
  switch (bundle.vlans.mode) {
    case 'access':
      return vid === 0;
    case 'trunk':
      return bundle.includesVlan(vid);
    case 'native-tagged':
    case 'native-untagged':
      return vid === 0 || bundle.includesVlan(vid);
  }
}

/** Returns the VLAN of a packet that enters with this VLAN ID. Mirrors `input_vid_to_vlan()`. */
export function inputVlan({ mode, tag = 0 }: VlanSettings, vid: number): number {
  switch (mode) {
    case 'access':
      return tag;
    case 'trunk':
      return vid;
    case 'native-tagged':
    case 'native-untagged':
      return vid === 0 ? tag : vid;
  }
}

/**
 * Returns the VLAN ID with which a packet of a VLAN leaves; 0 for no tag. Mirrors
 * `output_vlan_to_vid()`.
 */
function outputVid({ mode, tag }: VlanSettings, vlan: number): number {
  switch (mode) {
    case 'access':
      return 0;
    case 'trunk':
    case 'native-tagged':
      return vlan;
    case 'native-untagged':
      return vlan === tag ? 0 : vlan;
  }
}

/**
 * Returns the `vlan_tci` with which a packet of this VLAN leaves.
 *
 * @param tci its current `vlan_tci`.
 */
export function outputTci(vlans: VlanSettings, vlan: number, tci: bigint): bigint {
  const vid = BigInt(outputVid(vlans, vlan));
  if (vid === 0n && !vlans.priorityTags) return 0n;
  const tagged = vid | (tci & PCP);
  return tagged === 0n ? 0n : tagged | VLAN_CFI;
}
