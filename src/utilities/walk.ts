/** Walks through a folder and everything below it. */
import type { FileStat, Files } from './files.js';

export interface Entry {
  readonly path: string;
  readonly stat: FileStat;
}

/** Yields `path` and everything below it, folders before their contents. */
export async function* walk(
  files: Files,
  path: string,
  enter: (path: string) => boolean = () => true,
): AsyncGenerator<Entry> {
  const stat = await files.stat(path, { follow: false });
  if (!stat) return;
  yield { path, stat };
  if (!stat.isDirectory || !enter(path)) return;
  for (const name of await files.list(path)) {
    yield* walk(files, path.endsWith('/') ? path + name : `${path}/${name}`, enter);
  }
}
