/** Expands patterns to the names of the files that they match. */
import type { Shell } from '../state/shell.js';
import { CommandError } from '../state/unwind.js';
import type { Field } from './fields.js';
import { compilePattern, isPattern, unescapePattern } from './pattern.js';

/** Returns the names of the files that a field matches, or the field itself. */
export async function expandPathname(shell: Shell, field: Field): Promise<readonly string[]> {
  const extended = shell.options.has('extglob');
  if (shell.options.has('noglob') || !isPattern(field.pattern, extended)) return [field.text];
  const found = await match(shell, field.pattern);
  if (found.length > 0) return found;
  if (shell.options.has('failglob')) throw new CommandError(`no match: ${field.text}`);
  return shell.options.has('nullglob') ? [] : [field.text];
}

/** Returns all paths that `pattern` matches, sorted. */
async function match(shell: Shell, pattern: string): Promise<string[]> {
  const globstar = shell.options.has('globstar');
  const parts = pattern.split('/');
  // `**/**` is equivalent to `**`.
  const kept = parts.filter((part, i) => !(globstar && part === '**' && parts[i + 1] === '**'));
  const existing = new Set<string>();
  for (const path of await paths(shell, '', kept)) {
    if (path !== '' && (await exists(shell, path))) existing.add(path);
  }
  return [...existing].sort((a, b) => (a < b ? -1 : 1));
}

/** True if a path is that of a file or a link; one that ends with a slash is a folder's. */
async function exists(shell: Shell, path: string): Promise<boolean> {
  const { fs } = shell.host;
  const place = shell.path(path);
  const isFolder = path.endsWith('/');
  const stat = await (isFolder ? fs.stat(place) : fs.lstat(place)).catch(() => undefined);
  return stat !== undefined && (stat.isDirectory || !isFolder);
}

/** Returns the paths that the parts of a pattern may match below a folder. */
async function paths(
  shell: Shell,
  folder: string,
  [part = '', ...others]: readonly string[],
): Promise<readonly string[]> {
  if (part === '**' && shell.options.has('globstar')) {
    const below = await allBelow(shell, folder, others.length > 0);
    if (others.length === 0) return [folder, ...below];
    const found: string[] = [];
    for (const inner of ['', ...below.map((name) => `${name.slice(folder.length)}/`)]) {
      found.push(...(await paths(shell, `${folder}${inner}`, others)));
    }
    return found;
  }
  const names = await matchPart(shell, folder, part);
  if (others.length === 0) return names.map((name) => `${folder}${name}`);
  const found: string[] = [];
  for (const name of names) {
    const path = `${folder}${name}`;
    const stat = await shell.host.fs.stat(shell.path(path || '/')).catch(() => undefined);
    if (stat?.isDirectory) found.push(...(await paths(shell, `${path}/`, others)));
  }
  return found;
}

/** Returns the names in a folder that one part of a pattern matches. */
async function matchPart(shell: Shell, folder: string, part: string): Promise<readonly string[]> {
  const extended = shell.options.has('extglob');
  if (!isPattern(part, extended)) return [unescapePattern(part)];
  const ignoreCase = shell.options.has('nocaseglob');
  const pattern = compilePattern(part, { extended, ignoreCase });
  const hidden = part.startsWith('.') || shell.options.has('dotglob');
  const names = await namesIn(shell, folder);
  return names.filter((name) => (hidden || !name.startsWith('.')) && pattern.matches(name));
}

const namesIn = (shell: Shell, folder: string): Promise<readonly string[]> =>
  shell.host.fs.readdir(shell.path(folder === '' ? '.' : folder)).catch(() => []);

/** Returns all paths below a folder: the matches of `**`. */
async function allBelow(shell: Shell, folder: string, onlyFolders: boolean): Promise<string[]> {
  const found: string[] = [];
  for (const name of await namesIn(shell, folder)) {
    if (name.startsWith('.') && !shell.options.has('dotglob')) continue;
    const path = `${folder}${name}`;
    const stat = await shell.host.fs.lstat(shell.path(path)).catch(() => undefined);
    if (stat?.isDirectory || !onlyFolders) found.push(path);
    if (stat?.isDirectory) found.push(...(await allBelow(shell, `${path}/`, onlyFolders)));
  }
  return found;
}
