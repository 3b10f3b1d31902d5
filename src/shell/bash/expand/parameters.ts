/** Expands `${...}`: the value of a parameter, and operations on it. */

import { unescapeAnsi } from '../escapes.js';
import type { OperationOf, ParameterExpansion, ParameterOperation, Word } from '../language/ast.js';
import { alwaysQuoted, doubleQuoted } from '../quoting.js';
import { loose, type Piece, quoted } from '../state/piece.js';
import type { Shell } from '../state/shell.js';
import { FatalError, LineError } from '../state/unwind.js';
import { charactersOf, sliced } from '../text.js';
import { textOf } from './fields.js';
import { changeCase, removeMatch, replaceMatches, replacementOf } from './operations.js';
import { expandPattern, expandText, separators } from './text.js';
import { arithmetic, assign, type Held, lookUp, parseReference } from './values.js';

/** Returns the pieces that `${...}` expands to, between double quotes (`isQuoted`) or not. */
export async function expandParameter(
  shell: Shell,
  { name, indirect, operation }: ParameterExpansion,
  isQuoted: boolean,
): Promise<readonly Piece[]> {
  switch (operation?.type) {
    case 'bad':
      throw new LineError(`\${${operation.text}}: bad substitution`);
    case 'keys':
      return piecesOf(shell, await keysOf(shell, name, operation.list), isQuoted);
    case 'names': {
      const values = shell.vars.names().filter((known) => known.startsWith(name));
      return piecesOf(shell, { values, list: operation.list }, isQuoted);
    }
  }
  const parameter = indirect ? await target(shell, name) : name;
  if (parameter === undefined) return piecesOf(shell, { values: [], list: undefined }, isQuoted);
  if (operation) return operated(shell, parameter, operation, isQuoted);
  const value = await lookUp(shell, parameter);
  checkSet(shell, parameter, value);
  return piecesOf(shell, value, isQuoted);
}

/** Returns the name that `${!name}` leads to. */
async function target(shell: Shell, parameter: string): Promise<string | undefined> {
  const variable = shell.vars.find(parameter);
  // For a reference, `!` expands to the name it refers to.
  if (variable?.attributes.reference) return undefined;
  const { values } = await lookUp(shell, parameter);
  const [found] = values;
  if (found === undefined || found === '') {
    throw new LineError(`${parameter}: invalid indirect expansion`);
  }
  if (!/^(\d+|[@*#?$!-]|[A-Za-z_]\w*(\[.*\])?)$/s.test(found)) {
    throw new LineError(`${found}: invalid variable name`);
  }
  return found;
}

async function keysOf(shell: Shell, array: string, list: '@' | '*'): Promise<Held> {
  const variable = shell.vars.find(shell.vars.resolve(array));
  const values = variable
    ? variable.keys()
    : (await lookUp(shell, `${array}[@]`)).values.map((_, i) => String(i));
  return { values, list };
}

/** Checks a parameter that has no value. @throws FatalError under `set -u` */
function checkSet(shell: Shell, parameter: string, { values, list }: Held): void {
  if (values.length > 0 || list !== undefined || !shell.options.has('nounset')) return;
  const shown = /^\d$/.test(parameter) ? `$${parameter}` : parameter;
  throw new FatalError(`${shown}: unbound variable`);
}

/** Returns values as pieces: `"$@"` keeps them apart, `"$*"` joins them. */
function piecesOf(shell: Shell, { values, list }: Held, isQuoted: boolean): readonly Piece[] {
  if (list === undefined) {
    const text = values[0] ?? '';
    return [isQuoted ? quoted(text) : loose(text)];
  }
  if (isQuoted && list === '*') return [quoted(values.join(separators(shell).charAt(0)))];
  return values.flatMap((text, i) => [
    ...(i > 0 ? (['break'] as const) : []),
    isQuoted ? quoted(text) : loose(text),
  ]);
}

async function operated(
  shell: Shell,
  parameter: string,
  operation: Exclude<ParameterOperation, { type: 'keys' | 'names' | 'bad' }>,
  isQuoted: boolean,
): Promise<readonly Piece[]> {
  const value = await lookUp(shell, parameter);
  if (operation.type === 'default') {
    return defaulted(shell, parameter, value, operation, isQuoted);
  }
  checkSet(shell, parameter, value);
  const { values, list } = value;
  const result = (texts: readonly string[]) => piecesOf(shell, { values: texts, list }, isQuoted);
  switch (operation.type) {
    case 'length':
      return piecesOf(shell, lengthOf(value), isQuoted);
    case 'slice':
      return result(await slice(shell, parameter, value, operation));
    case 'remove': {
      const pattern = await expandPattern(shell, operation.pattern);
      return result(values.map((text) => removeMatch(text, pattern, operation)));
    }
    case 'replace': {
      const pattern = await expandPattern(shell, operation.pattern);
      const { parts } = operation.replacement;
      const replacement = replacementOf(await shell.host.runner.expand(shell, parts, false));
      return result(values.map((text) => replaceMatches(text, pattern, replacement, operation)));
    }
    case 'case': {
      const pattern = operation.pattern && (await expandPattern(shell, operation.pattern));
      return result(values.map((text) => changeCase(text, pattern, operation)));
    }
    case 'transform':
      return result(transformed(shell, parameter, value, operation.operator));
  }
}

/** Expands `${x:-word}` and the like. */
async function defaulted(
  shell: Shell,
  parameter: string,
  value: Held,
  { operator, orEmpty, word }: OperationOf<'default'>,
  isQuoted: boolean,
): Promise<readonly Piece[]> {
  const missing = isMissing(value, orEmpty);
  if (operator === '+') {
    if (!missing) return expandDefault(shell, word, isQuoted);
    const { list } = value;
    return list === undefined || !isQuoted ? piecesOf(shell, { values: [], list }, isQuoted) : [];
  }
  if (!missing) return piecesOf(shell, value, isQuoted);
  if (operator === '-') return expandDefault(shell, word, isQuoted);
  if (operator === '?') {
    const text = await expandText(shell, word);
    const usual = orEmpty ? 'parameter null or not set' : 'parameter not set';
    throw new FatalError(`${parameter}: ${text === '' ? usual : text}`);
  }
  if (!parseReference(parameter)) throw new LineError(`$${parameter}: cannot assign in this way`);
  const text = textOf(await expandDefault(shell, word, isQuoted));
  await assign(shell, parameter, text);
  return piecesOf(shell, { values: [text], list: value.list }, isQuoted);
}

const isMissing = ({ values }: Held, orEmpty: boolean): boolean =>
  values.length === 0 || (orEmpty && values.join('') === '' && values.length < 2);

const lengthOf = ({ values, list }: Held): Held => ({
  values: [String(list === undefined ? charactersOf(values[0] ?? '').length : values.length)],
  list: undefined,
});

/** Expands the word after `:-` and the like. Outside quotes, it is split at its blanks. */
async function expandDefault(
  shell: Shell,
  { parts }: Word,
  isQuoted: boolean,
): Promise<readonly Piece[]> {
  const { runner } = shell.host;
  if (isQuoted) return parts.length === 0 ? [quoted('')] : runner.expand(shell, parts, true);
  const pieces: Piece[] = [];
  for (const part of parts) {
    if (part.type === 'literal') pieces.push(loose(part.text));
    else pieces.push(...(await runner.expand(shell, [part], false)));
  }
  return pieces;
}

/** Expands `${x:offset:length}`: characters of a text, or elements of a list. */
async function slice(
  shell: Shell,
  parameter: string,
  { values, list }: Held,
  { offset, length }: OperationOf<'slice'>,
): Promise<readonly string[]> {
  if (values.length === 0 && list === undefined) return [];
  const prefix = `${parameter}: `;
  const start = Number(await arithmetic(shell, offset, prefix));
  const count = length === undefined ? undefined : Number(await arithmetic(shell, length, prefix));
  const positional = parameter === '@' || parameter === '*';
  const items =
    list === undefined
      ? charactersOf(values[0] ?? '')
      : positional
        ? [shell.name, ...values]
        : values;
  const first = start < 0 ? items.length + start : positional && start === 0 ? 0 : start;
  const last =
    count === undefined ? items.length : count < 0 ? items.length + count : first + count;
  if (count !== undefined && count < 0 && (list !== undefined || last < first)) {
    throw new LineError(`${length}: substring expression < 0`);
  }
  const end = Math.max(first, last);
  if (list === undefined) return [first < 0 ? '' : sliced(items, first, end)];
  return first < 0 ? [] : [...items].slice(first, end);
}

/** Expands `${x@Q}` and the like. */
function transformed(
  shell: Shell,
  parameter: string,
  { values, list }: Held,
  operator: string,
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
      return values.map(unescapeAnsi);
    default:
      return values;
  }
}
