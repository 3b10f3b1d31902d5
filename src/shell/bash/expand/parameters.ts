/** `${...}`: what a parameter holds, and what is done to it on the way. */
import type { OperationOf, ParameterExpansion, ParameterOperation, Word } from '../language/ast.js';
import { alwaysQuoted, doubleQuoted } from '../quoting.js';
import type { Shell } from '../state/shell.js';
import { FatalError, LineError } from '../state/unwind.js';
import { loose, type Piece, quoted, textOf } from './fields.js';
import { changeCase, removeMatch, replaceMatches } from './operations.js';
import { arithmetic, assign, type Held, lookUp, parseReference } from './values.js';
import { expandParts, expandPattern, expandText, separators } from './words.js';

/** The pieces that `${...}` gives, `within` double quotes or not. */
export async function expandParameter(
  shell: Shell,
  { parameter, operation }: ParameterExpansion,
  within: boolean,
): Promise<readonly Piece[]> {
  if (operation === null) {
    const value = await lookUp(shell, parameter);
    checkSet(shell, parameter, value);
    return piecesOf(shell, value, within);
  }
  switch (operation.type) {
    case 'ArrayKeys':
      return piecesOf(shell, await keysOf(shell, operation), within);
    case 'VarNamePrefix': {
      const values = shell.vars.names().filter((name) => name.startsWith(operation.prefix));
      return piecesOf(shell, { values, list: operation.star ? '*' : '@' }, within);
    }
    case 'Indirection': {
      const target = await indirect(shell, parameter);
      if (target === undefined) return piecesOf(shell, { values: [], list: undefined }, within);
      return expandParameter(
        shell,
        { type: 'ParameterExpansion', parameter: target, operation: operation.innerOp ?? null },
        within,
      );
    }
    default:
      return operated(shell, parameter, operation, within);
  }
}

/** The name that `${!name}` leads to. */
async function indirect(shell: Shell, parameter: string): Promise<string | undefined> {
  const variable = shell.vars.find(parameter);
  // Of a reference, `!` gives what it refers to instead of following it twice.
  if (variable?.attributes.reference) return undefined;
  const { values } = await lookUp(shell, parameter);
  const [target] = values;
  if (target === undefined || target === '') {
    throw new LineError(`${parameter}: invalid indirect expansion`);
  }
  if (!/^(\d+|[@*#?$!-]|[A-Za-z_]\w*(\[.*\])?)$/s.test(target)) {
    throw new LineError(`${target}: invalid variable name`);
  }
  return target;
}

async function keysOf(shell: Shell, { array, star }: OperationOf<'ArrayKeys'>): Promise<Held> {
  const variable = shell.vars.find(shell.vars.resolve(array));
  const values = variable
    ? variable.keys()
    : (await lookUp(shell, `${array}[@]`)).values.map((_, i) => String(i));
  return { values, list: star ? '*' : '@' };
}

/** Under `set -u`, what has no value must not be used. */
function checkSet(shell: Shell, parameter: string, { values, list }: Held): void {
  if (values.length > 0 || list !== undefined || !shell.options.has('nounset')) return;
  const shown = /^\d$/.test(parameter) ? `$${parameter}` : parameter;
  throw new FatalError(`${shown}: unbound variable`);
}

/** Values as pieces: `"$@"` keeps them apart, `"$*"` joins them. */
function piecesOf(shell: Shell, { values, list }: Held, within: boolean): readonly Piece[] {
  if (list === undefined) {
    const text = values[0] ?? '';
    return [within ? quoted(text) : loose(text)];
  }
  if (within && list === '*') return [quoted(values.join(separators(shell).charAt(0)))];
  return values.flatMap((text, i) => [
    ...(i > 0 ? (['break'] as const) : []),
    within ? quoted(text) : loose(text),
  ]);
}

type Operation = Exclude<
  ParameterOperation,
  { type: 'ArrayKeys' | 'VarNamePrefix' | 'Indirection' }
>;

async function operated(
  shell: Shell,
  parameter: string,
  operation: Operation,
  within: boolean,
): Promise<readonly Piece[]> {
  const value = await lookUp(shell, parameter);
  const { values, list } = value;
  const result = (texts: readonly string[]) => piecesOf(shell, { values: texts, list }, within);
  const map = (change: (text: string) => string) => {
    checkSet(shell, parameter, value);
    return result(values.map(change));
  };
  switch (operation.type) {
    case 'DefaultValue':
      return isMissing(value, operation.checkEmpty)
        ? expandDefault(shell, operation.word, within)
        : result(values);
    case 'AssignDefault': {
      if (!isMissing(value, operation.checkEmpty)) return result(values);
      if (!parseReference(parameter)) {
        throw new LineError(`$${parameter}: cannot assign in this way`);
      }
      const text = textOf(await expandDefault(shell, operation.word, within));
      await assign(shell, parameter, text);
      return result([text]);
    }
    case 'ErrorIfUnset': {
      if (!isMissing(value, operation.checkEmpty)) return result(values);
      const said = operation.word ? await expandText(shell, operation.word) : '';
      const usual = operation.checkEmpty ? 'parameter null or not set' : 'parameter not set';
      throw new FatalError(`${parameter}: ${said === '' ? usual : said}`);
    }
    case 'UseAlternative':
      return isMissing(value, operation.checkEmpty)
        ? list === undefined || !within
          ? result([])
          : []
        : expandDefault(shell, operation.word, within);
    case 'Length':
      checkSet(shell, parameter, value);
      return piecesOf(shell, lengthOf(value), within);
    case 'Substring':
      checkSet(shell, parameter, value);
      return result(await slice(shell, parameter, value, operation));
    case 'PatternRemoval': {
      const pattern = await expandPattern(shell, operation.pattern);
      return map((text) => removeMatch(text, pattern, operation));
    }
    case 'PatternReplacement': {
      const pattern = await expandPattern(shell, operation.pattern);
      const replacement = operation.replacement
        ? await expandReplacement(shell, operation.replacement)
        : '';
      return map((text) => replaceMatches(text, pattern, replacement, operation));
    }
    case 'CaseModification': {
      const pattern = operation.pattern && (await expandText(shell, operation.pattern));
      return map((text) => changeCase(text, pattern ?? '?', operation));
    }
    case 'Transform':
      checkSet(shell, parameter, value);
      return result(transformed(shell, parameter, value, operation.operator));
    case 'LengthSliceError':
      throw new LineError(`\${#${parameter}}: bad substitution`);
    case 'BadSubstitution':
      throw new LineError(`\${${operation.text}}: bad substitution`);
  }
}

const isMissing = ({ values }: Held, orEmpty: boolean): boolean =>
  values.length === 0 || (orEmpty && values.join('') === '' && values.length < 2);

const lengthOf = ({ values, list }: Held): Held => ({
  values: [String(list === undefined ? [...(values[0] ?? '')].length : values.length)],
  list: undefined,
});

/** The word after `:-` and the like. Outside quotes its own blanks split it. */
async function expandDefault(
  shell: Shell,
  { parts }: Word,
  within: boolean,
): Promise<readonly Piece[]> {
  if (within) {
    const pieces = await expandParts(shell, parts, true);
    return pieces.length === 0 ? [quoted('')] : pieces;
  }
  const pieces: Piece[] = [];
  for (const part of parts) {
    if (part.type === 'Literal') pieces.push(loose(part.value));
    else pieces.push(...(await expandParts(shell, [part], false)));
  }
  return pieces;
}

/** A replacement is one text. */
const expandReplacement = async (shell: Shell, { parts }: Word): Promise<string> =>
  textOf(await expandParts(shell, parts, false));

/** `${x:offset:length}`: characters of a text, or elements of a list. */
async function slice(
  shell: Shell,
  parameter: string,
  { values, list }: Held,
  { offset, length }: OperationOf<'Substring'>,
): Promise<readonly string[]> {
  const start = Number(await arithmetic(shell, offset.originalText ?? '0'));
  const count = length && Number(await arithmetic(shell, length.originalText ?? '0'));
  const positional = parameter === '@' || parameter === '*';
  const items =
    list === undefined ? [...(values[0] ?? '')] : positional ? [shell.name, ...values] : values;
  const first = start < 0 ? items.length + start : positional && start === 0 ? 0 : start;
  const last = count === null ? items.length : count < 0 ? items.length + count : first + count;
  if (count !== null && count < 0 && (list !== undefined || last < first)) {
    throw new LineError(`${length?.originalText}: substring expression < 0`);
  }
  const taken = first < 0 ? [] : items.slice(first, Math.max(first, last));
  return list === undefined ? (values.length === 0 ? [] : [taken.join('')]) : taken;
}

/** `${x@Q}` and the like. */
function transformed(
  shell: Shell,
  parameter: string,
  { values, list }: Held,
  operator: OperationOf<'Transform'>['operator'],
): readonly string[] {
  const name = parseReference(parameter)?.name ?? parameter;
  const attributes = shell.vars.find(name)?.attributes;
  switch (operator) {
    case 'Q':
      return values.map(alwaysQuoted);
    case 'U':
      return values.map((text) => text.toUpperCase());
    case 'u':
      return values.map((text) => text.charAt(0).toUpperCase() + text.slice(1));
    case 'L':
      return values.map((text) => text.toLowerCase());
    case 'A':
      return values.length === 0 ? [] : [`${name}=${alwaysQuoted(values.join(' '))}`];
    case 'a': {
      const kind = shell.vars.find(name)?.kind;
      const letters = [
        kind === 'indexed' ? 'a' : kind === 'associative' ? 'A' : '',
        attributes?.integer ? 'i' : '',
        attributes?.lowercase ? 'l' : '',
        attributes?.reference ? 'n' : '',
        attributes?.readonly ? 'r' : '',
        attributes?.uppercase ? 'u' : '',
        attributes?.exported ? 'x' : '',
      ].join('');
      return list === undefined ? [letters] : values.map(() => letters);
    }
    case 'K':
    case 'k': {
      const keys = shell.vars.find(name)?.keys() ?? [];
      return values.flatMap((text, i) =>
        operator === 'k' ? [keys[i] ?? '', text] : [`${keys[i]} ${doubleQuoted(text)}`],
      );
    }
    case 'E':
    case 'P':
      return values;
  }
}
