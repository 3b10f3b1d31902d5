/** Turns the syntax tree of an awk program into functions that run it. */
import type { Expression } from '../regex/expression.js';
import { UtilityError } from '../utility.js';
import { AwkArray } from './array.js';
import type { Expr, FunctionDefinition, LValue, Program, Rule, Stmt } from './ast.js';
import { BUILTIN_FUNCTIONS } from './builtins.js';
import { all, chain, type Maybe } from './maybe.js';
import type { Runtime } from './runtime.js';
import { type Arrays, findArrays } from './scopes.js';
import { compare, InputText, toBoolean, toNumber, type Value } from './values.js';

export type Evaluate = () => Maybe<Value>;

/** The control flow that ends a statement early. */
export type Signal = 'break' | 'continue' | 'return' | undefined;
export type Execute = () => Maybe<Signal>;

/** Thrown to end the current record, file or program, even from inside a function. */
export class Jump {
  constructor(readonly kind: 'next' | 'nextfile' | 'exit') {}
}

/** The parameters of a running function. */
interface Frame {
  readonly values: Value[];
  readonly arrays: (AwkArray | undefined)[];
  result: Value;
}

/** A place that holds a value. */
interface Place {
  get(): Value;
  set(value: Value): void;
}

const MOST_CALLS = 1000;
const NEXT = new Jump('next');
const NEXT_FILE = new Jump('nextfile');

export interface CompiledRule {
  readonly kind: 'begin' | 'end' | 'main';
  /** True if the rule applies to the record. */
  readonly selects: () => Maybe<boolean>;
  readonly run: Execute;
}

/** Compiles a program. */
export function compileProgram(program: Program, runtime: Runtime): CompiledRule[] {
  return new Compiler(program, runtime).rules();
}

class Compiler {
  readonly #arrays: Arrays;
  readonly #functions = new Map<string, Execute>();
  #frame: Frame = { values: [], arrays: [], result: undefined };
  #calls = 0;

  constructor(
    private readonly program: Program,
    private readonly runtime: Runtime,
  ) {
    this.#arrays = findArrays(program);
    for (const definition of program.functions.values()) {
      this.#functions.set(definition.name, new Scope(this, definition).stmt(definition.body));
    }
  }

  get arrays(): Arrays {
    return this.#arrays;
  }

  get frame(): Frame {
    return this.#frame;
  }

  get context(): Runtime {
    return this.runtime;
  }

  rules(): CompiledRule[] {
    const scope = new Scope(this, undefined);
    return this.program.rules.map((rule) => compileRule(scope, rule));
  }

  /** Calls a function of the program. */
  call(definition: FunctionDefinition, frame: Frame): Maybe<Value> {
    const body = this.#functions.get(definition.name);
    const caller = this.#frame;
    this.#calls += 1;
    if (this.#calls > MOST_CALLS) throw new UtilityError('function call nesting too deep', 2);
    this.#frame = frame;
    const leave = (): void => {
      this.#frame = caller;
      this.#calls -= 1;
    };
    let running: Maybe<Signal>;
    try {
      running = body?.();
    } catch (error) {
      leave();
      throw error;
    }
    if (!(running instanceof Promise)) {
      leave();
      return frame.result;
    }
    return running.finally(leave).then(() => frame.result);
  }

  definition(name: string): FunctionDefinition | undefined {
    return this.program.functions.get(name);
  }
}

/** Compiles the statements and expressions of one function, or of the rules. */
class Scope {
  constructor(
    private readonly compiler: Compiler,
    private readonly definition: FunctionDefinition | undefined,
  ) {}

  get #runtime(): Runtime {
    return this.compiler.context;
  }

  #parameter(name: string): number {
    return this.definition?.parameters.indexOf(name) ?? -1;
  }

  /** Returns a function that finds an array. */
  array(name: string): () => AwkArray {
    const { compiler } = this;
    const index = this.#parameter(name);
    if (index < 0) {
      const array = this.#runtime.array(name);
      return () => array;
    }
    return () => {
      const { arrays } = compiler.frame;
      const array = arrays[index] ?? new AwkArray();
      arrays[index] = array;
      return array;
    };
  }

  #isArray(name: string): boolean {
    const { globals, parameters } = this.compiler.arrays;
    if (this.#parameter(name) < 0 || !this.definition) return globals.has(name);
    return parameters.get(this.definition.name)?.has(name) ?? false;
  }

  /** Returns the place of a variable. */
  #variable(name: string): Place {
    if (this.#isArray(name))
      throw new UtilityError(`line 1: illegal reference to array ${name}`, 2);
    const { compiler } = this;
    const runtime = this.#runtime;
    const index = this.#parameter(name);
    if (index >= 0) {
      return {
        get: () => compiler.frame.values[index],
        set: (value) => {
          compiler.frame.values[index] = value;
        },
      };
    }
    return { get: () => runtime.getGlobal(name), set: (value) => runtime.setGlobal(name, value) };
  }

  /** Returns a function that finds the place of a variable, field or element. */
  place(node: LValue): () => Maybe<Place> {
    const { record } = this.#runtime;
    switch (node.type) {
      case 'variable': {
        const place = this.#variable(node.name);
        return () => place;
      }
      case 'field': {
        const index = this.expr(node.index);
        return () =>
          chain(index(), (value) => {
            const at = fieldIndex(value);
            return { get: () => record.field(at), set: (to) => record.setField(at, to) };
          });
      }
      case 'element': {
        const array = this.array(node.array);
        const key = this.#key(node.index);
        return () =>
          chain(key(), ({ text, numeric }) => {
            const found = array();
            return {
              get: () => found.get(text, numeric),
              set: (to) => found.set(text, to, numeric),
            };
          });
      }
    }
  }

  /** Returns a function that computes the key of an element. */
  #key(index: readonly Expr[]): () => Maybe<{ readonly text: string; readonly numeric: boolean }> {
    const runtime = this.#runtime;
    const [only, ...others] = index.map((item) => this.expr(item));
    if (only && others.length === 0) {
      return () =>
        chain(only(), (value) => ({
          text: runtime.toText(value),
          numeric: typeof value === 'number',
        }));
    }
    const items = index.map((item) => this.expr(item));
    return () =>
      chain(all(items), (values) => ({
        text: values
          .map((value) => runtime.toText(value))
          .join(runtime.toText(runtime.specials.SUBSEP)),
        numeric: false,
      }));
  }

  /**
   * Returns a function that yields the regular expression of `node`: a literal, or text to compile.
   */
  regex(node: Expr): () => Maybe<Expression> {
    const runtime = this.#runtime;
    if (node.type === 'regex') {
      let compiled: Expression | undefined;
      return () => {
        compiled ??= runtime.regex(node.source);
        return compiled;
      };
    }
    const source = this.expr(node);
    return () => chain(source(), (value) => runtime.regex(runtime.toText(value)));
  }

  expr(node: Expr): Evaluate {
    const runtime = this.#runtime;
    const { record } = runtime;
    switch (node.type) {
      case 'number':
      case 'string': {
        const { value } = node;
        return () => value;
      }
      case 'regex': {
        const expression = this.regex(node);
        return () => chain(expression(), (found) => Number(found.test(record.text)));
      }
      case 'variable':
        return this.#variable(node.name).get;
      case 'field': {
        if (node.index.type === 'number') {
          const at = fieldIndex(node.index.value);
          return () => record.field(at);
        }
        const index = this.expr(node.index);
        return () => chain(index(), (value) => record.field(fieldIndex(value)));
      }
      case 'element': {
        const array = this.array(node.array);
        const key = this.#key(node.index);
        return () => chain(key(), ({ text, numeric }) => array().get(text, numeric));
      }
      case 'assign':
        return this.#assignment(node);
      case 'step': {
        const place = this.place(node.target);
        return () =>
          chain(place(), (target) => {
            const before = toNumber(target.get());
            target.set(before + node.by);
            return node.prefix ? before + node.by : before;
          });
      }
      case 'unary': {
        const operand = this.expr(node.operand);
        if (node.operator === '!')
          return () => chain(operand(), (value) => Number(!toBoolean(value)));
        const sign = node.operator === '-' ? -1 : 1;
        return () => chain(operand(), (value) => sign * toNumber(value));
      }
      case 'binary':
        return this.#binary(node.operator, this.expr(node.left), this.expr(node.right));
      case 'match': {
        const [left, expression] = [this.expr(node.left), this.regex(node.right)];
        return () =>
          chain(left(), (value) =>
            chain(expression(), (found) =>
              Number(found.test(runtime.toText(value)) !== node.negated),
            ),
          );
      }
      case 'and':
      case 'or': {
        const [left, right] = [this.expr(node.left), this.expr(node.right)];
        const decides = node.type === 'or';
        return () =>
          chain(left(), (value) =>
            toBoolean(value) === decides
              ? Number(decides)
              : chain(right(), (other) => Number(toBoolean(other))),
          );
      }
      case 'concat': {
        const [left, right] = [this.expr(node.left), this.expr(node.right)];
        return () =>
          chain(left(), (first) => {
            const start = runtime.toText(first);
            return chain(right(), (second) => runtime.checked(start + runtime.toText(second)));
          });
      }
      case 'conditional': {
        const [test, yes, no] = [this.expr(node.test), this.expr(node.yes), this.expr(node.no)];
        return () => chain(test(), (value) => (toBoolean(value) ? yes() : no()));
      }
      case 'in': {
        const [array, key] = [this.array(node.array), this.#key(node.index)];
        return () => chain(key(), ({ text }) => Number(array().has(text)));
      }
      case 'group':
        return this.expr(node.inner);
      case 'call':
        return this.#call(node.name, node.args);
      case 'builtin':
        return this.#builtin(node.name, node.args);
      case 'getline':
        return this.#getline(node);
    }
  }

  #assignment(node: Extract<Expr, { type: 'assign' }>): Evaluate {
    const place = this.place(node.target);
    const value = this.expr(node.value);
    const { operator } = node;
    if (operator === '') {
      return () =>
        chain(value(), (result) =>
          chain(place(), (target) => {
            target.set(result);
            return result;
          }),
        );
    }
    return () =>
      chain(value(), (result) =>
        chain(place(), (target) => {
          const changed = arithmetic(operator, toNumber(target.get()), toNumber(result));
          target.set(changed);
          return changed;
        }),
      );
  }

  #binary(operator: string, left: Evaluate, right: Evaluate): Evaluate {
    const runtime = this.#runtime;
    const test = COMPARISONS[operator];
    if (test) {
      const toText = (value: Value) => runtime.toText(value);
      return () => chain(left(), (a) => chain(right(), (b) => Number(test(compare(a, b, toText)))));
    }
    return () =>
      chain(left(), (a) => {
        const first = toNumber(a);
        return chain(right(), (b) => arithmetic(operator, first, toNumber(b)));
      });
  }

  #call(name: string, args: readonly Expr[]): Evaluate {
    const { compiler } = this;
    const definition = compiler.definition(name);
    if (!definition) throw new UtilityError(`line 1: function ${name} never defined`, 2);
    const arrays = compiler.arrays.parameters.get(name);
    const values = args.map((argument, i): Evaluate => {
      const isArray = arrays?.has(definition.parameters[i] ?? '') && argument.type === 'variable';
      return isArray ? () => undefined : this.expr(argument);
    });
    const passed = args.map((argument, i) =>
      arrays?.has(definition.parameters[i] ?? '') && argument.type === 'variable'
        ? this.array(argument.name)
        : undefined,
    );
    return () =>
      chain(all(values), (results) =>
        compiler.call(definition, {
          values: results,
          arrays: passed.map((array) => array?.()),
          result: undefined,
        }),
      );
  }

  #builtin(name: string, args: readonly Expr[]): Evaluate {
    const compileBuiltin = BUILTIN_FUNCTIONS[name];
    if (!compileBuiltin) throw new UtilityError(`line 1: function ${name} never defined`, 2);
    const isArray = (node: Expr | undefined): boolean =>
      node?.type === 'variable' && this.#isArray(node.name);
    return compileBuiltin({
      runtime: this.#runtime,
      args,
      values: args.map((argument) => (isArray(argument) ? () => undefined : this.expr(argument))),
      regex: (i) => {
        const node = args[i];
        return node ? this.regex(node) : () => this.#runtime.regex('');
      },
      place: (i) => {
        const node = args[i];
        const isPlace =
          node?.type === 'variable' || node?.type === 'field' || node?.type === 'element';
        return isPlace ? this.place(node) : undefined;
      },
      array: (i) => {
        const node = args[i];
        return node?.type === 'variable' && isArray(node) ? this.array(node.name) : undefined;
      },
      record: this.place({ type: 'field', index: { type: 'number', value: 0 } }),
    });
  }

  #getline({ from, source, target }: Extract<Expr, { type: 'getline' }>): Evaluate {
    const runtime = this.#runtime;
    const { specials, record, streams } = runtime;
    const name = source ? this.expr(source) : () => '';
    const place = target ? this.place(target) : undefined;
    const store = async (text: string | undefined): Promise<Value> => {
      if (text === undefined) return 0;
      if (place) (await place()).set(new InputText(text));
      else record.setText(text);
      return 1;
    };
    if (from === 'input') return async () => store(await runtime.readRecord());
    return async () => {
      const path = runtime.toText(await name());
      const reader = await streams.reader(from, path);
      if (!reader) return -1;
      const text = await runtime.readFrom(reader, (rest) => streams.replaceReader(path, rest));
      if (text !== undefined && from === 'command') specials.NR = toNumber(specials.NR) + 1;
      return store(text);
    };
  }

  stmt(node: Stmt): Execute {
    switch (node.type) {
      case 'block':
        return sequence(node.body.map((inner) => this.stmt(inner)));
      case 'expression': {
        const value = this.expr(node.value);
        return () => chain(value(), () => undefined);
      }
      case 'print':
      case 'printf':
        return this.#print(node);
      case 'if': {
        const [test, yes] = [this.expr(node.test), this.stmt(node.yes)];
        const no = node.no ? this.stmt(node.no) : () => undefined;
        return () => chain(test(), (value) => (toBoolean(value) ? yes() : no()));
      }
      case 'loop':
        return this.#loop(node);
      case 'for-in': {
        const [place, array, body] = [
          this.place(node.variable),
          this.array(node.array),
          this.stmt(node.body),
        ];
        return async () => {
          const target = await place();
          for (const key of array().keys()) {
            target.set(key);
            const signal = await body();
            if (signal === 'break') break;
            if (signal === 'return') return signal;
          }
          return undefined;
        };
      }
      case 'delete': {
        const array = this.array(node.array);
        if (!node.index) {
          return () => {
            array().clear();
            return undefined;
          };
        }
        const key = this.#key(node.index);
        return () =>
          chain(key(), ({ text }) => {
            array().delete(text);
            return undefined;
          });
      }
      case 'exit': {
        const value = node.value && this.expr(node.value);
        const { runtime } = { runtime: this.#runtime };
        return () =>
          chain(value?.(), (status) => {
            if (value) runtime.exitStatus = Math.trunc(toNumber(status)) & 0xff;
            throw new Jump('exit');
          });
      }
      case 'return': {
        const value = node.value && this.expr(node.value);
        const { compiler } = this;
        return () =>
          chain(value?.(), (result) => {
            compiler.frame.result = result;
            return 'return' as const;
          });
      }
      case 'break':
      case 'continue': {
        const { type } = node;
        return () => type;
      }
      case 'next':
      case 'nextfile': {
        const jump = node.type === 'next' ? NEXT : NEXT_FILE;
        return () => {
          throw jump;
        };
      }
    }
  }

  #loop({ init, test, step, body, bodyFirst }: Extract<Stmt, { type: 'loop' }>): Execute {
    const runtime = this.#runtime;
    const nothing: Execute = () => undefined;
    const start = init ? this.stmt(init) : nothing;
    const next = step ? this.stmt(step) : nothing;
    const holds = test ? this.expr(test) : () => 1;
    const once = this.stmt(body);
    /** Runs the rest of the loop asynchronously, from the stage that has to wait. */
    const slowly = async (
      stage: 'test' | 'body' | 'step',
      waiting: Promise<unknown>,
    ): Promise<Signal> => {
      let [at, result]: [string, unknown] = [stage, await waiting];
      for (;;) {
        if (at === 'test') {
          if (!toBoolean(result as Value)) return undefined;
          [at, result] = ['body', await once()];
        } else if (at === 'body') {
          if (result === 'break') return undefined;
          if (result === 'return') return 'return';
          [at, result] = ['step', await next()];
        } else {
          await runtime.pause();
          [at, result] = ['test', await holds()];
        }
      }
    };
    const run = (skipsTest: boolean): Maybe<Signal> => {
      for (let first = skipsTest; ; first = false) {
        if (!first) {
          const pause = runtime.pause();
          if (pause) return slowly('step', pause);
          const value = holds();
          if (value instanceof Promise) return slowly('test', value);
          if (!toBoolean(value)) return undefined;
        }
        const signal = once();
        if (signal instanceof Promise) return slowly('body', signal);
        if (signal === 'break') return undefined;
        if (signal === 'return') return signal;
        const stepped = next();
        if (stepped instanceof Promise) return slowly('step', stepped);
      }
    };
    return () => chain(start(), () => run(bodyFirst));
  }

  #print({ type, args, to }: Extract<Stmt, { type: 'print' | 'printf' }>): Execute {
    const runtime = this.#runtime;
    const { specials, record, streams } = runtime;
    const values = args.map((argument) => this.expr(argument));
    const text: () => Maybe<string> =
      type === 'printf'
        ? () => chain(all(values), (results) => runtime.format('printf', results))
        : args.length === 0
          ? () => record.text + runtime.toText(specials.ORS)
          : () =>
              chain(
                all(values),
                (results) =>
                  results
                    .map((value) => runtime.toText(value, specials.OFMT))
                    .join(runtime.toText(specials.OFS)) + runtime.toText(specials.ORS),
              );
    if (!to) {
      return () =>
        chain(text(), (line) => {
          streams.stdout.add(line);
          return undefined;
        });
    }
    const name = this.expr(to.target);
    const { operator } = to;
    return async () => {
      const line = await text();
      const target = await streams.target(operator, runtime.toText(await name()));
      target.add(line);
      await target.drain();
      return undefined;
    };
  }
}

function compileRule(scope: Scope, { pattern, body }: Rule): CompiledRule {
  const run = body ? scope.stmt(body) : scope.stmt({ type: 'print', args: [], to: undefined });
  switch (pattern.kind) {
    case 'begin':
    case 'end':
      return { kind: pattern.kind, selects: () => true, run };
    case 'always':
      return { kind: 'main', selects: () => true, run };
    case 'expression': {
      const test = scope.expr(pattern.value);
      return { kind: 'main', selects: () => chain(test(), toBoolean), run };
    }
    case 'range': {
      const [from, to] = [scope.expr(pattern.from), scope.expr(pattern.to)];
      let inside = false;
      const end = () =>
        chain(to(), (value) => {
          inside = !toBoolean(value);
          return true;
        });
      return {
        kind: 'main',
        selects: () =>
          inside ? end() : chain(from(), (value) => (toBoolean(value) ? end() : false)),
        run,
      };
    }
  }
}

/** Runs statements one after another. */
function sequence(statements: readonly Execute[]): Execute {
  const from = (start: number): Maybe<Signal> => {
    for (let i = start; i < statements.length; i++) {
      const signal = statements[i]?.();
      if (signal instanceof Promise) return signal.then((result) => result ?? from(i + 1));
      if (signal !== undefined) return signal;
    }
    return undefined;
  };
  return () => from(0);
}

const COMPARISONS: Readonly<Record<string, (order: number) => boolean>> = {
  '<': (order) => order < 0,
  '<=': (order) => order <= 0,
  '==': (order) => order === 0,
  '!=': (order) => order !== 0,
  '>': (order) => order > 0,
  '>=': (order) => order >= 0,
};

function arithmetic(operator: string, left: number, right: number): number {
  switch (operator) {
    case '+':
      return left + right;
    case '-':
      return left - right;
    case '*':
      return left * right;
    case '/':
      return left / right;
    case '%':
      return left % right;
    default:
      return left ** right;
  }
}

function fieldIndex(value: Value): number {
  const index = Math.trunc(toNumber(value));
  if (index >= 0) return index;
  throw new UtilityError(`run time error: negative field index $${index}`, 2);
}
