/** The multicast groups that ovn-northd keeps for each logical switch. */
export interface MulticastGroup {
  readonly name: string;
  readonly tunnelKey: number;
}

/** All enabled ports: where broadcasts and multicasts go. */
export const FLOOD: MulticastGroup = { name: '_MC_flood', tunnelKey: 65535 };

/** The enabled ports with the address `unknown`: where packets to nobody go. */
export const UNKNOWN: MulticastGroup = { name: '_MC_unknown', tunnelKey: 65534 };
