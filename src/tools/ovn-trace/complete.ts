/** Completion of an `ovn-trace` command line. */
import { CT_STATE_FLAGS } from '../../openflow/values/flag-sets.js';
import type { ToolContext } from '../tool.js';
import { OPTIONS } from './trace-options.js';

/** The words that could stand in place of the last of `words`: options, or a datapath. */
export function completeTrace(words: readonly string[], context: ToolContext): readonly string[] {
  const word = words.at(-1) ?? '';
  return [...new Set(candidates(words.slice(0, -1), word, context))].filter(
    (candidate) => candidate !== '' && candidate.startsWith(word),
  );
}

function candidates(
  before: readonly string[],
  word: string,
  { nb }: ToolContext,
): Iterable<string> {
  if (before.at(-1) === '--ct') return CT_STATE_FLAGS.bits.values();
  if (word.startsWith('-')) {
    return OPTIONS.flatMap(({ name, argument, help }) =>
      help === undefined ? [] : [`--${name}${argument === 'required' ? '=' : ''}`],
    );
  }
  const hasDatapath = before.some((text, i) => !text.startsWith('-') && before[i - 1] !== '--ct');
  if (hasDatapath) return [];
  return [...nb.rows('Logical_Switch'), ...nb.rows('Logical_Router')].map(({ name }) => name);
}
