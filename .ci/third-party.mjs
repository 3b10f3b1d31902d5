/** Collects the licences of the packages that a bundle contains. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..');
const IN_PACKAGE = /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//;

const manifestOf = (folder) => JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8'));

/** Returns the folder of a package as seen from another one, or undefined if it is not installed. */
function find(name, from) {
  for (let at = from; ; at = at.replace(/(^|\/)node_modules\/(@[^/]+\/)?[^/]+$/, '')) {
    const folder = join(at, 'node_modules', name);
    try {
      manifestOf(folder);
      return folder;
    } catch {
      if (at === '') return undefined;
    }
  }
}

/** Returns the folders of the packages that `files` are from, and of their dependencies. */
function packagesOf(files, leftOut) {
  const folders = new Set(files.map((file) => IN_PACKAGE.exec(file)?.[1]).filter(Boolean));
  // Sets iterate over what is added meanwhile. Packages may be bundles themselves.
  for (const folder of folders) {
    for (const name of Object.keys(manifestOf(folder).dependencies ?? {})) {
      const dependency = leftOut.includes(name) ? undefined : find(name, folder);
      if (dependency) folders.add(dependency);
    }
  }
  return [...folders].sort();
}

function notice(folder) {
  const { name, version, license, author } = manifestOf(folder);
  const files = readdirSync(join(root, folder)).filter((file) =>
    /^(licen[cs]e|notice)/i.test(file),
  );
  const texts = files.map((file) => readFileSync(join(root, folder, file), 'utf8').trim());
  const by = typeof author === 'string' ? author : author?.name;
  const title = `${name} ${version} (${license})${by ? `, ${by}` : ''}`;
  return [`${'='.repeat(80)}\n${title}`, ...texts].join('\n\n');
}

/**
 * Returns the text of a file that names the packages in a bundle, with their licences.
 *
 * @param files the files in the bundle, relative to the root of the repository
 * @param leftOut the names of packages that others depend on but the bundle does not contain
 */
export function thirdPartyNotices(files, leftOut) {
  const notices = packagesOf(files, leftOut).map(notice);
  return `This program contains the following packages.\n\n${notices.join('\n\n')}\n`;
}
