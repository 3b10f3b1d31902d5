/** `mkdir` and `rmdir`: make and remove folders. */
import { attempt } from './file-tree.js';
import { parseMode } from './mode.js';
import { parseOptions } from './options.js';
import { complain, type UtilityCall, UtilityError } from './utility.js';

/** Returns a path and the folders above it that it names, the outermost first. */
function partsOf(path: string): string[] {
  const bare = path.replace(/(?<=.)\/+$/, '');
  const ends = [...bare.matchAll(/(?<=[^/])\/+/g)].map(({ index }) => bare.slice(0, index));
  return [...ends, bare];
}

export async function mkdir(call: UtilityCall): Promise<number> {
  const options = parseOptions(call, 'm|mode: p|parents v|verbose');
  if (options.operands.length === 0)
    throw new UtilityError("missing operand\nTry 'mkdir --help' for more information.");
  const text = options.value('m');
  const mode = text === undefined ? undefined : parseMode(text, 0o777);
  if (text !== undefined && mode === undefined) throw new UtilityError(`invalid mode '${text}'`);
  const { files } = call;
  let status = 0;
  const make = (path: string) =>
    attempt(call, `cannot create directory '${path}'`, async () => {
      if (await files.stat(path.replace(/(?<=.)\/+$/, ''), { follow: false }))
        throw new UtilityError('File exists');
      await files.makeFolder(path);
      if (options.has('v')) await call.stdout(`mkdir: created directory '${path}'\n`);
    });
  for (const path of options.operands) {
    const parts = options.has('p') && path !== '' ? partsOf(path) : [path];
    let made = true;
    for (const part of parts) {
      const stat = await files.stat(part);
      if (options.has('p') && stat?.isDirectory) continue;
      if (stat && part !== parts.at(-1)) {
        await complain(call, `cannot create directory '${part}': Not a directory`);
        made = false;
      } else made = await make(part);
      if (!made) break;
      if (mode !== undefined && part === parts.at(-1)) await files.changeMode(part, mode);
    }
    if (!made) status = 1;
  }
  return status;
}

export async function rmdir(call: UtilityCall): Promise<number> {
  const options = parseOptions(call, 'p|parents v|verbose ignore-fail-on-non-empty');
  if (options.operands.length === 0)
    throw new UtilityError("missing operand\nTry 'rmdir --help' for more information.");
  const { files } = call;
  const remove = async (path: string): Promise<boolean> => {
    if (options.has('v')) await call.stdout(`rmdir: removing directory, '${path}'\n`);
    const stat = await files.stat(path, { follow: false });
    const isFull = stat?.isDirectory && (await files.list(path)).length > 0;
    if (isFull && options.has('ignore-fail-on-non-empty')) return true;
    const reason = !stat
      ? 'No such file or directory'
      : !stat.isDirectory
        ? 'Not a directory'
        : isFull
          ? 'Directory not empty'
          : undefined;
    return attempt(call, `failed to remove '${path}'`, async () => {
      if (reason !== undefined) throw new UtilityError(reason);
      await files.remove(path);
    });
  };
  let status = 0;
  for (const path of options.operands) {
    for (const part of options.has('p') ? partsOf(path).reverse() : [path]) {
      if (await remove(part)) continue;
      status = 1;
      break;
    }
  }
  return status;
}
