/**
 * Objects under whose keys stand things with names that somebody chose. Ordinary ones
 * know `constructor` and its kin without having been told.
 */

/** A dictionary that knows nothing yet. */
export const emptyDictionary = <T>(): Record<string, T> => Object.create(null);

/** The same plain JSON, but that all objects in it are dictionaries. */
export function asDictionaries<T>(json: T): T;
export function asDictionaries(json: unknown): unknown {
  if (typeof json !== 'object' || json === null) return json;
  if (Array.isArray(json)) return json.map((item) => asDictionaries(item));
  const copy = emptyDictionary<unknown>();
  for (const [key, value] of Object.entries(json)) copy[key] = asDictionaries(value);
  return copy;
}

/** What a table has under a name that somebody typed. */
export const lookUp = <T>(table: Readonly<Record<string, T>>, name: string): T | undefined =>
  Object.hasOwn(table, name) ? table[name] : undefined;
