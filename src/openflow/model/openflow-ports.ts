/** OpenFlow port numbers: 16 bits, those from 0xff00 up being reserved for names. */

import type { RateLimit, TextLog } from '../values/scanning.js';

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

/** One more than the greatest number that an ordinary port can have. */
export const PORT_MAX = 0xff00;

const FIRST_RESERVED = 0xfff7;

/** Where OpenFlow 1.1 and later, with 32 bits for a port, puts the reserved numbers. */
const OF11_MAX = 0xffffff00;
const OF11_OFFSET = 0xffff0000;

const NAMES = new Map<number, string>(Object.entries(PORT).map(([name, port]) => [port, name]));

/** A port as it is printed: its number, or the name of a reserved one. */
export function formatPort(port: number): string {
  return NAMES.get(port) ?? String(port);
}

/** The 32-bit number of a port in OpenFlow 1.1 and later. */
export function portToOf11(port: number): number {
  return port < PORT_MAX ? port : port + OF11_OFFSET;
}

/** The port that a 32-bit number stands for, where there is one. */
export function portFromOf11(port: number): number | undefined {
  if (port < PORT_MAX) return port;
  return port >= OF11_MAX ? port - OF11_OFFSET : undefined;
}

/** The remark about numbers that have names is made once. */
const NUMBERED: RateLimit = { name: 'port by number', burst: 1 };

/**
 * Reads a port number, or the name of a reserved port in any case. `undefined` if it
 * is neither; what the reference logs about the way it is written goes to `log`.
 */
export function readPort(text: string, log: TextLog): number | undefined {
  const warn = (message: string, limit?: RateLimit) => log('WARN', 'ofp_util', message, limit);
  if (text.startsWith('-')) {
    warn(`Negative value ${text} is not a valid port number.`);
    return undefined;
  }
  const number = /^\s*\+?\d+$/.test(text) ? Number(text) : undefined;
  if (number === undefined || number > 0xffffffff) return portByName(text);
  if (number < PORT_MAX) return number;
  if (number < FIRST_RESERVED) {
    warn(
      `port ${number} is a reserved OF1.0 port number that will be translated to ${number + OF11_OFFSET} when talking to an OF1.1 or later controller`,
    );
    return number;
  }
  if (number <= 0xffff) {
    warn(
      `referring to port ${formatPort(number)} as ${number} is deprecated for compatibility with OpenFlow 1.1 and later`,
      NUMBERED,
    );
    return number;
  }
  if (number < OF11_MAX) {
    warn(
      `port ${number} is outside the supported range 0 through ffff or 0x${OF11_MAX.toString(16)} through 0xffffffff`,
    );
    return undefined;
  }
  return number - OF11_OFFSET;
}

function portByName(text: string): number | undefined {
  const upper = text.toUpperCase();
  if (upper === 'NONE') return PORT.ANY;
  return Object.entries(PORT).find(([name]) => name === upper)?.[1];
}
