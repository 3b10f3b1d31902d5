/** Scripts: in a process of their own, or sourced into this one. */
import type { Script, Statement } from '../language/ast.js';
import { parseScript, SyntaxFault } from '../language/syntax.js';
import type { Shell } from '../state/shell.js';
import { Discard, Return } from '../state/unwind.js';
import { runStatements } from './statements.js';
import { runToEnd } from './subshell.js';

const CANNOT_RUN = 126;

/** Runs a script as a process of its own would: it inherits the environment, and no more. */
export async function runScriptFile(
  shell: Shell,
  path: string,
  args: readonly string[],
): Promise<number> {
  const text = await shell.host.fs.readFile(shell.path(path));
  const [, interpreter] = /^#!\s*(?:\/usr\/bin\/env\s+)?(\S+)/.exec(text) ?? [];
  if (interpreter !== undefined && !/(^|\/)(ba|da)?sh$/.test(interpreter)) {
    shell.complain(`${path}: ${interpreter}: bad interpreter: No such file or directory`);
    return CANNOT_RUN;
  }
  const child = shell.spawn(path, args);
  child.script = path;
  return runChild(shell, child, text);
}

/** Runs a script in a shell of its own. */
export function runChild(parent: Shell, child: Shell, text: string): Promise<number> {
  return child.deeper(child.name, async () => {
    const status = await runToEnd(child, () => runScript(child, text));
    parent.random = child.random;
    return status;
  });
}

/** Runs a whole script; `exit` in it goes further than this. */
export async function runScript(shell: Shell, text: string): Promise<number> {
  const script = parse(shell, text);
  if (typeof script === 'number') return script;
  const frames = shell.frames;
  if (shell.script !== undefined && frames.length === 0) {
    shell.frames = [{ name: 'main', source: shell.script, calledFrom: 0 }];
  }
  try {
    return await runLines(shell, script.statements);
  } finally {
    shell.frames = frames;
  }
}

/** Runs a file in this very shell. */
export async function sourceScript(
  shell: Shell,
  path: string,
  text: string,
  args: readonly string[] | undefined,
): Promise<number> {
  const script = parse(shell, text, path);
  if (typeof script === 'number') return script;
  const before = { args: shell.args, frames: shell.frames, traceDepth: shell.traceDepth };
  shell.frames = [{ name: 'source', source: path, calledFrom: shell.line }, ...shell.frames];
  shell.traceDepth += 1;
  if (args) shell.args = args;
  try {
    return await shell.deeper(path, () => runStatements(shell, script.statements));
  } catch (error) {
    if (error instanceof Return) return error.status;
    throw error;
  } finally {
    shell.frames = before.frames;
    shell.traceDepth = before.traceDepth;
    if (args) shell.args = before.args;
  }
}

/** Runs text as if it stood in place of the command. */
export async function evaluateScript(shell: Shell, text: string): Promise<number> {
  const script = parse(shell, text, 'eval');
  if (typeof script === 'number') return script;
  const { line } = shell;
  shell.traceDepth += 1;
  try {
    return await runStatements(shell, script.statements);
  } finally {
    shell.traceDepth -= 1;
    shell.line = line;
  }
}

/** Parses a script; says what is wrong with it, and gives the status that this has. */
function parse(shell: Shell, text: string, what?: string): Script | number {
  try {
    return parseScript(text);
  } catch (error) {
    if (!(error instanceof SyntaxFault)) throw error;
    const { line } = shell;
    shell.line = error.line;
    shell.complain(what === undefined ? error.message : `${what}: ${error.message}`);
    shell.line = line;
    return error.status;
  }
}

/** Runs statements; an error that ends a line goes on with the next line. */
async function runLines(shell: Shell, statements: readonly Statement[]): Promise<number> {
  let status = 0;
  let skipped = 0;
  for (const statement of statements) {
    if (skipped > 0 && (firstLine(statement) ?? 0) <= skipped) continue;
    skipped = 0;
    try {
      status = await runStatements(shell, [statement]);
    } catch (error) {
      if (!(error instanceof Discard)) throw error;
      status = error.status;
      shell.status = status;
      skipped = shell.line;
    }
  }
  return status;
}

/** The first line that something in a statement says to stand on. */
function firstLine(node: unknown): number | undefined {
  if (typeof node !== 'object' || node === null) return undefined;
  if ('line' in node && typeof node.line === 'number') return node.line;
  for (const part of Object.values(node)) {
    const line = firstLine(part);
    if (line !== undefined) return line;
  }
  return undefined;
}
