/**
 * Computes the hash functions of the reference (`lib/hash.h`, `lib/jhash.c`), on which the choice
 * among several paths depends. All numbers are modulo 2^32.
 */

function rotate(value: number, bits: number): number {
  return (value << bits) | (value >>> (32 - bits));
}

/** Adds a word to an unfinished hash: one round of MurmurHash3. */
export function hashAdd(hash: number, word: number): number {
  const mixed = hash ^ Math.imul(rotate(Math.imul(word, 0xcc9e2d51), 15), 0x1b873593);
  return (Math.imul(rotate(mixed, 13), 5) + 0xe6546b64) | 0;
}

/** Finishes a hash; `bytes` is usually the number of bytes that were hashed. */
export function hashFinish(unfinished: number, bytes: number): number {
  let hash = unfinished ^ bytes;
  hash ^= hash >>> 16;
  hash = Math.imul(hash, 0x85ebca6b);
  hash ^= hash >>> 13;
  hash = Math.imul(hash, 0xc2b2ae35);
  hash ^= hash >>> 16;
  return hash >>> 0;
}

/** Hashes a word. Mirrors `hash_int()`. */
export function hashInteger(value: number, basis: number): number {
  return hashFinish(hashAdd(hashAdd(value, 0), basis), 8);
}

/** Hashes a 64-bit word. */
export function hashWide(value: bigint): number {
  const low = Number(BigInt.asUintN(32, value));
  const high = Number(BigInt.asUintN(32, value >> 32n));
  return hashFinish(hashAdd(hashAdd(0, low), high), 8);
}

/** Hashes bytes. Mirrors `hash_bytes()`. */
export function hashBytes(bytes: Uint8Array, basis: number): number {
  let hash = basis;
  for (let at = 0; at < bytes.length; at += 4) hash = hashAdd(hash, wordAt(bytes, at));
  return hashFinish(hash, bytes.length);
}

/** Hashes a string. Mirrors `hash_string()`. */
export function hashString(text: string): number {
  return hashBytes(new TextEncoder().encode(text), 0);
}

/** Hashes a boolean. Mirrors `hash_boolean()`. */
export function hashBoolean(value: boolean, basis: number): number {
  return ((value ? 0xc2b73583 : 0xe90f1258) ^ rotate(basis, 1)) >>> 0;
}

/** Hashes bytes by Jenkins' lookup3. Mirrors `jhash_bytes()`. */
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

/** Reads four bytes in little-endian order; bytes beyond the end are zero. */
function wordAt(bytes: Uint8Array, at: number): number {
  return (
    (bytes[at] ?? 0) |
    ((bytes[at + 1] ?? 0) << 8) |
    ((bytes[at + 2] ?? 0) << 16) |
    ((bytes[at + 3] ?? 0) << 24)
  );
}
