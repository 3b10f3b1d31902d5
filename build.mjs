/**
 * `node build.mjs [ENTRY FOLDER]` bundles a program and its packages into a few files
 * (default: `src/cli.ts` into `dist`). A bundle starts faster than hundreds of modules
 * and needs no packages at run time. `npm run typecheck` checks the types.
 */
import { readdirSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

const root = import.meta.dirname;
const PROGRAM = 'src/cli.ts';

/** Written last: its modification time proves that the build is complete. */
const STAMP = '.built';

/** CommonJS packages load Node's built-in modules with `require`. */
const REQUIRE =
  "import { createRequire as requireFrom } from 'node:module'; const require = requireFrom(import.meta.url);";

/** Packages that the program never uses, such as the codecs of `tar -J` and Ink's debugger. */
const LEFT_OUT_PACKAGES = [
  ...['@mixmark-io/domino', '@mongodb-js/zstd', 'node-liblzma', 'quickjs-emscripten'],
  ...['react-devtools-core', 'sql.js', 'turndown', 'undici', 'ws'],
];

/** Chunks of just-bash that are never loaded: mostly commands that the shell does not offer. */
const LEFT_OUT_CHUNKS = [
  ...['curl', 'flag-coverage', 'html-to-markdown', 'js-exec', 'python3', 'sqlite3', 'undici'],
];

const LEFT_OUT = new RegExp(
  `^(${LEFT_OUT_PACKAGES.join('|')})$|/(${LEFT_OUT_CHUNKS.join('|')})-[A-Z0-9]{8}\\.js$`,
);

const leaveOut = {
  name: 'leave-out',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: LEFT_OUT }, ({ path }) => ({ path, namespace: 'left-out' }));
    onLoad({ filter: /.*/, namespace: 'left-out' }, ({ path }) => ({
      contents: `throw new Error(${JSON.stringify(`${path} is not part of this program`)});`,
    }));
  },
};

/** Bundles the script behind each program that `ovn-sandbox-ts shell` puts on the PATH. */
const buildClient = (esbuild, outdir) =>
  esbuild.build({
    absWorkingDir: root,
    entryPoints: ['src/host-shell/client.ts'],
    outdir,
    outExtension: { '.js': '.cjs' },
    bundle: true,
    minify: true,
    platform: 'node',
    target: 'node20',
    logLevel: 'warning',
  });

/** Bundles the program that starts at `entry` into `folder`, which it replaces. */
export async function build(entry = PROGRAM, folder = 'dist') {
  const esbuild = await import('esbuild');
  const { thirdPartyNotices } = await import('./.ci/third-party.mjs');
  const target = resolve(root, folder);
  const outdir = `${target}.${process.pid}`;
  try {
    const { metafile } = await esbuild.build({
      absWorkingDir: root,
      entryPoints: [entry],
      outdir,
      bundle: true,
      splitting: true,
      plugins: [leaveOut],
      platform: 'node',
      format: 'esm',
      target: 'node20',
      jsx: 'automatic',
      define: {
        'process.env.NODE_ENV': '"production"',
        // Only curl needs it, and merely inspecting it makes Node.js load its HTTP client.
        'globalThis.Headers': 'undefined',
      },
      banner: { js: REQUIRE },
      minify: true,
      legalComments: 'none',
      metafile: true,
      logLevel: 'warning',
    });
    if (entry === PROGRAM) await buildClient(esbuild, outdir);
    const notices = thirdPartyNotices(Object.keys(metafile.inputs), LEFT_OUT_PACKAGES);
    writeFileSync(join(outdir, 'THIRD-PARTY.txt'), notices);
    writeFileSync(join(outdir, STAMP), '');
    rmSync(target, { recursive: true, force: true });
    renameSync(outdir, target);
  } finally {
    rmSync(outdir, { recursive: true, force: true });
  }
}

const modified = (path) => statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0;

/** True if a source file is newer than `dist`. */
export function isStale() {
  const built = modified(join(root, 'dist', STAMP));
  const sources = readdirSync(join(root, 'src'), { recursive: true });
  return [
    'src',
    'build.mjs',
    'package-lock.json',
    ...sources.map((path) => join('src', path)),
  ].some((path) => modified(join(root, path)) >= built);
}

if (process.argv[1] === import.meta.filename) await build(...process.argv.slice(2));
