/** Lists the destination addresses that bridges do not forward (`eth_addr_is_reserved`). */

/** The 16 addresses of STP, pause frames and the like. */
const BRIDGE_GROUP = 0x0180_c200_0000n;

/** The 8 addresses of Cisco's connectivity fault management. */
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

/** Returns true for addresses that an ordinary bridge does not forward. */
export function isReservedAddress(mac: bigint): boolean {
  return mac >> 4n === BRIDGE_GROUP >> 4n || mac >> 3n === CISCO_CFM >> 3n || OTHERS.has(mac);
}
