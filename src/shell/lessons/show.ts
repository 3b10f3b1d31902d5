/** Lays out lessons as text. */
import { wrapLines } from '../../lib/wrap.js';
import type { Lesson, Passage, Step } from './lesson.js';

/** The width of prose on wide screens. */
const WIDTH = 78;

const CODE_INDENT = '    ';

/** Stands for a blank at which no line is broken. */
const FIXED_BLANK = '\ue000';

/** Returns prose for a screen of this width. Commands, between backticks, stay on one line. */
export function prose(text: string, columns: number, hang = 0): string {
  const width = Math.min(columns, WIDTH);
  const fixed = text.replace(/`[^`]*`/g, (code) =>
    code.length + hang <= width ? code.replaceAll(' ', FIXED_BLANK) : code,
  );
  return wrapLines(fixed, width, { hang }).replaceAll(FIXED_BLANK, ' ');
}

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
