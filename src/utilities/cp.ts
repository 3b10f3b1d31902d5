/** `cp`: copies files. */
import { destinations, refuse } from './destination.js';
import { attempt, copyTree, inFolder } from './file-tree.js';
import type { FileStat } from './files.js';
import { parseOptions } from './options.js';
import { complain, type UtilityCall } from './utility.js';

export async function cp(call: UtilityCall): Promise<number> {
  const options = parseOptions(
    call,
    'a|archive b| backup? d| f|force H| i|interactive l|link L|dereference n|no-clobber p| preserve? ' +
      'P|no-dereference r|recursive R| s|symbolic-link S|suffix: t|target-directory: ' +
      'T|no-target-directory u|update v|verbose x|one-file-system no-preserve: parents',
  );
  refuse(options, ['b', 'backup', 'i', 'S', 'l', 'parents']);
  const deep = ['a', 'r', 'R'].some((key) => options.has(key));
  const mode = options.last(['a', 'd', 'H', 'L', 'P']);
  const follows = mode === undefined ? !deep : mode === 'L' || mode === 'H';
  const keep = ['a', 'p', 'preserve'].some((key) => options.has(key));
  const follow = mode === 'L';
  const onCopied = async (from: string, to: string) => {
    if (options.has('v')) await call.stdout(`'${from}' -> '${to}'\n`);
  };
  const { files } = call;

  async function copy(from: string, to: string, stat: FileStat): Promise<boolean> {
    const old = await files.stat(to);
    if (options.has('n') && old) return true;
    if (options.has('u') && old && old.mtime >= stat.mtime) return true;
    if (options.has('s')) {
      if (old && options.has('f')) await files.remove(to);
      return attempt(call, `cannot create symbolic link '${to}'`, () => files.makeLink(from, to));
    }
    if (stat.isDirectory && !deep) {
      await complain(call, `-r not specified; omitting directory '${from}'`);
      return false;
    }
    const [own, other] = [await files.identity(from), await files.identity(to)];
    if (own === other && !stat.isSymbolicLink) {
      await complain(call, `'${from}' and '${to}' are the same file`);
      return false;
    }
    if (stat.isDirectory && inFolder(other, '').startsWith(inFolder(own, ''))) {
      await complain(call, `cannot copy a directory, '${from}', into itself, '${to}'`);
      return false;
    }
    if (old?.isDirectory && !stat.isDirectory) {
      await complain(call, `cannot overwrite directory '${to}' with non-directory`);
      return false;
    }
    const oldLink = await files.stat(to, { follow: false });
    if (!old && oldLink?.isSymbolicLink && !stat.isSymbolicLink) {
      await complain(call, `not writing through dangling symlink '${to}'`);
      return false;
    }
    return copyTree(call, from, to, stat, { follow, keep, onCopied });
  }

  let status = 0;
  for (const [from, place] of await destinations(call, options)) {
    const to = place.replace(/\/\.{1,2}$/, '');
    const stat = await files.stat(from, { follow: follows });
    if (!stat) {
      status = 1;
      await complain(call, `cannot stat '${from}': No such file or directory`);
    } else if (!(await copy(from, to, stat))) status = 1;
  }
  return status;
}
