/** The shell's files, as the programs of the sandbox access them. */
import type { IFileSystem } from 'just-bash';

/** Files, whose names may be relative to the folder a program was called in. */
export interface ShellFiles {
  /** Returns the bytes of a file, or `undefined` if it does not exist. */
  read(path: string): Promise<Uint8Array | undefined>;
  /** Returns the names in a folder; none if there is no such folder. */
  list(folder: string): Promise<readonly string[]>;
}

/** Returns the files of `fs`, with names relative to the folder `cwd`. */
export function filesFrom(fs: IFileSystem, cwd: string): ShellFiles {
  return {
    async list(folder) {
      try {
        return await fs.readdir(fs.resolvePath(cwd, folder));
      } catch {
        return [];
      }
    },
    async read(path) {
      const place = fs.resolvePath(cwd, path);
      try {
        return (await fs.stat(place)).isFile ? await fs.readFileBuffer(place) : undefined;
      } catch {
        return undefined;
      }
    },
  };
}
