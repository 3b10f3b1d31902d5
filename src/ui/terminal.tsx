/**
 * The interactive shell on a terminal. Ink is loaded only here and only where
 * the terminal can move its cursor; what it reads from the environment is
 * settled first, and the first screen is printed before, since loading takes time.
 */
import type { ShellSession } from '../shell/session.js';
import { CommandLoop, type LoopOptions } from './command-loop.js';
import { historyFile, isDumb, prepareForInk, wantsColours } from './environment.js';
import { HistoryFile } from './history-file.js';
import type { Token } from './input/keys.js';
import { Reader } from './input/reader.js';
import type { Display } from './output/display.js';
import { type Terminal, TerminalModes } from './output/modes.js';
import { runPlain } from './plain.js';
import { painter } from './styles.js';
import { formatWelcome } from './welcome.js';

export interface TerminalOptions extends Terminal {
  readonly session: ShellSession;
  /** The first screen; commands stand between backticks. */
  readonly welcome: readonly string[];
  /** Where entered lines are kept. Default: {@link historyFile}; `null`: nowhere. */
  readonly historyFile?: string | null;
  /** No redrawing: a prompt, and lines as the terminal itself edits them. */
  readonly plain?: boolean;
  /** Lines that programs in the background had to say since it was last called. */
  readonly warnings?: () => readonly string[];
  /** Lines of the coach since it was last called. */
  readonly hints?: () => readonly string[];
}

/**
 * Runs the shell until the person leaves it, and gives the terminal back as it
 * was. The result is an exit status: the one given to `exit`, or else that of
 * the last command.
 */
export async function runTerminal(options: TerminalOptions): Promise<number> {
  const { session, stdin, stdout, warnings = () => [], hints = () => [] } = options;
  const { env } = process;
  const plain = options.plain === true || isDumb(env);
  const colours = !plain && wantsColours(env, stdout);
  const paint = painter(colours);
  const file = options.historyFile === undefined ? historyFile(env) : options.historyFile;
  const history = new HistoryFile(file ?? undefined);
  const welcome = formatWelcome(options.welcome, paint);
  if (plain) {
    return runPlain({ session, stdin, stdout, welcome, history, warnings, hints });
  }

  stdout.write(welcome);
  let display: Display | undefined;
  const modes = new TerminalModes(options, {
    lastWords: () => display?.removal() ?? '',
    onContinue: () => display?.redraw(),
  });
  // Before Ink is loaded: keys pressed meanwhile wait, and the terminal does not echo them.
  modes.enter();
  try {
    prepareForInk(env, colours);
    display = await loadDisplay(options);
    const suspend = (): void => modes.suspend();
    return await runLoop(options, display, {
      session,
      display,
      history,
      paint,
      warnings,
      hints,
      suspend,
    });
  } finally {
    display?.stop();
    modes.leave();
  }
}

async function loadDisplay({ stdin, stdout }: Terminal): Promise<Display> {
  const module = await import('./output/display.js');
  return new module.Display(stdin, stdout);
}

/** Connects the keyboard with the shell until the person leaves, or the terminal is gone. */
async function runLoop(
  { stdin, stdout }: Terminal,
  display: Display,
  options: LoopOptions,
): Promise<number> {
  const loop = new CommandLoop(options);
  const onEnd = (): void => loop.leave(0);
  const onToken = (token: Token): void => {
    if (token.kind === 'cursor-at') display.cursorAt(token.column);
    else loop.token(token);
  };
  const reader = new Reader(stdin, { onToken, onEnd });
  stdout.on('error', onEnd);
  try {
    const finished = loop.start();
    reader.start();
    return await finished;
  } finally {
    reader.stop();
    stdout.off('error', onEnd);
  }
}
