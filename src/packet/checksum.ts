/** Computes the checksums of the internet protocols and of SCTP. */

/**
 * Returns the one's complement sum of 16-bit words.
 *
 * @param partial the sum of the preceding words.
 */
export function sumWords(bytes: Uint8Array, partial = 0): number {
  let sum = partial;
  for (let at = 0; at + 1 < bytes.length; at += 2) {
    sum += ((bytes[at] ?? 0) << 8) | (bytes[at + 1] ?? 0);
  }
  if (bytes.length % 2 === 1) sum += (bytes[bytes.length - 1] ?? 0) << 8;
  return fold(sum);
}

/** Returns the internet checksum (RFC 1071) of bytes whose checksum field is zero. */
export function internetChecksum(bytes: Uint8Array, partial = 0): number {
  return ~sumWords(bytes, partial) & 0xffff;
}

/** Returns the checksum after one 16-bit word has changed (RFC 1624). */
export function updateChecksum(checksum: number, before: number, after: number): number {
  return ~fold((~checksum & 0xffff) + (~before & 0xffff) + after) & 0xffff;
}

/**
 * Returns the checksum after a field has changed.
 *
 * @param bits the size of the field, a multiple of 16.
 */
export function updateChecksumWide(
  checksum: number,
  before: bigint,
  after: bigint,
  bits: number,
): number {
  let result = checksum;
  for (let shift = 0n; shift < BigInt(bits); shift += 16n) {
    const word = (value: bigint): number => Number((value >> shift) & 0xffffn);
    result = updateChecksum(result, word(before), word(after));
  }
  return result;
}

function fold(sum: number): number {
  let folded = sum;
  while (folded > 0xffff) folded = (folded & 0xffff) + Math.floor(folded / 0x10000);
  return folded;
}

/** The CRC-32C polynomial with its bits reversed. */
const POLYNOMIAL = 0x82f63b78;

const CRC_TABLE: readonly number[] = Array.from({ length: 256 }, (_, byte) => {
  let crc = byte;
  for (let bit = 0; bit < 8; bit++) crc = (crc & 1) === 0 ? crc >>> 1 : (crc >>> 1) ^ POLYNOMIAL;
  return crc;
});

/** Returns the CRC-32C (RFC 3309) of an SCTP packet, as the number in its header. */
export function crc32c(bytes: Uint8Array): number {
  let crc = 0xffffffff;
  for (const byte of bytes) crc = (CRC_TABLE[(crc ^ byte) & 0xff] ?? 0) ^ (crc >>> 8);
  const value = ~crc;
  // SCTP sends the least significant byte first.
  return (
    (((value & 0xff) << 24) |
      ((value & 0xff00) << 8) |
      ((value >>> 8) & 0xff00) |
      (value >>> 24)) >>>
    0
  );
}
