/** Runs a script line by line. Each line is parsed just before it runs. */
import { type Line, Parser } from '../language/parser.js';
import { SyntaxFault } from '../language/source.js';
import type { Shell } from '../state/shell.js';
import { Discard } from '../state/unwind.js';

/**
 * Runs a script and returns the status of its last line. A syntax error is reported after the lines
 * before it have run. After other errors that end a line, execution continues with the next line.
 *
 * @param origin the origin of syntax errors in messages; default: the shell itself
 */
export async function runLines(shell: Shell, text: string, origin?: string): Promise<number> {
  const parser = Parser.ofScript(text);
  let status = 0;
  for (;;) {
    let line: Line | undefined;
    try {
      line = parser.next();
    } catch (error) {
      if (!(error instanceof SyntaxFault)) throw error;
      shell.complain(error.message, error.line, origin);
      return error.status;
    }
    if (!line) return status;
    if (shell.options.has('verbose')) shell.write(2, `${line.source}\n`);
    try {
      status = await shell.host.runner.statements(shell, line.statements);
    } catch (error) {
      if (!(error instanceof Discard)) throw error;
      status = error.status;
      shell.status = status;
    }
  }
}
