/**
 * The interactive loop: keys edit the line, Enter runs it, and its output appears above the next
 * prompt. It does not depend on Ink.
 */
import type { LineReport } from '../shell/session.js';
import { commandsIn } from '../shell/transcript/listing.js';
import { formatEcho } from './echo.js';
import { continuation } from './editor/history.js';
import { reduce } from './editor/reduce.js';
import { type Editor, type EditorAction, newEditor } from './editor/state.js';
import type { HistoryFile } from './history-file.js';
import { actionOf, type KeyAction } from './input/key-map.js';
import type { Token } from './input/keys.js';
import { withPastedListing } from './input/unmarked-paste.js';
import { HOW_TO_LEAVE } from './messages.js';
import type { PumpTarget } from './output/pump.js';
import { textPage } from './pager/pager-page.js';
import { type Page, Paging } from './pager/paging.js';
import { formatRemark } from './remarks.js';
import { failureLine, Runner, type RunnerOptions } from './runner.js';
import { editorView, NO_REPORT, readingView, type Size } from './view/layout.js';
import { EMPTY_VIEW, type FullView, type View } from './view/rows.js';

/** The interval at which the status of a running command is redrawn, in milliseconds. */
const REFRESH = 100;
/** The exit status of a program that Control-\ has ended. */
const QUIT_STATUS = 131;

export interface LoopDisplay extends PumpTarget {
  readonly size: Size;
  show(view: (size: Size) => View): void;
  clear(): void;
  /** Shows a view on the whole screen; undefined returns to what was there before. */
  showFull(view: ((size: Size) => FullView) | undefined): void;
}

export interface LoopOptions extends RunnerOptions {
  readonly prompt: string;
  readonly display: LoopDisplay;
  readonly history: HistoryFile;
  readonly suspend: () => void;
  /** True if suggestions for the rest of the line are shown, which needs a dim style. */
  readonly ghosts: boolean;
}

export class CommandLoop {
  readonly #options: LoopOptions;
  /** The input so far, if it was incomplete when Enter was last pressed. */
  #open = '';
  readonly #runner: Runner;
  readonly #finished: Promise<number>;
  #finish: (exitCode: number) => void = () => {};
  #editor: Editor;
  /** Aborts the running command, if there is one. */
  #running: AbortController | undefined;
  /** Passes typed text to the command that waits for it; undefined at the end of the input. */
  #reader: ((text: string | undefined) => void) | undefined;
  readonly #paging: Paging;
  /** True while Tab waits for candidates. */
  #completing = false;
  /** Keys that arrived while a command was running or Tab was waiting. */
  #typedAhead: Token[] = [];
  #exitCode = 0;
  /** The number of consecutive presses of Control-C on an empty line. */
  #idleInterrupts = 0;
  #left = false;

  constructor(options: LoopOptions) {
    this.#options = options;
    this.#runner = new Runner(options);
    this.#paging = new Paging(options.display);
    this.#editor = newEditor(options.history.load());
    this.#finished = new Promise((resolve) => {
      this.#finish = resolve;
    });
  }

  /** Shows the prompt and returns the exit status once the user leaves. */
  start(): Promise<number> {
    this.#show();
    return this.#finished;
  }

  /** Handles tokens that arrived together, and draws once. */
  tokens(tokens: readonly Token[]): void {
    if (tokens.length === 0) return;
    const read = this.#editor.text === '' ? withPastedListing(tokens) : tokens;
    for (const token of read) this.#token(token);
    this.#show();
  }

  #token(token: Token): void {
    if (this.#left) return;
    if (this.#paging.isOpen) {
      this.#page(token);
      return;
    }
    const action = actionFor(token);
    if (this.#completing || this.#running !== undefined) {
      const done = this.#running !== undefined && this.#whileRunning(this.#running, action);
      if (!done && !this.#answer(action)) this.#typedAhead.push(token);
      return;
    }
    if (action === undefined) return;
    if (action.type !== 'interrupt') this.#idleInterrupts = 0;
    try {
      this.#do(action);
    } catch (error) {
      this.#options.display.print(failureLine(error, this.#options.paint));
    }
  }

  /** Leaves the shell, even while a command runs. */
  leave(exitCode: number): void {
    if (this.#left) return;
    this.#left = true;
    this.#running?.abort();
    this.#options.display.showFull(undefined);
    this.#options.display.show(() => EMPTY_VIEW);
    this.#finish(exitCode);
  }

  /** Handles the keys that do not wait for the command to end. Returns true if this was one. */
  #whileRunning(running: AbortController, action: KeyAction | undefined): boolean {
    switch (action?.type) {
      case 'interrupt':
        running.abort();
        this.#typedAhead = [];
        this.#edit({ type: 'accept' });
        this.#edit({ type: 'clear' });
        this.#runner.interrupted();
        return true;
      case 'suspend':
        this.#options.suspend();
        return true;
      case 'quit':
        this.leave(QUIT_STATUS);
        return true;
      default:
        return false;
    }
  }

  /** Shows a page until the user leaves it or the command is interrupted. */
  async #openPage(page: Page, signal?: AbortSignal): Promise<void> {
    const closed = this.#paging.open(page, signal);
    this.#replay();
    await closed;
    this.#replay();
  }

  #page(token: Token): void {
    const action = actionFor(token);
    if (action?.type === 'suspend') this.#options.suspend();
    else if (action?.type === 'quit') this.leave(QUIT_STATUS);
    else this.#paging.press(token);
  }

  /** Waits for a line of text for the running command. */
  #read(signal: AbortSignal): Promise<string | undefined> {
    return new Promise((resolve) => {
      const answer = (text: string | undefined): void => {
        this.#reader = undefined;
        signal.removeEventListener('abort', stop);
        resolve(text);
      };
      const stop = (): void => answer(undefined);
      signal.addEventListener('abort', stop);
      this.#reader = answer;
      if (signal.aborted) stop();
      else this.#replay();
    });
  }

  /** Handles a key for the command that reads the keyboard. Returns false if there is none. */
  #answer(action: KeyAction | undefined): boolean {
    const reader = this.#reader;
    if (reader === undefined) return false;
    const { text } = this.#editor;
    if (action === undefined) return true;
    switch (action.type) {
      case 'submit':
      case 'end-of-input': {
        const typed = action.type === 'submit' ? `${text}\n` : text;
        this.#edit({ type: 'accept' });
        this.#edit({ type: 'clear' });
        this.#runner.typed(typed);
        reader(typed === '' ? undefined : typed);
        break;
      }
      case 'tab':
        this.#edit({ type: 'insert', text: '\t' });
        break;
      case 'clear-screen':
        this.#options.display.clear();
        break;
      case 'interrupt':
      case 'suspend':
      case 'quit':
      case 'page':
        break;
      default:
        this.#edit(action);
    }
    return true;
  }

  #do(action: KeyAction): void {
    switch (action.type) {
      case 'submit':
        if (this.#editor.menu?.chosen !== undefined) {
          this.#edit({ type: 'take' });
          break;
        }
        this.#edit({ type: 'accept' });
        this.#submit();
        break;
      case 'tab':
        this.#tab(action.by);
        break;
      case 'interrupt':
        this.#interrupt();
        break;
      case 'end-of-input':
        this.#endOfInput();
        break;
      case 'clear-screen':
        this.#options.display.clear();
        break;
      case 'page':
        if (this.#runner.lastOutput) void this.#openPage(textPage(this.#runner.lastOutput));
        break;
      case 'suspend':
        this.#options.suspend();
        break;
      case 'quit':
        this.leave(QUIT_STATUS);
        break;
      default:
        this.#edit(action);
    }
  }

  #edit(action: EditorAction): void {
    this.#editor = reduce(this.#editor, action);
  }

  #submit(): void {
    const { session } = this.#options;
    const { text } = this.#editor;
    const { commands, rest, note } = commandsIn(
      text,
      (source) => session.isComplete(source),
      this.#open,
    );
    this.#open = rest;
    if (commands.length === 0 && rest === '') {
      this.#echo(text);
      this.#edit({ type: 'clear' });
      return;
    }
    if (commands.length === 0) {
      this.#edit({ type: 'move', motion: 'line-end' });
      this.#edit({ type: 'insert', text: '\n' });
      return;
    }
    this.#edit({ type: 'clear' });
    if (note !== undefined) this.#note(note);
    void this.#runAll(commands, rest === '' ? '' : `${rest}\n`);
  }

  /** Says how the entered text was read. */
  #note(text: string): void {
    const { display, paint } = this.#options;
    // The text itself is no longer on the screen.
    display.show(() => EMPTY_VIEW);
    display.print(formatRemark({ kind: 'note', text }, paint, display.size.columns));
  }

  /** Runs commands that were entered together, then sets the line to `rest`. */
  async #runAll(commands: readonly string[], rest: string): Promise<void> {
    const running = new AbortController();
    this.#running = running;
    const refresh = setInterval(() => this.#show(), REFRESH);
    let exit = false;
    for (const command of commands) {
      this.#options.display.show(() => EMPTY_VIEW);
      this.#echo(command);
      this.#edit({ type: 'remember', text: command });
      this.#options.history.append(command);
      const outcome = await this.#runner.run(command, running.signal, {
        keyboard: () => this.#read(running.signal),
        page: (text) => this.#openPage(textPage(text), running.signal),
        show: async (picture) => {
          const { picturePage } = await import('./full-screen/picture-page.js');
          if (!running.signal.aborted) {
            await this.#openPage(picturePage(picture), running.signal);
          }
        },
      });
      this.#exitCode = outcome.exitCode;
      exit = outcome.exit;
      if (exit || running.signal.aborted) break;
    }
    clearInterval(refresh);
    this.#running = undefined;
    if (exit) {
      this.leave(this.#exitCode);
      return;
    }
    if (!running.signal.aborted) this.#edit({ type: 'insert', text: rest });
    this.#replay();
  }

  /** Handles the keys that arrived meanwhile, up to and including the next command. */
  #replay(): void {
    const tokens = this.#typedAhead;
    this.#typedAhead = [];
    for (const token of tokens) this.#token(token);
    this.#show();
  }

  #interrupt(): void {
    const { display, paint } = this.#options;
    const { text, search } = this.#editor;
    const idle = text === '' && search === undefined;
    this.#idleInterrupts = idle ? this.#idleInterrupts + 1 : 0;
    this.#edit({ type: 'accept' });
    this.#edit({ type: 'clear' });
    this.#echo(`${text}^C`);
    if (this.#idleInterrupts === 1) display.print(`${paint('quiet', HOW_TO_LEAVE)}\n`);
  }

  #endOfInput(): void {
    const { text, search } = this.#editor;
    if (text !== '' || search !== undefined) {
      this.#edit({ type: 'delete', motion: 'right' });
      return;
    }
    this.#echo('exit');
    this.leave(this.#exitCode);
  }

  #tab(by: -1 | 1): void {
    if (this.#editor.menu !== undefined) this.#edit({ type: 'choose', by });
    else void this.#complete();
  }

  async #complete(): Promise<void> {
    this.#edit({ type: 'accept' });
    const { text, cursor } = this.#editor;
    this.#completing = true;
    try {
      this.#edit({ type: 'complete', ...(await this.#options.session.complete(text, cursor)) });
    } catch (error) {
      this.#options.display.print(failureLine(error, this.#options.paint));
    }
    this.#completing = false;
    this.#replay();
  }

  /** Prints an entered line with its prompt. */
  #echo(text: string): void {
    const { prompt, display, paint } = this.#options;
    const { spans } = this.#report(text, text.length);
    display.print(formatEcho(text, prompt, spans, paint));
  }

  #show(): void {
    const { display, prompt } = this.#options;
    if (this.#left) return;
    if (this.#paging.isOpen) {
      this.#paging.show();
      return;
    }
    if (this.#reader !== undefined) {
      const editor = this.#editor;
      display.show((size) => readingView(editor, this.#runner.unfinished(size.columns), size));
      return;
    }
    if (this.#running !== undefined) {
      display.show(this.#runner.view(this.#running.signal.aborted));
      return;
    }
    const report = this.#inspect();
    const editor = this.#editor;
    display.show((size) => editorView(editor, prompt, size, report));
  }

  #report(text: string, cursor: number): LineReport {
    try {
      return this.#options.session.inspect(text, cursor);
    } catch {
      // Without remarks, the line can still be edited and run.
      return NO_REPORT;
    }
  }

  /** Inspects the line, and suggests the rest of it: from the history, or what is valid here. */
  #inspect(): LineReport {
    const { text, cursor, search, menu, history } = this.#editor;
    if (search !== undefined || text === '') return NO_REPORT;
    const report = this.#report(text, cursor);
    if (this.#options.ghosts && menu === undefined && cursor === text.length) {
      const known = continuation(history, text)?.slice(text.length);
      this.#edit({ type: 'suggest', ghost: known ?? report.continuation });
    }
    return report;
  }
}

function actionFor(token: Token): KeyAction | undefined {
  switch (token.kind) {
    case 'text':
      return { type: 'insert', text: token.text };
    case 'paste':
      return { type: 'insert', text: token.text.replace(/\n+$/, '') };
    case 'key':
      return actionOf(token.key);
    case 'cursor-at':
      return undefined;
  }
}
