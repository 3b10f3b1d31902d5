/** Parses numbers at the start of text like functions of the C library. */

/** Reads a decimal number like `ovs_scan()` with `%d`. Text after the number is ignored. */
export function scanDecimal(text: string): bigint | undefined {
  const digits = /^\s*([+-]?\d+)/.exec(text)?.[1];
  return digits === undefined ? undefined : BigInt.asIntN(64, BigInt(digits.replace('+', '')));
}

/** Reads a decimal number into an `int` like `atoi()`: 0 if there is none. */
export const parseInt32 = (text: string): number =>
  Number(BigInt.asIntN(32, scanDecimal(text) ?? 0n));
