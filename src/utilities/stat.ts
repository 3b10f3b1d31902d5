/** `stat`: prints the properties of files. */
import type { FileStat } from './files.js';
import { blocksOf, modeText, octalMode, sizeOf } from './find/item.js';
import { parseOptions } from './options.js';
import { formatTime } from './time.js';
import { complain, type UtilityCall, UtilityError } from './utility.js';

const DIRECTIVE = /%([-0]*)(\d*)(?:\.(\d+))?([a-zA-Z%])/g;
const TYPE_BITS = { file: 0o100000, folder: 0o040000, link: 0o120000 };
const DEFAULT_FORMAT = [
  '  File: %N',
  '  Size: %-10s\tBlocks: %-10b IO Block: %-6o %F',
  'Device: 0,0\tInode: 0           Links: %h',
  'Access: (%04a/%10A)  Uid: (%5u/%8U)   Gid: (%5g/%8G)',
  'Access: %x',
  'Modify: %y',
  'Change: %z',
  ' Birth: %w',
].join('\n');

export async function stat(call: UtilityCall): Promise<number> {
  const options = parseOptions(call, 'c|format: printf: L|dereference f|file-system t|terse');
  for (const key of ['f', 't'])
    if (options.has(key)) throw new UtilityError(`-${key} is not supported`, 2);
  if (options.operands.length === 0)
    throw new UtilityError("missing operand\nTry 'stat --help' for more information.");
  const printf = options.value('printf');
  const format =
    printf === undefined
      ? `${options.value('c') ?? DEFAULT_FORMAT}\n`
      : printf.replace(/\\([nt0\\])/g, (_, letter: string) =>
          letter === 'n' ? '\n' : letter === 't' ? '\t' : letter === '0' ? '\0' : '\\',
        );
  let status = 0;
  for (const path of options.operands) {
    const found = await call.files.stat(path, { follow: options.has('L') });
    if (!found) {
      await complain(call, `cannot statx '${path}': No such file or directory`);
      status = 1;
      continue;
    }
    const target = found.isSymbolicLink ? await call.files.readLink(path) : undefined;
    const text = format.replace(
      DIRECTIVE,
      (_, flags: string, width: string, _precision, letter: string) => {
        const value = fieldOf(
          call,
          path,
          found,
          target,
          letter,
          printf === undefined && !options.has('c'),
        );
        const size = Number(width);
        if (flags.includes('-')) return value.padEnd(size);
        return value.padStart(size, flags.includes('0') ? '0' : ' ');
      },
    );
    await call.stdout(text);
  }
  return status;
}

function fieldOf(
  call: UtilityCall,
  path: string,
  found: FileStat,
  target: string | undefined,
  letter: string,
  bare: boolean,
): string {
  const { isDirectory, isSymbolicLink, mode, size, mtime } = found;
  const quote = (text: string) => (bare ? text : `'${text}'`);
  const bits = isSymbolicLink ? TYPE_BITS.link : isDirectory ? TYPE_BITS.folder : TYPE_BITS.file;
  switch (letter) {
    case 'n':
      return path;
    case 'N':
      return target === undefined ? quote(path) : `${quote(path)} -> ${quote(target)}`;
    case 's':
      return String(sizeOf(found));
    case 'F':
      if (isSymbolicLink) return 'symbolic link';
      if (isDirectory) return 'directory';
      return size === 0 ? 'regular empty file' : 'regular file';
    case 'a':
      return octalMode(found);
    case 'A':
      return modeText(found);
    case 'f':
      return (bits | (mode & 0o7777)).toString(16);
    case 'u':
    case 'g':
      return '0';
    case 'U':
    case 'G':
      return 'root';
    case 'h':
      return isDirectory ? '2' : '1';
    case 'b':
      return String(2 * blocksOf(found));
    case 'B':
      return '512';
    case 'o':
      return '4096';
    case 'X':
    case 'Y':
    case 'Z':
      return String(Math.floor(mtime.getTime() / 1000));
    case 'x':
    case 'y':
    case 'z':
      return formatTime('%Y-%m-%d %H:%M:%S.%N %z', mtime.getTime(), call.environment['TZ']);
    case 'w':
      return '-';
    case 'W':
      return '0';
    case '%':
      return '%';
    default:
      return '?';
  }
}
