/** Damages state files: flips bits, cuts off ends, and changes JSON values. */
import fc from 'fast-check';

type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

/** Values that are invalid in most places. */
const STRANGERS: readonly Json[] = [
  null,
  true,
  -1,
  0,
  1,
  1.5,
  65_535,
  65_536,
  4_294_967_296,
  1e308,
  '',
  'x',
  '\u0000',
  '\u001b]52;c;eA==\u0007',
  '\u009b31m',
  '../../x',
  'x'.repeat(5000),
  '00000000-0000-4000-8000-000000000000',
  [],
  {},
  [[]],
  { '': '' },
  ['x', 'x'],
  { constructor: 1 },
];

/** A change to a document: the number of the member, and the change. */
export interface Mutation {
  readonly at: number;
  readonly kind: 'replace' | 'remove' | 'rename' | 'copy';
  readonly value: Json;
  readonly from: number;
}

export const mutation: fc.Arbitrary<Mutation> = fc.record({
  at: fc.nat(),
  kind: fc.constantFrom('replace', 'replace', 'remove', 'rename', 'copy'),
  value: fc.constantFrom(...STRANGERS),
  from: fc.nat(),
});

interface Place {
  readonly container: Json[] | { [key: string]: Json };
  readonly key: string | number;
}

function placesIn(json: Json): Place[] {
  if (Array.isArray(json)) {
    return json.flatMap((item, key) => [{ container: json, key }, ...placesIn(item)]);
  }
  if (typeof json !== 'object' || json === null) return [];
  return Object.entries(json).flatMap(([key, item]) => [
    { container: json, key },
    ...placesIn(item),
  ]);
}

const valueAt = ({ container, key }: Place): Json => Object(container)[key];

/** Returns a JSON text with these changes. */
export function mutate(text: string, mutations: readonly Mutation[]): string {
  const json: Json = JSON.parse(text);
  for (const { at, kind, value, from } of mutations) {
    const places = placesIn(json);
    const place = places[at % places.length];
    const other = places[from % places.length];
    if (!place || !other) continue;
    const container = Object(place.container);
    const old = valueAt(place);
    if (kind === 'replace') container[place.key] = structuredClone(value);
    else if (kind === 'copy') container[place.key] = structuredClone(valueAt(other));
    else if (Array.isArray(place.container)) place.container.splice(Number(place.key), 1);
    else delete container[place.key];
    if (kind === 'rename') {
      Object.defineProperty(container, typeof value === 'string' ? value : 'renamed', {
        value: old,
        enumerable: true,
        configurable: true,
        writable: true,
      });
    }
  }
  return JSON.stringify(json);
}

/** Returns a copy of `bytes` with one bit flipped. */
export function flipBit(bytes: Uint8Array, position: number): Uint8Array {
  const copy = Uint8Array.from(bytes);
  const at = (position >> 3) % copy.length;
  copy[at] = (copy[at] ?? 0) ^ (1 << (position & 7));
  return copy;
}
