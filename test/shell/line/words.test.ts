/** Tests that completion knows every action and every setting of a flow. */
import { expect, it } from 'vitest';
import { ACTION_NAMES } from '../../../src/openflow/text/parse-actions.js';
import { ACTION_KEYS } from '../../../src/tools/languages/action-words.js';

it('offers every action', () => {
  expect(ACTION_KEYS).toEqual(expect.arrayContaining([...ACTION_NAMES]));
});
