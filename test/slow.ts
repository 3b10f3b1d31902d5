/** Tests that also have a long version, which `npm run soak` runs. */
export const SLOW = process.env['SLOW'] !== undefined;

/** Returns how often to try something: in `npm test`, and in `npm run soak`. */
export const times = (short: number, long: number): number => (SLOW ? long : short);

/** The time limit of a test with a long version, in milliseconds. */
export const LONG_TIMEOUT = SLOW ? 10_800_000 : 120_000;
