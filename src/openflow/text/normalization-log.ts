/** Logs the normalization of matches. */

import type { Match } from '../model/match.js';
import { normalizeMatch } from '../rules/normalize-match.js';
import { BAD_MESSAGE, type TextLog } from '../values/text-log.js';
import { formatMatch } from './format-match.js';

/** Normalizes a match and logs the difference in three lines; mirrors `ofputil_normalize_match()`. */
export function normalizeAndLog(match: Match, log: TextLog): Match {
  const normal = normalizeMatch(match);
  if (normal === match) return match;
  const details = [` pre: ${formatMatch(match)}`, `post: ${formatMatch(normal)}`];
  const lines = ['normalization changed ofp_match, details:', ...details];
  log('INFO', 'ofp_util', lines, BAD_MESSAGE);
  return normal;
}
