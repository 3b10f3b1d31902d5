/** The bits of `ct_state` in OpenFlow; `CT_STATE_FLAGS` has their names. */
export const CT_STATE = {
  NEW: 0x01,
  EST: 0x02,
  REL: 0x04,
  INV: 0x20,
  RPL: 0x40,
  TRK: 0x80,
} as const;
