/** Numbers in bytes, most significant first. */

/** The bytes of `value`. */
export function bytesOf(value: bigint | number, length: number): number[] {
  const bytes: number[] = [];
  let rest = BigInt(value);
  for (let i = 0; i < length; i++) {
    bytes.unshift(Number(rest & 0xffn));
    rest >>= 8n;
  }
  return bytes;
}

/** The number that `length` bytes from `offset` on are. Bytes that are not there count as zero. */
export function numberAt(bytes: Uint8Array, offset: number, length: number): bigint {
  let value = 0n;
  for (let i = offset; i < offset + length; i++) value = (value << 8n) | BigInt(bytes[i] ?? 0);
  return value;
}

/** The checksum of the Internet protocols over some bytes: 16 bits. */
export function internetChecksum(bytes: Iterable<number>): number {
  let sum = 0;
  let high = true;
  for (const byte of bytes) {
    sum += high ? byte << 8 : byte;
    high = !high;
  }
  while (sum > 0xffff) sum = (sum & 0xffff) + Math.floor(sum / 0x10000);
  return ~sum & 0xffff;
}
