/**
 * `npm run licenses` lists every package of package-lock.json with its licence, and fails
 * if one is not permissive. `dist/THIRD-PARTY.txt` has the texts of those in the bundle.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const PERMISSIVE = new Set([
  ...['0BSD', 'Apache-2.0', 'BSD-2-Clause', 'BSD-3-Clause', 'BlueOak-1.0.0', 'CC0-1.0', 'ISC'],
  ...['MIT', 'Unlicense', 'Zlib'],
]);

/** True if an SPDX expression leaves a choice of permissive licences only. */
const isPermissive = (expression) =>
  expression
    .replace(/[()]/g, '')
    .split(' OR ')
    .some((choice) => choice.split(' AND ').every((licence) => PERMISSIVE.has(licence)));

const lock = JSON.parse(readFileSync(join(import.meta.dirname, '../package-lock.json'), 'utf8'));
let refused = 0;
for (const [path, { version, license = 'none' }] of Object.entries(lock.packages)) {
  if (path === '') continue;
  const ok = isPermissive(license);
  if (!ok) refused++;
  const name = path.replace(/^.*node_modules\//, '');
  process.stdout.write(
    `${`${name} ${version}`.padEnd(50)} ${license}${ok ? '' : ' (not permissive)'}\n`,
  );
}
process.exitCode = refused > 0 ? 1 : 0;
