/** Finds scripts, both in the user's folder and among those shipped with the program. */
import { readdirSync, readFileSync } from 'node:fs';
import { buffer } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { decodeRaw } from '../lib/raw-text.js';
import { reasonOf } from '../lib/system-error.js';
import type { BundledFile } from '../shell/bash/files.js';
import type { ScriptTask } from './arguments.js';

/**
 * Returns the lessons, and the tutorial's scripts, each under both names that it is known by:
 * `scripts/env1/setup.sh` and `ovn/env1/setup.sh`.
 *
 * @param packageFolder the folder of the program's package
 */
export function tutorialScripts(packageFolder: URL): BundledFile[] {
  return [...scripts(packageFolder), ...lessons(packageFolder)];
}

function lessons(packageFolder: URL): BundledFile[] {
  const folder = fileURLToPath(new URL('lessons', packageFolder));
  return readdirSync(folder, { encoding: 'utf8' })
    .filter((name) => name.endsWith('.md'))
    .map((name) => ({ path: `lessons/${name}`, text: readFileSync(`${folder}/${name}`, 'utf8') }));
}

function scripts(packageFolder: URL): BundledFile[] {
  const folder = fileURLToPath(new URL('scripts', packageFolder));
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((path) => path.replaceAll('\\', '/'))
    .filter((path) => path.endsWith('.sh'))
    .flatMap((path) => {
      const text = readFileSync(`${folder}/${path}`, 'utf8');
      return [`scripts/${path}`, `ovn/${path}`].map((name) => ({ path: name, text }));
    });
}

/**
 * Returns the text of the script to run.
 *
 * @throws UnreadableScript
 */
export async function sourceOf(
  { from, source }: ScriptTask,
  bundled: readonly BundledFile[],
): Promise<string> {
  switch (from) {
    case 'commands':
      return source;
    case 'stdin':
      return decodeRaw(await buffer(process.stdin));
    case 'file':
      try {
        return decodeRaw(readFileSync(source));
      } catch (error) {
        const script = bundled.find(({ path }) => path === source.replace(/^\.\//, ''));
        if (script) return script.text;
        throw new UnreadableScript(`cannot read ${source}: ${reasonOf(error)}`);
      }
  }
}

/** A script that does not exist or cannot be read. */
export class UnreadableScript extends Error {}
