/**
 * The shell without redrawing, for terminals that cannot move the cursor and for users who prefer
 * it, such as users of screen readers. The terminal itself edits the line.
 */
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { Remark } from '../shell/remark.js';
import type { ShellSession } from '../shell/session.js';
import { commandsIn } from './commands.js';
import type { HistoryFile } from './history-file.js';
import { printable } from './output/printable.js';
import { formatRemark } from './remarks.js';
import { failureLine } from './runner.js';
import { painter } from './styles.js';
import { CONTINUATION } from './view/input-rows.js';

export interface PlainOptions {
  readonly session: ShellSession;
  readonly stdin: NodeJS.ReadStream;
  readonly stdout: NodeJS.WriteStream;
  readonly prompt: string;
  readonly history: HistoryFile;
  readonly remarks: () => readonly Remark[];
}

/** Runs the shell until `exit` or the end of input. Returns the exit status. */
export async function runPlain(options: PlainOptions): Promise<number> {
  const { session, stdin, stdout, history } = options;
  const lines = createInterface({ input: stdin, terminal: false });
  let running: AbortController | undefined;
  let pending = '';
  const showPrompt = (): void => {
    stdout.write(pending === '' ? options.prompt : CONTINUATION);
  };
  const onInterrupt = (): void => {
    if (running !== undefined) {
      running.abort();
      return;
    }
    pending = '';
    stdout.write('\n');
    showPrompt();
  };
  process.on('SIGINT', onInterrupt);

  let exitCode = 0;
  showPrompt();
  try {
    for await (const line of lines) {
      const text = pending + line;
      const { commands, rest } = commandsIn(
        text,
        (source) => session.isComplete(source),
        pending.slice(0, -1),
      );
      pending = rest === '' ? '' : `${rest}\n`;
      for (const command of commands) {
        history.append(command);
        running = new AbortController();
        const result = await runCommand(options, command, running.signal);
        running = undefined;
        exitCode = result.exitCode;
        if (result.exit) return exitCode;
      }
      showPrompt();
    }
    stdout.write('\n');
    return exitCode;
  } finally {
    process.off('SIGINT', onInterrupt);
    lines.close();
  }
}

async function runCommand(
  { session, stdout, remarks }: PlainOptions,
  command: string,
  signal: AbortSignal,
): Promise<{ readonly exitCode: number; readonly exit: boolean }> {
  let atLineStart = true;
  const sink = (text: string): void => {
    if (text === '' || signal.aborted) return;
    atLineStart = text.endsWith('\n');
    stdout.write(printable(text));
  };
  const result = await session
    .execute(command, { stdout: sink, stderr: sink }, signal)
    .catch((error: unknown) => {
      sink(failureLine(error, painter(false)));
      return { exitCode: 1, exit: false };
    });
  // The terminal itself shows `^C`.
  if (!atLineStart || signal.aborted) stdout.write('\n');
  for (const remark of remarks()) stdout.write(formatRemark(remark, painter(false)));
  if (stdout.writableNeedDrain) await once(stdout, 'drain');
  return result;
}
