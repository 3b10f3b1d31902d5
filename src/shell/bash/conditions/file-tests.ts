/** Tests files, for `[ -f x ]` and the like. */
import type { Shell } from '../state/shell.js';

type Stat = Awaited<ReturnType<Shell['host']['fs']['stat']>>;

const always = () => true;
const never = () => false;

/** Tests of an existing file, by letter. */
const TESTS: Readonly<Record<string, (stat: Stat) => boolean>> = {
  a: always,
  e: always,
  f: ({ isFile }) => isFile,
  d: ({ isDirectory }) => isDirectory,
  s: ({ size }) => size > 0,
  r: always,
  w: always,
  x: ({ mode, isDirectory }) => isDirectory || (mode & 0o111) !== 0,
  O: always,
  G: always,
  N: always,
  k: ({ mode }) => (mode & 0o1000) !== 0,
  u: ({ mode }) => (mode & 0o4000) !== 0,
  g: ({ mode }) => (mode & 0o2000) !== 0,
  b: never,
  c: never,
  p: never,
  S: never,
};

/** Returns true if `-LETTER path` holds; undefined if the letter does not test files. */
export async function fileTest(
  shell: Shell,
  letter: string,
  path: string,
): Promise<boolean | undefined> {
  const { fs } = shell.host;
  if (letter === 'L' || letter === 'h') {
    return fs.lstat(shell.path(path)).then(
      ({ isSymbolicLink }) => isSymbolicLink,
      () => false,
    );
  }
  const test = Object.hasOwn(TESTS, letter) ? TESTS[letter] : undefined;
  if (!test) return undefined;
  if (path === '') return false;
  return fs.stat(shell.path(path)).then(test, () => false);
}

/** Evaluates `-nt`, `-ot` and `-ef`. */
export async function compareFiles(
  shell: Shell,
  left: string,
  operator: '-nt' | '-ot' | '-ef',
  right: string,
): Promise<boolean> {
  const { fs } = shell.host;
  if (operator === '-ef') {
    const real = (path: string) => fs.realpath(shell.path(path)).catch(() => undefined);
    const place = await real(left);
    return place !== undefined && place === (await real(right));
  }
  const time = (path: string) =>
    fs.stat(shell.path(path)).then(
      ({ mtime }) => mtime.getTime(),
      () => Number.NEGATIVE_INFINITY,
    );
  const [a, b] = [await time(left), await time(right)];
  return operator === '-nt' ? a > b : a < b;
}
