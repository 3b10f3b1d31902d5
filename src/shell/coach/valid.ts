/** Says what would be valid in place of a wrong word. */
import { closest } from '../../lib/closest.js';
import { lookUp } from '../../lib/dictionary.js';

/** The most valid values that a hint lists. */
const MAX_VALUES = 8;

/** What people type for values that are called otherwise here. */
const SYNONYMS: Readonly<Record<string, string>> = {
  accept: 'allow',
  block: 'drop',
  deny: 'drop',
  down: 'disabled',
  egress: 'to-lport',
  false: 'disabled',
  in: 'from-lport',
  ingress: 'from-lport',
  no: 'disabled',
  off: 'disabled',
  on: 'enabled',
  out: 'to-lport',
  permit: 'allow',
  true: 'enabled',
  up: 'enabled',
  yes: 'enabled',
};

/** Returns what would be valid in place of `typed`. */
export function valid(typed: string, expected: readonly string[]): string {
  const synonym = lookUp(SYNONYMS, typed.toLowerCase());
  const near =
    synonym !== undefined && expected.includes(synonym) ? synonym : closest(typed, expected);
  const values = [...new Set(expected)];
  const meant = near === undefined ? '' : ` Did you mean ${near}?`;
  if (values.length === 0 || values.length > MAX_VALUES) return meant;
  return `${meant} Valid: ${values.join(', ')}.`;
}
