/**
 * The shell without redrawing, for terminals that cannot move the cursor and for users who prefer
 * it, such as users of screen readers. The terminal itself edits the line.
 */
import { once } from 'node:events';
import type { Remark } from '../shell/remark.js';
import type { ShellSession } from '../shell/session.js';
import { commandsIn } from '../shell/transcript/listing.js';
import type { HistoryFile } from './history-file.js';
import type { Interrupts } from './interrupts.js';
import { HOW_TO_LEAVE, USUAL_COLUMNS } from './messages.js';
import { CLEAR_SCREEN, printable } from './output/printable.js';
import { formatRemark } from './remarks.js';
import { failureLine } from './runner.js';
import { painter } from './styles.js';
import { TypedLines } from './typed-lines.js';
import { CONTINUATION } from './view/input-rows.js';

export interface PlainOptions {
  readonly session: ShellSession;
  readonly stdin: NodeJS.ReadStream;
  readonly stdout: NodeJS.WriteStream;
  readonly prompt: string;
  readonly history: HistoryFile;
  readonly interrupts: Interrupts;
  readonly remarks: () => readonly Remark[];
}

/** Runs the shell until `exit` or the end of input. Returns the exit status. */
export async function runPlain(options: PlainOptions): Promise<number> {
  const { session, stdin, stdout, history, interrupts } = options;
  const lines = new TypedLines(stdin);
  let running: AbortController | undefined;
  let pending = '';
  const showPrompt = (): void => {
    stdout.write(pending === '' ? options.prompt : CONTINUATION);
  };
  interrupts.onInterrupt = () => {
    lines.discard();
    if (running !== undefined) {
      running.abort();
      return;
    }
    stdout.write(pending === '' ? `\n${HOW_TO_LEAVE}\n` : '\n');
    pending = '';
    showPrompt();
  };

  let exitCode = 0;
  showPrompt();
  try {
    for (let line = await lines.next(); line !== undefined; line = await lines.next()) {
      const first = commandsIn(line, (source) => session.isComplete(source));
      // The rest of a pasted listing has arrived with its first line.
      const more = pending === '' && first.note !== undefined ? await lines.burst() : [];
      const text = pending + [line, ...more].join('\n');
      const { commands, rest, note } = commandsIn(
        text,
        (source) => session.isComplete(source),
        pending.slice(0, -1),
      );
      pending = rest === '' ? '' : `${rest}\n`;
      if (note !== undefined) {
        const columns = stdout.columns || USUAL_COLUMNS;
        stdout.write(formatRemark({ kind: 'note', text: note }, painter(false), columns));
      }
      running = new AbortController();
      for (const command of commands) {
        history.append(command);
        // The terminal shows a listing with its output, so the commands in it are shown again.
        if (more.length > 0) stdout.write(`${options.prompt}${command}\n`);
        const result = await runCommand(options, lines, command, running.signal);
        exitCode = result.exitCode;
        if (result.exit) return exitCode;
        if (running.signal.aborted) break;
      }
      running = undefined;
      showPrompt();
    }
    stdout.write('\n');
    return exitCode;
  } finally {
    interrupts.stop();
    lines.close();
  }
}

async function runCommand(
  { session, stdout, remarks }: PlainOptions,
  lines: TypedLines,
  command: string,
  signal: AbortSignal,
): Promise<{ readonly exitCode: number; readonly exit: boolean }> {
  let atLineStart = true;
  const sink = (text: string): void => {
    if (text === '' || signal.aborted) return;
    atLineStart = text.endsWith('\n');
    stdout.write(printable(text).replaceAll(CLEAR_SCREEN, ''));
  };
  const keyboard = async (): Promise<string | undefined> => {
    const line = await lines.next(signal);
    if (line === undefined) {
      lines.reopen();
      return undefined;
    }
    // The terminal shows the Enter that ended the line.
    atLineStart = true;
    return `${line}\n`;
  };
  const columns = stdout.columns || USUAL_COLUMNS;
  const result = await session
    .execute(command, { stdout: sink, stderr: sink, keyboard, columns }, signal)
    .catch((error: unknown) => {
      sink(failureLine(error, painter(false)));
      return { exitCode: 1, exit: false };
    });
  // The terminal itself shows `^C`.
  if (!atLineStart || signal.aborted) stdout.write('\n');
  for (const remark of remarks()) stdout.write(formatRemark(remark, painter(false), columns));
  if (stdout.writableNeedDrain) await once(stdout, 'drain');
  return result;
}
