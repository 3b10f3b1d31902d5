/** Connects the keyboard, the editor, the shell and the screen until the user leaves. */
import { CommandLoop, type LoopOptions } from './command-loop.js';
import type { Token } from './input/keys.js';
import { Reader } from './input/reader.js';
import { Display } from './output/display.js';
import type { Terminal } from './output/modes.js';

export interface EditorOptions extends Omit<LoopOptions, 'display'> {
  /** Called with the display before anything is drawn. */
  readonly onDisplay: (display: Display) => void;
}

/** Runs the editor until the user leaves or the terminal is gone. Returns the exit status. */
export async function runEditor(
  { stdin, stdout }: Terminal,
  options: EditorOptions,
): Promise<number> {
  const display = new Display(stdin, stdout);
  options.onDisplay(display);
  const loop = new CommandLoop({ ...options, display });
  const onEnd = (): void => loop.leave(0);
  const onTokens = (tokens: readonly Token[]): void => {
    for (const token of tokens) if (token.kind === 'cursor-at') display.cursorAt(token.column);
    loop.tokens(tokens.filter((token) => token.kind !== 'cursor-at'));
  };
  const reader = new Reader(stdin, { onTokens, onEnd });
  stdout.on('error', onEnd);
  try {
    const finished = loop.start();
    reader.start();
    return await finished;
  } finally {
    reader.stop();
    stdout.off('error', onEnd);
    display.stop();
  }
}
