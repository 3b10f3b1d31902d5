/**
 * `node build.mjs [ENTRY FOLDER]`: makes a program of the TypeScript below `src/`
 * (`src/cli.ts` and `dist`, where nothing is said). A few files load in half the time
 * that hundreds take; packages stay where they are. Types are checked by `npm run typecheck`.
 */
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';

const [entry = 'src/cli.ts', folder = 'dist'] = process.argv.slice(2);
const root = import.meta.dirname;
const outdir = join(root, folder);

rmSync(outdir, { recursive: true, force: true });
await build({
  entryPoints: [join(root, entry)],
  outdir,
  bundle: true,
  splitting: true,
  packages: 'external',
  platform: 'node',
  format: 'esm',
  target: 'node20',
  jsx: 'automatic',
  sourcemap: true,
  logLevel: 'warning',
});
