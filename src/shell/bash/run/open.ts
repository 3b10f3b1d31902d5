/** Files of the shell, opened. */
import { FileOutput, Input, NOWHERE, type Output } from '../state/io.js';
import type { Shell } from '../state/shell.js';
import { CommandError } from '../state/unwind.js';

/** Devices that are not in the file system, and the descriptor that each of them is. */
const DEVICES: Readonly<Record<string, number>> = {
  '/dev/stdin': 0,
  '/dev/stdout': 1,
  '/dev/stderr': 2,
  '/dev/tty': 1,
};

/** The descriptor that a path is another name of. */
function descriptorOf(path: string): number | undefined {
  const [, number] = /^\/dev\/fd\/(\d+)$/.exec(path) ?? [];
  return number === undefined ? DEVICES[path] : Number(number);
}

const NULL_DEVICE = '/dev/null';

/** Opens a file to read. @throws CommandError */
export async function openForReading(shell: Shell, path: string): Promise<Input> {
  const place = shell.path(path);
  const descriptor = descriptorOf(place);
  const open = descriptor === undefined ? undefined : shell.io.input(descriptor);
  if (open) return open;
  if (place === NULL_DEVICE) return new Input('');
  const { fs } = shell.host;
  if (!(await fs.exists(place))) throw new CommandError(`${path}: No such file or directory`);
  if ((await fs.stat(place)).isDirectory) throw new CommandError(`${path}: Is a directory`);
  return new Input(await fs.readFile(place));
}

/** How a file is opened to write. */
export type WriteMode = 'truncate' | 'truncate-always' | 'append' | 'keep';

/** Opens a file to write. @throws CommandError */
export async function openForWriting(shell: Shell, path: string, mode: WriteMode): Promise<Output> {
  const place = shell.path(path);
  const descriptor = descriptorOf(place);
  const open = descriptor === undefined ? undefined : shell.io.output(descriptor);
  if (open) return open;
  if (place === NULL_DEVICE) return NOWHERE;
  const { fs } = shell.host;
  if (path === '' || !(await fs.exists(fs.resolvePath(place, '..')))) {
    throw new CommandError(`${path}: No such file or directory`);
  }
  const exists = await fs.exists(place);
  if (exists && (await fs.stat(place)).isDirectory) {
    throw new CommandError(`${path}: Is a directory`);
  }
  if (exists && mode === 'truncate' && shell.options.has('noclobber')) {
    throw new CommandError(`${path}: cannot overwrite existing file`);
  }
  if (!exists || mode === 'truncate' || mode === 'truncate-always') await fs.writeFile(place, '');
  return new FileOutput(shell.host.unsaved, place);
}
