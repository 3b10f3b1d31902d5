/** Destinations that bridges keep to themselves (`eth_addr_is_reserved`). */

/** The addresses of STP, pause frames and the like: 16 of them. */
const BRIDGE_GROUP = 0x0180_c200_0000n;

/** Those of Cisco's connectivity fault management: 8 of them. */
const CISCO_CFM = 0x0100_0ccc_ccc0n;

const OTHERS: ReadonlySet<bigint> = new Set([
  // Extreme Networks: EDP, and EAPS twice.
  0x00e0_2b00_0000n,
  0x00e0_2b00_0004n,
  0x00e0_2b00_0006n,
  // Cisco: ISL; PAgP, UDLD, CDP, DTP and VTP; PVST+; STP Uplink Fast and FlexLink.
  0x0100_0c00_0000n,
  0x0100_0ccc_ccccn,
  0x0100_0ccc_cccdn,
  0x0100_0ccd_cdcdn,
]);

/** Whether an ordinary bridge does not pass on packets to this address. */
export function isReservedAddress(mac: bigint): boolean {
  return mac >> 4n === BRIDGE_GROUP >> 4n || mac >> 3n === CISCO_CFM >> 3n || OTHERS.has(mac);
}
