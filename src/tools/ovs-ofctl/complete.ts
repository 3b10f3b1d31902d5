/** Completion of the arguments of `ovs-ofctl`. */
import { ALL_FIELDS } from '../../openflow/model/fields.js';
import { MATCH_WORDS } from '../../openflow/text/parse-flow.js';
import type { CompletionPlace, ValueLists } from '../program/command-row.js';

const bridges = ({ context }: CompletionPlace) => context.switch.bridges.keys();

function* ports({ context, args: [bridge = ''] }: CompletionPlace): Iterable<string> {
  for (const { name } of context.switch.bridges.get(bridge)?.ports.values() ?? []) yield name;
}

/** Completes the last item of a flow. */
function flows({ word }: CompletionPlace): string[] {
  const head = word.slice(0, word.lastIndexOf(',') + 1);
  const keys = ['table=', ...MATCH_WORDS, ...ALL_FIELDS.map(({ name }) => `${name}=`)];
  return keys.map((key) => `${head}${key}`);
}

/** Values by the name of the parameter in the usages. */
export const OFCTL_VALUES: ValueLists = {
  SWITCH: bridges,
  SOURCE: bridges,
  PORT: ports,
  FLOW: flows,
};
