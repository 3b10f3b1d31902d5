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
    for (const { pattern, body } of program.rules) {
      const visit = visitor(program, globals, parameters, undefined);
      if (pattern.kind === 'expression') visit.expr(pattern.value);
      if (pattern.kind === 'range') for (const end of [pattern.from, pattern.to]) visit.expr(end);
      if (body) visit.stmt(body);
    }
    for (const definition of program.functions.values()) {
      visitor(program, globals, parameters, definition).stmt(definition.body);
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
  const exprs = (items: readonly Expr[]): void => {
    for (const item of items) expr(item);
  };
  const expr = (node: Expr | undefined): void => {
    switch (node?.type) {
      case undefined:
      case 'number':
      case 'string':
      case 'regex':
      case 'variable':
        return;
      case 'element':
        mark(node.array);
        exprs(node.index);
        return;
      case 'in':
        mark(node.array);
        exprs(node.index);
        return;
      case 'field':
        expr(node.index);
        return;
      case 'assign':
        exprs([node.target, node.value]);
        return;
      case 'step':
        expr(node.target);
        return;
      case 'unary':
        expr(node.operand);
        return;
      case 'binary':
      case 'match':
      case 'and':
      case 'or':
      case 'concat':
        exprs([node.left, node.right]);
        return;
      case 'conditional':
        exprs([node.test, node.yes, node.no]);
        return;
      case 'group':
        expr(node.inner);
        return;
      case 'builtin': {
        const [, second] = node.args;
        if (node.name === 'split' && second?.type === 'variable') mark(second.name);
        exprs(node.args);
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
        exprs(node.args);
        return;
      }
      case 'getline':
        expr(node.source);
        expr(node.target);
    }
  };
  const stmt = (node: Stmt | undefined): void => {
    switch (node?.type) {
      case 'block':
        for (const inner of node.body) stmt(inner);
        return;
      case 'expression':
        expr(node.value);
        return;
      case 'print':
      case 'printf':
        exprs(node.args);
        expr(node.to?.target);
        return;
      case 'if':
        expr(node.test);
        stmt(node.yes);
        stmt(node.no);
        return;
      case 'loop':
        stmt(node.init);
        expr(node.test);
        stmt(node.step);
        stmt(node.body);
        return;
      case 'for-in':
        mark(node.array);
        expr(node.variable);
        stmt(node.body);
        return;
      case 'delete':
        mark(node.array);
        exprs(node.index ?? []);
        return;
      case 'exit':
      case 'return':
        expr(node.value);
        return;
      default:
        return;
    }
  };
  return { expr, stmt };
}
