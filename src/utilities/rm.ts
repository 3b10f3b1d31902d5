/** `rm`: removes files. */
import { refuse } from './destination.js';
import { attempt, removeTree } from './file-tree.js';
import { parseOptions } from './options.js';
import { complain, type UtilityCall, UtilityError } from './utility.js';

export async function rm(call: UtilityCall): Promise<number> {
  const options = parseOptions(
    call,
    'd|dir f|force i| I| interactive? r|recursive R| v|verbose one-file-system no-preserve-root preserve-root?',
  );
  const question = options.last(['f', 'i', 'I', 'interactive']);
  if (question !== 'f') refuse(options, ['i', 'I', 'interactive']);
  const { files } = call;
  const force = options.has('f');
  const deep = options.has('r') || options.has('R');
  if (options.operands.length === 0) {
    if (force) return 0;
    throw new UtilityError("missing operand\nTry 'rm --help' for more information.");
  }
  const onRemoved = async (path: string, isFolder: boolean) => {
    if (options.has('v')) await call.stdout(`removed ${isFolder ? 'directory ' : ''}'${path}'\n`);
  };
  /** Returns why a file is not removed: '' if that is no error, undefined if it can be removed. */
  const obstacle = async (path: string): Promise<string | undefined> => {
    const own = await files.stat(path.replace(/(?<=.)\/+$/, ''), { follow: false });
    if (!own) return force ? '' : `cannot remove '${path}': No such file or directory`;
    if (path.endsWith('/') && !own.isDirectory) return `cannot remove '${path}': Not a directory`;
    if (!own.isDirectory) return undefined;
    if (!deep && !options.has('d')) return `cannot remove '${path}': Is a directory`;
    if (/(^|\/)\.\.?\/*$/.test(path))
      return `refusing to remove '.' or '..' directory: skipping '${path}'`;
    return (await files.identity(path)) === '/'
      ? `it is dangerous to operate recursively on '${path}'\nrm: use --no-preserve-root to override this failsafe`
      : undefined;
  };
  let status = 0;
  for (const path of options.operands) {
    const problem = await obstacle(path);
    if (problem === '') continue;
    if (problem !== undefined) {
      await complain(call, problem);
      status = 1;
      continue;
    }
    const own = await files.stat(path, { follow: false });
    const removed =
      own?.isDirectory && !deep
        ? await attempt(call, `cannot remove '${path}'`, () => files.remove(path))
        : await removeTree(call, path, onRemoved);
    if (!removed) status = 1;
  }
  return status;
}
