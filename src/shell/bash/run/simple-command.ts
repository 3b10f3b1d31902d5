/** Runs simple commands: words, with assignments before them and redirections anywhere. */
import { expandDeclaration } from '../expand/declarations.js';
import { expandItems } from '../expand/lists.js';
import { expandText, literalText } from '../expand/text.js';
import { assign, assignList, parseReference, writable } from '../expand/values.js';
import { expandWords } from '../expand/words.js';
import type { Assignment, SimpleCommand } from '../language/ast.js';
import { traceQuoted } from '../quoting.js';
import type { Declaration, Declared, Shell } from '../state/shell.js';
import { CommandError, Exit } from '../state/unwind.js';
import { runAlias } from './aliases.js';
import { invoke, runBuiltin } from './invoke.js';
import { redirect, redirected } from './redirect.js';
import { trace, tracedWords } from './trace.js';

/** Runs a simple command, saves what it wrote to files, and returns its status. */
export async function runSimpleCommand(shell: Shell, command: SimpleCommand): Promise<number> {
  try {
    return await runWords(shell, command);
  } finally {
    const { unsaved } = shell.host;
    if (!unsaved.isEmpty) await unsaved.save();
  }
}

async function runWords(shell: Shell, command: SimpleCommand): Promise<number> {
  const wait = shell.step();
  if (wait) await wait;
  const aliased = runAlias(shell, command);
  if (aliased) return aliased;
  shell.substituted = undefined;
  const { assignments, redirections } = command;
  const [name] = command.words;
  const declaration = name && shell.host.runner.declarations.get(literalText(name) ?? '');
  if (declaration && !shell.functions.has(declaration.name)) {
    return runDeclaration(shell, declaration, command);
  }
  const words = await expandWords(shell, command.words);
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

/** Runs a command without words: its assignments persist, and its redirections create files. */
async function runAssignments(
  shell: Shell,
  { assignments, redirections }: SimpleCommand,
): Promise<number> {
  for (const assignment of assignments) await assignOne(shell, assignment);
  const failed = await redirected(shell, redirections, async () => 0);
  return failed || (shell.substituted ?? 0);
}

/** Runs `x=word`, `x[i]=word` or `x=(words)`. */
async function assignOne(shell: Shell, assignment: Assignment): Promise<void> {
  const { target: name, value, append } = assignment;
  const operator = append ? '+=' : '=';
  if (!('parts' in value)) {
    if (!parseReference(name) || name.includes('[')) {
      throw new CommandError(`${name}: cannot assign list to array member`);
    }
    const items = await expandItems(shell, value);
    await trace(shell, () => assignment.source);
    await assignList(shell, writable(shell, shell.vars.resolve(name)), items, { append });
    return;
  }
  const text = await expandText(shell, value);
  await trace(shell, () => `${name}${operator}${text === '' ? '' : traceQuoted(text)}`);
  await assign(shell, name, text, append);
}

/** Calls `run` with temporary assignments that are exported to programs. */
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
      const name = parseReference(assignment.target)?.name ?? assignment.target;
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

/** Runs `declare` and similar builtins. Assignments in their arguments are not split. */
function runDeclaration(
  shell: Shell,
  declaration: Declaration,
  { words, assignments, redirections }: SimpleCommand,
): Promise<number> {
  return withAssignments(shell, assignments, async () => {
    const [name, ...args] = words;
    const expanded = await expandDeclaration(shell, args);
    await trace(shell, () => [name?.source, ...expanded.map(traced)].join(' '));
    return redirected(shell, redirections, () =>
      runBuiltin(shell, declaration.name, () => declaration.run(shell, expanded)),
    );
  });
}

const traced = (argument: Declared): string => {
  if (typeof argument !== 'string') return argument.source;
  const [, name, value] = /^(\w+\+?=)([\s\S]*)$/.exec(argument) ?? [];
  return value === '' ? (name ?? '') : traceQuoted(argument);
};

/** Runs `exec`: redirections for the rest of the shell, or a command in place of it. */
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
