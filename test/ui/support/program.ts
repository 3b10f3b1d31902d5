import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'vite';

const ROOT = join(import.meta.dirname, '../../..');

/**
 * Turns a TypeScript program of this repository into one that `node` can run,
 * and returns its path. What a program looks for beside its folder is there.
 * With its packages inside it starts in a third of the time, but takes longer to build.
 */
export async function buildProgram(
  entry: string,
  name: string,
  packages: 'inside' | 'outside',
): Promise<string> {
  const folder = join(ROOT, 'node_modules/.cache/ovn-sandbox-ts', name);
  const outDir = join(folder, 'dist');
  await build({
    root: ROOT,
    configFile: false,
    logLevel: 'error',
    esbuild: { jsx: 'automatic', jsxDev: false },
    define: { 'process.env.NODE_ENV': '"production"' },
    ssr: { noExternal: packages === 'inside' ? true : [] },
    build: {
      ssr: join(ROOT, entry),
      outDir,
      emptyOutDir: true,
      target: 'node20',
      minify: false,
      rollupOptions: { output: { entryFileNames: 'program.js' } },
    },
  });
  for (const file of ['package.json', 'scripts']) {
    cpSync(join(ROOT, file), join(folder, file), { recursive: true });
  }
  return join(outDir, 'program.js');
}
