/**
 * Gives every fast-check property the same seed in each run, so that `npm test`
 * either passes or fails for everyone. `FC_SEED=1234 npx vitest run test/expr`
 * tries other examples.
 */
import fc from 'fast-check';

/** The seed of properties that name none. */
const DEFAULT_SEED = 20_151_104;

fc.configureGlobal({ seed: Number(process.env['FC_SEED'] ?? DEFAULT_SEED) });
