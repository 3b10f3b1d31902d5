/** Simple commands: words, with assignments before them and redirections anywhere. */
import { DECLARATIONS, type Declaration } from '../builtins/declare.js';
import { type Declared, expandDeclaration } from '../expand/declarations.js';
import { expandItems } from '../expand/lists.js';
import { assign, assignList, parseReference, writable } from '../expand/values.js';
import { expandText, expandWords, literalText } from '../expand/words.js';
import type { Assignment, SimpleCommand } from '../language/ast.js';
import { sourceOf } from '../language/syntax.js';
import { traceQuoted } from '../quoting.js';
import type { Shell } from '../state/shell.js';
import { Exit } from '../state/unwind.js';
import { runAlias } from './aliases.js';
import { invoke, runBuiltin } from './invoke.js';
import { redirect, redirected } from './redirect.js';
import { trace, tracedWords } from './trace.js';

/** Runs a simple command; gives its status. What it wrote to files is there afterwards. */
export async function runSimpleCommand(shell: Shell, command: SimpleCommand): Promise<number> {
  try {
    return await runWords(shell, command);
  } finally {
    const { unsaved } = shell.host;
    if (!unsaved.isEmpty) await unsaved.save();
  }
}

async function runWords(shell: Shell, command: SimpleCommand): Promise<number> {
  const wait = shell.job.step();
  if (wait) await wait;
  const aliased = runAlias(shell, command);
  if (aliased) return aliased;
  shell.substituted = undefined;
  const { name, args, assignments, redirections } = command;
  const declaration = name && DECLARATIONS.get(literalText(name) ?? '');
  if (declaration && !shell.functions.has(declaration.name)) {
    return runDeclaration(shell, declaration, command);
  }
  const words = await expandWords(shell, name ? [name, ...args] : []);
  if (words.length === 0) return runAssignments(shell, command);
  const [first = ''] = words;
  if (first === 'exec') return runExec(shell, words.slice(1), command);
  return withAssignments(shell, assignments, async () => {
    if (shell.options.has('xtrace')) await trace(shell, () => tracedWords(words));
    const status = await redirected(shell, redirections, () => invoke(shell, words));
    shell.lastWord = words.at(-1) ?? '';
    return status;
  });
}

/** A command without words: its assignments stay, its files are made. */
async function runAssignments(
  shell: Shell,
  { assignments, redirections }: SimpleCommand,
): Promise<number> {
  for (const assignment of assignments) await assignOne(shell, assignment);
  const failed = await redirected(shell, redirections, async () => 0);
  return failed || (shell.substituted ?? 0);
}

/** `x=word`, `x[i]=word`, `x=(words)`. */
async function assignOne(shell: Shell, assignment: Assignment): Promise<void> {
  const { name, value, array, append } = assignment;
  const operator = append ? '+=' : '=';
  if (array) {
    const items = await expandItems(shell, array);
    await trace(shell, () => `${name}${operator}(${sourceOf(array)})`);
    await assignList(shell, writable(shell, shell.vars.resolve(name)), items, { append });
    return;
  }
  const text = value ? await expandText(shell, value) : '';
  await trace(shell, () => `${name}${operator}${text === '' ? '' : traceQuoted(text)}`);
  await assign(shell, name, text, append);
}

/** Runs something with assignments that end with it and that programs get to know. */
async function withAssignments(
  shell: Shell,
  assignments: readonly Assignment[],
  run: () => Promise<number>,
): Promise<number> {
  if (assignments.length === 0) return run();
  const { vars } = shell;
  vars.enter();
  try {
    for (const assignment of assignments) {
      const name = parseReference(assignment.name)?.name ?? assignment.name;
      if (vars.find(name)?.attributes.readonly) {
        shell.complain(`${name}: readonly variable`);
        continue;
      }
      const before = assignment.append ? (vars.find(name)?.value ?? '') : undefined;
      const variable = vars.declareHere(name, { exported: true });
      if (before !== undefined) variable.text = before;
      await assignOne(shell, assignment);
    }
    return await run();
  } finally {
    vars.leave();
  }
}

/** `declare` and its kin: their arguments are assignments, which are not split. */
function runDeclaration(
  shell: Shell,
  declaration: Declaration,
  { name, args, assignments, redirections }: SimpleCommand,
): Promise<number> {
  return withAssignments(shell, assignments, async () => {
    const expanded = await expandDeclaration(shell, args);
    await trace(shell, () => [name ? sourceOf([name]) : '', ...expanded.map(traced)].join(' '));
    return redirected(shell, redirections, () =>
      runBuiltin(shell, () => declaration.run(shell, expanded)),
    );
  });
}

const traced = (argument: Declared): string => {
  if (typeof argument !== 'string') return argument.source;
  const [, name, value] = /^(\w+\+?=)([\s\S]*)$/.exec(argument) ?? [];
  return value === '' ? (name ?? '') : traceQuoted(argument);
};

/** `exec`: redirections for the rest of the shell, or a command in place of it. */
async function runExec(
  shell: Shell,
  words: readonly string[],
  { assignments, redirections }: SimpleCommand,
): Promise<number> {
  await trace(shell, () => tracedWords(['exec', ...words]));
  await redirect(shell, redirections);
  const [name, ...args] = words[0] === '--' ? words.slice(1) : words;
  if (name === undefined) return 0;
  const status = await withAssignments(shell, assignments, () =>
    invoke(shell, [name, ...args], { functions: false }),
  );
  throw new Exit(status);
}
