/** Formats and parses port numbers, the reserved ones by name. */

import { OF11_PORT_MAX, OF11_PORT_OFFSET, PORT, PORT_MAX } from '../model/openflow-ports.js';
import type { RateLimit, TextLog } from './text-log.js';

const NAMES = new Map<number, string>(Object.entries(PORT).map(([name, port]) => [port, name]));

/** Returns the name of a reserved port, or else the number; mirrors `ofputil_format_port()`. */
export function formatPort(port: number): string {
  return NAMES.get(port) ?? String(port);
}

const FIRST_NAMED = 0xfff7;

/** The warning about numbers that have names appears once. */
const NUMBERED: RateLimit = { name: 'port by number', burst: 1 };

/**
 * Parses a port number, or the name of a reserved port in any case; mirrors
 * `ofputil_port_from_string()`, whose warnings go to `log`.
 *
 * @returns the 16-bit number, or `undefined` if the text is neither.
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
  if (number < FIRST_NAMED) {
    warn(
      `port ${number} is a reserved OF1.0 port number that will be translated to ${number + OF11_PORT_OFFSET} when talking to an OF1.1 or later controller`,
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
  if (number < OF11_PORT_MAX) {
    warn(
      `port ${number} is outside the supported range 0 through ffff or 0x${OF11_PORT_MAX.toString(16)} through 0xffffffff`,
    );
    return undefined;
  }
  return number - OF11_PORT_OFFSET;
}

function portByName(text: string): number | undefined {
  const upper = text.toUpperCase();
  if (upper === 'NONE') return PORT.ANY;
  return Object.entries(PORT).find(([name]) => name === upper)?.[1];
}
