/** Allocates the tunnel keys of datapaths and ports. */
/** The largest keys that datapaths and ports may have. */
export const MAX_DATAPATH_KEY = 2 ** 24 - 1;
export const MAX_PORT_KEY = 2 ** 15 - 1;

/**
 * Returns the first free tunnel key after `hint`, starting over at 1 after `max`; `undefined` if
 * all keys are in use. Mirrors `allocate_tnlid()`.
 */
export function allocateKey(
  inUse: ReadonlySet<number>,
  max: number,
  hint: number,
): number | undefined {
  for (let step = 0; step < max; step++) {
    const key = ((hint + step) % max) + 1;
    if (!inUse.has(key)) return key;
  }
  return undefined;
}
