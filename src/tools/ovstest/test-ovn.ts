/** `ovstest test-ovn`, which shows the steps of OVN's logical language (`tests/test-ovn.c`). */
import { arityProblem, commandsByName } from '../program/command-row.js';
import { completeWords } from '../program/complete.js';
import { fatal } from '../program/exit.js';
import { helpText } from '../program/help-text.js';
import {
  applyOptions,
  HELP_OPTION,
  type OptionRow,
  type ProgramTexts,
} from '../program/option-row.js';
import { EXHAUSTIVE } from './exhaustive.js';
import { defaultOptions, EXHAUSTIVE_OPTIONS, type ExhaustiveTarget } from './exhaustive-options.js';
import { ACTION_VERBS, EXPRESSION_VERBS, LEXER_VERBS } from './expression-verbs.js';
import type { TestProgram } from './ovstest.js';
import { TREE_VERBS } from './tree-verbs.js';

const VERB_GROUPS = [
  { title: 'Tokens', commands: LEXER_VERBS },
  { title: 'Expressions', commands: EXPRESSION_VERBS },
  { title: 'Actions', commands: ACTION_VERBS },
  { title: 'All expressions of a size', commands: [...TREE_VERBS, EXHAUSTIVE] },
];

const VERBS = commandsByName(VERB_GROUPS);

const OPTIONS: readonly OptionRow<ExhaustiveTarget & { readonly texts: ProgramTexts }>[] = [
  ...EXHAUSTIVE_OPTIONS,
  HELP_OPTION,
];

const TEXTS = {
  help: () =>
    helpText({
      name: 'ovstest test-ovn',
      summary: "show the steps of OVN's logical language",
      usage: ['[OPTIONS] COMMAND [ARG]...'],
      notes: [
        'Most commands read standard input and answer it line by line. The ports eth0, eth1 and LOCAL have the numbers 5, 6 and 65534. "#" starts a comment. The options belong to "exhaustive".',
      ],
      groups: VERB_GROUPS,
      options: OPTIONS,
    }),
};

export const TEST_OVN: TestProgram = {
  name: 'test-ovn',
  summary: "show the steps of OVN's logical language",
  commandList: { prefix: 'ovstest test-ovn', groups: VERB_GROUPS },

  run(args, stdin) {
    const options = defaultOptions();
    const target = { settings: options, texts: TEXTS };
    const [name, ...operands] = applyOptions(args, OPTIONS, target, { anywhere: true });
    if (name === undefined) fatal('missing command name; use --help for help');
    const verb = VERBS.get(name);
    if (verb === undefined) fatal(`unknown command '${name}'; use --help for help`);
    const problem = arityProblem(verb, operands);
    if (problem !== undefined) fatal(problem);
    return verb.run(operands, { stdin, options });
  },

  complete: (words, context) =>
    completeWords(words, { commands: VERBS, options: OPTIONS, optionsAnywhere: true }, context),
};
