/** Tests the conditions of `[[ ... ]]`. */
import { compilePattern } from '../expand/pattern.js';
import { expandPattern, expandText } from '../expand/text.js';
import { arithmetic } from '../expand/values.js';
import type { Condition, Word } from '../language/ast.js';
import { traceQuoted } from '../quoting.js';
import { trace } from '../run/trace.js';
import type { Shell } from '../state/shell.js';
import { LineError } from '../state/unwind.js';
import { binary, unary } from './operators.js';
import { ExpressionFault, findExpression } from './regular-expression.js';

/** Returns true if a condition holds. */
export async function testCondition(shell: Shell, condition: Condition): Promise<boolean> {
  switch (condition.type) {
    case 'and':
      return (
        (await testCondition(shell, condition.left)) &&
        (await testCondition(shell, condition.right))
      );
    case 'or':
      return (
        (await testCondition(shell, condition.left)) ||
        (await testCondition(shell, condition.right))
      );
    case 'not':
      return testOne(shell, condition.operand, '! ').then((holds) => !holds);
    case 'parentheses':
      return testCondition(shell, condition.operand);
    default:
      return testOne(shell, condition, '');
  }
}

/** Tests a condition without `&&` and `||`, which is traced with `before` in front of it. */
async function testOne(shell: Shell, condition: Condition, before: string): Promise<boolean> {
  const show = (text: string) => trace(shell, () => `[[ ${before}${text} ]]`);
  switch (condition.type) {
    case 'word': {
      const text = await expandText(shell, condition.word);
      await show(`-n ${traceQuoted(text)}`);
      return text !== '';
    }
    case 'unary': {
      const operand = await expandText(shell, condition.operand);
      await show(`${condition.operator} ${traceQuoted(operand)}`);
      return (await unary(shell, condition.operator, operand)) ?? false;
    }
    case 'binary': {
      const { operator, right } = condition;
      const left = await expandText(shell, condition.left);
      if (operator === '=~') return matches(shell, left, right, show);
      if (operator === '=' || operator === '==' || operator === '!=') {
        const pattern = await expandPattern(shell, right);
        await show(`${traceQuoted(left)} ${operator} ${shownPattern(pattern)}`);
        const options = { ignoreCase: shell.options.has('nocasematch') };
        return compilePattern(pattern, options).matches(left) === (operator !== '!=');
      }
      const text = await expandText(shell, right);
      await show(`${traceQuoted(left)} ${operator} ${traceQuoted(text)}`);
      const number = (operand: string) => arithmetic(shell, operand, '[[: ');
      return (await binary(shell, left, operator, text, number)) ?? false;
    }
    default:
      return testCondition(shell, condition);
  }
}

const shownPattern = (pattern: string): string => (pattern === '' ? "''" : pattern);

/** Tests `text =~ expression`, which leaves the groups of a match in `BASH_REMATCH`. */
async function matches(
  shell: Shell,
  text: string,
  word: Word,
  show: (text: string) => Promise<void>,
): Promise<boolean> {
  const pieces = await shell.host.runner.expand(shell, word.parts, false);
  const source = pieces
    .map((piece) => {
      if (piece === 'break') return ' ';
      return piece.quoted ? piece.text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&') : piece.text;
    })
    .join('');
  await show(`${traceQuoted(text)} =~ ${source}`);
  const found = await findExpression(source, text, shell.options.has('nocasematch')).catch(
    (error: unknown) => {
      if (!(error instanceof ExpressionFault)) throw error;
      throw new LineError(`[[: ${error.message}`, 2);
    },
  );
  const matched = shell.vars.declareGlobal('BASH_REMATCH');
  const elements = matched.become('indexed');
  elements.clear();
  for (const [i, group] of (found ?? []).entries()) elements.set(String(i), group);
  return found !== undefined;
}
