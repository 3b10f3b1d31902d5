/** Completion of a command line: programs, their arguments and files. */
import type { IFileSystem } from 'just-bash';
import type { Sandbox } from '../sandbox/sandbox.js';
import { completeSandboxCommand } from './sandbox-commands/dispatch.js';

/** Words that can replace the input from `from` to the cursor. */
export interface Completion {
  readonly from: number;
  readonly candidates: readonly string[];
}

export interface CompletionContext {
  readonly sandbox: Sandbox;
  readonly fs: IFileSystem;
  readonly cwd: string;
  /** The shell's commands other than the programs of the sandbox. */
  readonly commands: readonly string[];
}

/** Keywords of the language, and commands that are not in any table. */
const KEYWORDS = ['case', 'for', 'help', 'if', 'sandbox', 'until', 'while'];

/** A word of a command line and its position. */
interface Word {
  readonly text: string;
  readonly start: number;
}

/** Returns the words of the last command; the last word, perhaps empty, is at the cursor. */
function lastCommand(input: string): Word[] {
  let words: Word[] = [];
  let text = '';
  let start = -1;
  let quote: string | undefined;
  const end = () => {
    if (start >= 0) words.push({ text, start });
    text = '';
    start = -1;
  };
  for (let i = 0; i < input.length; i++) {
    const char = input[i] ?? '';
    if (quote !== undefined) {
      if (char === quote) quote = undefined;
      else text += char;
    } else if (char === "'" || char === '"') {
      quote = char;
      if (start < 0) start = i;
    } else if (char === '\\') {
      if (start < 0) start = i;
      i += 1;
      text += input[i] ?? '';
    } else if (/[|;&(\n]/.test(char)) {
      end();
      words = [];
    } else if (/\s/.test(char)) end();
    else {
      if (start < 0) start = i;
      text += char;
    }
  }
  return [...words, start >= 0 ? { text, start } : { text: '', start: input.length }];
}

const quoted = (word: string): string =>
  /^[\w@%+=:,./~^<>{}[\]-]*$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;

/** Completes `input` at its end. */
export async function completeInput(
  input: string,
  context: CompletionContext,
): Promise<Completion> {
  const words = lastCommand(input);
  while (words[0]?.text === 'sudo' && words.length > 1) words.shift();
  const current = words.at(-1) ?? { text: '', start: input.length };
  const candidates = await candidatesFor(words, current.text, context);
  const matching = [...new Set(candidates)].filter((word) => word.startsWith(current.text));
  return { from: current.start, candidates: matching.sort().map(quoted) };
}

async function candidatesFor(
  words: readonly Word[],
  current: string,
  context: CompletionContext,
): Promise<readonly string[]> {
  const [name, ...args] = words.map(({ text }) => text);
  const { sandbox } = context;
  if (name === undefined || args.length === 0) {
    const programs = sandbox.tools.map((tool) => tool.name);
    const all = [...programs, ...KEYWORDS, ...context.commands];
    return current === ''
      ? programs.concat('help', 'sandbox')
      : [...all, ...(await files(current, context))];
  }
  const tool = sandbox.tools.find((candidate) => candidate.name === name);
  const found =
    name === 'sandbox'
      ? completeSandboxCommand(sandbox, args)
      : tool
        ? sandbox.complete(tool, args, { read: () => undefined })
        : [];
  return found.length > 0 ? found : files(current, context);
}

/** Returns the files whose path starts with `current`; folders end with a slash. */
async function files(current: string, { fs, cwd }: CompletionContext): Promise<readonly string[]> {
  const folder = current.slice(0, current.lastIndexOf('/') + 1);
  const place = fs.resolvePath(cwd, folder === '' ? '.' : folder);
  try {
    const names = await fs.readdir(place);
    return await Promise.all(
      names
        .filter((entry) => `${folder}${entry}`.startsWith(current))
        .map(async (entry) => {
          const { isDirectory } = await fs.stat(fs.resolvePath(place, entry));
          return `${folder}${entry}${isDirectory ? '/' : ''}`;
        }),
    );
  } catch {
    return [];
  }
}
