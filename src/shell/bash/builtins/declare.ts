/** `declare` and similar builtins, which set the attributes of variables. */
import { assign, assignList, parseReference } from '../expand/values.js';
import { printFunction } from '../language/print.js';
import { alwaysQuoted, doubleQuoted, traceQuoted } from '../quoting.js';
import { trace } from '../run/trace.js';
import type { ArrayKind } from '../state/elements.js';
import type { Declaration, Declared, ListAssignment, Shell } from '../state/shell.js';
import { CommandError, ShellError } from '../state/unwind.js';
import type { Attributes, Variable } from '../state/variable.js';

const MISUSE = 2;

const ATTRIBUTES: Readonly<Record<string, keyof Attributes>> = {
  i: 'integer',
  l: 'lowercase',
  n: 'reference',
  r: 'readonly',
  u: 'uppercase',
  x: 'exported',
};

/** The options of a declaration. */
interface Requested {
  readonly on: Set<string>;
  readonly off: Set<string>;
  readonly rest: readonly Declared[];
}

function parseRequested(name: string, args: readonly Declared[], letters: string): Requested {
  const on = new Set<string>();
  const off = new Set<string>();
  for (const [i, argument] of args.entries()) {
    if (argument === '--') return { on, off, rest: args.slice(i + 1) };
    if (typeof argument !== 'string' || !/^[-+]./.test(argument)) {
      return { on, off, rest: args.slice(i) };
    }
    for (const letter of argument.slice(1)) {
      if (!letters.includes(letter)) {
        throw new CommandError(`${name}: ${argument.charAt(0)}${letter}: invalid option`, MISUSE);
      }
      (argument.startsWith('-') ? on : off).add(letter);
    }
  }
  return { on, off, rest: [] };
}

const inFunction = (shell: Shell): boolean =>
  shell.frames.some(({ name }) => name !== 'main' && name !== 'source');

/** The parts of `x`, `x=5`, `x+=5` or `x[1]=5`. */
interface Named {
  readonly target: string;
  readonly name: string;
  readonly value: string | ListAssignment | undefined;
  readonly append: boolean;
}

function parseNamed(builtin: string, argument: Declared): Named {
  if (typeof argument !== 'string') {
    return { target: argument.name, name: argument.name, value: argument, append: argument.append };
  }
  const [, target = argument, plus, value] = /^([^=]*?)(\+?)=([\s\S]*)$/.exec(argument) ?? [];
  const name = parseReference(target)?.name;
  if (name === undefined) {
    throw new CommandError(`${builtin}: \`${argument}': not a valid identifier`);
  }
  return { target, name, value, append: plus === '+' };
}

type Where = 'here' | 'reach' | 'global';

/** Declares one name, and assigns to it. */
async function declareOne(
  shell: Shell,
  builtin: string,
  argument: Declared,
  { on, off }: Pick<Requested, 'on' | 'off'>,
  where: Where,
): Promise<void> {
  const { target, name, value, append } = parseNamed(builtin, argument);
  const { vars } = shell;
  const variable =
    where === 'here'
      ? vars.declareHere(name)
      : where === 'global'
        ? vars.declareGlobal(name)
        : vars.reach(name);
  const changes = value !== undefined || off.has('r');
  if (variable.attributes.readonly && changes) {
    throw new CommandError(`${builtin === 'local' ? 'local: ' : ''}${name}: readonly variable`);
  }
  const kind: ArrayKind | undefined = on.has('A')
    ? 'associative'
    : on.has('a')
      ? 'indexed'
      : undefined;
  for (const [letter, attribute] of Object.entries(ATTRIBUTES)) {
    if (letter === 'r') continue;
    if (on.has(letter)) variable.attributes[attribute] = true;
    if (off.has(letter)) variable.attributes[attribute] = false;
  }
  if (on.has('l')) variable.attributes.uppercase = false;
  if (on.has('u')) variable.attributes.lowercase = false;
  if (kind) variable.become(kind);
  if (typeof value === 'object') await assignList(shell, variable, value.items, { append, kind });
  else if (value !== undefined && on.has('n')) variable.text = value;
  else if (value !== undefined) await assignIn(shell, where, variable, target, value, append);
  if (on.has('r')) variable.attributes.readonly = true;
}

/** Assigns to the variable just declared, even if an inner scope has one of the same name. */
async function assignIn(
  shell: Shell,
  where: Where,
  variable: Variable,
  target: string,
  value: string,
  append: boolean,
): Promise<void> {
  if (where !== 'global' || shell.vars.find(target) === variable) {
    await assign(shell, target, value, append);
  } else variable.assign(append ? (variable.value ?? '') + value : value);
}

/** Declares all names; an error in one does not affect the others. */
async function declareAll(
  shell: Shell,
  builtin: string,
  requested: Requested,
  where: Where,
): Promise<number> {
  let status = 0;
  for (const argument of requested.rest) {
    try {
      if (where === 'reach' && builtin !== 'declare') await traceAssignment(shell, argument);
      await declareOne(shell, builtin, argument, requested, where);
    } catch (error) {
      if (!(error instanceof ShellError)) throw error;
      shell.complain(error.message);
      status = 1;
    }
  }
  return status;
}

/** Assignments of `export` and `readonly` are traced a second time, separately. */
const traceAssignment = async (shell: Shell, argument: Declared): Promise<void> => {
  const [, head, value] = /^(\w+=)([\s\S]*)$/.exec(String(argument)) ?? [];
  if (head !== undefined) await trace(shell, () => head + traceQuoted(value ?? ''));
};

const LETTERS = [...Object.keys(ATTRIBUTES), 'a', 'A'].sort();

/** Returns the letters of the options in `declare -ax`. */
function attributeLetters(variable: Variable): string {
  const letters = LETTERS.filter((letter) => {
    if (letter === 'a') return variable.kind === 'indexed';
    if (letter === 'A') return variable.kind === 'associative';
    const attribute = ATTRIBUTES[letter];
    return attribute !== undefined && variable.attributes[attribute];
  });
  const arrays = letters.filter((letter) => letter.toLowerCase() === 'a');
  const others = letters.filter((letter) => letter.toLowerCase() !== 'a');
  return [...arrays, ...others].join('') || '-';
}

/** Returns the value of a variable in a form that the shell reads back. */
export function valueText(variable: Variable): string | undefined {
  if (!variable.elements)
    return variable.text === undefined ? undefined : doubleQuoted(variable.text);
  const items = variable.keys().map((key) => {
    const shown = variable.kind === 'associative' ? quotedKey(key) : key;
    return `[${shown}]=${doubleQuoted(variable.elements?.get(key) ?? '')}`;
  });
  return variable.kind === 'associative'
    ? `(${items.map((item) => `${item} `).join('')})`
    : `(${items.join(' ')})`;
}

const quotedKey = (key: string): string =>
  traceQuoted(key) === key ? key : `"${key.replace(/[\\"$`]/g, '\\$&')}"`;

/** Returns a variable as `declare -p` shows it. */
function declarationOf(name: string, variable: Variable): string {
  const value = valueText(variable);
  return `declare -${attributeLetters(variable)} ${name}${value === undefined ? '' : `=${value}`}\n`;
}

/** Returns a variable as `set` shows it. */
export function settingOf(name: string, variable: Variable): string {
  const plain = variable.text ?? '';
  const value = variable.elements
    ? (valueText(variable) ?? '')
    : /^[\w%+,./:=@^~-]*$/.test(plain)
      ? plain
      : alwaysQuoted(plain);
  return `${name}=${value}\n`;
}

/** Shows the named variables, or all that have the requested attributes. */
function show(shell: Shell, builtin: string, { on, rest }: Requested): number {
  let status = 0;
  const { vars } = shell;
  if (on.has('f') || on.has('F')) return showFunctions(shell, on.has('F'), rest);
  const names = rest.length > 0 ? rest.map(String) : vars.names();
  for (const name of names) {
    const variable = vars.find(name);
    const wanted = [...on].every((letter) => {
      const attribute = ATTRIBUTES[letter];
      if (attribute) return variable?.attributes[attribute];
      return letter === 'a'
        ? variable?.kind === 'indexed'
        : letter !== 'A' || variable?.kind === 'associative';
    });
    if (variable && (wanted || rest.length > 0)) shell.write(1, declarationOf(name, variable));
    else if (rest.length > 0) {
      shell.complain(`${builtin}: ${name}: not found`);
      status = 1;
    }
  }
  return status;
}

function showFunctions(shell: Shell, namesOnly: boolean, names: readonly Declared[]): number {
  let status = 0;
  for (const name of names.length > 0 ? names.map(String) : [...shell.functions.keys()].sort()) {
    const definition = shell.functions.get(name);
    if (!definition) status = 1;
    else if (!namesOnly) shell.write(1, printFunction(definition));
    else shell.write(1, names.length > 0 ? `${name}\n` : `declare -f ${name}\n`);
  }
  return status;
}

/** `declare` and `typeset`. */
const declaring = (name: string): Declaration => ({
  name,
  async run(shell, args) {
    const requested = parseRequested(name, args, 'aAfFgilnprtux');
    const { on, rest } = requested;
    if (on.has('p') || on.has('f') || on.has('F') || rest.length === 0) {
      on.delete('p');
      return show(shell, name, requested);
    }
    const where = on.has('g') ? 'global' : inFunction(shell) ? 'here' : 'reach';
    return declareAll(shell, name, requested, where);
  },
});

const LOCAL: Declaration = {
  name: 'local',
  async run(shell, args) {
    if (!inFunction(shell)) throw new CommandError('local: can only be used in a function');
    const requested = parseRequested('local', args, 'aAilnprtux');
    return declareAll(shell, 'local', requested, 'here');
  },
};

/** `export` and `readonly`: `declare` with an option, for existing variables. */
const marking = (name: string, letter: string): Declaration => ({
  name,
  async run(shell, args) {
    const requested = parseRequested(name, args, 'aAfnp');
    const { on, rest } = requested;
    if (rest.length === 0) {
      return show(shell, name, { ...requested, on: new Set([letter]) });
    }
    if (on.has('f')) return 0;
    const marked = on.has('n')
      ? { on, off: new Set([letter]) }
      : { on: on.add(letter), off: new Set<string>() };
    if (on.has('n')) on.delete('n');
    return declareAll(shell, name, { ...marked, rest }, 'reach');
  },
});

export const DECLARATIONS: ReadonlyMap<string, Declaration> = new Map(
  [
    declaring('declare'),
    declaring('typeset'),
    LOCAL,
    marking('export', 'x'),
    marking('readonly', 'r'),
  ].map((declaration) => [declaration.name, declaration]),
);
