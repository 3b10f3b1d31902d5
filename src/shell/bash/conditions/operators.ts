/** Evaluates the operators that `[[ ]]` and `test` share, on expanded words. */
import { lookUp } from '../expand/values.js';
import { SET_OPTIONS } from '../state/options.js';
import type { Shell } from '../state/shell.js';
import { compareFiles, fileTest } from './file-tests.js';

/** Evaluates `-z x`, `-f x` and so on; undefined for an unknown operator. */
export async function unary(
  shell: Shell,
  operator: string,
  operand: string,
): Promise<boolean | undefined> {
  if (!/^-[a-zA-Z]$/.test(operator)) return undefined;
  switch (operator) {
    case '-z':
      return operand === '';
    case '-n':
      return operand !== '';
    case '-v': {
      const { values } = await lookUp(shell, operand).catch(() => ({ values: [] }));
      return values.length > 0;
    }
    case '-o':
      return SET_OPTIONS.some(({ name }) => name === operand) && shell.options.has(operand);
    case '-t':
      return false;
    case '-R':
      return shell.vars.find(operand)?.attributes.reference === true;
    default:
      return fileTest(shell, operator.slice(1), operand);
  }
}

const NUMBERS: Readonly<Record<string, (a: bigint, b: bigint) => boolean>> = {
  '-eq': (a, b) => a === b,
  '-ne': (a, b) => a !== b,
  '-lt': (a, b) => a < b,
  '-le': (a, b) => a <= b,
  '-gt': (a, b) => a > b,
  '-ge': (a, b) => a >= b,
};

/** Evaluates `a -eq b`, `a -nt b` and so on. @param number evaluates an operand */
export async function binary(
  shell: Shell,
  left: string,
  operator: string,
  right: string,
  number: (text: string) => bigint | Promise<bigint>,
): Promise<boolean | undefined> {
  const compare = Object.hasOwn(NUMBERS, operator) ? NUMBERS[operator] : undefined;
  if (compare) return compare(await number(left), await number(right));
  switch (operator) {
    case '<':
      return left < right;
    case '>':
      return left > right;
    case '-nt':
    case '-ot':
    case '-ef':
      return compareFiles(shell, left, operator, right);
    default:
      return undefined;
  }
}

export const isNumberOperator = (operator: string): boolean => Object.hasOwn(NUMBERS, operator);
