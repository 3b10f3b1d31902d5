/** Numbers in the matches of OpenFlow 1.0 and 1.1 (`struct ofp10_match`, `struct ofp11_match`). */

/** The bits for fields that do not matter (`OFPFW10_*`, `OFPFW11_*`). */
export const WILDCARD = {
  inPort: 1 << 0,
  dlVlan: 1 << 1,
  of10: {
    dlSrc: 1 << 2,
    dlDst: 1 << 3,
    dlType: 1 << 4,
    nwProto: 1 << 5,
    tpSrc: 1 << 6,
    tpDst: 1 << 7,
    nwSrcShift: 8,
    nwDstShift: 14,
    dlVlanPcp: 1 << 20,
    nwTos: 1 << 21,
  },
  of11: {
    dlVlanPcp: 1 << 2,
    dlType: 1 << 3,
    nwTos: 1 << 4,
    nwProto: 1 << 5,
    tpSrc: 1 << 6,
    tpDst: 1 << 7,
    mplsLabel: 1 << 8,
    mplsTc: 1 << 9,
  },
} as const;

/** The VLAN identifier of packets without a VLAN header. */
export const NO_VLAN = 0xffff;

/** The VLAN identifier of packets with any VLAN header, in OpenFlow 1.1. */
export const ANY_VLAN = 0xfffe;
