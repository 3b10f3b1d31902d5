/**
 * Makes a fresh clone ready and hands over: installs the packages and builds the
 * program where that is needed, then runs what `npm start`, `npm test` or
 * `npm run bench` stand for. It needs Node.js and npm, and no package.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, lstatSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(fileURLToPath(import.meta.url));
const [task, ...args] = process.argv.slice(2);

/** Runs a command in `cwd` and ends with its status where it fails. */
function run(command, commandArgs, { cwd = root, quiet = false } = {}) {
  const { status, signal, error } = spawnSync(command, commandArgs, {
    cwd,
    // What is said while installing must not mix with a script's output.
    stdio: quiet ? ['ignore', process.stderr, process.stderr] : 'inherit',
    shell: process.platform === 'win32' && command === 'npm',
  });
  if (error) {
    process.stderr.write(`${command}: ${error.message}\n`);
    process.exit(1);
  }
  if (signal) process.kill(process.pid, signal);
  if (status !== 0) process.exit(status ?? 1);
}

const time = (path) => (existsSync(path) ? statSync(path).mtimeMs : 0);

/** When anything below `folder` last changed. */
const newest = (folder) =>
  Math.max(
    ...readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((file) =>
      time(join(folder, file)),
    ),
  );

/** The packages that are asked for, and those that were installed, as npm describes them. */
const wanted = readFileSync(join(root, 'package-lock.json'), 'utf8');
const packages = join(root, 'node_modules');
const installed = join(packages, '.installed-from');
// A link leads to packages that somebody else looks after.
const isLink = lstatSync(packages, { throwIfNoEntry: false })?.isSymbolicLink() === true;
if (!isLink && (!existsSync(installed) || readFileSync(installed, 'utf8') !== wanted)) {
  process.stderr.write('Installing packages...\n');
  run('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], { quiet: true });
  writeFileSync(installed, wanted);
}

const bin = (...path) => join(packages, ...path);
const build = (...entryAndFolder) =>
  run(process.execPath, [join(root, 'build.mjs'), ...entryAndFolder], { quiet: true });

const sources = Math.max(newest(join(root, 'src')), time(installed), time(join(root, 'build.mjs')));
const built = join(root, 'dist', '.built');
if (time(built) < sources) {
  process.stderr.write('Building...\n');
  build();
  writeFileSync(built, '');
}

switch (task) {
  case 'start':
    run(process.execPath, [join(root, 'dist', 'cli.js'), ...args], {
      // npm changes to the package's folder; the person is somewhere else.
      cwd: process.env.INIT_CWD ?? process.cwd(),
    });
    break;
  case 'test':
    run(process.execPath, [bin('vitest', 'vitest.mjs'), 'run', ...args]);
    break;
  case 'bench':
    build('bench/main.ts', 'node_modules/.bench');
    run(process.execPath, ['--expose-gc', bin('.bench', 'main.js'), ...args]);
    break;
  default:
    process.stderr.write('usage: node bootstrap.mjs start|test|bench [ARG...]\n');
    process.exit(2);
}
