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
  const parts = pattern.split('/');
  let prefixes = [''];
  for (const [i, part] of parts.entries()) {
    const last = i === parts.length - 1;
    const next: string[] = [];
    for (const prefix of prefixes) {
      for (const name of await matchPart(shell, prefix, part)) {
        next.push(`${prefix}${name}${last ? '' : '/'}`);
      }
    }
    prefixes = next;
  }
  const existing: string[] = [];
  for (const path of prefixes) {
    const stat = await shell.host.fs.stat(shell.path(path)).catch(() => undefined);
    if (stat && (stat.isDirectory || !path.endsWith('/'))) existing.push(path);
  }
  return existing.sort((a, b) => (a < b ? -1 : 1));
}

/** Returns the names in a folder that one part of a pattern matches. */
async function matchPart(shell: Shell, folder: string, part: string): Promise<readonly string[]> {
  const { fs } = shell.host;
  const extended = shell.options.has('extglob');
  if (part === '**' && shell.options.has('globstar')) return foldersBelow(shell, folder);
  if (!isPattern(part, extended)) return [unescapePattern(part)];
  const pattern = compilePattern(part, {
    extended,
    ignoreCase: shell.options.has('nocaseglob'),
  });
  const hidden = part.startsWith('.') || shell.options.has('dotglob');
  try {
    const names = await fs.readdir(shell.path(folder === '' ? '.' : folder));
    return names
      .filter((name) => (hidden || !name.startsWith('.')) && pattern.matches(name))
      .sort();
  } catch {
    return [];
  }
}

/** Returns the folder itself, as an empty name, and all below it: the matches of `**`. */
async function foldersBelow(shell: Shell, folder: string): Promise<string[]> {
  const found = [''];
  const visit = async (below: string): Promise<void> => {
    const place = shell.path(`${folder}${below}` === '' ? '.' : `${folder}${below}`);
    for (const name of await shell.host.fs.readdir(place).catch(() => [])) {
      if (name.startsWith('.')) continue;
      found.push(`${below}${name}`);
      const { isDirectory } = await shell.host.fs.lstat(shell.path(`${folder}${below}${name}`));
      if (isDirectory) await visit(`${below}${name}/`);
    }
  };
  await visit('');
  return found;
}
