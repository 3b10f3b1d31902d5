/** The files that a shell sees: the real current folder to read, everything else its own. */
import { type IFileSystem, InMemoryFs, MountableFs, OverlayFs } from 'just-bash';

/** A file that every shell has, under a path relative to where it starts. */
export interface BundledFile {
  readonly path: string;
  readonly text: string;
}

/**
 * Makes the file system of a shell that starts in the real folder `cwd`. What is
 * written there, or anywhere, stays in memory. Bundled files lie in the folder too,
 * unless it has files of these names itself.
 */
export async function shellFiles(
  cwd: string,
  bundled: readonly BundledFile[],
): Promise<IFileSystem> {
  const overlay = new OverlayFs({ root: cwd, mountPoint: '/' });
  let fs: IFileSystem = overlay;
  if (cwd !== '/') {
    const mounts = new MountableFs({ base: new InMemoryFs() });
    mounts.mount(cwd, overlay);
    fs = mounts;
  }
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
