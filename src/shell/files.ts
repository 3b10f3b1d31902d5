/** The shell's files as programs use them. */
import type { IFileSystem } from 'just-bash';

/** Files, under names that may be relative to the folder where a program was called. */
export interface ShellFiles {
  /** The bytes of a file, or `undefined` where there is none. */
  read(path: string): Promise<Uint8Array | undefined>;
}

/** The files of `fs` as seen from the folder `cwd`. */
export function filesFrom(fs: IFileSystem, cwd: string): ShellFiles {
  return {
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
