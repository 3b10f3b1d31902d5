/** Matches on their way through NXM or OXM. */
import { OpenFlowError } from '../model/errors.js';
import { FIELDS } from '../model/fields.js';
import { Match } from '../model/match.js';
import type { HeaderVersion } from './field-bytes.js';
import { matchFields } from './match-fields.js';

/** What arrived before, since the flows of a switch are listed over and over. */
const KNOWN: Readonly<Record<'nxm' | 'oxm', WeakMap<Match, Match>>> = {
  nxm: new WeakMap(),
  oxm: new WeakMap(),
};

/**
 * The match that arrives where this one is sent; version 0 is NXM.
 *
 * @throws OpenFlowError where a field comes without what it takes to have it.
 */
export function receiveMatch(match: Match, version: HeaderVersion): Match {
  const known = KNOWN[version === 0 ? 'nxm' : 'oxm'];
  const before = known.get(match);
  if (before) return before;
  let received = Match.ANY;
  matchFields(match, version, (field, value, mask) => {
    if (!received.satisfies(FIELDS[field].prerequisite)) {
      throw new OpenFlowError('OFPBMC_BAD_PREREQ');
    }
    received = received.with(field, value, mask);
  });
  known.set(match, received);
  return received;
}
