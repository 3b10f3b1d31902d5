/** Generates and recognizes UUIDs. */
import type { RandomSource } from './random.js';

/** A UUID as text in lower case. */
export type Uuid = string;

const UUID_PATTERN = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** Returns true if `text` is a UUID, in either case. */
export function isUuid(text: string): boolean {
  return UUID_PATTERN.test(text);
}

/** The bytes as two hexadecimal digits each. */
const HEX = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));

const hex16 = (word: number): string => `${HEX[(word >>> 8) & 0xff]}${HEX[word & 0xff]}`;
const hex32 = (word: number): string => `${hex16(word >>> 16)}${hex16(word)}`;

/** Returns a random (version 4) UUID. */
export function newUuid(random: RandomSource): Uuid {
  const [a, b, c, d] = [random.next(), random.next(), random.next(), random.next()];
  const version = hex16((b & 0x0fff) | 0x4000);
  const variant = hex16(((c >>> 16) & 0x3fff) | 0x8000);
  return `${hex32(a)}-${hex16(b >>> 16)}-${version}-${variant}-${hex16(c)}${hex32(d)}`;
}
