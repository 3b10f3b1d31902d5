/** Opens the pcap files that captured frames are written to, and keeps them inside one folder. */
import {
  closeSync,
  constants,
  fstatSync,
  ftruncateSync,
  lstatSync,
  openSync,
  readFileSync,
  realpathSync,
  type Stats,
  writeSync,
} from 'node:fs';
import { basename, dirname, join, relative, resolve, sep } from 'node:path';
import { isSystemError, reasonOf } from '../lib/system-error.js';
import { PcapError, pcapHeader, readPcap } from '../packet/pcap.js';

/** An open capture file. */
export interface CaptureFile {
  /**
   * Appends one record.
   *
   * @throws Error with the reason if it cannot be written whole. The file then ends with the
   * record before it.
   */
  append(record: Uint8Array): void;
  close(): void;
}

/** The files that a sandbox may capture to. */
export interface CaptureFiles {
  /**
   * Opens a file to append frames to, and creates it if it does not exist.
   *
   * @throws Error with the reason if it cannot be opened. A file that is not a capture is left
   * untouched.
   */
  open(path: string): CaptureFile;
}

const SUFFIX = '.pcap';

/** Never follow a link or wait for the other end of a FIFO. Windows has neither flag. */
const NEVER_FOLLOW = (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0);

const APPEND = constants.O_RDWR | constants.O_CREAT | constants.O_APPEND | NEVER_FOLLOW;

/**
 * Returns the capture files below `folder`, with names relative to it. Scripts and state files from
 * others may contain names, so neither `..` nor a symbolic link may lead outside.
 */
export function captureFilesIn(folder: string): CaptureFiles {
  return {
    open(name) {
      const root = realpathSync(folder);
      const path = resolve(root, name);
      assertInside(name, root, path);
      if (!basename(path).endsWith(SUFFIX)) {
        throw new Error(`${name}: the name of a capture file must end in ${SUFFIX}`);
      }
      const fd = openWithoutLinks(name, path);
      try {
        assertUnmoved(name, path, fd);
        prepare(name, fd);
      } catch (error) {
        closeSync(fd);
        throw error;
      }
      return { append: (record) => append(fd, record), close: () => closeSync(fd) };
    },
  };
}

function assertInside(name: string, root: string, path: string): void {
  const parts = relative(root, path).split(sep);
  if (parts[0] === '..' || resolve(root, ...parts) !== path) {
    throw new Error(
      `${name} is outside the folder where the program was started; captures stay inside`,
    );
  }
  for (let depth = 1; depth < parts.length; depth++) {
    const folder = join(...parts.slice(0, depth));
    const stats = statOf(join(root, folder));
    if (stats === undefined) throw new Error(`${name}: there is no folder ${folder} on the disk`);
    assertNotLink(name, folder, stats);
    if (!stats.isDirectory()) throw new Error(`${name}: ${folder} is not a folder`);
  }
}

function openWithoutLinks(name: string, path: string): number {
  const stats = statOf(path);
  if (stats) {
    assertNotLink(name, name, stats);
    if (!stats.isFile()) throw new Error(`${name} is not a regular file`);
  }
  try {
    return openSync(path, APPEND, 0o666);
  } catch (error) {
    throw new Error(`${name}: ${reasonOf(error)}`);
  }
}

function assertNotLink(name: string, part: string, stats: Stats): void {
  if (!stats.isSymbolicLink()) return;
  const what = part === name ? name : `${name}: ${part}`;
  throw new Error(`${what} is a symbolic link; captures do not follow links`);
}

/** Detects a folder that was replaced by a link between the check and the opening. */
function assertUnmoved(name: string, path: string, fd: number): void {
  const [opened, found] = [fstatSync(fd), statOf(path)];
  const moved = realpathSync(dirname(path)) !== dirname(path);
  if (moved || found?.ino !== opened.ino || found.dev !== opened.dev || !opened.isFile()) {
    throw new Error(`${name} changed while it was opened`);
  }
}

function statOf(path: string): Stats | undefined {
  try {
    return lstatSync(path, { throwIfNoEntry: false });
  } catch (error) {
    // A component of the path is a file.
    if (isSystemError(error, 'ENOTDIR')) return undefined;
    throw new Error(reasonOf(error));
  }
}

/** Writes the header of a new file, or checks that an existing one is a capture. */
function prepare(name: string, fd: number): void {
  if (fstatSync(fd).size === 0) {
    try {
      append(fd, pcapHeader());
    } catch (error) {
      throw new Error(`${name}: ${reasonOf(error)}`);
    }
    return;
  }
  try {
    readPcap(readFileSync(fd));
  } catch (error) {
    if (!(error instanceof PcapError)) throw error;
    throw new Error(`${name} exists and is not a capture of Ethernet frames: ${error.message}`);
  }
}

function append(fd: number, record: Uint8Array): void {
  const { size, nlink } = fstatSync(fd);
  if (nlink === 0) throw new Error('the file was deleted');
  try {
    if (writeSync(fd, record) === record.length) return;
  } catch (error) {
    ftruncateSync(fd, size);
    throw new Error(reasonOf(error));
  }
  ftruncateSync(fd, size);
  throw new Error('no space left on device');
}
