/** Lists the known releases of OVN. */
import { RELEASE_2015 } from './2015/release.js';
import type { Release } from './release.js';

/** The release of a sandbox if the user has not chosen one. */
export const DEFAULT_RELEASE: Release = RELEASE_2015;

/** The releases by name. */
export const RELEASES: ReadonlyMap<string, Release> = new Map(
  [RELEASE_2015].map((release) => [release.name, release]),
);
