/** `mv`: moves and renames files. */
import { destinations, refuse } from './destination.js';
import { attempt, copyTree, inFolder, removeTree } from './file-tree.js';
import type { FileStat } from './files.js';
import { parseOptions } from './options.js';
import { complain, type UtilityCall } from './utility.js';

export async function mv(call: UtilityCall): Promise<number> {
  const options = parseOptions(
    call,
    'b| backup? f|force i|interactive n|no-clobber S|suffix: t|target-directory: ' +
      'T|no-target-directory u|update v|verbose strip-trailing-slashes',
  );
  refuse(options, options.last(['f', 'i', 'n']) === 'i' ? undefined : ['b', 'backup', 'S']);
  const { files } = call;

  async function obstacle(from: string, to: string, stat: FileStat): Promise<string | undefined> {
    const old = await files.stat(to, { follow: false });
    const [own, other] = [await files.identity(from), await files.identity(to)];
    if (own === other && !stat.isSymbolicLink && old)
      return `'${from}' and '${to}' are the same file`;
    if (stat.isDirectory && inFolder(other, '').startsWith(inFolder(own, '')))
      return `cannot move '${from}' to a subdirectory of itself, '${to}'`;
    if (old?.isDirectory && !stat.isDirectory)
      return `cannot overwrite directory '${to}' with non-directory`;
    if (old && !old.isDirectory && stat.isDirectory)
      return `cannot overwrite non-directory '${to}' with directory '${from}'`;
    if (old?.isDirectory && (await files.list(to)).length > 0)
      return `cannot move '${from}' to '${to}': Directory not empty`;
    const reason =
      to.endsWith('/') && !old && !stat.isDirectory ? 'Not a directory' : await files.obstacle(to);
    return reason === undefined ? undefined : `cannot move '${from}' to '${to}': ${reason}`;
  }

  async function move(from: string, to: string): Promise<boolean> {
    const stat = await files.stat(from, { follow: false });
    if (!stat) {
      await complain(call, `cannot stat '${from}': No such file or directory`);
      return false;
    }
    const old = await files.stat(to, { follow: false });
    if (old && (options.last(['f', 'i', 'n']) === 'n' || isOlder(stat, old))) return true;
    const problem = await obstacle(from, to, stat);
    if (problem !== undefined) {
      await complain(call, problem);
      return false;
    }
    if (old?.isSymbolicLink || (old && !stat.isDirectory)) {
      const removed = await attempt(call, `cannot remove '${to}'`, () => files.remove(to));
      if (!removed) return false;
    }
    const whole = await copyTree(call, from, to, stat, { follow: false, keep: true });
    if (!whole || !(await removeTree(call, from))) return false;
    if (options.has('v')) await call.stdout(`renamed '${from}' -> '${to}'\n`);
    return true;
  }

  const isOlder = (stat: FileStat, old: FileStat): boolean =>
    options.has('u') && old.mtime >= stat.mtime;

  let status = 0;
  for (const [from, to] of await destinations(call, options)) {
    if (!(await move(from, to))) status = 1;
  }
  return status;
}
