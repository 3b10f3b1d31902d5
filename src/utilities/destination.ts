/** Finds out where `cp`, `mv` and `ln` put each file that they are given. */
import { baseName, inFolder } from './file-tree.js';
import type { Options } from './options.js';
import { type UtilityCall, UtilityError } from './utility.js';

/** Options that would ask questions or make backups. */
const REFUSED = ['b', 'backup', 'i', 'S'];

/**
 * Refuses options that ask for backups or questions.
 * @throws UtilityError if there is one
 */
export function refuse(options: Options, keys: readonly string[] = REFUSED): void {
  const key = keys.find((each) => options.has(each));
  if (key === undefined) return;
  const reason = key === 'i' || key === 'I' ? 'cannot ask here: ' : '';
  throw new UtilityError(`${reason}${key.length > 1 ? '--' : '-'}${key} is not supported`, 2);
}

/**
 * Returns each source with the path that it goes to.
 * @throws UtilityError if operands are missing or the target is not a folder but must be one
 */
export async function destinations(
  call: UtilityCall,
  options: Options,
): Promise<readonly (readonly [from: string, to: string])[]> {
  const hint = `\nTry '${call.name} --help' for more information.`;
  const folder = options.value('t');
  const [first, ...others] = options.operands;
  if (first === undefined) throw new UtilityError(`missing file operand${hint}`);
  const into = (target: string, paths: readonly string[]) =>
    paths.map((path) => [path, inFolder(target, baseName(path))] as const);
  if (folder !== undefined) {
    const stat = await call.files.stat(folder);
    if (!stat?.isDirectory) throw new UtilityError(notFolder('target directory', folder, stat));
    return into(folder, options.operands);
  }
  const target = others.pop();
  if (target === undefined) {
    if (call.name === 'ln') return into('.', [first]);
    throw new UtilityError(`missing destination file operand after '${first}'${hint}`);
  }
  if (options.has('T')) {
    if (others.length > 0) throw new UtilityError(`extra operand '${target}'${hint}`);
    return [[first, target]];
  }
  const isLink = (await call.files.stat(target, { follow: false }))?.isSymbolicLink;
  const stat = await call.files.stat(target);
  const isFolder = stat?.isDirectory && !(call.name === 'ln' && options.has('n') && isLink);
  if (isFolder) return into(target, [first, ...others]);
  if (others.length > 0) throw new UtilityError(notFolder('target', target, stat));
  return [[first, target]];
}

const notFolder = (what: string, path: string, stat: unknown): string =>
  `${what} '${path}': ${stat ? 'Not a directory' : 'No such file or directory'}`;
