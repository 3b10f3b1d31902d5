/**
 * Provides the files that a shell sees: the real current folder, which is read-only, and files in
 * memory for everything else.
 */
import { readlink } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import { type IFileSystem, OverlayFs } from 'just-bash';

/** A file that every shell has, with a path relative to the folder it starts in. */
export interface BundledFile {
  readonly path: string;
  readonly text: string;
}

const MAX_LINKS = 40;

/**
 * The real folder below the files in memory. Symbolic links are followed as long as they stay in
 * the folder. Pipes and devices cannot be read, since that could block forever.
 */
class FolderFs extends OverlayFs {
  readonly #root: string;

  constructor(root: string) {
    super({ root, mountPoint: root, allowSymlinks: true });
    this.#root = root;
  }

  override async readFile(...[path, options]: Parameters<OverlayFs['readFile']>) {
    return super.readFile(await this.#readable(path), options);
  }

  override async readFileBytes(path: string) {
    return super.readFileBytes(await this.#readable(path));
  }

  // The base class passes a second argument when it follows a link in memory.
  override async readFileBuffer(...[path, seen]: Parameters<OverlayFs['readFileBuffer']>) {
    return super.readFileBuffer(seen ? path : await this.#readable(path), seen);
  }

  override async stat(...[path, seen]: Parameters<OverlayFs['stat']>) {
    return super.stat(seen ? path : await this.#followed(path), seen);
  }

  override async exists(path: string) {
    return super.exists(await this.#followed(path));
  }

  override async writeFile(...[path, ...rest]: Parameters<OverlayFs['writeFile']>) {
    return super.writeFile(await this.#followed(path), ...rest);
  }

  override async appendFile(...[path, ...rest]: Parameters<OverlayFs['appendFile']>) {
    return super.appendFile(await this.#followed(path), ...rest);
  }

  override async readdir(path: string) {
    return super.readdir(await this.#followed(path));
  }

  override async readdirWithFileTypes(path: string) {
    return super.readdirWithFileTypes(await this.#followed(path));
  }

  override async lstat(path: string) {
    return super.lstat(await this.#own(path));
  }

  /** Returns the target as it is written in the link, also one outside the folder. */
  override async readlink(path: string) {
    const place = await this.#own(path);
    const target = await super.readlink(place);
    if (!this.#below(place)) return target;
    // The base class keeps only the name of such a target.
    const real = await readlink(place).catch(() => target);
    return basename(real) === target ? real : target;
  }

  /** Resolves the links in a path, but not one at its end. */
  async #own(path: string): Promise<string> {
    const place = this.resolvePath(this.#root, path);
    if (!this.#below(place)?.length) return path;
    return this.resolvePath(await this.#followed(dirname(place)), basename(place));
  }

  async #readable(path: string): Promise<string> {
    const place = await this.#followed(path);
    const stat = await super.stat(place).catch(() => undefined);
    if (stat && !stat.isFile && !stat.isDirectory) {
      throw new Error(`ENXIO: no such device or address, open '${path}'`);
    }
    return place;
  }

  /**
   * Resolves the links in a path, so a file that was changed in memory is also found through a real
   * link. Links that are broken or leave the folder are not resolved.
   */
  async #followed(path: string): Promise<string> {
    let place = this.#root;
    const left = this.#below(this.resolvePath(this.#root, path));
    if (!left) return path;
    for (let links = 0; left.length > 0; ) {
      const next = this.resolvePath(place, left.shift() ?? '');
      const isLink = await super.lstat(next).then(
        (stat) => stat.isSymbolicLink,
        () => false,
      );
      if (!isLink) {
        place = next;
        continue;
      }
      const leads = await super.stat(next).then(
        () => true,
        () => false,
      );
      links += 1;
      const target = leads && links <= MAX_LINKS ? await super.readlink(next) : undefined;
      const parts = target === undefined ? undefined : this.#below(this.resolvePath(place, target));
      if (!parts) return path;
      left.unshift(...parts);
      place = this.#root;
    }
    return place;
  }

  /** Splits the part of a path below the folder; undefined for a path outside it. */
  #below(path: string): string[] | undefined {
    const prefix = this.#root === '/' ? '/' : `${this.#root}/`;
    if (path === this.#root) return [];
    return path.startsWith(prefix) ? path.slice(prefix.length).split('/') : undefined;
  }
}

/**
 * Returns the file system of a shell that starts in the real folder `cwd`. What is written
 * stays in memory. Bundled files are in the folder unless it has files of these names.
 */
export async function shellFiles(
  cwd: string,
  bundled: readonly BundledFile[],
): Promise<IFileSystem> {
  const fs = new FolderFs(cwd);
  for (const directory of ['/dev', '/root', '/sandbox', '/tmp'])
    await fs.mkdir(directory, { recursive: true });
  await fs.writeFile('/dev/null', '');
  for (const { path, text } of bundled) {
    const place = fs.resolvePath(cwd, path);
    if (await fs.exists(place)) continue;
    await fs.mkdir(fs.resolvePath(place, '..'), { recursive: true });
    await fs.writeFile(place, text);
    await fs.chmod(place, 0o755);
  }
  return fs;
}
