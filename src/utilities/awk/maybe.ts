/** Chains computations that finish at once unless one of them has to wait. */

export type Maybe<T> = T | Promise<T>;

/** Passes a result to the next computation as soon as it is available. */
export const chain = <A, B>(value: Maybe<A>, use: (value: A) => Maybe<B>): Maybe<B> =>
  value instanceof Promise ? value.then(use) : use(value);

/** Computes results one after another. */
export function all<T>(makers: readonly (() => Maybe<T>)[]): Maybe<T[]> {
  const results: T[] = [];
  const from = (start: number): Maybe<T[]> => {
    for (let i = start; i < makers.length; i++) {
      const result = makers[i]?.() as Maybe<T>;
      if (result instanceof Promise) {
        return result.then((value) => {
          results.push(value);
          return from(i + 1);
        });
      }
      results.push(result);
    }
    return results;
  };
  return from(0);
}
