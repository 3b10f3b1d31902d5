/** Checks that matches are written with all fields that have a header. */

import { expect, it } from 'vitest';
import { ALL_FIELDS } from '../../../src/openflow/model/fields.js';
import { isWritten } from '../../../src/openflow/wire/match-fields.js';

it('leaves out exactly the fields without a header', () => {
  const unwritten = ALL_FIELDS.filter(({ name }) => !isWritten(name));
  const headless = ALL_FIELDS.filter(({ headers }) => headers.length === 0);
  expect(unwritten).toEqual(headless);
});
