/** Completion of a command line: programs, their arguments, files and variables. */
import type { IFileSystem } from 'just-bash';
import type { Sandbox } from '../../sandbox/sandbox.js';
import { stages } from '../../tools/languages/stages.js';
import {
  continuing,
  FILES,
  isPlaceholder,
  LESSONS,
  type Suggestion,
} from '../../tools/program/suggestion.js';
import { filesFrom } from '../files.js';
import { lessonFiles } from '../lessons/lesson-files.js';
import { completeSandboxCommand } from '../sandbox-commands/dispatch.js';
import { argumentKind, withoutPrefixes } from './arguments.js';
import { KEYWORDS } from './frames.js';
import { placed } from './quoting.js';
import { scan } from './scan.js';
import type { Command, Scan, Word } from './scanned.js';

/** A text that can replace the input from `from` to the cursor. */
export interface Candidate {
  readonly text: string;
  readonly help?: string;
  /** True if the word goes on after it, so that no space belongs there. */
  readonly open?: boolean;
}

export interface Completion {
  readonly from: number;
  readonly candidates: readonly Candidate[];
}

export interface CompletionContext {
  readonly sandbox: Sandbox;
  readonly fs: IFileSystem;
  readonly cwd: string;
  /** The shell's commands other than the programs of the sandbox. */
  readonly commands: readonly string[];
  variables(): Iterable<string>;
}

/** Completes `input` at its end. */
export async function completeInput(
  input: string,
  context: CompletionContext,
): Promise<Completion> {
  const line = scan(input);
  const { word } = line;
  return placed(word, await suggestionsFor(line, word, context));
}

async function suggestionsFor(
  { last, expected }: Scan,
  word: Word,
  context: CompletionContext,
): Promise<readonly Suggestion[]> {
  switch (expected) {
    case 'nothing':
      return [];
    case 'variable':
      return continuing(word.text, plain(context.variables()));
    case 'file':
      return files(word.text, context);
    case 'command':
      return commands(word.text, context);
    case 'argument':
      return argumentsOf(last, word, context);
  }
}

const plain = (words: Iterable<string>): Suggestion[] => [...words].map((text) => ({ text }));

const OWN_PROGRAMS: readonly Suggestion[] = [
  { text: 'help', help: 'list the commands' },
  { text: 'sandbox', help: 'send packets, explain, undo, reset' },
];

const byName = (a: Suggestion, b: Suggestion): number => (a.text < b.text ? -1 : 1);

/**
 * Returns the names of commands that start with `typed`; without any letters only the sandbox's
 * own, unless `all` is set.
 */
export function commandNames(typed: string, context: CompletionContext, all = false): Suggestion[] {
  const programs = context.sandbox.tools.map(({ name, summary }) => ({
    text: name,
    help: summary,
  }));
  const own = [...programs, ...OWN_PROGRAMS];
  if (typed === '' && !all) return own.sort(byName);
  return continuing(typed, [...own, ...plain([...KEYWORDS, ...context.commands])]).sort(byName);
}

async function commands(typed: string, context: CompletionContext): Promise<readonly Suggestion[]> {
  const names = commandNames(typed, context);
  return typed === '' ? names : [...names, ...(await files(typed, context))].sort(byName);
}

/**
 * Returns what the tables of a program offer for an argument, or the names of commands if a prefix
 * such as `sudo` runs the next word. Returns undefined if the program has no tables.
 */
export function tableSuggestions(
  command: Command,
  word: Word,
  context: CompletionContext,
): readonly Suggestion[] | undefined {
  const { sandbox } = context;
  const [name, ...before] = withoutPrefixes(command.words.map(({ text }) => text));
  if (name === undefined) return commandNames(word.text, context);
  const args = [...before, word.text];
  if (name === 'sandbox') return completeSandboxCommand(sandbox, args);
  const tool = sandbox.tools.find((candidate) => candidate.name === name);
  return tool && sandbox.complete(tool, args, { read: () => undefined });
}

/** Completes an argument from the tables of the program, if it has any. */
async function argumentsOf(
  command: Command,
  word: Word,
  context: CompletionContext,
): Promise<readonly Suggestion[]> {
  const found = tableSuggestions(command, word, context);
  if (found === undefined) return shellArguments(command, word.text, context);
  const known = found.filter((offer) => !isPlaceholder(offer));
  if (found.includes(LESSONS)) known.push(...(await lessons(word.text, context)));
  if (found.includes(FILES)) known.push(...(await files(word.text, context)));
  return known;
}

/** Completes the name of a lesson, in the order of the list; other words as names of files. */
async function lessons(typed: string, context: CompletionContext): Promise<readonly Suggestion[]> {
  const names = await lessonFiles(filesFrom(context.fs, context.cwd));
  const found = continuing(
    typed,
    names.map(({ name }) => ({ text: name })),
  );
  return found.length > 0 ? found : files(typed, context);
}

/** Completes an argument of the shell's own commands. */
async function shellArguments(
  { words, source }: Command,
  typed: string,
  context: CompletionContext,
): Promise<readonly Suggestion[]> {
  const [name = '', ...before] = withoutPrefixes(words.map(({ text }) => text));
  switch (argumentKind(name, before)) {
    case 'nothing':
      return [];
    case 'folders':
      return (await files(typed, context)).filter(({ open }) => open);
    case 'commands':
      return typed === '' ? [] : commands(typed, context);
    case 'variables':
      return continuing(typed, plain(context.variables()));
    case 'pattern':
      return continuing(typed, listsLogicalFlows(source) ? stageNames(context) : []);
    case 'files':
      return files(typed, context);
  }
}

const listsLogicalFlows = (source: Command | undefined): boolean =>
  source?.words[0]?.text === 'ovn-sbctl' &&
  source.words.some(({ text }) => text === 'lflow-list' || text === 'dump-flows');

function* stageNames({ sandbox }: CompletionContext): Iterable<Suggestion> {
  for (const { name, pipeline, table } of stages(sandbox.context())) {
    yield { text: name, help: `${pipeline}, table ${table}` };
  }
}

/** Returns the files whose path starts with `typed`; folders end with a slash. */
async function files(
  typed: string,
  { fs, cwd }: CompletionContext,
): Promise<readonly Suggestion[]> {
  const folder = typed.slice(0, typed.lastIndexOf('/') + 1);
  const place = fs.resolvePath(cwd, folder === '' ? '.' : folder);
  try {
    const names = await fs.readdir(place);
    const found = await Promise.all(
      names
        .filter((entry) => `${folder}${entry}`.startsWith(typed))
        .map(async (entry): Promise<Suggestion> => {
          const { isDirectory } = await fs.stat(fs.resolvePath(place, entry));
          const path = `${folder}${entry}`;
          return isDirectory ? { text: `${path}/`, open: true } : { text: path };
        }),
    );
    return found.sort(byName);
  } catch {
    return [];
  }
}
