import { join } from 'node:path';
import { build } from 'vite';

const ROOT = join(import.meta.dirname, '../../..');

/**
 * Turns a TypeScript program of this repository into one that `node` can run,
 * and returns its path. Packages stay where they are.
 */
export async function buildProgram(entry: string, name: string): Promise<string> {
  const outDir = join(ROOT, 'node_modules/.cache/ovn-sandbox-ts', name);
  await build({
    root: ROOT,
    configFile: false,
    logLevel: 'error',
    esbuild: { jsx: 'automatic', jsxDev: false },
    build: {
      ssr: join(ROOT, entry),
      outDir,
      emptyOutDir: true,
      target: 'node20',
      minify: false,
      rollupOptions: { output: { entryFileNames: 'program.js' } },
    },
  });
  return join(outDir, 'program.js');
}
