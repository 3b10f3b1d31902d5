import { getopt, type LongOption } from '../../lib/getopt.js';
import { fatal, ToolExit } from '../program/exit.js';
import { EXHAUSTIVE } from './exhaustive.js';
import {
  defaultOptions,
  EXHAUSTIVE_OPTIONS,
  type ExhaustiveOptions,
} from './exhaustive-options.js';
import { ACTION_VERBS, EXPRESSION_VERBS, LEXER_VERBS } from './expression-verbs.js';
import { testOvnHelp } from './help.js';
import { TREE_VERBS } from './tree-verbs.js';
import type { Verb, VerbOutput } from './verb.js';

const VERB_GROUPS = [
  { title: 'Words', verbs: LEXER_VERBS },
  { title: 'Expressions', verbs: EXPRESSION_VERBS },
  { title: 'Actions', verbs: ACTION_VERBS },
  { title: 'All expressions of a size', verbs: [...TREE_VERBS, EXHAUSTIVE] },
];

const VERBS: readonly Verb[] = VERB_GROUPS.flatMap(({ verbs }) => verbs);

interface Option extends LongOption {
  apply(options: ExhaustiveOptions, value: string): void;
}

const HELP: Option = {
  name: 'help',
  short: 'h',
  argument: 'none',
  apply() {
    throw ToolExit.success(testOvnHelp(VERB_GROUPS));
  },
};

const OPTIONS: readonly Option[] = [...EXHAUSTIVE_OPTIONS, HELP];

/** Runs `ovstest test-ovn` with the arguments that follow. Throws ToolExit. */
export function runTestOvn(args: readonly string[], stdin: string): VerbOutput {
  const { words, options } = parseCommandLine(args);
  const [name, ...operands] = words;
  if (name === undefined) fatal('missing command name; use --help for help');
  const verb = VERBS.find((candidate) => candidate.name === name);
  if (verb === undefined) fatal(`unknown command '${name}'; use --help for help`);
  const arity = verb.parameters.length;
  if (operands.length < arity) {
    fatal(`'${name}' command requires at least ${arity} arguments`);
  }
  if (operands.length > arity) fatal(`'${name}' command takes at most ${arity} arguments`);
  return verb.run(operands, { stdin, options });
}

/** Options may stand anywhere before `--`. */
function parseCommandLine(args: readonly string[]): {
  words: readonly string[];
  options: ExhaustiveOptions;
} {
  const options = defaultOptions();
  const words: string[] = [];
  let remaining = args;
  while (remaining.length > 0) {
    const { options: parsed, rest, error } = getopt(remaining, OPTIONS);
    for (const { option, value } of parsed) option.apply(options, value ?? '');
    if (error !== undefined) fatal(error);
    const last = remaining[remaining.length - rest.length - 1];
    const [word, ...others] = rest;
    if (word === undefined || last === '--') return { words: [...words, ...rest], options };
    words.push(word);
    remaining = others;
  }
  return { words, options };
}

/** The words that could stand at the end of `words`, which follow `test-ovn`. */
export function completeTestOvn(words: readonly string[]): string[] {
  const word = words.at(-1) ?? '';
  const verbs = words.slice(0, -1).some((before) => VERBS.some(({ name }) => name === before))
    ? []
    : VERBS.map(({ name }) => name);
  const options = EXHAUSTIVE_OPTIONS.flatMap(({ name, parameter, values }) =>
    values === undefined
      ? [`--${name}${parameter === undefined ? '' : '='}`]
      : values.map((value) => `--${name}=${value}`),
  );
  return [...verbs, ...options, '--help'].filter((candidate) => candidate.startsWith(word));
}
