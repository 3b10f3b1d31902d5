/** Opens files and devices. */
import type { IFileSystem } from 'just-bash';
import { fileErrorText } from '../../../lib/file-error.js';
import { decodeRaw } from '../../../lib/raw-text.js';
import { FileOutput, Input, NOWHERE, type Output } from './io.js';
import type { Shell } from './shell.js';
import { CommandError } from './unwind.js';

/** Devices that are not in the file system, with the descriptors that they name. */
const DEVICES: Readonly<Record<string, number>> = {
  '/dev/stdin': 0,
  '/dev/stdout': 1,
  '/dev/stderr': 2,
  '/dev/tty': 1,
};

/** Returns the descriptor that a path names. */
function descriptorOf(path: string): number | undefined {
  const [, number] = /^\/dev\/fd\/(\d+)$/.exec(path) ?? [];
  return number === undefined ? DEVICES[path] : Number(number);
}

const NULL_DEVICE = '/dev/null';

/** Reads a file. @throws CommandError */
export async function readFile(shell: Shell, path: string): Promise<string> {
  const place = shell.path(path);
  const { fs } = shell.host;
  const stat = await fs.stat(place).catch(() => undefined);
  if (!stat) throw new CommandError(`${path}: No such file or directory`);
  if (stat.isDirectory) throw new CommandError(`${path}: Is a directory`);
  try {
    return decodeRaw(await fs.readFileBuffer(place));
  } catch (error) {
    throw new CommandError(`${path}: ${fileErrorText(error)}`);
  }
}

/** Opens a file to read. @throws CommandError */
export async function openForReading(shell: Shell, path: string): Promise<Input> {
  const place = shell.path(path);
  const descriptor = descriptorOf(place);
  const open = descriptor === undefined ? undefined : shell.io.input(descriptor);
  if (open) return open;
  return place === NULL_DEVICE ? new Input('') : new Input(await readFile(shell, path), true);
}

const MAX_LINKS = 40;

/** Returns the path with symbolic links resolved; undefined if a link is broken. */
async function linkTarget(fs: IFileSystem, path: string): Promise<string | undefined> {
  let place = path;
  for (let i = 0; i < MAX_LINKS; i++) {
    const stat = await fs.lstat(place).catch(() => undefined);
    if (!stat?.isSymbolicLink) return place;
    place = fs.resolvePath(fs.resolvePath(place, '..'), await fs.readlink(place));
  }
  return undefined;
}

/** The mode in which a file is opened to write. */
export type WriteMode = 'truncate' | 'truncate-always' | 'append' | 'keep';

/** Opens a file to write. @throws CommandError */
export async function openForWriting(shell: Shell, path: string, mode: WriteMode): Promise<Output> {
  const named = shell.path(path);
  const descriptor = descriptorOf(named);
  const open = descriptor === undefined ? undefined : shell.io.output(descriptor);
  if (open) return open;
  if (named === NULL_DEVICE) return NOWHERE;
  const { fs } = shell.host;
  const place = await linkTarget(fs, named);
  if (place === undefined) throw new CommandError(`${path}: Too many levels of symbolic links`);
  if (path === '' || !(await fs.exists(fs.resolvePath(place, '..')))) {
    throw new CommandError(`${path}: No such file or directory`);
  }
  const stat = await fs.stat(place).catch(() => undefined);
  if (stat?.isDirectory) throw new CommandError(`${path}: Is a directory`);
  if (stat && !stat.isFile) throw new CommandError(`${path}: No such device or address`);
  if (stat && mode === 'truncate' && shell.options.has('noclobber')) {
    throw new CommandError(`${path}: cannot overwrite existing file`);
  }
  try {
    if (!stat || mode === 'truncate' || mode === 'truncate-always') await fs.writeFile(place, '');
    return new FileOutput(shell.host.unsaved, place);
  } catch (error) {
    throw new CommandError(`${path}: ${fileErrorText(error)}`);
  }
}
