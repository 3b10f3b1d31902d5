/** The order in which Python 2.7 iterates over dictionaries with string keys. */

const MASK = (1n << 64n) - 1n;
const MULTIPLIER = 1_000_003n;
const MIN_SIZE = 8;
const PERTURB_SHIFT = 5n;

const HASHES = new Map<string, bigint>();

/** Returns the hash of a string on a 64-bit machine, as an unsigned number. */
function hashOf(text: string): bigint {
  const known = HASHES.get(text);
  if (known !== undefined) return known;
  const codes = Array.from(text, (character) => BigInt(character.codePointAt(0) ?? 0));
  let hash = (codes[0] ?? 0n) << 7n;
  for (const code of codes) hash = ((hash * MULTIPLIER) & MASK) ^ code;
  hash ^= BigInt(codes.length);
  if (hash === MASK) hash -= 1n;
  HASHES.set(text, hash);
  return hash;
}

function insert(slots: (string | undefined)[], key: string): void {
  const mask = BigInt(slots.length - 1);
  const hash = hashOf(key);
  let index = hash & mask;
  let perturb = hash;
  while (slots[Number(index)] !== undefined) {
    index = (index * 5n + perturb + 1n) & MASK;
    perturb >>= PERTURB_SHIFT;
    index &= mask;
  }
  slots[Number(index)] = key;
}

/** Returns keys in the order of a dictionary that they were inserted into one after the other. */
export function pythonOrder(keys: readonly string[]): readonly string[] {
  let slots = new Array<string | undefined>(MIN_SIZE).fill(undefined);
  let used = 0;
  for (const key of keys) {
    insert(slots, key);
    used++;
    if (used * 3 < slots.length * 2) continue;
    let size = MIN_SIZE;
    while (size <= used * 4) size *= 2;
    const old = slots;
    slots = new Array<string | undefined>(size).fill(undefined);
    for (const known of old) if (known !== undefined) insert(slots, known);
  }
  return slots.filter((slot) => slot !== undefined);
}
