/** The files that utilities read and write, with the error messages of the C library. */
import { fileErrorText } from '../lib/file-error.js';
import { decodeRaw, encodeRaw } from '../lib/raw-text.js';
import { UtilityError } from './utility.js';

/** The properties of a file. */
export interface FileStat {
  readonly isFile: boolean;
  readonly isDirectory: boolean;
  readonly isSymbolicLink: boolean;
  readonly mode: number;
  readonly size: number;
  readonly mtime: Date;
}

/** The operations of a file system that utilities need. Paths are absolute. */
export interface FileSystem {
  resolvePath(base: string, path: string): string;
  stat(path: string): Promise<FileStat>;
  lstat(path: string): Promise<FileStat>;
  readdir(path: string): Promise<string[]>;
  readlink(path: string): Promise<string>;
  readFileBuffer(path: string): Promise<Uint8Array>;
  writeFile(path: string, content: Uint8Array): Promise<void>;
  appendFile(path: string, content: Uint8Array): Promise<void>;
  mkdir(path: string): Promise<void>;
  realpath(path: string): Promise<string>;
}

/** Access to files by names relative to a folder. */
export class Files {
  readonly #fs: FileSystem;
  readonly #cwd: string;

  constructor(fs: FileSystem, cwd: string) {
    this.#fs = fs;
    this.#cwd = cwd;
  }

  /** Returns the properties of a file, or `undefined` if it does not exist. */
  async stat(path: string, { follow = true } = {}): Promise<FileStat | undefined> {
    if (path === '') return undefined;
    const place = this.#fs.resolvePath(this.#cwd, path);
    try {
      const stat = await (follow ? this.#fs.stat(place) : this.#fs.lstat(place));
      return path.endsWith('/') && !stat.isDirectory ? undefined : stat;
    } catch {
      return undefined;
    }
  }

  /** @throws UtilityError if there is no such file to read */
  async read(path: string): Promise<string> {
    const stat = await this.stat(path);
    if (!stat) throw new UtilityError(`${path}: No such file or directory`);
    if (stat.isDirectory) throw new UtilityError(`${path}: Is a directory`);
    return decodeRaw(await this.#access(path, (place) => this.#fs.readFileBuffer(place)));
  }

  /** @throws UtilityError if the file cannot be written */
  async write(path: string, text: string): Promise<void> {
    await this.#put(path, (place) => this.#fs.writeFile(place, encodeRaw(text)));
  }

  /** @throws UtilityError if the file cannot be written */
  async append(path: string, text: string): Promise<void> {
    await this.#put(path, (place) => this.#fs.appendFile(place, encodeRaw(text)));
  }

  async #put(path: string, put: (place: string) => Promise<void>): Promise<void> {
    const place = this.#fs.resolvePath(this.#cwd, path);
    if ((await this.stat(path))?.isDirectory) throw new UtilityError(`${path}: Is a directory`);
    const folder = this.#fs.resolvePath(place, '..');
    if (path === '' || !(await this.stat(folder))?.isDirectory) {
      throw new UtilityError(`${path}: No such file or directory`);
    }
    await this.#access(path, put);
  }

  /** Runs an operation of the file system. @throws UtilityError if it fails */
  async #access<T>(path: string, run: (place: string) => Promise<T>): Promise<T> {
    try {
      return await run(this.#fs.resolvePath(this.#cwd, path));
    } catch (error) {
      throw new UtilityError(`${path}: ${fileErrorText(error)}`);
    }
  }

  /**
   * Returns the names in a folder, sorted by character.
   *
   * @throws UtilityError if it cannot be read
   */
  async list(path: string): Promise<readonly string[]> {
    return (await this.#access(path, (place) => this.#fs.readdir(place))).sort();
  }

  /** @throws UtilityError if the parent folder does not exist */
  async makeFolder(path: string): Promise<void> {
    await this.#put(path, (place) => this.#fs.mkdir(place));
  }

  /** Returns the path without links; `undefined` if a folder on it, or the file, does not exist. */
  async realPath(path: string, mustExist: boolean): Promise<string | undefined> {
    const place = this.#fs.resolvePath(this.#cwd, path);
    try {
      return await this.#fs.realpath(place);
    } catch {
      const folder = this.#fs.resolvePath(place, '..');
      const parent = mustExist ? undefined : await this.#fs.realpath(folder).catch(() => undefined);
      return parent === undefined
        ? undefined
        : this.#fs.resolvePath(parent, place.slice(place.lastIndexOf('/') + 1));
    }
  }

  /** @throws UtilityError if there is no such link */
  readLink(path: string): Promise<string> {
    return this.#access(path, (place) => this.#fs.readlink(place));
  }
}
