/** Formats the common parts of OpenFlow messages. */

import { type OpenFlowVersion, versionNumber } from '../../openflow/model/protocols.js';

/** The maximum size of a message. */
export const MAX_MESSAGE = 0xffff;

/** Returns the start of the text of a message: its name, its version unless that is 1.0, and its xid. */
export function messageHeader(name: string, version: OpenFlowVersion, xid: number): string {
  const spoken = version === 10 ? '' : ` (OF${versionNumber(version)})`;
  return `${name}${spoken} (xid=0x${xid.toString(16)}):`;
}

/** The flag of a message that is not the last of a reply. */
export const MORE = ' flags=[more]';

/**
 * Splits a long reply: each part has as many items as fit into one message, after `head` bytes. There
 * is at least one part.
 */
export function splitMessages<Item>(
  items: Iterable<Item>,
  head: number,
  length: (item: Item) => number,
): Item[][] {
  const parts: Item[][] = [];
  let part: Item[] = [];
  let used = head;
  for (const item of items) {
    const bytes = length(item);
    if (used + bytes > MAX_MESSAGE && part.length > 0) {
      parts.push(part);
      part = [];
      used = head;
    }
    part.push(item);
    used += bytes;
  }
  parts.push(part);
  return parts;
}

/** Returns a duration such as `3s` or `0.051s`. */
export function formatDuration(milliseconds: number): string {
  const elapsed = Math.max(0, Math.floor(milliseconds));
  const rest = elapsed % 1000;
  const seconds = Math.floor(elapsed / 1000);
  return rest === 0 ? `${seconds}s` : `${seconds}.${String(rest).padStart(3, '0')}s`;
}

/** Returns a duration in seconds and nanoseconds; mirrors `ofp_print_duration()`. */
export function formatSeconds(seconds: number, nanoseconds: number): string {
  if (nanoseconds === 0) return `${seconds}s`;
  const exact = nanoseconds % 1_000_000 === 0;
  const digits = exact
    ? String(nanoseconds / 1_000_000).padStart(3, '0')
    : String(nanoseconds).padStart(9, '0').replace(/0+$/, '');
  return `${seconds}.${digits}s`;
}

/** Returns the names of the bits that are set, the lowest first; `0` for none. */
export function formatBits(
  bits: number,
  names: readonly (readonly [bit: number, name: string])[],
  separator = ' ',
): string {
  if (bits === 0) return '0';
  const known = names.filter(([bit]) => (bits & bit) !== 0);
  const rest = known.reduce((left, [bit]) => left & ~bit, bits) >>> 0;
  const words = known.map(([, name]) => name);
  if (rest !== 0) words.push(`0x${rest.toString(16)}`);
  return words.join(separator);
}
