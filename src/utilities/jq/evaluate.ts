/** Runs jq programs: each part of a program yields any number of values. */
import type { Node, Pattern } from './ast.js';
import { BUILTINS, type Host } from './builtins.js';
import { format } from './formats.js';
import { operate } from './operators.js';
import { SyntaxFault } from './parser.js';
import { deletePath, getMember, getPath, type Path, setPath, slice } from './paths.js';
import { Break, preludeFunction, type Scope } from './scope.js';
import { described, isArray, isObject, isTrue, JqError, type Json } from './value.js';

/** A value, with its path if that is requested. */
export interface Item {
  readonly value: Json;
  readonly path: Path | undefined;
}

export type Results = Generator<Item, void>;

const item = (value: Json, path?: Path): Item => ({ value, path });
const extended = ({ path }: Item, key: Json): Path | undefined => path && [...path, key];

export class Evaluator {
  constructor(readonly host: Host) {}

  /** Yields the results of a program for one input. */
  *run(node: Node, input: Item, scope: Scope | undefined): Results {
    switch (node.type) {
      case 'identity':
        yield input;
        return;
      case 'recurse':
        yield* this.#recurse(input);
        return;
      case 'literal':
        yield item(node.value);
        return;
      case 'string':
        for (const value of this.#strings(node.parts, node.format, input, scope)) yield item(value);
        return;
      case 'format':
        yield item(format(node.name, input.value));
        return;
      case 'index':
        for (const target of this.run(node.target, input, scope)) {
          for (const key of this.values(node.key, input, scope)) {
            yield* access(node.optional, () =>
              item(getMember(target.value, key), extended(target, key)),
            );
          }
        }
        return;
      case 'slice':
        yield* this.#slices(node, input, scope);
        return;
      case 'iterate':
        for (const target of this.run(node.target, input, scope)) {
          if (!node.optional || isArray(target.value) || isObject(target.value))
            yield* members(target);
        }
        return;
      case 'array': {
        const items = node.items ? [...this.values(node.items, input, scope)] : [];
        yield item(items);
        return;
      }
      case 'object':
        for (const entries of this.#objects(node.entries, input, scope))
          yield item(new Map(entries));
        return;
      case 'negate':
        for (const value of this.values(node.operand, input, scope)) {
          if (typeof value !== 'number') throw new JqError(`${described(value)} cannot be negated`);
          yield item(-value);
        }
        return;
      case 'pipe':
        for (const left of this.run(node.left, input, scope))
          yield* this.run(node.right, left, scope);
        return;
      case 'comma':
        yield* this.run(node.left, input, scope);
        yield* this.run(node.right, input, scope);
        return;
      case 'and':
      case 'or': {
        const decides = node.type === 'or';
        for (const left of this.values(node.left, input, scope)) {
          if (isTrue(left) === decides) yield item(decides);
          else for (const right of this.values(node.right, input, scope)) yield item(isTrue(right));
        }
        return;
      }
      case 'alternative':
        yield* this.#alternative(node.left, node.right, input, scope);
        return;
      case 'binary':
        // The right side is the outer loop.
        for (const right of this.values(node.right, input, scope)) {
          for (const left of this.values(node.left, input, scope))
            yield item(operate(node.operator, left, right));
        }
        return;
      case 'update':
        yield* this.#update(node, input, scope);
        return;
      case 'if':
        for (const test of this.values(node.test, input, scope)) {
          yield* this.run(isTrue(test) ? node.yes : node.no, input, scope);
        }
        return;
      case 'try':
        yield* this.#try(node.body, node.handler, input, scope);
        return;
      case 'reduce':
        for (const init of this.values(node.init, input, scope)) {
          let state: Json | undefined = init;
          for (const source of this.values(node.source, input, scope)) {
            for (const inner of this.bind(node.pattern, source, input, scope)) {
              let last: Json | undefined;
              for (const value of this.values(node.update, item(state ?? null), inner))
                last = value;
              state = last ?? null;
            }
          }
          yield item(state ?? null);
        }
        return;
      case 'foreach':
        for (const init of this.values(node.init, input, scope)) {
          let state = init;
          for (const source of this.values(node.source, input, scope)) {
            for (const inner of this.bind(node.pattern, source, input, scope)) {
              for (const value of this.values(node.update, item(state), inner)) {
                state = value;
                if (node.extract) yield* this.run(node.extract, item(state), inner);
                else yield item(state);
              }
            }
          }
        }
        return;
      case 'define':
        yield* this.run(node.rest, input, {
          kind: 'function',
          definition: node.definition,
          outer: scope,
        });
        return;
      case 'call':
        yield* this.#call(node.name, node.args, input, scope);
        return;
      case 'variable':
        yield item(this.#variable(node.name, scope));
        return;
      case 'bind':
        yield* this.#bindings(node, input, scope);
        return;
      case 'label': {
        const label = new Break();
        try {
          yield* this.run(node.body, input, {
            kind: 'label',
            name: node.name,
            label,
            outer: scope,
          });
        } catch (error) {
          if (error !== label) throw error;
        }
        return;
      }
      case 'break':
        for (let at = scope; at; at = at.outer)
          if (at.kind === 'label' && at.name === node.name) throw at.label;
        throw new SyntaxFault(`$*label-${node.name} is not defined at <top-level>, line 1:`);
    }
  }

  *values(node: Node, input: Item, scope: Scope | undefined): Generator<Json, void> {
    for (const { value } of this.run(node, item(input.value), scope)) yield value;
  }

  /** Yields the paths that a program leads to. */
  *paths(node: Node, value: Json, scope: Scope | undefined): Generator<Path, void> {
    for (const { path, value: found } of this.run(node, item(value, []), scope)) {
      if (!path)
        throw new JqError(
          `Invalid path expression with result ${described(found).replace(/^\w+ \((.*)\)$/s, '$1')}`,
        );
      yield path;
    }
  }

  *#recurse(input: Item): Results {
    yield input;
    if (isArray(input.value) || isObject(input.value)) {
      for (const member of members(input)) yield* this.#recurse(member);
    }
  }

  *#strings(
    parts: readonly (string | Node)[],
    name: string | undefined,
    input: Item,
    scope: Scope | undefined,
  ): Generator<string, void> {
    const [first, ...rest] = parts;
    if (first === undefined) {
      yield '';
      return;
    }
    for (const end of this.#strings(rest, name, input, scope)) {
      if (typeof first === 'string') yield first + end;
      else
        for (const value of this.values(first, input, scope))
          yield format(name ?? '@text', value) + end;
    }
  }

  *#slices(node: Extract<Node, { type: 'slice' }>, input: Item, scope: Scope | undefined): Results {
    const nothing: Node = { type: 'literal', value: null };
    for (const target of this.run(node.target, input, scope)) {
      for (const to of this.values(node.to ?? nothing, input, scope)) {
        for (const from of this.values(node.from ?? nothing, input, scope)) {
          yield* access(node.optional, () =>
            item(
              slice(target.value, from, to),
              extended(
                target,
                new Map([
                  ['start', from],
                  ['end', to],
                ]),
              ),
            ),
          );
        }
      }
    }
  }

  *#objects(
    entries: readonly (readonly [Node, Node])[],
    input: Item,
    scope: Scope | undefined,
  ): Generator<readonly (readonly [string, Json])[], void> {
    const [first, ...rest] = entries;
    if (!first) {
      yield [];
      return;
    }
    const [keyNode, valueNode] = first;
    for (const key of this.values(keyNode, input, scope)) {
      if (typeof key !== 'string') throw new JqError(`Cannot use ${described(key)} as object key`);
      for (const value of this.values(valueNode, input, scope)) {
        for (const others of this.#objects(rest, input, scope)) yield [[key, value], ...others];
      }
    }
  }

  *#alternative(left: Node, right: Node, input: Item, scope: Scope | undefined): Results {
    let found = false;
    for (const result of this.run(left, input, scope)) {
      if (!isTrue(result.value)) continue;
      found = true;
      yield result;
    }
    if (!found) yield* this.run(right, input, scope);
  }

  *#try(body: Node, handler: Node | undefined, input: Item, scope: Scope | undefined): Results {
    const running = this.run(body, input, scope);
    for (;;) {
      let next: IteratorResult<Item, void>;
      try {
        next = running.next();
      } catch (error) {
        if (!(error instanceof JqError)) throw error;
        if (handler) yield* this.run(handler, item(error.value), scope);
        return;
      }
      if (next.done) return;
      // Errors of later parts of the program are not caught.
      yield next.value;
    }
  }

  *#update(
    { operator, left, right }: Extract<Node, { type: 'update' }>,
    input: Item,
    scope: Scope | undefined,
  ): Results {
    if (operator === '|=') {
      let value = input.value;
      for (const path of this.paths(left, input.value, scope)) {
        const [changed] = firstOf(this.values(right, item(getPath(value, path)), scope));
        value = changed === undefined ? deletePath(value, path) : setPath(value, path, changed);
      }
      yield item(value);
      return;
    }
    for (const change of this.values(right, input, scope)) {
      let value = input.value;
      for (const path of this.paths(left, input.value, scope)) {
        const changed =
          operator === '=' ? change : operate(operator.slice(0, -1), getPath(value, path), change);
        value = setPath(value, path, changed);
      }
      yield item(value);
    }
  }

  #variable(name: string, scope: Scope | undefined): Json {
    for (let at = scope; at; at = at.outer)
      if (at.kind === 'variable' && at.name === name) return at.value;
    if (name === 'ENV') return this.host.environment;
    throw new SyntaxFault(`$${name} is not defined at <top-level>, line 1:`);
  }

  *#bindings(
    node: Extract<Node, { type: 'bind' }>,
    input: Item,
    scope: Scope | undefined,
  ): Results {
    for (const source of this.values(node.source, input, scope)) {
      for (const [i, pattern] of node.patterns.entries()) {
        const isLast = i === node.patterns.length - 1;
        try {
          for (const inner of this.bind(pattern, source, input, scope))
            yield* this.run(node.body, input, inner);
          break;
        } catch (error) {
          if (isLast || !(error instanceof JqError)) throw error;
        }
      }
    }
  }

  /** Yields the scopes that result from destructuring a value by a pattern. */
  *bind(
    pattern: Pattern,
    value: Json,
    input: Item,
    scope: Scope | undefined,
  ): Generator<Scope | undefined, void> {
    switch (pattern.type) {
      case 'variable':
        yield { kind: 'variable', name: pattern.name, value, outer: scope };
        return;
      case 'array':
        yield* this.#bindAll(
          pattern.items.map((inner, i) => [inner, getMember(value, i)] as const),
          input,
          scope,
        );
        return;
      case 'object': {
        const [first, ...rest] = pattern.entries;
        if (!first) {
          yield scope;
          return;
        }
        for (const key of this.values(first.key, input, scope)) {
          const member = getMember(value, key);
          const named: Scope | undefined =
            first.variable === undefined
              ? scope
              : { kind: 'variable', name: first.variable, value: member, outer: scope };
          const inner = first.value ? this.bind(first.value, member, input, named) : [named];
          for (const next of inner)
            yield* this.bind({ type: 'object', entries: rest }, value, input, next);
        }
      }
    }
  }

  *#bindAll(
    pairs: readonly (readonly [Pattern, Json])[],
    input: Item,
    scope: Scope | undefined,
  ): Generator<Scope | undefined, void> {
    const [first, ...rest] = pairs;
    if (!first) {
      yield scope;
      return;
    }
    for (const inner of this.bind(first[0], first[1], input, scope))
      yield* this.#bindAll(rest, input, inner);
  }

  *#call(name: string, args: readonly Node[], input: Item, scope: Scope | undefined): Results {
    for (let at = scope; at; at = at.outer) {
      if (at.kind === 'argument' && at.name === name && args.length === 0) {
        yield* this.run(at.body, input, at.scope);
        return;
      }
      if (
        at.kind === 'function' &&
        at.definition.name === name &&
        at.definition.parameters.length === args.length
      ) {
        yield* this.#callFunction(at, args, input, scope);
        return;
      }
    }
    const prelude = preludeFunction(name, args.length);
    if (prelude) {
      yield* this.#callFunction(
        { kind: 'function', definition: prelude, outer: undefined },
        args,
        input,
        scope,
      );
      return;
    }
    const builtin = BUILTINS[`${name}/${args.length}`];
    if (!builtin)
      throw new SyntaxFault(`${name}/${args.length} is not defined at <top-level>, line 1:`);
    yield* builtin(this, args, input, scope);
  }

  *#callFunction(
    found: Extract<Scope, { kind: 'function' }>,
    args: readonly Node[],
    input: Item,
    scope: Scope | undefined,
  ): Results {
    const { parameters, body } = found.definition;
    const withArguments = function* (self: Evaluator, i: number, inner: Scope): Results {
      const parameter = parameters[i];
      const argument = args[i];
      if (parameter === undefined || argument === undefined) {
        yield* self.run(body, input, inner);
        return;
      }
      const bare = parameter.replace(/^\$/, '');
      if (bare === parameter) {
        yield* withArguments(self, i + 1, {
          kind: 'argument',
          name: bare,
          body: argument,
          scope,
          outer: inner,
        });
        return;
      }
      for (const value of self.values(argument, input, scope)) {
        const asFunction: Scope = {
          kind: 'argument',
          name: bare,
          body: { type: 'literal', value },
          scope: undefined,
          outer: inner,
        };
        yield* withArguments(self, i + 1, {
          kind: 'variable',
          name: bare,
          value,
          outer: asFunction,
        });
      }
    };
    yield* withArguments(this, 0, found);
  }
}

/** Yields a part of a value; nothing if it is optional and there is none. */
function* access(optional: boolean | undefined, get: () => Item): Results {
  let found: Item;
  try {
    found = get();
  } catch (error) {
    if (optional && error instanceof JqError) return;
    throw error;
  }
  yield found;
}

/** Yields the members of an array or object. */
function* members(target: Item): Results {
  const { value } = target;
  if (isArray(value))
    for (const [i, member] of value.entries()) yield item(member, extended(target, i));
  else if (isObject(value))
    for (const [key, member] of value) yield item(member, extended(target, key));
  else throw new JqError(`Cannot iterate over ${value === null ? 'null' : described(value)}`);
}

/** Returns the first value, if there is one. */
export function firstOf<T>(values: Iterable<T>): T[] {
  for (const value of values) return [value];
  return [];
}
