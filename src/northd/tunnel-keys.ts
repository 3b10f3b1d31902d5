/**
 * The next tunnel key after `hint` that nobody has, going round from `max` to 1.
 *
 * @returns `undefined` where all are taken.
 */
export function nextTunnelKey(
  inUse: ReadonlySet<number>,
  hint: number,
  max: number,
): number | undefined {
  for (let tried = 0; tried < max; tried++) {
    const key = ((hint + tried) % max) + 1;
    if (!inUse.has(key)) return key;
  }
  return undefined;
}

export const MAX_DATAPATH_KEY = 2 ** 24 - 1;
export const MAX_PORT_KEY = 2 ** 15 - 1;
