/** Lays out lessons as text. */
import { wrapLines } from '../../lib/wrap.js';
import type { Lesson, Passage, Step } from './lesson.js';

/** The width of prose on wide screens. */
const WIDTH = 78;

const CODE_INDENT = '    ';

/** Returns prose for a screen of this width. */
export const prose = (text: string, columns: number, hang = 0): string =>
  wrapLines(text, Math.min(columns, WIDTH), { hang });

/** Returns the heading and the text of a step. */
export function stepText({ steps }: Lesson, index: number, step: Step, columns: number): string {
  const title = `Step ${index + 1} of ${steps.length}: ${step.title}`;
  const parts = step.passages.map((passage) => passageText(passage, columns));
  return [prose(title, columns), ...parts].join('\n\n');
}

function passageText({ type, text }: Passage, columns: number): string {
  switch (type) {
    case 'prose':
      return prose(text, columns);
    case 'list':
      return text
        .split('\n')
        .map((item) => prose(`- ${item}`, columns, 2))
        .join('\n');
    case 'code':
      return text
        .split('\n')
        .map((line) => `${CODE_INDENT}${line}`.trimEnd())
        .join('\n');
  }
}
