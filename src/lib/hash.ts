/**
 * The hash functions of the reference (`lib/hash.h`, `lib/jhash.c`): where a packet
 * goes when several ways are open depends on them. Everything is modulo 2^32.
 */

function rotate(value: number, bits: number): number {
  return (value << bits) | (value >>> (32 - bits));
}

/** Goes on from an unfinished hash with one more word: a round of MurmurHash3. */
export function hashAdd(hash: number, word: number): number {
  const mixed = hash ^ Math.imul(rotate(Math.imul(word, 0xcc9e2d51), 15), 0x1b873593);
  return (Math.imul(rotate(mixed, 13), 5) + 0xe6546b64) | 0;
}

/** Finishes a hash. `bytes` is by custom the number of bytes that were hashed. */
export function hashFinish(unfinished: number, bytes: number): number {
  let hash = unfinished ^ bytes;
  hash ^= hash >>> 16;
  hash = Math.imul(hash, 0x85ebca6b);
  hash ^= hash >>> 13;
  hash = Math.imul(hash, 0xc2b2ae35);
  hash ^= hash >>> 16;
  return hash >>> 0;
}

/** The hash of one word. */
export function hashInteger(value: number, basis: number): number {
  return hashFinish(hashAdd(hashAdd(value, 0), basis), 8);
}

/** The hash of a word of 64 bits. */
export function hashWide(value: bigint): number {
  const low = Number(BigInt.asUintN(32, value));
  const high = Number(BigInt.asUintN(32, value >> 32n));
  return hashFinish(hashAdd(hashAdd(0, low), high), 8);
}

/** The hash of bytes. */
export function hashBytes(bytes: Uint8Array, basis: number): number {
  let hash = basis;
  for (let at = 0; at < bytes.length; at += 4) hash = hashAdd(hash, wordAt(bytes, at));
  return hashFinish(hash, bytes.length);
}

/** The hash of a name. */
export function hashString(text: string): number {
  return hashBytes(new TextEncoder().encode(text), 0);
}

/** The hash of one bit. */
export function hashBoolean(value: boolean, basis: number): number {
  return ((value ? 0xc2b73583 : 0xe90f1258) ^ rotate(basis, 1)) >>> 0;
}

/** The hash of bytes by Jenkins' lookup3, whose values others may rely on. */
export function jhashBytes(bytes: Uint8Array, basis: number): number {
  let a = (0xdeadbeef + bytes.length + basis) | 0;
  let b = a;
  let c = a;
  let at = 0;
  for (; bytes.length - at >= 12; at += 12) {
    a = (a + wordAt(bytes, at)) | 0;
    b = (b + wordAt(bytes, at + 4)) | 0;
    c = (c + wordAt(bytes, at + 8)) | 0;
    a = ((a - c) | 0) ^ rotate(c, 4);
    c = (c + b) | 0;
    b = ((b - a) | 0) ^ rotate(a, 6);
    a = (a + c) | 0;
    c = ((c - b) | 0) ^ rotate(b, 8);
    b = (b + a) | 0;
    a = ((a - c) | 0) ^ rotate(c, 16);
    c = (c + b) | 0;
    b = ((b - a) | 0) ^ rotate(a, 19);
    a = (a + c) | 0;
    c = ((c - b) | 0) ^ rotate(b, 4);
    b = (b + a) | 0;
  }
  if (at < bytes.length) {
    a = (a + wordAt(bytes, at)) | 0;
    b = (b + wordAt(bytes, at + 4)) | 0;
    c = (c + wordAt(bytes, at + 8)) | 0;
    c = ((c ^ b) - rotate(b, 14)) | 0;
    a = ((a ^ c) - rotate(c, 11)) | 0;
    b = ((b ^ a) - rotate(a, 25)) | 0;
    c = ((c ^ b) - rotate(b, 16)) | 0;
    a = ((a ^ c) - rotate(c, 4)) | 0;
    b = ((b ^ a) - rotate(a, 14)) | 0;
    c = ((c ^ b) - rotate(b, 24)) | 0;
  }
  return c >>> 0;
}

/** Four bytes as a little-endian machine reads them; what is beyond the end counts as zero. */
function wordAt(bytes: Uint8Array, at: number): number {
  return (
    (bytes[at] ?? 0) |
    ((bytes[at + 1] ?? 0) << 8) |
    ((bytes[at + 2] ?? 0) << 16) |
    ((bytes[at + 3] ?? 0) << 24)
  );
}
