/**
 * Computes the order in which the real program iterates over the tables and columns of a schema.
 * They pass through hash tables each time that a schema is read from JSON or written to it: when
 * its file becomes a database, when the server opens the database, and when the server sends the
 * schema to the client.
 */
import { hashString } from '../../lib/hash.js';
import { hashOrderBy } from '../../lib/hash-order.js';
import { compareStrings } from '../../ovsdb/compare.js';

/** An object with a name. */
export type Named<T> = readonly [name: string, T];

export const byName = ([a]: Named<unknown>, [b]: Named<unknown>): number => compareStrings(a, b);

/**
 * Returns objects in the iteration order of a `struct shash` into which they were inserted in turn.
 */
const shashOrder = <T>(things: readonly Named<T>[]): readonly Named<T>[] =>
  hashOrderBy(things, ([name]) => hashString(name));

/**
 * Returns tables or columns in the order of the client.
 *
 * @param implicit those that every schema gets and JSON does not show.
 */
export function schemaOrder<T>(
  things: readonly Named<T>[],
  implicit: readonly Named<T>[] = [],
): Named<T>[] {
  const read = (json: readonly Named<T>[]) => shashOrder([...implicit, ...shashOrder(json)]);
  const write = (schema: readonly Named<T>[]) =>
    shashOrder(schema.filter((thing) => !implicit.includes(thing)));
  return [...read(write(read(write(read(things)))))];
}
