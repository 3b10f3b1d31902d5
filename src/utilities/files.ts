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
  rm(path: string, options: { readonly recursive: boolean }): Promise<void>;
  chmod(path: string, mode: number): Promise<void>;
  utimes(path: string, atime: Date, mtime: Date): Promise<void>;
  symlink(target: string, path: string): Promise<void>;
  link(target: string, path: string): Promise<void>;
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
      const stat = await (follow || path.endsWith('/')
        ? this.#fs.stat(place)
        : this.#fs.lstat(place));
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
    if ((await this.stat(path))?.isDirectory) throw new UtilityError(`${path}: Is a directory`);
    const obstacle = await this.obstacle(path);
    if (obstacle !== undefined) throw new UtilityError(`${path}: ${obstacle}`);
    await this.#access(path, put);
  }

  /** Returns why there can be no file at `path`, or `undefined` if there can be one. */
  async obstacle(path: string): Promise<string | undefined> {
    const missing = 'No such file or directory';
    if (path === '') return missing;
    const parent = (place: string) => this.#fs.resolvePath(place, '..');
    const folder = parent(this.#fs.resolvePath(this.#cwd, path));
    for (let place = folder; ; place = parent(place)) {
      const stat = await this.stat(place);
      if (stat?.isDirectory) return place === folder ? undefined : missing;
      if (stat) return 'Not a directory';
    }
  }

  /** Returns the absolute path of a file; a link at its end is not followed. */
  async #ownPlace(path: string): Promise<string> {
    const place = this.#fs.resolvePath(this.#cwd, path);
    if (place === '/') return place;
    const folder = this.#fs.resolvePath(place, '..');
    const real = await this.#fs.realpath(folder).catch(() => folder);
    return this.#fs.resolvePath(real, place.slice(place.lastIndexOf('/') + 1));
  }

  /** Removes a file, a link or an empty folder. @throws UtilityError with the reason if it fails */
  async remove(path: string): Promise<void> {
    const stat = await this.stat(path, { follow: false });
    const isLink = stat?.isSymbolicLink === true;
    const place = await this.#ownPlace(path);
    await this.#change(() => this.#fs.rm(place, { recursive: isLink }));
  }

  /** @throws UtilityError with the reason if it fails */
  async changeMode(path: string, mode: number): Promise<void> {
    const place = await this.identity(path);
    await this.#change(() => this.#fs.chmod(place, mode));
  }

  /** Sets when a file was last modified. @throws UtilityError with the reason if it fails */
  async changeTime(path: string, time: Date): Promise<void> {
    const place = await this.identity(path);
    await this.#change(() => this.#fs.utimes(place, time, time));
  }

  /** @throws UtilityError with the reason if it fails */
  async makeLink(target: string, path: string): Promise<void> {
    const place = await this.#ownPlace(path);
    await this.#change(() => this.#fs.symlink(target, place));
  }

  /** Makes another name for a file. @throws UtilityError with the reason if it fails */
  async makeHardLink(target: string, path: string): Promise<void> {
    const [from, to] = [await this.identity(target), await this.#ownPlace(path)];
    await this.#change(() => this.#fs.link(from, to));
  }

  /** Returns an absolute path that is the same for all names of a file. */
  async identity(path: string): Promise<string> {
    const place = await this.#ownPlace(path);
    return this.#fs.realpath(place).catch(() => place);
  }

  async #change(change: () => Promise<void>): Promise<void> {
    try {
      await change();
    } catch (error) {
      throw new UtilityError(fileErrorText(error));
    }
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
    const place = await this.#ownPlace(path);
    await this.#put(path, () => this.#fs.mkdir(place));
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
