/** Arithmetic on the bits of non-negative big integers. */

/** A run of consecutive bits; bit 0 is the least significant. */
export interface BitRange {
  readonly start: number;
  readonly width: number;
}

const ONES: bigint[] = Array.from({ length: 129 }, (_, width) => (1n << BigInt(width)) - 1n);

/** Returns `width` 1-bits, the lowest of them at bit `start`. */
export function ones(width: number, start = 0): bigint {
  const low = ONES[width] ?? (1n << BigInt(width)) - 1n;
  return start === 0 ? low : low << BigInt(start);
}

/** Returns the number of bits that it takes to write `value`; 0 for 0. */
export function bitLength(value: bigint): number {
  if (value === 0n) return 0;
  if (value <= 0xffffffffn) return 32 - Math.clz32(Number(value));
  const hex = value.toString(16);
  return (hex.length - 1) * 4 + 32 - Math.clz32(Number.parseInt(hex.charAt(0), 16));
}

/** Returns the range of the 1-bits of `mask` if they are consecutive, otherwise `undefined`. */
export function contiguousBits(mask: bigint): BitRange | undefined {
  if (mask === 0n) return undefined;
  const lowest = mask & -mask;
  if ((mask & (mask + lowest)) !== 0n) return undefined;
  const start = bitLength(lowest) - 1;
  return { start, width: bitLength(mask) - start };
}

/** Returns the positions of the 1-bits of `value`, lowest first. */
export function* setBits(value: bigint): Generator<number> {
  for (let rest = value; rest !== 0n; rest &= rest - 1n) yield bitLength(rest & -rest) - 1;
}

/**
 * Returns the length of the prefix that `mask` represents in a number of `width` bits, or
 * `undefined` if it is not a prefix mask.
 */
export function maskToPrefix(mask: bigint, width: number): number | undefined {
  if (mask === 0n) return 0;
  const range = contiguousBits(mask);
  return range !== undefined && range.start + range.width === width ? range.width : undefined;
}

/** Returns the mask that keeps the first `prefix` of `width` bits. */
export function prefixToMask(prefix: number, width: number): bigint {
  return ones(prefix, width - prefix);
}

/** Returns lower-case hexadecimal digits after `0x`; zero is just `0`. */
export function formatHex(value: bigint): string {
  return value === 0n ? '0' : `0x${value.toString(16)}`;
}
