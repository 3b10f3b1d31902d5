/** Builds a TypeScript program of this repository for use in a pseudo-terminal. */
import { basename, join } from 'node:path';
import { build } from '../../../build.mjs';

/** Builds the program at `entry` in a folder and returns its path. */
export async function buildProgram(entry: string, folder: string): Promise<string> {
  const target = join(folder, 'dist');
  await build(entry, target);
  return join(target, basename(entry).replace(/\.ts$/, '.js'));
}
