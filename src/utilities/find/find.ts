/** `find`: searches folders for files. */
import { baseName, inFolder } from '../file-tree.js';
import type { FileStat } from '../files.js';
import { complain, type UtilityCall } from '../utility.js';
import type { Search, Step } from './item.js';
import { ExpressionParser, splitArguments } from './parse.js';

export async function find(call: UtilityCall): Promise<number> {
  const { links, paths, words } = splitArguments(call.args);
  const search: Search = {
    maxDepth: Number.POSITIVE_INFINITY,
    minDepth: 0,
    depthFirst: false,
    follow: links === 'L',
    hasAction: false,
    pruned: false,
    stopped: false,
    status: 0,
    atEnd: [],
  };
  const expression = await new ExpressionParser(call, search, words).parse();
  const step: Step = search.hasAction
    ? expression
    : async (item) => {
        if (await expression(item)) await call.stdout(`${item.path}\n`);
        return true;
      };
  for (const root of paths) {
    const stat = await look(root, links === 'H');
    if (stat) await visit(root, root, 0, stat, []);
    else {
      await complain(call, `'${root}': No such file or directory`);
      search.status = 1;
    }
    if (search.stopped) break;
  }
  for (const end of search.atEnd) await end();
  return search.status;

  async function look(path: string, follow = false): Promise<FileStat | undefined> {
    const target = search.follow || follow ? await call.files.stat(path) : undefined;
    return target ?? call.files.stat(path, { follow: path.endsWith('/') });
  }

  async function visit(
    root: string,
    path: string,
    depth: number,
    stat: FileStat,
    above: readonly string[],
  ): Promise<void> {
    if (search.stopped || call.signal.aborted) return;
    const identity = search.follow && stat.isDirectory ? await call.files.identity(path) : '';
    if (identity !== '' && above.includes(identity)) {
      await complain(
        call,
        `File system loop detected; '${path}' is part of the same file system loop`,
      );
      search.status = 1;
      return;
    }
    search.pruned = false;
    const meet = async () => {
      const item = { path, root, depth, stat, name: baseName(path) };
      if (depth >= search.minDepth) await step(item);
    };
    if (!search.depthFirst) await meet();
    const enters =
      stat.isDirectory && depth < search.maxDepth && (search.depthFirst || !search.pruned);
    for (const name of enters ? await call.files.list(path) : []) {
      const inner = inFolder(path, name);
      const innerStat = await look(inner);
      if (innerStat) await visit(root, inner, depth + 1, innerStat, [...above, identity]);
    }
    if (search.depthFirst) await meet();
  }
}
