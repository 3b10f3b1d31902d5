/** Completion of the arguments of `ovs-ofctl`. */
import { completeActions } from '../languages/action-words.js';
import { ACTIONS_CHECK, flowCheck } from '../languages/flow-check.js';
import { flowValues } from '../languages/flow-words.js';
import { groupValues } from '../languages/group-words.js';
import { portNumbers, type SwitchPlace, tables } from '../languages/switch-values.js';
import type { Check, CheckLists, CompletionPlace, ValueLists } from '../program/command-row.js';
import { FILES, type Suggestion } from '../program/suggestion.js';

const bridges = ({ context }: CompletionPlace) => context.switch.bridges.keys();

function* ports({ context, args: [bridge = ''] }: CompletionPlace): Iterable<Suggestion> {
  for (const { name, number } of context.switch.bridges.get(bridge)?.ports.values() ?? []) {
    yield { text: name, help: `port ${number}` };
  }
}

const switchPlace = ({ context, args: [bridge] }: CompletionPlace): SwitchPlace => ({
  context,
  bridge,
});

function* sources(place: CompletionPlace): Iterable<string | Suggestion> {
  yield* bridges(place);
  yield FILES;
}

function* inputPorts(place: CompletionPlace): Iterable<string | Suggestion> {
  yield* portNumbers(switchPlace(place));
  yield* ['LOCAL', 'CONTROLLER', 'NONE'];
}

/** Values by the name of the parameter in the usages. */
export const OFCTL_VALUES: ValueLists = {
  SWITCH: bridges,
  TARGET: bridges,
  SOURCE: sources,
  PORT: ports,
  IN_PORT: inputPorts,
  TABLE: (place) => tables(switchPlace(place)),
  FLOW: flowValues('list'),
  ACTIONS: (place) => completeActions(place.word, switchPlace(place)),
  GROUP: groupValues('select'),
};

const bridgeCheck: Check = {
  check: ({
    word,
    context: {
      switch: { bridges },
    },
  }) =>
    // Sockets and datapaths are other ways to name a bridge.
    /[:/@]/.test(word) || bridges.has(word)
      ? undefined
      : { message: `there is no bridge ${word}`, expected: [...bridges.keys()] },
};

/** Checks by the name of the parameter in the usages. */
export const OFCTL_CHECKS: CheckLists = {
  SWITCH: bridgeCheck,
  TARGET: bridgeCheck,
  FLOW: flowCheck('list'),
  ACTIONS: ACTIONS_CHECK,
  FRAGMENTS: { noun: 'mode' },
  SETTING: { noun: 'setting' },
  PORT_ACTION: { noun: 'setting' },
};
