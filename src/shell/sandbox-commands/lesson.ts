/** `sandbox lesson`: teaches step by step, and checks each step. */

import type { Sandbox } from '../../sandbox/sandbox.js';
import type { LessonState } from '../../sandbox/saved-state.js';
import { LESSONS } from '../../tools/program/suggestion.js';
import type { Lesson, Mistake, Step } from '../lessons/lesson.js';
import { lessonFiles } from '../lessons/lesson-files.js';
import { type Call, Refusal, type Subcommand, type Workshop } from './subcommand.js';

/** A call of `sandbox lesson`, in a shell. */
interface LessonCall extends Call {
  readonly workshop: Workshop;
}

interface Action {
  /** Its arguments, for messages. */
  readonly usage?: string;
  /** The largest number of arguments. The first is required if there is any. */
  readonly most: number;
  run(call: LessonCall, words: readonly string[]): Promise<number>;
}

const ACTIONS: Readonly<Record<string, Action>> = {
  list: { most: 0, run: list },
  start: { usage: 'NAME', most: 1, run: (call, [name = '']) => start(call, name) },
  resume: { usage: 'NAME', most: 1, run: (call, [name = '']) => resume(call, name) },
  show: { most: 0, run: show },
  check: { most: 0, run: check },
  next: { most: 0, run: next },
  answer: { usage: 'ANSWER', most: Number.POSITIVE_INFINITY, run: answer },
  hint: { most: 0, run: hint },
  solution: { most: 0, run: solution },
  reset: { most: 0, run: reset },
  lint: { usage: 'FILE', most: Number.POSITIVE_INFINITY, run: lint },
};

export const LESSON: Subcommand = {
  name: 'lesson',
  usage: '[ACTION [ARGUMENT]...]',
  summary: 'learn step by step',
  text: 'data',
  help: `  sandbox lesson                list the lessons
  sandbox lesson start NAME     begin a lesson, in a fresh sandbox
  sandbox lesson resume NAME    go back to a lesson: a fresh sandbox in which
                                the finished steps are done
  sandbox lesson show           show the current step again
  sandbox lesson check          say what is done and what is missing
  sandbox lesson next           go on, if everything is done
  sandbox lesson answer ANSWER  answer the question of a step
  sandbox lesson hint           give a hint; there are up to three
  sandbox lesson solution       show the commands that do the step
  sandbox lesson reset          begin the current lesson again
  sandbox lesson lint FILE      look for mistakes in a lesson that you write
Lessons are Markdown files in the folder lessons; see docs/lessons.md.`,
  values: {
    ACTION: Object.keys(ACTIONS),
    ARGUMENT: [LESSONS],
  },
  async run(call) {
    const { workshop } = call;
    if (!workshop) throw new Refusal('lessons need the shell of the sandbox; start ovn-sandbox-ts');
    const [name = 'list', ...words] = call.args;
    const action = Object.hasOwn(ACTIONS, name) ? ACTIONS[name] : undefined;
    if (!action) {
      throw new Refusal(`unknown action '${name}'; use one of ${Object.keys(ACTIONS).join(', ')}`);
    }
    if (action.usage !== undefined && words.length === 0) {
      throw new Refusal(`usage: sandbox lesson ${name} ${action.usage}`);
    }
    const extra = words[action.most];
    if (extra !== undefined) throw new Refusal(`unexpected argument '${extra}'`);
    return action.run({ ...call, workshop }, words);
  },
};

/** The modules that read Markdown load when a lesson is first used. */
const library = () => import('../lessons/library.js');
const tablesIn = async (sandbox: Sandbox) =>
  (await import('../lessons/checks.js')).tablesOf(sandbox);
const layout = () => import('../lessons/show.js');

const GO_ON = 'When all is done: sandbox lesson next';

const AT_START: LessonState = { step: 0, hints: 0 };

async function list({ sandbox, workshop, print, columns }: LessonCall): Promise<number> {
  const { findLesson } = await library();
  const { prose } = await layout();
  const tables = await tablesIn(sandbox);
  for (const { name } of await lessonFiles(workshop.files)) {
    const found = await findLesson(workshop.files, name, tables);
    if (!found) continue;
    const { lesson, mistakes } = found;
    const [mistake] = mistakes;
    const text = mistake ? refusal(found, mistake) : lesson.summary;
    print(`${name}${mistake ? '' : progress(lesson, sandbox.lessons.states[name])}\n`);
    print(`${prose(`  ${text}`, columns, 2)}\n`);
  }
  print('\nTo begin one: sandbox lesson start NAME\n');
  return 0;
}

function progress({ steps }: Lesson, state: LessonState | undefined): string {
  if (state === undefined) return '';
  return state.step >= steps.length ? ' (done)' : ` (step ${state.step + 1} of ${steps.length})`;
}

/** Returns where a mistake is, and what it is. */
const refusal = ({ path }: { readonly path: string }, { line, text }: Mistake): string =>
  `${path}:${line}: ${text}`;

/** @throws Refusal if there is no such lesson, or its file has mistakes */
async function lessonNamed({ sandbox, workshop }: LessonCall, name: string): Promise<Lesson> {
  const { findLesson } = await library();
  const found = await findLesson(workshop.files, name, await tablesIn(sandbox));
  if (!found) throw new Refusal(`there is no lesson '${name}'; see sandbox lesson list`);
  const [mistake] = found.mistakes;
  if (mistake) throw new Refusal(refusal(found, mistake));
  return found.lesson;
}

/** Returns the name of the lesson that is open. @throws Refusal if none is */
function currentName({ sandbox }: LessonCall): string {
  const { current } = sandbox.lessons;
  if (current === undefined) throw new Refusal('no lesson is open; see sandbox lesson list');
  return current;
}

/** Returns the lesson that is open, how far it got, and the current step; none at the end. */
async function open(call: LessonCall): Promise<{
  readonly lesson: Lesson;
  readonly state: LessonState;
  readonly step: Step | undefined;
}> {
  const name = currentName(call);
  const lesson = await lessonNamed(call, name);
  const state = call.sandbox.lessons.states[name] ?? AT_START;
  return { lesson, state, step: lesson.steps[state.step] };
}

function keep({ sandbox }: LessonCall, name: string, state: LessonState): void {
  const { states } = sandbox.lessons;
  sandbox.lessons = { current: name, states: { ...states, [name]: state } };
}

async function start(call: LessonCall, name: string): Promise<number> {
  const lesson = await lessonNamed(call, name);
  keep(call, name, AT_START);
  await rebuild(call, lesson, 0);
  const { prose } = await layout();
  call.print(`${prose(lesson.summary, call.columns)}\n`);
  call.print('This is a fresh sandbox. To get the old one back: sandbox undo\n\n');
  return show(call);
}

async function resume(call: LessonCall, name: string): Promise<number> {
  const lesson = await lessonNamed(call, name);
  const { step, hints } = call.sandbox.lessons.states[name] ?? AT_START;
  const index = Math.min(step, lesson.steps.length);
  await rebuild(call, lesson, index);
  keep(call, name, { step: index, hints });
  return show(call);
}

/** Makes a fresh sandbox in which the steps before the one at `index` are done. */
async function rebuild(call: LessonCall, lesson: Lesson, index: number): Promise<void> {
  call.sandbox.reset();
  const done = lesson.steps.slice(0, index).flatMap(({ setup, solution }) => [setup, solution]);
  for (const commands of [lesson.setup, ...done, lesson.steps[index]?.setup ?? '']) {
    await perform(call, commands);
  }
}

async function perform({ sandbox, workshop, signal }: LessonCall, commands: string): Promise<void> {
  if (commands !== '') await workshop.run(sandbox, commands, signal);
}

async function reset(call: LessonCall): Promise<number> {
  return start(call, currentName(call));
}

async function show(call: LessonCall): Promise<number> {
  const { lesson, state, step } = await open(call);
  if (!step) return finished(call, lesson);
  const { stepText } = await layout();
  call.print(`${stepText(lesson, state.step, step, call.columns)}\n\n`);
  await report(call, step, state.answer);
  call.print(`\n${GO_ON}\n`);
  return 0;
}

function finished({ print }: LessonCall, { title }: Lesson): number {
  print(`You have finished the lesson "${title}". For others: sandbox lesson list\n`);
  return 0;
}

/** Prints each check of a step, and returns true if all of them hold. */
async function report(call: LessonCall, { checks }: Step, answered?: string): Promise<boolean> {
  const { sandbox, workshop, signal, print } = call;
  let done = true;
  for (const { description, holds } of checks) {
    const held = await holds({ sandbox, workshop, signal, answer: answered });
    done &&= held;
    print(`[${held ? 'x' : ' '}] ${description}\n`);
  }
  return done;
}

function praise({ print }: LessonCall): number {
  print('Done. To go on: sandbox lesson next\n');
  return 0;
}

function ask({ print }: LessonCall): number {
  print('Something is missing. For help: sandbox lesson hint\n');
  return 1;
}

async function check(call: LessonCall): Promise<number> {
  const { lesson, state, step } = await open(call);
  if (!step) return finished(call, lesson);
  return (await report(call, step, state.answer)) ? praise(call) : ask(call);
}

async function next(call: LessonCall): Promise<number> {
  const { lesson, state, step } = await open(call);
  if (!step) return finished(call, lesson);
  if (!(await report(call, step, state.answer))) return ask(call);
  const index = state.step + 1;
  keep(call, lesson.name, { step: index, hints: 0 });
  await perform(call, lesson.steps[index]?.setup ?? '');
  call.print('\n');
  return show(call);
}

async function answer(call: LessonCall, words: readonly string[]): Promise<number> {
  const { lesson, state, step } = await open(call);
  if (!step) return finished(call, lesson);
  keep(call, lesson.name, { ...state, answer: words.join(' ') });
  return check(call);
}

async function hint(call: LessonCall): Promise<number> {
  const { lesson, state, step } = await open(call);
  if (!step) return finished(call, lesson);
  const text = step.hints[state.hints];
  if (text === undefined) {
    call.print('There are no more hints. To see the commands: sandbox lesson solution\n');
    return 0;
  }
  keep(call, lesson.name, { ...state, hints: state.hints + 1 });
  const { prose } = await layout();
  call.print(`${prose(text, call.columns)}\n`);
  return 0;
}

async function solution(call: LessonCall): Promise<number> {
  const { lesson, step } = await open(call);
  if (!step) return finished(call, lesson);
  call.print(`${step.solution}\n`);
  return 0;
}

async function lint(
  { sandbox, workshop, print }: LessonCall,
  paths: readonly string[],
): Promise<number> {
  const { readText } = await library();
  const { readLesson } = await import('../lessons/lesson.js');
  const tables = await tablesIn(sandbox);
  let count = 0;
  for (const path of paths) {
    const text = await readText(workshop.files, path);
    if (text === undefined) throw new Refusal(`cannot read ${path}`);
    for (const mistake of readLesson(path, text, tables).mistakes) {
      print(`${refusal({ path }, mistake)}\n`);
      count++;
    }
  }
  if (count > 0) return 1;
  print('No mistakes.\n');
  return 0;
}
