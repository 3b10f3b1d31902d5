/** Completes the groups of OpenFlow programs: `group_id=1,type=all,bucket=output:1`. */
import { GROUP_TYPES } from '../../openflow/model/group.js';
import type { CompletionPlace, Values } from '../program/command-row.js';
import { endingAt, type Suggestion, suggestion } from '../program/suggestion.js';
import { completeActions } from './action-words.js';
import { groups, portNumbers, type SwitchPlace } from './switch-values.js';

const GROUP_KEYS: readonly Suggestion[] = [
  { text: 'group_id=', open: true, help: 'the number of the group' },
  { text: 'type=', open: true, help: 'all, select, indirect or ff' },
  { text: 'bucket=', open: true, help: 'actions of one choice' },
];

const BUCKET_KEYS: readonly Suggestion[] = [
  { text: 'weight:', open: true, help: 'the share of a select group' },
  { text: 'watch_port:', open: true, help: 'use the bucket while this port is live' },
  { text: 'watch_group:', open: true, help: 'use the bucket while this group is live' },
  { text: 'bucket_id:', open: true, help: 'the number of the bucket' },
  { text: 'actions=', open: true, help: 'what happens to packets' },
];

/** Returns the values of a parameter that defines a group, or only selects some. */
export const groupValues =
  (use: 'define' | 'select'): Values =>
  ({ context, args: [bridge], word }: CompletionPlace) =>
    completeGroup(word, use, { context, bridge });

function completeGroup(text: string, use: 'define' | 'select', place: SwitchPlace): Suggestion[] {
  const bucket = text.lastIndexOf('bucket=');
  const start = Math.max(text.lastIndexOf(',') + 1, bucket < 0 ? 0 : bucket + 'bucket='.length);
  const item = text.slice(start);
  const at = (from: number, offers: Iterable<string | Suggestion>) =>
    [...offers].map(endingAt(from));
  const [key = '', value] = item.split(/[=:]/);
  const from = start + key.length + 1;
  if (key === 'group_id' && value !== undefined) return at(from, groups(place));
  if (key === 'type' && value !== undefined) return at(from, GROUP_TYPES.map(suggestion));
  if (use === 'select') return bucket < 0 ? at(start, GROUP_KEYS.slice(0, 1)) : [];
  if (bucket < 0)
    return at(
      start,
      GROUP_KEYS.filter(({ text: word }) => !text.includes(word)),
    );
  if (/^watch_port$/.test(key) && value !== undefined) return at(from, portNumbers(place));
  if (/^watch_group$/.test(key) && value !== undefined) return at(from, groups(place));
  if (/^(weight|bucket_id)$/.test(key) && value !== undefined) return [];
  const actions = /^.*bucket=(?:.*actions=)?/.exec(text)?.[0].length ?? start;
  const ofActions = completeActions(text.slice(actions), place).map(
    ({ start: within = 0, ...rest }) => ({ ...rest, start: actions + within }),
  );
  return [...at(start, [...BUCKET_KEYS, ...GROUP_KEYS.slice(2)]), ...ofActions];
}
