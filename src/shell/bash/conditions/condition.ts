/** `[[ ... ]]`. */
import { patternRegExp } from '../expand/pattern.js';
import { arithmetic } from '../expand/values.js';
import { expandParts, expandPattern, expandText } from '../expand/words.js';
import type { Condition, Word } from '../language/ast.js';
import { traceQuoted } from '../quoting.js';
import { trace } from '../run/trace.js';
import type { Shell } from '../state/shell.js';
import { LineError } from '../state/unwind.js';
import { binary, unary } from './operators.js';
import { ExpressionFault, findExpression } from './regular-expression.js';

/** Whether a condition holds. */
export async function testCondition(shell: Shell, condition: Condition): Promise<boolean> {
  switch (condition.type) {
    case 'CondAnd':
      return (
        (await testCondition(shell, condition.left)) &&
        (await testCondition(shell, condition.right))
      );
    case 'CondOr':
      return (
        (await testCondition(shell, condition.left)) ||
        (await testCondition(shell, condition.right))
      );
    case 'CondNot':
      return testOne(shell, condition.operand, '! ').then((holds) => !holds);
    case 'CondGroup':
      return testCondition(shell, condition.expression);
    default:
      return testOne(shell, condition, '');
  }
}

/** Tests what has no `&&` and `||` in it, shown with what stands before it. */
async function testOne(shell: Shell, condition: Condition, before: string): Promise<boolean> {
  const show = (text: string) => trace(shell, () => `[[ ${before}${text} ]]`);
  switch (condition.type) {
    case 'CondWord': {
      const text = await expandText(shell, condition.word);
      await show(`-n ${traceQuoted(text)}`);
      return text !== '';
    }
    case 'CondUnary': {
      const operand = await expandText(shell, condition.operand);
      await show(`${condition.operator} ${traceQuoted(operand)}`);
      return (await unary(shell, condition.operator, operand)) ?? false;
    }
    case 'CondBinary': {
      const { operator, right } = condition;
      const left = await expandText(shell, condition.left);
      if (operator === '=~') return matches(shell, left, right, show);
      if (operator === '=' || operator === '==' || operator === '!=') {
        const pattern = await expandPattern(shell, right);
        await show(`${traceQuoted(left)} ${operator} ${shownPattern(pattern)}`);
        const options = { extended: true, ignoreCase: shell.options.has('nocasematch') };
        return patternRegExp(pattern, options).test(left) === (operator !== '!=');
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

/** `text =~ regular expression`; what matched is left in `BASH_REMATCH`. */
async function matches(
  shell: Shell,
  text: string,
  word: Word,
  show: (text: string) => Promise<void>,
): Promise<boolean> {
  const pieces = await expandParts(shell, word.parts, false);
  const source = pieces
    .map((piece, i) => {
      if (piece === 'break') return ' ';
      // An unquoted literal of the script is part of the expression.
      return piece.quoted && word.parts[i]?.type !== 'Literal'
        ? piece.text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')
        : piece.text;
    })
    .join('');
  await show(`${traceQuoted(text)} =~ ${source}`);
  const found = await findExpression(source, text, shell.options.has('nocasematch')).catch(
    (error: unknown) => {
      if (!(error instanceof ExpressionFault)) throw error;
      throw new LineError(`[[: invalid regular expression \`${source}'`, 2);
    },
  );
  const matched = shell.vars.declareGlobal('BASH_REMATCH');
  const elements = matched.become('indexed');
  elements.clear();
  for (const [i, group] of (found ?? []).entries()) elements.set(String(i), group);
  return found !== undefined;
}
