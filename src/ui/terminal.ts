/**
 * The interactive shell on a terminal. The first prompt appears before the shell, the editor and
 * Ink load, because loading them takes longer than everything before.
 */
import type { Remark } from '../shell/remark.js';
import type { ShellSession } from '../shell/session.js';
import { historyFile, isDumb, prepareForInk, wantsColours } from './environment.js';
import { HistoryFile } from './history-file.js';
import { Interrupts } from './interrupts.js';
import { USUAL_COLUMNS } from './messages.js';
import { type Terminal, TerminalModes } from './output/modes.js';
import { painter } from './styles.js';
import { type Contents, formatWelcome, welcomeTo } from './welcome.js';

export interface TerminalOptions extends Terminal {
  /**
   * Opens the shell. Called once, after the first prompt has been shown.
   *
   * @param history returns the lines that were entered, oldest first
   */
  readonly openSession: (history: () => readonly string[]) => Promise<ShellSession>;
  /** What the sandbox contains, for the first screen. */
  readonly contents: Contents;
  /** Printable ASCII. */
  readonly prompt: string;
  /** The file that keeps entered lines, or null for none. Default: {@link historyFile}. */
  readonly historyFile?: string | null;
  /** True for a prompt without redrawing, on which the terminal itself edits lines. */
  readonly plain?: boolean;
  /** Returns the remarks of the shell since the last call. */
  readonly remarks?: () => readonly Remark[];
}

/** Removes the first prompt again. */
const ERASE_LINE = '\r\x1b[J';

/**
 * Runs the shell until the user leaves it, and restores the terminal.
 *
 * @returns the exit status: the argument of `exit`, or that of the last command
 */
export async function runTerminal(options: TerminalOptions): Promise<number> {
  const { openSession, stdin, stdout, prompt, remarks = () => [] } = options;
  const { env } = process;
  const plain = options.plain === true || isDumb(env);
  const colours = !plain && wantsColours(env, stdout);
  const paint = painter(colours);
  const file = options.historyFile === undefined ? historyFile(env) : options.historyFile;
  const history = new HistoryFile(file ?? undefined);
  const entered = () => history.load();
  const shared = { prompt, history, remarks };
  const columns = stdout.columns || USUAL_COLUMNS;
  const welcome = formatWelcome(welcomeTo(options.contents, !plain), paint, columns);
  if (plain) {
    // From here on, Control-C must not end the program.
    const interrupts = new Interrupts();
    stdout.write(welcome);
    const [{ runPlain }, session] = await Promise.all([import('./plain.js'), openSession(entered)]);
    return runPlain({ session, stdin, stdout, interrupts, ...shared });
  }
  stdout.write(welcome);

  let removal = (): string => ERASE_LINE;
  let redraw = (): void => undefined;
  const modes = new TerminalModes(options, {
    lastWords: () => removal(),
    onContinue: () => redraw(),
  });
  // Keys pressed before the editor is loaded are buffered, and the terminal does not echo them.
  modes.enter();
  try {
    stdout.write(paint('prompt', prompt));
    prepareForInk(env, colours);
    const [{ runEditor }, session] = await Promise.all([
      import('./run-editor.js'),
      openSession(entered),
    ]);
    stdout.write(ERASE_LINE);
    return await runEditor(options, {
      session,
      paint,
      ghosts: colours,
      suspend: () => modes.suspend(),
      onDisplay(display) {
        removal = () => display.removal();
        redraw = () => display.redraw();
      },
      ...shared,
    });
  } finally {
    modes.leave();
  }
}
