/** Finds out which names of an awk program are arrays. */
import { UtilityError } from '../utility.js';
import type { Expr, FunctionDefinition, Program, Stmt } from './ast.js';

/** The names that are arrays. */
export interface Arrays {
  readonly globals: ReadonlySet<string>;
  /** The parameters of each function that are arrays. */
  readonly parameters: ReadonlyMap<string, ReadonlySet<string>>;
}

/** Arrays that always exist, even if the program does not use them. */
const PREDEFINED = ['ARGV', 'ENVIRON'];

export function findArrays(program: Program): Arrays {
  const globals = new Set(PREDEFINED);
  const parameters = new Map(
    [...program.functions.keys()].map((name) => [name, new Set<string>()]),
  );
  // A name is an array if it is passed to a function as one: repeat until nothing is new.
  for (let before = -1, size = 0; size !== before; ) {
    before = size;
    visitor(program, globals, parameters, undefined)(program.rules);
    for (const definition of program.functions.values()) {
      visitor(program, globals, parameters, definition)(definition.body);
    }
    size = globals.size + [...parameters.values()].reduce((sum, names) => sum + names.size, 0);
  }
  return { globals, parameters };
}

function visitor(
  program: Program,
  globals: Set<string>,
  parameters: ReadonlyMap<string, Set<string>>,
  scope: FunctionDefinition | undefined,
) {
  const mark = (name: string): void => {
    const own = scope?.parameters.includes(name) ? parameters.get(scope.name) : globals;
    own?.add(name);
  };
  const inspect = (node: Expr | Stmt): void => {
    switch (node.type) {
      case 'element':
      case 'in':
      case 'for-in':
      case 'delete':
        mark(node.array);
        return;
      case 'builtin': {
        const [, second] = node.args;
        if (node.name === 'split' && second?.type === 'variable') mark(second.name);
        return;
      }
      case 'call': {
        const callee = program.functions.get(node.name);
        if (callee && node.args.length > callee.parameters.length) {
          throw new UtilityError(
            `line ${node.line}: too many arguments in call to ${node.name}`,
            2,
          );
        }
        for (const [i, argument] of node.args.entries()) {
          const parameter = callee?.parameters[i];
          const isArray = parameter !== undefined && parameters.get(node.name)?.has(parameter);
          if (isArray && argument.type === 'variable') mark(argument.name);
        }
      }
    }
  };
  const visit = (part: unknown): void => {
    if (typeof part !== 'object' || part === null) return;
    if (isNode(part)) inspect(part);
    for (const inner of Object.values(part)) visit(inner);
  };
  return visit;
}

/** True for the statements and expressions among the parts of a program. */
const isNode = (part: object): part is Expr | Stmt => 'type' in part;
