/**
 * Runs `npm start`, `npm test`, `npm run soak` and `npm run bench` on any clone: installs the packages and
 * builds the program first if they are missing or out of date. Needs only Node.js and npm.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, lstatSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build, isStale } from './build.mjs';

const root = import.meta.dirname;
const packages = join(root, 'node_modules');

/** Runs a command in the repository. If it fails, prints `failure` and exits with its status. */
function run(command, args, { stdio = 'inherit', failure = '' } = {}) {
  const shell = process.platform === 'win32' && command === 'npm';
  const { status, signal, error } = spawnSync(command, args, { cwd: root, stdio, shell });
  if (error) {
    process.stderr.write(`${command}: ${error.message}\n`);
    process.exit(1);
  }
  if (signal) process.kill(process.pid, signal);
  if (status === 0) return;
  process.stderr.write(failure);
  process.exit(status ?? 1);
}

/** Installs the packages in package-lock.json, unless they are already installed. */
function install() {
  const wanted = readFileSync(join(root, 'package-lock.json'), 'utf8');
  const installed = join(packages, '.installed-from');
  // If node_modules is a link, its packages are managed elsewhere.
  if (lstatSync(packages, { throwIfNoEntry: false })?.isSymbolicLink()) return;
  if (existsSync(installed) && readFileSync(installed, 'utf8') === wanted) return;
  process.stderr.write('Installing packages...\n');
  const options = ['--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
  // Standard output belongs to the program that is about to run, so npm prints to standard
  // error.
  run('npm', ['ci', ...options], { stdio: ['ignore', process.stderr, process.stderr] });
  writeFileSync(installed, wanted);
}

/** Tests that `npm run soak` runs in a longer version. */
const LONG_TESTS = [
  'test/fuzz',
  'test/sandbox',
  'test/shell/bash',
  'test/topology',
  'test/tools/ovstest',
];

const [task, ...args] = process.argv.slice(2);
install();
if (isStale()) {
  process.stderr.write('Building...\n');
  await build();
}
switch (task) {
  case 'start': {
    const program = join(root, 'dist', 'cli.js');
    process.argv.splice(1, Number.POSITIVE_INFINITY, program, ...args);
    // npm changed to the root of the repository; INIT_CWD is the user's folder.
    process.chdir(process.env.INIT_CWD ?? '.');
    await import(pathToFileURL(program).href);
    break;
  }
  case 'test':
    run(process.execPath, [join(packages, 'vitest', 'vitest.mjs'), 'run', ...args], {
      failure: 'Some tests failed.\n',
    });
    process.stdout.write('All tests passed.\n');
    break;
  case 'soak':
    process.env.SLOW = '1';
    run(process.execPath, [
      ...[join(packages, 'vitest', 'vitest.mjs'), 'run', '--reporter=verbose'],
      ...(args.length > 0 ? args : LONG_TESTS),
    ]);
    break;
  case 'bench':
    await build('bench/main.ts', 'node_modules/.bench');
    run(process.execPath, ['--expose-gc', join(packages, '.bench', 'main.js'), ...args]);
    break;
  default:
    process.stderr.write('usage: node bootstrap.mjs start|test|soak|bench [ARG...]\n');
    process.exit(2);
}
