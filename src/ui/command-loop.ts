/**
 * The shell as a person meets it: keys change the line, Enter runs it, what it
 * prints goes above, and then comes the next prompt. Nothing here knows Ink.
 */
import { stripVTControlCharacters } from 'node:util';
import type { ShellSession } from '../shell/session.js';
import { commandsIn } from './commands.js';
import { reduce } from './editor/reduce.js';
import { type Editor, type EditorAction, newEditor } from './editor/state.js';
import type { HistoryFile } from './history-file.js';
import { actionOf, type KeyAction } from './input/key-map.js';
import type { Token } from './input/keys.js';
import { printable } from './output/printable.js';
import { Pump, type PumpTarget } from './output/pump.js';
import type { Painter } from './styles.js';
import { CONTINUATION } from './view/input-rows.js';
import { editorView, runningView, type Size } from './view/layout.js';
import { EMPTY_VIEW, type View } from './view/rows.js';

/** How long a command runs before the screen says so, in milliseconds. */
const PATIENCE = 300;
/** How often what the screen says about it is brought up to date. */
const REFRESH = 250;
/** The exit status of a program that Control-\ ended. */
const QUIT_STATUS = 131;

export interface LoopDisplay extends PumpTarget {
  show(view: (size: Size) => View): void;
  clear(): void;
}

export interface LoopOptions {
  readonly session: ShellSession;
  readonly display: LoopDisplay;
  readonly history: HistoryFile;
  readonly paint: Painter;
  /** What the programs in the background had to say since it was last asked. */
  readonly warnings: () => readonly string[];
  readonly suspend: () => void;
}

/** A run of one command or of several that were entered together. */
interface Run {
  readonly abort: AbortController;
  started: number;
}

export class CommandLoop {
  readonly #options: LoopOptions;
  readonly #pump: Pump;
  readonly #finished: Promise<number>;
  #finish: (exitCode: number) => void = () => {};
  #editor: Editor;
  #run: Run | undefined;
  /** Whether Tab waits for its candidates. */
  #completing = false;
  /** What came in while a command ran, or Tab waited. */
  #typedAhead: Token[] = [];
  #exitCode = 0;
  /** How often in a row Control-C met an empty line. */
  #idleInterrupts = 0;
  #left = false;

  constructor(options: LoopOptions) {
    this.#options = options;
    this.#pump = new Pump(options.display);
    this.#editor = newEditor(options.history.load());
    this.#finished = new Promise((resolve) => {
      this.#finish = resolve;
    });
  }

  /** Shows the prompt. The promise holds the exit status, once the person leaves. */
  start(): Promise<number> {
    this.#show();
    return this.#finished;
  }

  /** Takes what was typed. */
  token(token: Token): void {
    if (this.#left) return;
    const action = meaning(token);
    if (this.#completing || this.#run !== undefined) {
      const done = this.#run !== undefined && this.#whileRunning(this.#run, action);
      if (!done) this.#typedAhead.push(token);
      return;
    }
    if (action === undefined) return;
    if (action.type !== 'interrupt') this.#idleInterrupts = 0;
    try {
      this.#do(action);
    } catch (error) {
      this.#printFailure(error);
    }
    this.#show();
  }

  /** Ends the shell, whatever it does. */
  leave(exitCode: number): void {
    if (this.#left) return;
    this.#left = true;
    this.#run?.abort.abort();
    this.#options.display.show(() => EMPTY_VIEW);
    this.#finish(exitCode);
  }

  /** The keys that do not wait until a command has ended. Returns whether this was one. */
  #whileRunning({ abort }: Run, action: KeyAction | undefined): boolean {
    switch (action?.type) {
      case 'interrupt':
        abort.abort();
        this.#typedAhead = [];
        this.#pump.discard();
        this.#pump.write('^C\n');
        this.#show();
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

  #do(action: KeyAction): void {
    switch (action.type) {
      case 'submit':
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
    const { commands, rest } = commandsIn(text, (source) => session.isComplete(source));
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
    void this.#runAll(commands, rest === '' ? '' : `${rest}\n`);
  }

  async #runAll(commands: readonly string[], rest: string): Promise<void> {
    const abort = new AbortController();
    const run = { abort, started: performance.now() };
    this.#run = run;
    const refresh = setInterval(() => this.#show(), REFRESH);
    for (const command of commands) {
      if (abort.signal.aborted) break;
      run.started = performance.now();
      this.#show();
      this.#echo(command);
      this.#edit({ type: 'remember', text: command });
      this.#options.history.append(command);
      if (await this.#runOne(command, abort.signal)) {
        clearInterval(refresh);
        this.leave(this.#exitCode);
        return;
      }
    }
    clearInterval(refresh);
    this.#run = undefined;
    if (!abort.signal.aborted) this.#edit({ type: 'insert', text: rest });
    this.#replay();
  }

  /** Runs a command until all that it printed is on the screen. Returns whether it was `exit`. */
  async #runOne(command: string, signal: AbortSignal): Promise<boolean> {
    const { session, display, paint, warnings } = this.#options;
    const sink = (text: string): void => this.#pump.write(text);
    let exit = false;
    try {
      const result = await session.execute(command, { stdout: sink, stderr: sink }, signal);
      this.#exitCode = result.exitCode;
      exit = result.exit;
    } catch (error) {
      await this.#pump.finish();
      this.#exitCode = 1;
      this.#printFailure(error);
    }
    await this.#pump.finish();
    for (const line of warnings()) display.print(`${paint('warning', `! ${printable(line)}`)}\n`);
    return exit;
  }

  #printFailure(error: unknown): void {
    const { display, paint } = this.#options;
    display.print(`${paint('error', `internal error: ${messageOf(error)}`)}\n`);
  }

  /** Does what was typed meanwhile, up to the next command. */
  #replay(): void {
    const tokens = this.#typedAhead;
    this.#typedAhead = [];
    this.#show();
    for (const token of tokens) this.token(token);
  }

  #interrupt(): void {
    const { display, paint } = this.#options;
    const { text, search } = this.#editor;
    const idle = text === '' && search === undefined;
    this.#idleInterrupts = idle ? this.#idleInterrupts + 1 : 0;
    this.#edit({ type: 'accept' });
    this.#edit({ type: 'clear' });
    this.#edit({ type: 'remember', text: '' });
    this.#echo(`${text}^C`);
    if (this.#idleInterrupts === 2) {
      display.print(`${paint('quiet', 'To leave, type exit or press Control-D.')}\n`);
    }
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
      this.#printFailure(error);
    }
    this.#completing = false;
    this.#replay();
  }

  /** Prints a line with its prompt, as it stood when it was entered. */
  #echo(text: string): void {
    const { session, display, paint } = this.#options;
    const [first = '', ...others] = printable(text).split('\n');
    const rows = [
      paint('prompt', session.prompt()) + first,
      ...others.map((line) => paint('prompt', CONTINUATION) + line),
    ];
    display.print(rows.map((row) => `${row}\n`).join(''));
  }

  #show(): void {
    const { display, session } = this.#options;
    if (this.#left) return;
    if (this.#run === undefined) {
      const prompt = session.prompt();
      const editor = this.#editor;
      display.show((size) => editorView(editor, prompt, size));
      return;
    }
    const elapsed = performance.now() - this.#run.started;
    const stopping = this.#run.abort.signal.aborted;
    const unfinished = this.#pump.unfinished;
    display.show((size) =>
      elapsed < PATIENCE && !stopping
        ? EMPTY_VIEW
        : runningView({ elapsed, unfinished: lastPart(unfinished, size), stopping }, size),
    );
  }
}

/** As much of a line without an end as one can see of it. */
function lastPart(text: string, { columns }: Size): string {
  return stripVTControlCharacters(text.slice(-columns));
}

function meaning(token: Token): KeyAction | undefined {
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

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
