/** How packets get into a VLAN and out of it again, on a port of each kind. */
import { VLAN_CFI } from '../../openflow/model/members.js';
import type { VlanSettings } from './bundle.js';

const VID = 0xfffn;
const PCP = 0xe000n;

/** The number of the VLAN in a packet's tag; 0 where there is no tag. */
export function vidOf(tci: bigint): number {
  return Number(tci & VID);
}

/** The VLAN that a packet belongs to that came in with this tag (`input_vid_to_vlan`). */
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

/** The tag for a packet of this VLAN that goes out; 0 for none (`output_vlan_to_vid`). */
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

/** The `vlan_tci` of a packet of this VLAN that goes out, having had `tci`. */
export function outputTci(vlans: VlanSettings, vlan: number, tci: bigint): bigint {
  const vid = BigInt(outputVid(vlans, vlan));
  if (vid === 0n && !vlans.priorityTags) return 0n;
  const tagged = vid | (tci & PCP);
  return tagged === 0n ? 0n : tagged | VLAN_CFI;
}
