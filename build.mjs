/**
 * `node build.mjs [ENTRY FOLDER]`: makes a program of the TypeScript below `src/`
 * (`src/cli.ts` and `dist`, where nothing is said). A few files load in half the time
 * that many hundreds take, so packages go in as well, but for just-bash, which comes
 * packed already. Types are checked by `npm run typecheck`.
 */
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';

const [entry = 'src/cli.ts', folder = 'dist'] = process.argv.slice(2);
const root = import.meta.dirname;
const outdir = join(root, folder);

/** Packages of the old kind ask for Node's own modules with `require`. */
const REQUIRE =
  "import { createRequire as requireFrom } from 'node:module'; const require = requireFrom(import.meta.url);";

rmSync(outdir, { recursive: true, force: true });
await build({
  entryPoints: [join(root, entry)],
  outdir,
  bundle: true,
  splitting: true,
  // Ink asks for the second only where somebody debugs Ink.
  external: ['just-bash', 'react-devtools-core'],
  platform: 'node',
  format: 'esm',
  target: 'node20',
  jsx: 'automatic',
  define: { 'process.env.NODE_ENV': '"production"' },
  banner: { js: REQUIRE },
  sourcemap: true,
  logLevel: 'warning',
});
