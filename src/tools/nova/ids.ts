/** Ids of things that exist only by name in the sandbox: images and users. */
import { hashString } from '../../lib/hash.js';
import { SeededRandom } from '../../lib/random.js';
import { newUuid } from '../../lib/uuid.js';

/** Returns the id of an image, which follows from its name. */
export const imageId = (name: string): string =>
  newUuid(SeededRandom.fromSeed(hashString(`image ${name}`)));

/** Returns the id of the user of a tenant. */
export const userId = (tenant: string): string =>
  newUuid(SeededRandom.fromSeed(hashString(`user ${tenant}`))).replaceAll('-', '');
