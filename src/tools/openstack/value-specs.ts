/**
 * Reads options that a command does not know as attributes: `--name value`, `--flag`,
 * `--x type=int 5`, `--x list=true a b`, `--x action=clear`. Mirrors `parse_args_to_dict()` of
 * python-neutronclient.
 */
import type { Json, JsonObject } from '../../lib/json.js';

/** Words that cannot be read as attributes. */
export class BadSpecs extends Error {}

interface Spec {
  readonly name: string;
  readonly values: string[];
  type?: string;
  isList: boolean;
  isCleared: boolean;
}

const isNumber = (text: string): boolean => /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?j?$/i.test(text);

/** @throws BadSpecs */
export function readSpecs(words: readonly string[]): JsonObject {
  const rest = words[0] === '--' ? words.slice(1) : words;
  const bad = () => new BadSpecs(`Invalid values_specs ${words.join(' ')}`);
  const specs: Spec[] = [];
  for (const word of rest) {
    const spec = specs.at(-1);
    if (word.startsWith('--')) {
      if (word.startsWith('---')) throw bad();
      const [flag = '', ...value] = word.split('=');
      const name = flag.slice(2).replaceAll('-', '_');
      if (specs.some((other) => other.name === name)) {
        throw new BadSpecs(`Duplicated options ${words.join(' ')}`);
      }
      const values = value.length > 0 ? [value.join('=')] : [];
      specs.push({ name, values, isList: false, isCleared: false });
    } else if (word.startsWith('type=')) {
      if (!spec) throw bad();
      spec.type ??= word.slice('type='.length);
    } else if (word === 'list=true' && spec) {
      spec.isList = true;
    } else if (word === 'action=clear' && spec) {
      spec.isCleared = true;
    } else {
      if (!spec || (word.startsWith('-') && !isNumber(word))) throw bad();
      spec.values.push(word);
    }
  }
  return Object.fromEntries(specs.map((spec) => [spec.name, specValue(spec, bad)]));
}

function specValue({ values, type, isList, isCleared }: Spec, bad: () => BadSpecs): Json {
  if (values.length === 0) {
    if (isList || type !== undefined) throw bad();
    return isCleared ? null : true;
  }
  const converted = values.map((value) => convert(value, type));
  return values.length > 1 || isList || type === 'list' ? converted : (converted[0] ?? null);
}

function convert(value: string, type: string | undefined): Json {
  switch (type) {
    case 'int':
    case 'long':
      if (!/^\s*[+-]?\d+\s*$/.test(value)) throw new BadSpecs(`invalid int value: '${value}'`);
      return Number(value);
    case 'float':
      if (!isNumber(value)) throw new BadSpecs(`invalid float value: '${value}'`);
      return Number(value);
    case 'bool':
      return value.toLowerCase() === 'true';
    case 'dict':
      return readPairs(value);
    default:
      return value;
  }
}

/** Returns the reason why a text is not a list of pairs. */
export function pairsProblem(text: string): string | undefined {
  const wrong = text === '' ? undefined : text.split(',').find((pair) => !pair.includes('='));
  return wrong === undefined
    ? undefined
    : `invalid key-value '${wrong}', expected format: key=value`;
}

/** Reads `key1=value1,key2=value2`. @throws BadSpecs */
export function readPairs(text: string): JsonObject {
  const problem = pairsProblem(text);
  if (problem !== undefined) throw new BadSpecs(problem);
  return Object.fromEntries(
    text
      .split(',')
      .filter((pair) => pair !== '')
      .map((pair) => {
        const equals = pair.indexOf('=');
        return [pair.slice(0, equals), pair.slice(equals + 1)];
      }),
  );
}
