/**
 * Dictionaries whose keys are names from users. Ordinary objects would also find `constructor` and
 * other inherited names.
 */

/** Returns an empty dictionary. */
export const emptyDictionary = <T>(): Record<string, T> => Object.create(null);

/** Returns a copy of plain JSON in which all objects are dictionaries. */
export function asDictionaries<T>(json: T): T;
export function asDictionaries(json: unknown): unknown {
  if (typeof json !== 'object' || json === null) return json;
  if (Array.isArray(json)) return json.map((item) => asDictionaries(item));
  const copy = emptyDictionary<unknown>();
  for (const [key, value] of Object.entries(json)) copy[key] = asDictionaries(value);
  return copy;
}

/** Looks up a name from a user in a table. */
export const lookUp = <T>(table: Readonly<Record<string, T>>, name: string): T | undefined =>
  Object.hasOwn(table, name) ? table[name] : undefined;
