/** Defines what `find` visits and what it does there. */
import type { FileStat } from '../files.js';

/** A file that the search visits. */
export interface Item {
  readonly path: string;
  readonly name: string;
  readonly depth: number;
  /** The argument below which the file is. */
  readonly root: string;
  readonly stat: FileStat;
}

/** A test or an action; the result decides what else of the expression is evaluated. */
export type Step = (item: Item) => boolean | Promise<boolean>;

/** What an expression changes in the search itself. */
export interface Search {
  maxDepth: number;
  minDepth: number;
  /** True to visit the contents of a folder before the folder. */
  depthFirst: boolean;
  /** True to follow all links. */
  follow: boolean;
  /** True if the expression has an action, so that nothing else is printed. */
  hasAction: boolean;
  /** True if the folder that is being visited is not entered. */
  pruned: boolean;
  /** True if nothing more is visited. */
  stopped: boolean;
  status: number;
  /** Run after the last visit. */
  readonly atEnd: (() => Promise<void>)[];
}

const FOLDER_SIZE = 4096;

/** Returns the size of a file in bytes; folders have that of a small one on disk. */
export const sizeOf = (stat: FileStat): number => (stat.isDirectory ? FOLDER_SIZE : stat.size);

/** Returns the number of KiB that a file takes. */
export const blocksOf = (stat: FileStat): number =>
  stat.isSymbolicLink ? 0 : 4 * Math.ceil(sizeOf(stat) / FOLDER_SIZE);

/** Returns `f`, `d` or `l`. */
export const typeOf = ({ isDirectory, isSymbolicLink }: FileStat): string =>
  isSymbolicLink ? 'l' : isDirectory ? 'd' : 'f';

/** Returns the type and permissions of a file as in `ls -l`. */
export function modeText(stat: FileStat): string {
  const type = typeOf(stat);
  const bits = [...'rwxrwxrwx'].map((letter, i) => ((stat.mode >> (8 - i)) & 1 ? letter : '-'));
  return (type === 'f' ? '-' : type) + bits.join('');
}

/** Returns the permissions in octal. */
export const octalMode = (stat: FileStat): string => (stat.mode & 0o7777).toString(8);
