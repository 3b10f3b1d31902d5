/** The options of `ovstest test-ovn exhaustive`. */
import { Lexer } from '../../expr/lexer.js';
import {
  isRelationalOperator,
  RELATIONAL_OPERATORS,
  type RelationalOperator,
} from '../../expr/relational-operator.js';
import { parseInt32 } from '../program/c-numbers.js';
import { fatal } from '../program/exit.js';
import type { OptionRow } from '../program/option-row.js';

/** The steps that `exhaustive` can test, each with those before it. */
export const OPERATIONS = ['convert', 'simplify', 'normalize', 'flow'] as const;

export type Operation = (typeof OPERATIONS)[number];

/** The settings of `exhaustive`: the expressions to generate, and the operation to test. */
export interface ExhaustiveOptions {
  operation: Operation;
  /**
   * The number of processes among which the reference divides the work; with several, it does not
   * count expressions.
   */
  parallel: number;
  /** The number of integer variables, and the width of each. */
  nvars: number;
  bits: number;
  /** The operators between integers, in the order of the language's table. */
  relops: readonly RelationalOperator[];
  /** The number of string variables. */
  svars: number;
  /** Greater than 0 to print the shape of each tree. */
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

/** The target of the options. */
export interface ExhaustiveTarget {
  readonly settings: ExhaustiveOptions;
}

/** Parses a number from `min` to `max`. @throws ToolExit with `complaint` */
function parseCount(value: string, min: number, max: number, complaint: string): number {
  const count = parseInt32(value);
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

export const EXHAUSTIVE_OPTIONS: readonly OptionRow<ExhaustiveTarget>[] = [
  {
    name: 'operation',
    argument: 'required',
    argumentName: 'OPERATION',
    help: 'last step: convert, simplify, normalize or flow (default)',
    values: OPERATIONS,
    apply({ settings }, value) {
      const operation = OPERATIONS.find((name) => name === value);
      settings.operation = operation ?? fatal(`${value}: unknown operation`);
    },
  },
  {
    name: 'parallel',
    argument: 'required',
    argumentName: 'N',
    help: 'accepted without effect; there is only one process',
    apply({ settings }, value) {
      settings.parallel = parseInt32(value);
    },
  },
  {
    name: 'nvars',
    argument: 'required',
    argumentName: 'N',
    help: 'number of integer variables, 0 to 4 (default: 2)',
    apply({ settings }, value) {
      const complaint = 'number of numeric variables must be between 0 and 4';
      settings.nvars = parseCount(value, 0, 4, complaint);
    },
  },
  {
    name: 'bits',
    argument: 'required',
    argumentName: 'N',
    help: 'width of integer variables in bits, 1 to 3 (default: 3)',
    apply({ settings }, value) {
      settings.bits = parseCount(value, 1, 3, 'number of bits must be between 1 and 3');
    },
  },
  {
    name: 'relops',
    argument: 'required',
    argumentName: 'OPERATORS',
    help: 'operators for integers, separated by spaces or commas (default: all six)',
    apply({ settings }, value) {
      settings.relops = parseRelops(value);
    },
  },
  {
    name: 'svars',
    argument: 'required',
    argumentName: 'N',
    help: 'number of string variables, 0 to 4 (default: 2)',
    apply({ settings }, value) {
      const complaint = 'number of string variables must be between 0 and 4';
      settings.svars = parseCount(value, 0, 4, complaint);
    },
  },
  {
    name: 'more',
    short: 'm',
    argument: 'none',
    help: 'print the shape of each tree',
    apply({ settings }) {
      settings.verbosity++;
    },
  },
];
