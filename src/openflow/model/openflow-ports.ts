/** OpenFlow port numbers: the reserved ones, and how 16-bit and 32-bit numbers map to each other. */

/** Reserved port numbers, in the order in which the reference lists their names. */
export const PORT = {
  IN_PORT: 0xfff8,
  TABLE: 0xfff9,
  NORMAL: 0xfffa,
  FLOOD: 0xfffb,
  ALL: 0xfffc,
  CONTROLLER: 0xfffd,
  LOCAL: 0xfffe,
  ANY: 0xffff,
  UNSET: 0xfff7,
} as const;

/** One more than the highest number of an ordinary port (`OFPP_MAX`). */
export const PORT_MAX = 0xff00;

/** The first reserved number of OpenFlow 1.1 and later, whose ports have 32 bits (`OFPP11_MAX`). */
export const OF11_PORT_MAX = 0xffffff00;

/** The distance between a reserved number in 16 bits and in 32. */
export const OF11_PORT_OFFSET = 0xffff0000;

/** Returns the 32-bit number of a port; mirrors `ofputil_port_to_ofp11()`. */
export function portToOf11(port: number): number {
  return port < PORT_MAX ? port : port + OF11_PORT_OFFSET;
}

/**
 * Returns the port with this 32-bit number, or `undefined` if it is out of range; mirrors
 * `ofputil_port_from_ofp11()`.
 */
export function portFromOf11(port: number): number | undefined {
  if (port < PORT_MAX) return port;
  return port >= OF11_PORT_MAX ? port - OF11_PORT_OFFSET : undefined;
}
