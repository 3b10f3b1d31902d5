/** Checks that the names of a jq program exist before it runs. */
import type { Node, Pattern } from './ast.js';
import { BUILTINS } from './builtins.js';
import { preludeFunction, type Scope } from './scope.js';

/** Returns the first undefined name of a program, without running it. */
export function findUnknown(node: Node | undefined, scope: Scope | undefined): string | undefined {
  if (!node) return undefined;
  const within = (nodes: readonly (Node | undefined)[], inner = scope): string | undefined => {
    for (const each of nodes) {
      const unknown = each && findUnknown(each, inner);
      if (unknown !== undefined) return unknown;
    }
    return undefined;
  };
  switch (node.type) {
    case 'call':
      return isKnown(node.name, node.args.length, scope)
        ? within(node.args)
        : `${node.name}/${node.args.length}`;
    case 'variable': {
      if (node.name === 'ENV' || node.name === '__prog_args') return undefined;
      for (let at = scope; at; at = at.outer)
        if (at.kind === 'variable' && at.name === node.name) return undefined;
      return `$${node.name}`;
    }
    case 'define': {
      const { definition } = node;
      const own: Scope = { kind: 'function', definition, outer: scope };
      let inner: Scope = own;
      for (const parameter of definition.parameters) {
        const name = parameter.replace(/^\$/, '');
        inner = {
          kind: 'argument',
          name,
          body: { type: 'identity' },
          scope: undefined,
          outer: inner,
        };
        if (name !== parameter) inner = { kind: 'variable', name, value: null, outer: inner };
      }
      return within([definition.body], inner) ?? within([node.rest], own);
    }
    case 'bind':
    case 'reduce':
    case 'foreach': {
      let inner = scope;
      const patterns = node.type === 'bind' ? node.patterns : [node.pattern];
      for (const name of patterns.flatMap(variablesOf))
        inner = { kind: 'variable', name, value: null, outer: inner };
      if (node.type === 'bind') return within([node.source]) ?? within([node.body], inner);
      const extract = node.type === 'foreach' ? node.extract : undefined;
      return within([node.source, node.init]) ?? within([node.update, extract], inner);
    }
    default:
      return within(Object.values<unknown>(node).flat(2).filter(isNode));
  }
}

const isNode = (part: unknown): part is Node =>
  typeof part === 'object' && part !== null && 'type' in part;

function isKnown(name: string, count: number, scope: Scope | undefined): boolean {
  for (let at = scope; at; at = at.outer) {
    if (at.kind === 'argument' && at.name === name && count === 0) return true;
    if (
      at.kind === 'function' &&
      at.definition.name === name &&
      at.definition.parameters.length === count
    )
      return true;
  }
  return preludeFunction(name, count) !== undefined || Object.hasOwn(BUILTINS, `${name}/${count}`);
}

function variablesOf(pattern: Pattern): string[] {
  switch (pattern.type) {
    case 'variable':
      return [pattern.name];
    case 'array':
      return pattern.items.flatMap(variablesOf);
    case 'object':
      return pattern.entries.flatMap(({ variable, value }) => [
        ...(variable === undefined ? [] : [variable]),
        ...(value ? variablesOf(value) : []),
      ]);
  }
}
