import type { RandomSource } from './random.js';

/** A UUID in its usual text form, lower case. */
export type Uuid = string;

const UUID_PATTERN = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** Whether `text` is the text form of a UUID, in either case. */
export function isUuid(text: string): boolean {
  return UUID_PATTERN.test(text);
}

/** A random (version 4) UUID. */
export function newUuid(random: RandomSource): Uuid {
  const hex = [random.next(), random.next(), random.next(), random.next()]
    .map((word, i) => {
      if (i === 1) return (((word & 0xffff0fff) | 0x4000) >>> 0).toString(16).padStart(8, '0');
      if (i === 2) return (((word & 0x3fffffff) | 0x80000000) >>> 0).toString(16).padStart(8, '0');
      return word.toString(16).padStart(8, '0');
    })
    .join('');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}
