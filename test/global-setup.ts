/** Builds `dist` before the tests if it is older than the sources: some tests run it. */
import { build, isStale } from '../build.mjs';

export default async function setup(): Promise<void> {
  if (isStale()) await build();
}
