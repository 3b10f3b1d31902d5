/** Looks up and assigns the values of parameters. */
import { ArithmeticFault, evaluate } from '../arithmetic/evaluate.js';
import { parseSubscript, parseText } from '../language/syntax.js';
import type { ArrayKind } from '../state/elements.js';
import type { Item, Shell } from '../state/shell.js';
import { CommandError, FatalError, LineError } from '../state/unwind.js';
import type { Variable } from '../state/variable.js';
import { assignSpecial, specialArray, specialScalar } from './special.js';
import { expandText } from './text.js';

/** The value of a parameter. */
export interface Held {
  readonly values: readonly string[];
  /** The form of a request for several values: `$@`, `${a[*]}`. */
  readonly list: '@' | '*' | undefined;
}

const held = (value: string | undefined): Held => ({
  values: value === undefined ? [] : [value],
  list: undefined,
});

/** A name and the text in brackets after it. */
export interface Reference {
  readonly name: string;
  readonly subscript: string | undefined;
}

/** Splits `name[subscript]`; undefined if that is not a name. */
export function parseReference(text: string): Reference | undefined {
  const match = /^([A-Za-z_]\w*)(?:\[([\s\S]*)\])?$/.exec(text);
  return match ? { name: match[1] ?? '', subscript: match[2] } : undefined;
}

/** Returns the value of the parameter that `text` names. */
export async function lookUp(shell: Shell, text: string): Promise<Held> {
  if (text === '@' || text === '*') return { values: shell.args, list: text };
  const special = specialScalar(shell, text);
  if (special) return held(special.value);
  const reference = parseReference(text);
  if (!reference) throw new LineError(`\${${text}}: bad substitution`);
  const { subscript } = reference;
  const name = shell.vars.resolve(reference.name);
  const nested = name === reference.name ? undefined : parseReference(name);
  if (nested?.subscript !== undefined) return lookUp(shell, name);
  const variable = shell.vars.find(name);
  const array = specialArray(shell, name);
  if (subscript === '@' || subscript === '*') {
    return { values: array ?? variable?.values() ?? [], list: subscript };
  }
  if (array) return held(array[subscript === undefined ? 0 : await indexOf(shell, subscript)]);
  if (!variable) return held(undefined);
  return held(subscript === undefined ? variable.value : await element(shell, variable, subscript));
}

async function element(
  shell: Shell,
  variable: Variable,
  subscript: string,
): Promise<string | undefined> {
  const key = await keyOf(shell, variable, subscript);
  return variable.elements ? variable.elements.get(key) : key === '0' ? variable.text : undefined;
}

/** Returns the key of an element: a text in an associative array, otherwise a number. */
async function keyOf(shell: Shell, variable: Variable, subscript: string): Promise<string> {
  if (variable.kind === 'associative') return expandSubscript(shell, subscript);
  const index = await indexOf(shell, subscript);
  return String(index < 0 ? index + variable.nextIndex : index);
}

const indexOf = async (shell: Shell, subscript: string): Promise<number> =>
  Number(await arithmetic(shell, subscript));

/** Returns the key that a subscript expands to. */
async function expandSubscript(shell: Shell, subscript: string): Promise<string> {
  return expandText(shell, parseSubscript(subscript));
}

/** Returns the value of an arithmetic expression, whose `$`s are expanded first. */
export async function arithmetic(shell: Shell, expression: string, prefix = ''): Promise<bigint> {
  const text = /[$`"]/.test(expression)
    ? (await expandText(shell, parseText(expression))).replaceAll('"', '')
    : expression;
  return calculate(shell, text, prefix);
}

/** Returns the value of an expression without `$`s. */
function calculate(shell: Shell, text: string, prefix: string): bigint {
  if (/^\d{1,15}$/.test(text) && !/^0\d/.test(text)) return BigInt(text);
  try {
    return evaluate(text, {
      read: (name, subscript) => readNumber(shell, name, subscript),
      write(name, subscript, value) {
        const target = shell.vars.resolve(name);
        if (assignSpecial(shell, target, String(value))) return;
        const variable = writable(shell, target);
        if (subscript === undefined) variable.assign(String(value));
        else storeElement(shell, variable, subscript, String(value));
      },
    });
  } catch (error) {
    if (!(error instanceof ArithmeticFault)) throw error;
    throw new LineError(`${prefix}${error.message}`);
  }
}

function readNumber(shell: Shell, name: string, subscript: string | undefined): string | undefined {
  const special = specialScalar(shell, name);
  if (special) return special.value;
  const variable = shell.vars.find(shell.vars.resolve(name));
  if (subscript === undefined) {
    const value = variable?.value;
    if (value === undefined && shell.options.has('nounset')) {
      throw new FatalError(`${name}: unbound variable`);
    }
    return value;
  }
  if (!variable) return specialArray(shell, name)?.[Number(calculate(shell, subscript, ''))];
  const key = plainKey(shell, variable, subscript);
  return variable.elements ? variable.elements.get(key) : key === '0' ? variable.text : undefined;
}

/** Returns the key of an element whose subscript has already been expanded. */
function plainKey(shell: Shell, variable: Variable, subscript: string): string {
  if (variable.kind === 'associative') return subscript;
  const index = Number(calculate(shell, subscript, ''));
  return String(index < 0 ? index + variable.nextIndex : index);
}

function storeElement(shell: Shell, variable: Variable, subscript: string, text: string): void {
  const elements = variable.become(variable.kind ?? 'indexed');
  elements.set(plainKey(shell, variable, subscript), text);
}

/** Returns the variable of this name. @throws LineError if it is readonly */
export function writable(shell: Shell, name: string): Variable {
  const variable = shell.vars.reach(name);
  if (variable.attributes.readonly) throw new LineError(`${name}: readonly variable`);
  if (shell.options.has('allexport')) variable.attributes.exported = true;
  return variable;
}

/** Converts a value as the attributes of a variable say; `before` is a text to append to. */
async function converted(
  shell: Shell,
  { attributes }: Variable,
  text: string,
  before: string | undefined,
): Promise<string> {
  if (attributes.integer) {
    const sum = before === undefined ? text : `(${before || 0})+(${text})`;
    return String(await arithmetic(shell, sum));
  }
  const whole = (before ?? '') + text;
  shell.job.checkValue(whole);
  if (attributes.lowercase) return whole.toLowerCase();
  return attributes.uppercase ? whole.toUpperCase() : whole;
}

/** Assigns `target=text`, or `target+=text` with `append`. */
export async function assign(
  shell: Shell,
  target: string,
  text: string,
  append = false,
): Promise<void> {
  const reference = parseReference(target);
  if (!reference) throw new CommandError(`\`${target}': not a valid identifier`);
  const name = shell.vars.resolve(reference.name);
  if (name !== reference.name && name.includes('[')) return assign(shell, name, text, append);
  if (assignSpecial(shell, name, text)) return;
  const variable = writable(shell, name);
  if (reference.subscript === undefined) {
    variable.assign(
      await converted(shell, variable, text, append ? (variable.value ?? '') : undefined),
    );
    return;
  }
  await assignElement(shell, variable, reference.subscript, text, append);
}

async function assignElement(
  shell: Shell,
  variable: Variable,
  subscript: string,
  text: string,
  append: boolean,
): Promise<void> {
  if (subscript === '' && variable.kind !== 'associative') {
    throw new LineError('[]: bad array subscript');
  }
  const key = await keyOf(shell, variable, subscript);
  if (key.startsWith('-') && variable.kind !== 'associative') {
    throw new LineError(`[${subscript}]: bad array subscript`);
  }
  const elements = variable.become(variable.kind ?? 'indexed');
  const before = append ? (elements.get(key) ?? '') : undefined;
  elements.set(key, await converted(shell, variable, text, before));
}

/** Assigns `variable=(items)`, or `variable+=(items)`. */
export async function assignList(
  shell: Shell,
  variable: Variable,
  items: readonly Item[],
  { append = false, kind }: { append?: boolean; kind?: ArrayKind | undefined } = {},
): Promise<void> {
  const elements = variable.become(kind ?? variable.kind ?? 'indexed');
  if (!append) elements.clear();
  const associative = variable.kind === 'associative';
  let next = associative ? 0 : variable.nextIndex;
  for (const item of items) {
    const key = item.key === undefined ? String(next) : plainKey(shell, variable, item.key);
    const before = item.append ? (elements.get(key) ?? '') : undefined;
    elements.set(key, await converted(shell, variable, item.text, before));
    if (!associative) next = Number(key) + 1;
  }
}

/** Removes a variable or one element of an array. */
export async function unset(shell: Shell, target: string): Promise<void> {
  const reference = parseReference(target);
  if (!reference) throw new CommandError(`unset: \`${target}': not a valid identifier`);
  const name = shell.vars.resolve(reference.name);
  const variable = shell.vars.find(name);
  if (variable?.attributes.readonly) {
    throw new CommandError(`unset: ${name}: cannot unset: readonly variable`);
  }
  if (reference.subscript === undefined) shell.vars.remove(name);
  else if (reference.subscript === '@' || reference.subscript === '*') shell.vars.remove(name);
  else if (variable?.elements) {
    variable.elements.delete(await keyOf(shell, variable, reference.subscript));
  }
}
