/** Reads lessons from Markdown. */

import type { Nodes, RootContent } from 'mdast';
import { fromMarkdown } from 'mdast-util-from-markdown';
import { excerpt } from '../../lib/printable.js';
import { type Check, parseCheck, type Tables } from './checks.js';

/** A part of a step: prose, a list with an item a line, or code to show as it is. */
export type Passage =
  | { readonly type: 'prose'; readonly text: string }
  | { readonly type: 'list'; readonly text: string }
  | { readonly type: 'code'; readonly text: string };

export interface Step {
  readonly title: string;
  /** The number of its line, from 1. */
  readonly line: number;
  readonly passages: readonly Passage[];
  /** Commands that run when the step begins. */
  readonly setup: string;
  readonly checks: readonly Check[];
  readonly hints: readonly string[];
  readonly solution: string;
}

export interface Lesson {
  readonly name: string;
  readonly title: string;
  /** The first paragraph. */
  readonly summary: string;
  /** Commands that run when the lesson begins. */
  readonly setup: string;
  readonly steps: readonly Step[];
}

/** A mistake in a lesson. */
export interface Mistake {
  /** The number of the line, from 1. */
  readonly line: number;
  readonly text: string;
}

const MAX_HINTS = 3;

/** The roles of a block of commands, written after its language. */
const ROLES = ['setup', 'solution'] as const;

interface Draft {
  title: string;
  line: number;
  passages: Passage[];
  setup: string[];
  checks: Check[];
  hints: string[];
  solution: string[];
}

const draftAt = (title: string, line: number): Draft => ({
  ...{ title, line, passages: [], setup: [], checks: [], hints: [], solution: [] },
});

/**
 * Reads a lesson, and returns the mistakes in it as well.
 *
 * @param tables the tables and columns that checks can name
 */
export function readLesson(
  name: string,
  markdown: string,
  tables: Tables,
): { readonly lesson: Lesson; readonly mistakes: readonly Mistake[] } {
  const mistakes: Mistake[] = [];
  const start = draftAt('', 1);
  const steps: Draft[] = [];
  const say = (line: number, text: string): void => {
    mistakes.push({ line, text: excerpt(text) });
  };
  for (const node of fromMarkdown(markdown).children) {
    const line = node.position?.start.line ?? 1;
    if (node.type === 'heading' && node.depth === 1 && steps.length === 0)
      start.title = textOf(node);
    else if (node.type === 'heading' && node.depth === 2) steps.push(draftAt(textOf(node), line));
    else read(steps.at(-1) ?? start, node, tables, (text, offset = 0) => say(line + offset, text));
  }
  const summary = start.passages[0]?.text ?? '';
  if (start.title === '') say(1, 'the lesson has no title: begin with "# Title"');
  if (summary === '') say(1, 'the lesson has no summary: a paragraph below the title');
  if (start.checks.length > 0) say(1, 'a check belongs to a step, below a heading "## Title"');
  if (steps.length === 0) say(1, 'the lesson has no steps: headings "## Title"');
  for (const { title, line, checks, solution, hints } of steps) {
    if (checks.length === 0) say(line, `step "${title}" has no check`);
    if (solution.length === 0) say(line, `step "${title}" has no solution`);
    if (hints.length > MAX_HINTS) say(line, `step "${title}" has more than ${MAX_HINTS} hints`);
  }
  const lesson: Lesson = {
    ...{ name, title: start.title, summary, setup: start.setup.join('\n') },
    steps: steps.map((step) => ({
      ...step,
      setup: step.setup.join('\n'),
      solution: step.solution.join('\n'),
    })),
  };
  return { lesson, mistakes };
}

/** Reports a mistake in a node, `offset` lines below its beginning. */
type Complain = (text: string, offset?: number) => void;

/** Adds a node to a step. */
function read(step: Draft, node: RootContent, tables: Tables, complain: Complain): void {
  switch (node.type) {
    case 'paragraph':
      step.passages.push({ type: 'prose', text: textOf(node) });
      break;
    case 'list':
      step.passages.push({ type: 'list', text: node.children.map(textOf).join('\n') });
      break;
    case 'code': {
      const { lang, meta, value } = node;
      const role = ROLES.find((each) => each === meta);
      if (lang === 'check') readChecks(step, value, tables, complain);
      else if (lang === 'hint') step.hints.push(value.replaceAll('\n', ' '));
      else if (role) {
        const commands = commandsIn(value);
        if (commands.length === 0) complain('no line begins with "$ "');
        step[role].push(...commands);
      } else step.passages.push({ type: 'code', text: value });
      break;
    }
    case 'heading':
      step.passages.push({ type: 'prose', text: textOf(node) });
      break;
    case 'html':
      break;
    default:
      complain(`lessons have no ${node.type}; use paragraphs, lists and blocks of code`);
  }
}

/** Returns the commands of a block; they follow a prompt, and go on after "> ". */
const commandsIn = (block: string): readonly string[] =>
  block
    .split('\n')
    .filter((line) => /^[$>] /.test(line))
    .map((line) => line.slice(2));

function readChecks(step: Draft, text: string, tables: Tables, complain: Complain): void {
  for (const [i, source] of text.split('\n').entries()) {
    if (source.trim() === '') continue;
    const check = parseCheck(source, tables);
    if (typeof check === 'string') complain(check, i + 1);
    else step.checks.push(check);
  }
}

/** Returns the text of a node without marks, except those around code. */
function textOf(node: Nodes): string {
  switch (node.type) {
    case 'text':
      return node.value.replaceAll('\n', ' ');
    case 'inlineCode':
      return `\`${node.value}\``;
    case 'break':
      return ' ';
    default:
      return 'children' in node
        ? node.children.map(textOf).join(node.type === 'listItem' ? ' ' : '')
        : '';
  }
}
