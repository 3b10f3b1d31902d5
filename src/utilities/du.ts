/** `du`: sums up the sizes of files. */

import { inFolder } from './file-tree.js';
import { blocksOf, sizeOf } from './find/item.js';
import { humanSize } from './ls.js';
import { parseOptions } from './options.js';
import { complain, type UtilityCall, UtilityError } from './utility.js';

const KIB = 1024;

export async function du(call: UtilityCall): Promise<number> {
  const options = parseOptions(
    call,
    'a|all apparent-size b|bytes c|total d|max-depth: h|human-readable k| m| s|summarize S|separate-dirs 0|null x|one-file-system L|dereference',
  );
  const bytes = options.has('b');
  const apparent = bytes || options.has('apparent-size');
  const most = options.has('s')
    ? 0
    : (options.count('d', 'invalid maximum depth') ?? Number.POSITIVE_INFINITY);
  if (options.has('s') && options.has('a')) {
    throw new UtilityError(
      "cannot both summarize and show all entries\nTry 'du --help' for more information.",
    );
  }
  const end = options.has('0') ? '\0' : '\n';
  const print = async (size: number, path: string) => {
    const amount =
      options.last(['b', 'h', 'k', 'm']) === 'h'
        ? humanSize(size)
        : String(Math.ceil(size / (bytes ? 1 : options.has('m') ? KIB ** 2 : KIB)));
    await call.stdout(`${amount}\t${path}${end}`);
  };
  const measure = async (path: string, depth: number): Promise<number> => {
    if (call.signal.aborted) return 0;
    const stat = await call.files.stat(path, { follow: options.has('L') });
    if (!stat) return 0;
    const own = apparent ? sizeOf(stat) : KIB * blocksOf(stat);
    let [sum, shown] = [own, own];
    for (const name of stat.isDirectory ? await call.files.list(path) : []) {
      const inner = inFolder(path, name);
      const size = await measure(inner, depth + 1);
      sum += size;
      const isFolder = (await call.files.stat(inner, { follow: false }))?.isDirectory;
      if (!options.has('S') || !isFolder) shown += size;
    }
    if (depth <= most && (depth === 0 || stat.isDirectory || options.has('a')))
      await print(shown, path);
    return sum;
  };
  let total = 0;
  let status = 0;
  for (const path of options.operands.length > 0 ? options.operands : ['.']) {
    if (await call.files.stat(path, { follow: false })) total += await measure(path, 0);
    else {
      await complain(call, `cannot access '${path}': No such file or directory`);
      status = 1;
    }
  }
  if (options.has('c')) await print(total, 'total');
  return status;
}
