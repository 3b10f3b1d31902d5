/** Copies and removes files and folders with everything in them, for `cp`, `mv` and `rm`. */
import type { FileStat } from './files.js';
import { UMASK } from './mode.js';
import { complain, type UtilityCall, UtilityError } from './utility.js';

/** Appends a name to the path of a folder. */
export const inFolder = (folder: string, name: string): string =>
  folder.endsWith('/') ? folder + name : `${folder}/${name}`;

/** Returns the last part of a path. */
export const baseName = (path: string): string => {
  const bare = path.replace(/\/+$/, '');
  return bare.slice(bare.lastIndexOf('/') + 1) || '/';
};

/** Runs a change; prints a message that starts with `what` and returns false if it fails. */
export async function attempt(
  call: UtilityCall,
  what: string,
  change: () => Promise<void>,
): Promise<boolean> {
  try {
    await change();
    return true;
  } catch (error) {
    if (!(error instanceof UtilityError)) throw error;
    await complain(call, `${what}: ${error.message.replace(/^.*: /s, '')}`);
    return false;
  }
}

export interface CopyOptions {
  /** True to follow links in folders. */
  readonly follow: boolean;
  /** True to keep modes and times. */
  readonly keep: boolean;
  /** Called with each pair of paths that was copied. */
  readonly onCopied?: (from: string, to: string) => void | Promise<void>;
}

/** Copies a file, a link or a folder with all it contains. Returns true if all was copied. */
export async function copyTree(
  call: UtilityCall,
  from: string,
  to: string,
  stat: FileStat,
  options: CopyOptions,
): Promise<boolean> {
  const { files } = call;
  const finish = async (mode: number | undefined) => {
    if (options.keep) await files.changeTime(to, stat.mtime);
    if (mode !== undefined) await files.changeMode(to, mode);
  };
  const mode = options.keep ? stat.mode & 0o7777 : stat.mode & 0o777 & ~UMASK;
  if (stat.isSymbolicLink) {
    return attempt(call, `cannot create symbolic link '${to}'`, async () => {
      if (await files.stat(to, { follow: false })) await files.remove(to);
      await files.makeLink(await files.readLink(from), to);
      await options.onCopied?.(from, to);
    });
  }
  if (!stat.isDirectory) {
    const isNew = (await files.stat(to)) === undefined;
    return attempt(call, `cannot create regular file '${to}'`, async () => {
      if (to.endsWith('/')) throw new UtilityError(`${to}: Not a directory`);
      await files.write(to, await files.read(from));
      await finish(isNew || options.keep ? mode : undefined);
      await options.onCopied?.(from, to);
    });
  }
  const old = await files.stat(to);
  if (old && !old.isDirectory) {
    await complain(call, `cannot overwrite non-directory '${to}' with directory '${from}'`);
    return false;
  }
  const names = await files.list(from);
  if (!old) {
    const made = await attempt(call, `cannot create directory '${to}'`, () => files.makeFolder(to));
    if (!made) return false;
    await options.onCopied?.(from, to);
  }
  let complete = true;
  for (const name of names) {
    const source = inFolder(from, name);
    const inner = await files.stat(source, { follow: options.follow });
    if (!inner) {
      await complain(call, `cannot stat '${source}': No such file or directory`);
      complete = false;
    } else if (!(await copyTree(call, source, inFolder(to, name), inner, options))) {
      complete = false;
    }
  }
  await finish(old ? undefined : mode);
  return complete;
}

/** Removes a file, a link or a folder with all it contains. Returns true if all was removed. */
export async function removeTree(
  call: UtilityCall,
  path: string,
  onRemoved: (path: string, isFolder: boolean) => void | Promise<void> = () => {},
): Promise<boolean> {
  const stat = await call.files.stat(path, { follow: false });
  const isFolder = stat?.isDirectory === true;
  let complete = true;
  for (const name of isFolder ? await call.files.list(path) : []) {
    complete = (await removeTree(call, inFolder(path, name), onRemoved)) && complete;
  }
  if (!complete) return false;
  const removed = await attempt(call, `cannot remove '${path}'`, () => call.files.remove(path));
  if (removed) await onRemoved(path, isFolder);
  return removed;
}
