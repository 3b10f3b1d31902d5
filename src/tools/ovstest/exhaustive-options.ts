import { Lexer } from '../../expr/lexer.js';
import {
  isRelationalOperator,
  RELATIONAL_OPERATORS,
  type RelationalOperator,
} from '../../expr/relational-operator.js';
import type { LongOption } from '../../lib/getopt.js';
import { fatal } from '../program/exit.js';
import { atoi } from './atoi.js';

/** The step that `exhaustive` tests, with all steps before it. */
export const OPERATIONS = ['convert', 'simplify', 'normalize', 'flow'] as const;

export type Operation = (typeof OPERATIONS)[number];

/** What `exhaustive` puts into expressions, and what it does with them. */
export interface ExhaustiveOptions {
  operation: Operation;
  /** How many processes would share the work; with several, nobody counts. */
  parallel: number;
  /** Integer variables, and the bits of each. */
  nvars: number;
  bits: number;
  /** The operators to compare integers with, in the order of the language's table. */
  relops: readonly RelationalOperator[];
  /** String variables. */
  svars: number;
  /** Whether to print the shape of each tree. */
  verbosity: number;
}

// The keys of the table are its operators.
const ALL_RELOPS = Object.keys(RELATIONAL_OPERATORS).filter(isRelationalOperator);

export function defaultOptions(): ExhaustiveOptions {
  return {
    operation: 'flow',
    parallel: 1,
    nvars: 2,
    bits: 3,
    relops: ALL_RELOPS,
    svars: 2,
    verbosity: 0,
  };
}

/** An option of `exhaustive`; `help` is its line in the help text. */
export interface ExhaustiveOption extends LongOption {
  readonly parameter?: string;
  readonly help: string;
  /** Words that its argument can be. */
  readonly values?: readonly string[];
  apply(options: ExhaustiveOptions, value: string): void;
}

/** A number from `min` to `max`, or the end of the program. */
function parseCount(value: string, min: number, max: number, complaint: string): number {
  const count = atoi(value);
  return count < min || count > max ? fatal(complaint) : count;
}

function parseRelops(text: string): RelationalOperator[] {
  const lexer = new Lexer(text);
  const relops = new Set<string>();
  do {
    const { type } = lexer.token;
    if (!isRelationalOperator(type)) {
      fatal(`${text}: relational operator expected at \`${lexer.tokenText}'`);
    }
    relops.add(type);
    lexer.advance();
    lexer.match(',');
  } while (lexer.token.type !== 'end');
  return ALL_RELOPS.filter((relop) => relops.has(relop));
}

export const EXHAUSTIVE_OPTIONS: readonly ExhaustiveOption[] = [
  {
    name: 'operation',
    argument: 'required',
    parameter: 'OPERATION',
    help: 'the last step: simplify, normalize or flow (default), or only convert',
    values: OPERATIONS,
    apply(options, value) {
      const operation = OPERATIONS.find((name) => name === value);
      options.operation = operation ?? fatal(`${value}: unknown operation`);
    },
  },
  {
    name: 'parallel',
    argument: 'required',
    parameter: 'N',
    help: 'accepted; there is one process only',
    apply(options, value) {
      options.parallel = atoi(value);
    },
  },
  {
    name: 'nvars',
    argument: 'required',
    parameter: 'N',
    help: 'how many integer variables, 0 to 4 (default: 2)',
    apply(options, value) {
      const complaint = 'number of numeric variables must be between 0 and 4';
      options.nvars = parseCount(value, 0, 4, complaint);
    },
  },
  {
    name: 'bits',
    argument: 'required',
    parameter: 'N',
    help: 'how many bits an integer variable has, 1 to 3 (default: 3)',
    apply(options, value) {
      options.bits = parseCount(value, 1, 3, 'number of bits must be between 1 and 3');
    },
  },
  {
    name: 'relops',
    argument: 'required',
    parameter: 'OPERATORS',
    help: 'the operators for integers, parted by spaces or commas (default: all six)',
    apply(options, value) {
      options.relops = parseRelops(value);
    },
  },
  {
    name: 'svars',
    argument: 'required',
    parameter: 'N',
    help: 'how many string variables, 0 to 4 (default: 2)',
    apply(options, value) {
      const complaint = 'number of string variables must be between 0 and 4';
      options.svars = parseCount(value, 0, 4, complaint);
    },
  },
  {
    name: 'more',
    short: 'm',
    argument: 'none',
    help: 'print the shape of each tree',
    apply(options) {
      options.verbosity++;
    },
  },
];
