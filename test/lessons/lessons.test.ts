/** Tests that every step of every lesson can be done, and cannot be skipped. */
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { tutorialScripts } from '../../src/cli/scripts.js';
import { ManualClock } from '../../src/lib/clock.js';
import { Sandbox } from '../../src/sandbox/sandbox.js';
import { tablesOf } from '../../src/shell/lessons/checks.js';
import type { Lesson } from '../../src/shell/lessons/lesson.js';
import { readLesson } from '../../src/shell/lessons/lesson.js';
import { openSession } from '../../src/shell/session.js';

const PROJECT = new URL('../../', import.meta.url);
const FOLDER = new URL('lessons/', PROJECT);
const BUNDLED = tutorialScripts(PROJECT);

const TABLES = tablesOf(Sandbox.open({ clock: new ManualClock() }));

/** The longest solution of which every order is tried. */
const MAX_PERMUTED = 4;

interface Result {
  readonly status: number;
  readonly output: string;
}

interface Place {
  run(source: string): Promise<Result>;
  /** Returns the contents of the databases. */
  contents(): string;
}

/** Opens a lesson at a step. */
async function openAt({ name }: Lesson, step: number): Promise<Place> {
  const sandbox = Sandbox.open({ clock: new ManualClock() });
  sandbox.lessons = { current: name, states: { [name]: { step, hints: 0 } } };
  const session = await openSession({ sandbox, cwd: import.meta.dirname, bundled: BUNDLED });
  const run = async (source: string): Promise<Result> => {
    let output = '';
    const print = (text: string): void => {
      output += text;
    };
    const streams = { stdout: print, stderr: print };
    const { exitCode } = await session.execute(source, streams, new AbortController().signal);
    return { status: exitCode, output };
  };
  await run(`sandbox lesson resume ${name}`);
  return { run, contents: () => JSON.stringify(sandbox.save().databases) };
}

/** Runs the commands in a step. Returns true if its checks hold afterwards. */
async function outcome(
  lesson: Lesson,
  step: number,
  commands: readonly string[],
): Promise<boolean> {
  const { run } = await openAt(lesson, step);
  for (const command of commands) await run(command);
  return (await run('sandbox lesson check')).status === 0;
}

/**
 * Runs the commands of a step in another order. Returns true if its checks hold afterwards, or if
 * the order makes no sense: a command fails or has no effect, as on ports that come later.
 */
async function holdsOrMakesNoSense(
  lesson: Lesson,
  step: number,
  commands: readonly string[],
): Promise<boolean> {
  const { run, contents } = await openAt(lesson, step);
  for (const command of commands) {
    const before = contents();
    if ((await run(command)).status !== 0 || contents() === before) return true;
  }
  return (await run('sandbox lesson check')).status === 0;
}

/** Returns orders other than the given one: all of a few, one of many. */
function otherOrders(commands: readonly string[]): readonly (readonly string[])[] {
  if (commands.length > MAX_PERMUTED) return [commands.toReversed()];
  return permutations(commands).slice(1);
}

function permutations(items: readonly string[]): readonly (readonly string[])[] {
  if (items.length <= 1) return [items];
  return items.flatMap((first, i) =>
    permutations(items.toSpliced(i, 1)).map((rest) => [first, ...rest]),
  );
}

const files = readdirSync(FOLDER).sort();

it('has ten lessons and a template', () => {
  expect(files.filter((file) => /^\d/.test(file))).toHaveLength(10);
  expect(files).toContain('template.md');
});

describe.each(files)('lessons/%s', (file) => {
  const name = file.replace(/^\d+-|\.md$/g, '');
  const { lesson, mistakes } = readLesson(
    name,
    readFileSync(new URL(file, FOLDER), 'utf8'),
    TABLES,
  );

  it('has no mistakes', () => {
    expect(mistakes).toEqual([]);
  });
  if (file === 'template.md') return;

  it.each(lesson.steps.map(({ title }, i) => [i, title] as const))(
    'step %i, %s, asks for all of its solution',
    async (index) => {
      const commands = lesson.steps[index]?.solution.split('\n') ?? [];
      expect(await outcome(lesson, index, [])).toBe(false);
      expect(await outcome(lesson, index, commands)).toBe(true);
      for (const [i, command] of commands.entries()) {
        expect(await outcome(lesson, index, commands.toSpliced(i, 1)), command).toBe(false);
      }
      for (const order of otherOrders(commands)) {
        expect(await holdsOrMakesNoSense(lesson, index, order), order.join('\n')).toBe(true);
      }
    },
  );
});
